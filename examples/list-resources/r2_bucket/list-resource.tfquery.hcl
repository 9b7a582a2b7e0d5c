# Beside a .tf file with the provider in it, and an Admin token in R2_ACCOUNT_ID,
# R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY:
#
#   terraform query -generate-config-out=buckets.tf
list "r2_bucket" "acme" {
  provider = r2

  config {
    prefix = "acme-"
  }
}
