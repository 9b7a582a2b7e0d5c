# The configuration of Litestream 0.5, which puts the secret in from the
# environment when it starts:
#
#   terraform output -raw litestream_yml >litestream.yml
#   export LITESTREAM_SECRET_ACCESS_KEY="$TF_VAR_backups_secret"
#   litestream replicate -config litestream.yml

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
  path                 = "/sqlite"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

output "litestream_yml" {
  value = yamlencode({
    dbs = [{
      path = "/var/lib/acme/app.db"

      replica = {
        type              = "s3"
        endpoint          = r2_storage.backups.base_endpoint
        region            = r2_storage.backups.region
        bucket            = r2_storage.backups.bucket
        path              = trimsuffix(r2_storage.backups.prefix, "/")
        access-key-id     = r2_storage.backups.access_key_id
        secret-access-key = "$${LITESTREAM_SECRET_ACCESS_KEY}"
      }
    }]
  })
}
