terraform {
  required_version = ">= 1.11"

  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# Secrets come from outside: TF_VAR_admin_secret and TF_VAR_backups_secret.
variable "admin_secret" {
  type      = string
  ephemeral = true
}

variable "backups_secret" {
  type      = string
  ephemeral = true
}

# The token of the provider is for r2_bucket, r2_token and the like. Leave it out
# where there are none. The three values can come from R2_ACCOUNT_ID,
# R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY as well.
provider "r2" {
  account_id        = "0123456789abcdef0123456789abcdef"
  access_key_id     = "ad31ad31ad31ad31ad31ad31ad31ad31"
  secret_access_key = var.admin_secret
}

# A storage has a token of its own, and proves at every plan that it is enough.
resource "r2_storage" "backups" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}
