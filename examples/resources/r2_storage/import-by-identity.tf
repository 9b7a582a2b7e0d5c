# An identity is the place alone. What the configuration says beyond it, such as
# the key, is a change in the plan.
import {
  to = r2_storage.backups
  identity = {
    account_id = "0123456789abcdef0123456789abcdef"
    bucket     = "acme-backups"
    path       = "/postgres"
  }
}
