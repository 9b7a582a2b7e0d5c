terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# An Admin token makes the bucket: R2_ACCOUNT_ID, R2_ACCESS_KEY_ID and
# R2_SECRET_ACCESS_KEY.
provider "r2" {}

variable "backups_secret" {
  type      = string
  ephemeral = true
}

resource "r2_bucket" "backups" {
  name         = "acme-backups"
  jurisdiction = "eu"

  lifecycle_rules = [
    {
      id              = "forget after a year"
      prefix          = "postgres/"
      expiration_days = 365
    },
  ]
}

# The backup service gets a token of its own. The connection is proven once the
# bucket exists.
resource "r2_storage" "backups" {
  endpoint             = r2_bucket.backups.endpoint
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}
