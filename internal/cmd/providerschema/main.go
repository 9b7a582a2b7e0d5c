// Command providerschema prints the schema of the provider as `terraform providers schema -json` does, without Terraform:
// the documentation can then be generated on a machine that has no CLI, or one that is older than the newest kinds of
// object (Terraform before 1.14 leaves out list resources and actions).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// address is where tfplugindocs looks a provider's schema up, whoever publishes it:
// https://github.com/hashicorp/terraform-plugin-docs/blob/v0.25.0/internal/provider/generate.go
const address = "registry.terraform.io/hashicorp/r2"

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "providerschema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	schema, err := dump(ctx, providerserver.NewProtocol6(provider.New("dev")())())
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(document{
		FormatVersion:   "1.0",
		ProviderSchemas: map[string]*providerSchema{address: schema},
	})
}
