# terraform test, against a fake of R2 with the buckets and tokens of
# examples/fake/seed.json. The secrets are those of the fake, and open no door.

variables {
  backups_secret = "de57de57de57de57de57de57de57de57de57de57de57de57de57de57de57de57"
  photos_secret  = "50fa50fa50fa50fa50fa50fa50fa50fa50fa50fa50fa50fa50fa50fa50fa50fa"
}

# Both storages are proven, and the form of the destination is as it should be.
run "connects" {
  assert {
    condition     = output.destination["S3 API Endpoint"] == "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups"
    error_message = "The endpoint is another one."
  }

  assert {
    condition     = output.destination["Path"] == "/postgres"
    error_message = "The path is another one."
  }
}

# Applied again, there is nothing to do, and everything still works.
run "still_connects" {
  command = plan

  assert {
    condition     = r2_storage.photos.jurisdiction == "eu"
    error_message = "The photos are elsewhere."
  }
}
