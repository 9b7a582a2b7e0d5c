# Secrets are ephemeral: they come from TF_VAR_backups_secret and
# TF_VAR_photos_secret, and Terraform keeps them in no file.

variable "backups_secret" {
  description = "Secret Access Key of the token for the backups."
  type        = string
  ephemeral   = true
}

variable "photos_secret" {
  description = "Secret Access Key of the token for the photos."
  type        = string
  ephemeral   = true
}
