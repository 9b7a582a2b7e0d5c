# Temporary credentials for another provider: that of AWS writes an object to R2,
# and gets neither the token nor more than a quarter of an hour. It is told not to
# ask what only AWS answers (https://developers.cloudflare.com/r2/examples/terraform-aws/).
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }

    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# The token that signs: R2_ACCOUNT_ID, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.
provider "r2" {}

# Signed anew by each plan and each apply, and stored in no file.
ephemeral "r2_temporary_credentials" "runbook" {
  bucket     = "acme-backups"
  permission = "object-read-write"
  prefixes   = ["postgres/"]
  ttl        = "15m"
}

provider "aws" {
  region     = "us-east-1" # Which R2 takes for auto.
  access_key = ephemeral.r2_temporary_credentials.runbook.access_key_id
  secret_key = ephemeral.r2_temporary_credentials.runbook.secret_access_key
  token      = ephemeral.r2_temporary_credentials.runbook.session_token

  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true

  endpoints {
    s3 = ephemeral.r2_temporary_credentials.runbook.base_endpoint
  }
}

# How to restore, beside the backups.
resource "aws_s3_object" "runbook" {
  bucket       = "acme-backups"
  key          = "postgres/RESTORE.txt"
  content      = "Restore with: pg_restore --create --dbname=postgres <file>\n"
  content_type = "text/plain"
}
