import {
  to = r2_storage.backups
  identity = {
    account_id    = "0123456789abcdef0123456789abcdef"
    bucket        = "acme-backups"
    path          = "/postgres"
    access_key_id = "de57de57de57de57de57de57de57de57"
  }
}
