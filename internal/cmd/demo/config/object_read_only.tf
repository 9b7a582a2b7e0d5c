provider "r2" {
  alias             = "object_read_only"
  account_id        = "0123456789abcdef0123456789abcdef"
  access_key_id     = var.tokens.object_read_only.key
  secret_access_key = var.tokens.object_read_only.secret
  endpoint_url      = var.endpoint_url
}

data "r2_token" "object_read_only" {
  provider = r2.object_read_only
  bucket   = "acme-backups"
}
