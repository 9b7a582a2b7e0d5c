terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# The token of the storage: R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.
provider "r2" {}

# On demand:
#
#   terraform apply -invoke=action.r2_verify_storage.backups
action "r2_verify_storage" "backups" {
  config {
    endpoint = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
    path     = "/postgres"
    use      = "destination"
  }
}
