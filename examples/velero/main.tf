# A backup storage location of Velero, with the plugin for AWS; not with its
# versions 1.14.1 and 1.14.2, which send tags that R2 refuses
# (https://github.com/velero-io/velero/issues/9931). The secret goes to
# Kubernetes without Terraform:
#
#   terraform output -raw credentials >credentials
#   echo "aws_secret_access_key=$TF_VAR_backups_secret" >>credentials
#   kubectl --namespace velero create secret generic r2 --from-file credentials
#   terraform output -raw backup_storage_location | kubectl apply -f -

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
  path                 = "/velero"
  use                  = "destination"
  access_key_id        = "de57de57de57de57de57de57de57de57"
  secret_access_key_wo = var.backups_secret
}

output "credentials" {
  value = <<-EOT
    [default]
    aws_access_key_id=${r2_storage.backups.access_key_id}
  EOT
}

# checksumAlgorithm: without it the plugin sends trailing checksums, which R2
# did not take (https://github.com/velero-io/velero/issues/7940).
output "backup_storage_location" {
  value = yamlencode({
    apiVersion = "velero.io/v1"
    kind       = "BackupStorageLocation"

    metadata = {
      name      = "r2"
      namespace = "velero"
    }

    spec = {
      provider = "velero.io/aws"

      objectStorage = {
        bucket = r2_storage.backups.bucket
        prefix = trimsuffix(r2_storage.backups.prefix, "/")
      }

      config = {
        s3Url             = r2_storage.backups.base_endpoint
        region            = r2_storage.backups.region
        s3ForcePathStyle  = "true"
        checksumAlgorithm = ""
      }

      credential = {
        name = "r2"
        key  = "credentials"
      }
    }
  })
}
