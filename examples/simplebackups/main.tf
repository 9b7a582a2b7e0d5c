# The four fields of the form for a Cloudflare R2 storage in SimpleBackups.

terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

variable "backups_secret" {
  description = "Secret Access Key of the token for the backups."
  type        = string
  ephemeral   = true
}

resource "r2_storage" "backups" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

output "key" {
  description = "Key"
  value       = r2_storage.backups.access_key_id
}

# The secret itself is no output, since outputs are kept in the state.
output "secret" {
  description = "Secret"
  value       = "the value of TF_VAR_backups_secret"
}

output "s3_api_endpoint" {
  description = "S3 API Endpoint"
  value       = r2_storage.backups.endpoint
}

output "path" {
  description = "Path"
  value       = r2_storage.backups.path
}
