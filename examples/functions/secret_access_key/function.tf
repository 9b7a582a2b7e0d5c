terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

variable "api_token" {
  description = "The value of a Cloudflare API token with the permission Object Read & Write."
  type        = string
  ephemeral   = true
}

# The Access Key ID is the id of the API token.
resource "r2_storage" "backups" {
  endpoint             = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
  use                  = "destination"
  access_key_id        = "a91ca91ca91ca91ca91ca91ca91ca91c"
  secret_access_key_wo = provider::r2::secret_access_key(var.api_token)
}
