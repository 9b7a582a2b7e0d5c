terraform {
  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-photos
output "endpoint" {
  value = provider::r2::endpoint("0123456789abcdef0123456789abcdef", "eu", "acme-photos")
}
