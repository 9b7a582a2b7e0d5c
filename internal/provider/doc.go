// Package provider is the Terraform shell around package r2: schemas, models and
// the calls of Terraform's life cycle. It knows no XML and no HTTP; package r2
// knows no Terraform.
//
// One file holds one noun of one kind, such as storage_resource.go; what turns
// findings into diagnostics is in diagnostics.go and nowhere else, what decides
// between configuration, environment and default is in settings.go.
package provider
