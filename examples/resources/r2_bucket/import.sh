# The ID is the name, with the jurisdiction in front where there is one. The
# endpoint is taken as well, and names an account other than the provider's.
terraform import r2_bucket.backups eu/acme-backups
