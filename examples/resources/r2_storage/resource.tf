terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

variable "backups_secret" {
  type      = string
  ephemeral = true
}

variable "photos_secret" {
  type      = string
  ephemeral = true
}

# Backups are stored here: the token needs Object Read & Write.
resource "r2_storage" "backups" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

# Data is copied from here: the token needs Object Read only. The bucket is in
# the EU jurisdiction, so it has another endpoint.
resource "r2_storage" "photos" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-photos"
  use                  = "source"
  access_key_id        = "50fa50fa50fa50fa50fa50fa50fa50fa"
  secret_access_key_wo = var.photos_secret
}
