// Package plugin serves the provider to Terraform. It is what the framework's own way of serving does, without what that
// costs for each resource: logs that nobody reads, and memory that is kept until the end of the run.
package plugin
