import {
  to = r2_storage.backups
  id = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups/postgres?access_key_id=de57de57de57de57de57de57de57de57"
}
