terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# The token that signs: R2_ACCOUNT_ID, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.
provider "r2" {}

# Credentials to read the dumps with, for an hour.
ephemeral "r2_temporary_credentials" "restore" {
  bucket     = "acme-backups"
  permission = "object-read-only"
  prefixes   = ["postgres/"]
  ttl        = "1h"
}

resource "terraform_data" "restore" {
  provisioner "local-exec" {
    command = "aws s3 cp s3://acme-backups/postgres/monday.dump ."

    environment = {
      AWS_ENDPOINT_URL      = ephemeral.r2_temporary_credentials.restore.base_endpoint
      AWS_REGION            = "auto"
      AWS_ACCESS_KEY_ID     = ephemeral.r2_temporary_credentials.restore.access_key_id
      AWS_SECRET_ACCESS_KEY = ephemeral.r2_temporary_credentials.restore.secret_access_key
      AWS_SESSION_TOKEN     = ephemeral.r2_temporary_credentials.restore.session_token
    }
  }
}
