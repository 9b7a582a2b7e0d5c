terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# The token in question: R2_ACCOUNT_ID, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.
provider "r2" {}

data "r2_token" "current" {
  bucket = "acme-backups"
}

output "permission" {
  value = data.r2_token.current.permission
}

# A token that can do what the backups need, and nothing else.
check "least_privilege" {
  assert {
    condition     = data.r2_token.current.permission == "object-read-write" && data.r2_token.current.bucket_scoped
    error_message = "The token is ${coalesce(data.r2_token.current.permission, "not for this bucket")}."
  }
}
