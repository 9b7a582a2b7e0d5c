terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

locals {
  photos = provider::r2::parse_endpoint("https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-photos")
}

# eu
output "jurisdiction" {
  value = local.photos.jurisdiction
}

# acme-photos
output "bucket" {
  value = local.photos.bucket
}
