locals {
  account_id = "0123456789abcdef0123456789abcdef"
}

# Backups of the database go to this bucket. Its token: Object Read & Write, for
# acme-backups only.
resource "r2_storage" "backups" {
  endpoint             = provider::r2::endpoint(local.account_id, "default", "acme-backups")
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

# The photos of the application are copied from this bucket, which is in the EU
# jurisdiction. Its token: Object Read only, for acme-photos only.
resource "r2_storage" "photos" {
  endpoint             = provider::r2::endpoint(local.account_id, "eu", "acme-photos")
  use                  = "source"
  access_key_id        = "50fa50fa50fa50fa50fa50fa50fa50fa"
  secret_access_key_wo = var.photos_secret
}
