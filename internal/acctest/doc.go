// Package acctest is what the tests of the provider stand on. It starts a fake of R2 on loopback, and runs the provider
// against it in three ways, the cheapest first:
//
//   - [Serve] calls the provider in process, by Terraform's protocol: for tables of cases.
//   - [Factories] gives it to the acceptance tests of terraform-plugin-testing, which run the CLI and keep the provider in
//     process: for what Terraform makes of the provider's answers.
//   - [NewWorkspace] runs the CLI with the provider as a binary of its own: for what only a real run shows, such as logs.
//
// Nothing here is compiled into the provider.
package acctest
