# A repository for restic:
#
#   terraform output -raw restic_env >restic.env
#   set -a; . ./restic.env; set +a
#   export AWS_SECRET_ACCESS_KEY="$TF_VAR_backups_secret"
#   restic init

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
  path                 = "/restic"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

# The region spares restic the question where the bucket is.
output "restic_env" {
  value = <<-EOT
    RESTIC_REPOSITORY=s3:${r2_storage.backups.base_endpoint}/${r2_storage.backups.bucket}/${r2_storage.backups.prefix}
    AWS_ACCESS_KEY_ID=${r2_storage.backups.access_key_id}
    AWS_DEFAULT_REGION=${r2_storage.backups.region}
  EOT
}
