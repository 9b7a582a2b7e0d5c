terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# An Admin token: R2_ACCOUNT_ID, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.
provider "r2" {}

# The bucket was a cloudflare_r2_bucket. The block tells Terraform that it is the
# same one: nothing is created, and nothing is destroyed. It can be removed after
# it has been applied everywhere.
moved {
  from = cloudflare_r2_bucket.photos
  to   = r2_bucket.photos
}

resource "r2_bucket" "photos" {
  name         = "acme-photos"
  jurisdiction = "eu"
}
