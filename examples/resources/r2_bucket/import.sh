# The ID is the name, with the jurisdiction in front where there is one. The
# endpoint is taken as well, and names an account other than the provider's.
#
# R2 does not know force_destroy, and may not tell the location: where the
# configuration sets them, the first plan shows a change that sends nothing.
terraform import r2_bucket.backups eu/acme-backups
