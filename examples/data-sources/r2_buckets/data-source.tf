terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# An Admin token: R2_ACCOUNT_ID, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.
provider "r2" {}

data "r2_buckets" "acme" {
  jurisdiction = "eu"
  prefix       = "acme-"
}

output "endpoints" {
  value = data.r2_buckets.acme.buckets[*].endpoint
}
