terraform {
  required_version = ">= 1.11"

  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

variable "admin_secret" {
  type      = string
  ephemeral = true
}

# The token of the provider is for r2_bucket and r2_token; an r2_storage has one
# of its own. The three values can come from R2_ACCOUNT_ID, R2_ACCESS_KEY_ID and
# R2_SECRET_ACCESS_KEY as well.
provider "r2" {
  account_id        = "0123456789abcdef0123456789abcdef"
  access_key_id     = "ad31ad31ad31ad31ad31ad31ad31ad31"
  secret_access_key = var.admin_secret
}
