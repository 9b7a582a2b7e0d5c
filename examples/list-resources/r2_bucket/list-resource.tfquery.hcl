# terraform query -generate-config-out=buckets.tf
list "r2_bucket" "acme" {
  provider = r2

  config {
    prefix = "acme-"
  }
}
