# What to enter in the form for a Cloudflare R2 storage, for example that of
# SimpleBackups. The secret is no output, since outputs are kept in the state.

output "destination" {
  description = "The form of the storage that backups go to."
  value = {
    "Key"             = r2_storage.backups.access_key_id
    "Secret"          = "the value of TF_VAR_backups_secret"
    "S3 API Endpoint" = r2_storage.backups.endpoint
    "Path"            = r2_storage.backups.path
  }
}

output "source" {
  description = "The form of the storage that photos are copied from."
  value = {
    "Key"             = r2_storage.photos.access_key_id
    "Secret"          = "the value of TF_VAR_photos_secret"
    "S3 API Endpoint" = r2_storage.photos.endpoint
    "Path"            = r2_storage.photos.path
  }
}
