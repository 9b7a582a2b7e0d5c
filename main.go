// Command terraform-provider-r2 is the Terraform provider for backups in
// Cloudflare R2. Terraform starts it; it is not meant to be run by hand.
package main

import (
	"flag"
	"log"

	"github.com/terraform-r2/terraform-provider-r2/internal/plugin"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// version is set by the linker when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run under a debugger: print how Terraform is to be told, and wait for it")
	flag.Parse()
	if err := plugin.Serve(provider.New(version), *debug); err != nil {
		log.Fatal(err)
	}
}
