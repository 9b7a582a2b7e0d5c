# On demand, with the provider's token:
#
#   terraform apply -invoke=action.r2_verify_storage.backups
action "r2_verify_storage" "backups" {
  config {
    endpoint = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
    path     = "/postgres"
    use      = "destination"
  }
}
