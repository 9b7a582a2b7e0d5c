terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# The key and its secret are changed together, from one place: a secret store, the
# variables of CI, or a file that is not committed.
variable "backups_key" {
  description = "Access Key ID of the token for the backups."
  type        = string
}

variable "backups_secret" {
  description = "Secret Access Key of the same token."
  type        = string
  ephemeral   = true
}

resource "r2_storage" "backups" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = var.backups_key
  secret_access_key_wo = var.backups_secret
}
