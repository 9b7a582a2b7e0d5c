resource "r2_storage" "europe" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-europe"
  use                  = "destination"
  access_key_id        = var.key
  secret_access_key_wo = var.secret
}
