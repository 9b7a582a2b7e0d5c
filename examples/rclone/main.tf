# A remote for rclone:
#
#   terraform output -raw rclone_conf >rclone.conf
#   export RCLONE_CONFIG_R2_SECRET_ACCESS_KEY="$TF_VAR_backups_secret"
#   rclone --config rclone.conf sync /srv/photos "$(terraform output -raw rclone_remote)"

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
  path                 = "/photos"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

# no_check_bucket: rclone would create the bucket first, which needs an Admin
# token (https://developers.cloudflare.com/r2/examples/rclone/).
output "rclone_conf" {
  value = <<-EOT
    [r2]
    type = s3
    provider = Cloudflare
    region = ${r2_storage.backups.region}
    endpoint = ${r2_storage.backups.base_endpoint}
    access_key_id = ${r2_storage.backups.access_key_id}
    no_check_bucket = true
  EOT
}

output "rclone_remote" {
  value = "r2:${r2_storage.backups.bucket}/${r2_storage.backups.prefix}"
}
