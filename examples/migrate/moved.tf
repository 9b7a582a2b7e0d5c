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
