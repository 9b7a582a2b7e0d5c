terraform {
  required_version = ">= 1.11"

  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}
