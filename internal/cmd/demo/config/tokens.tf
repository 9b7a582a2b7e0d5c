variable "tokens" {
  type      = map(object({ key = string, secret = string }))
  ephemeral = true
}

locals {
  account_id = "0123456789abcdef0123456789abcdef"
}

provider "r2" {
  alias             = "admin_read_write"
  account_id        = local.account_id
  access_key_id     = var.tokens.admin_read_write.key
  secret_access_key = var.tokens.admin_read_write.secret
  endpoint_url      = var.endpoint_url
}

provider "r2" {
  alias             = "admin_read_only"
  account_id        = local.account_id
  access_key_id     = var.tokens.admin_read_only.key
  secret_access_key = var.tokens.admin_read_only.secret
  endpoint_url      = var.endpoint_url
}

provider "r2" {
  alias             = "object_read_write"
  account_id        = local.account_id
  access_key_id     = var.tokens.object_read_write.key
  secret_access_key = var.tokens.object_read_write.secret
  endpoint_url      = var.endpoint_url
}

data "r2_token" "admin_read_write" {
  provider = r2.admin_read_write
  bucket   = "acme-backups"
}

data "r2_token" "admin_read_only" {
  provider = r2.admin_read_only
  bucket   = "acme-backups"
}

data "r2_token" "object_read_write" {
  provider = r2.object_read_write
  bucket   = "acme-backups"
}

output "permission" {
  value = {
    "Admin Read & Write"  = data.r2_token.admin_read_write.permission
    "Admin Read only"     = data.r2_token.admin_read_only.permission
    "Object Read & Write" = data.r2_token.object_read_write.permission
    "Object Read only"    = data.r2_token.object_read_only.permission
  }
}
