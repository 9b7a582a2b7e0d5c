data "r2_buckets" "acme" {
  jurisdiction = "eu"
  prefix       = "acme-"
}

output "endpoints" {
  value = data.r2_buckets.acme.buckets[*].endpoint
}
