import {
  to = r2_bucket.backups
  id = "eu/acme-backups"
}
