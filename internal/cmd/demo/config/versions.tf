terraform {
  required_version = ">= 1.11"

  required_providers {
    r2 = {
      source = "terraform-r2/r2"
    }
  }
}

# Where the fake of R2 listens.
variable "endpoint_url" {
  type = string
}

provider "r2" {
  endpoint_url = var.endpoint_url
}
