# A place for the state of other configurations, which have no more than
#
#   terraform {
#     backend "s3" {}
#   }
#
# and are told the rest:
#
#   terraform output -raw backend >../other/r2.s3.tfbackend
#   export AWS_ACCESS_KEY_ID="$(terraform output -raw access_key_id)"
#   export AWS_SECRET_ACCESS_KEY="$TF_VAR_backups_secret"
#   terraform -chdir=../other init -backend-config=r2.s3.tfbackend

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
  path                 = "/terraform"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

# What is skipped is there for AWS only
# (https://developers.cloudflare.com/terraform/advanced-topics/remote-backend/).
# The lock is an object beside the state.
output "backend" {
  value = <<-EOT
    endpoints    = { s3 = "${r2_storage.backups.base_endpoint}" }
    bucket       = "${r2_storage.backups.bucket}"
    key          = "${r2_storage.backups.prefix}other.tfstate"
    region       = "${r2_storage.backups.region}"
    use_lockfile = true

    use_path_style              = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
    skip_requesting_account_id  = true
    skip_s3_checksum            = true
  EOT
}

output "access_key_id" {
  value = r2_storage.backups.access_key_id
}
