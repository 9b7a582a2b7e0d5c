# Cloudflare's own provider makes the token, for one bucket and nothing else, and
# the storage proves in the same run that it is enough. That provider needs an
# API token which may edit the API tokens of the account (CLOUDFLARE_API_TOKEN).
terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.13" # The first with this schema of the policies.
    }

    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

locals {
  account_id = "0123456789abcdef0123456789abcdef"
  bucket     = "acme-backups"
}

# An Account API token, which does not end with the person who made it. Its value
# is in the state of Cloudflare's provider: encrypt that state.
resource "cloudflare_account_token" "backups" {
  account_id = local.account_id
  name       = "Backups to ${local.bucket}"

  policies = [{
    effect = "allow"

    permission_groups = [{
      id = "2efd5506f9c8494dacb1fa10a3e7d5b6" # Workers R2 Storage Bucket Item Write
    }]

    # Account, jurisdiction and bucket (https://developers.cloudflare.com/r2/api/tokens/).
    resources = jsonencode({
      "com.cloudflare.edge.r2.bucket.${local.account_id}_default_${local.bucket}" = "*"
    })
  }]
}

# The S3 credentials follow from the token: its id is the key, and the SHA-256 of
# its value is the secret.
resource "r2_storage" "backups" {
  endpoint             = provider::r2::endpoint(local.account_id, "default", local.bucket)
  use                  = "destination"
  access_key_id        = cloudflare_account_token.backups.id
  secret_access_key_wo = provider::r2::secret_access_key(cloudflare_account_token.backups.value)
}
