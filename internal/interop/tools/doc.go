// Package tools holds the tests that hand the outputs of the examples to the tools they are for: rclone, restic, the S3
// backend of Terraform, and Cloudflare's provider, of which there is a stand-in. The tools are the real ones, and talk to the
// fake of R2.
//
// The tests run the CLI and so are acceptance tests (TF_ACC). One whose tool is not installed is skipped; Debian and Ubuntu
// have the packages rclone and restic.
package tools
