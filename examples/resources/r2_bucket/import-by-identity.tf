import {
  to = r2_bucket.backups
  identity = {
    account_id   = "0123456789abcdef0123456789abcdef"
    jurisdiction = "eu"
    name         = "acme-backups"
  }
}
