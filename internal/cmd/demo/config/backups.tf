variable "key" {
  type = string
}

variable "secret" {
  type      = string
  ephemeral = true
}

resource "r2_storage" "backups" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = var.key
  secret_access_key_wo = var.secret
}
