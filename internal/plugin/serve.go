package plugin

import (
	"os"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// address is what the provider is called in the registries.
const address = "registry.terraform.io/terraform-r2/r2"

// Serve serves a provider until Terraform ends it; with debug, until it is
// interrupted, for a Terraform that is told how to reach it.
//
// It serves protocol version 6 only. The framework's own function links version
// 5 as well, which is half a megabyte.
func Serve(newProvider func() provider.Provider, debug bool) error {
	collectLess()
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		silence(os.LookupEnv, os.Setenv)
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return NewServer(newProvider()) }, options...)
}
