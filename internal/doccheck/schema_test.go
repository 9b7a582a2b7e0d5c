package doccheck_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// described collects the descriptions of everything that the provider serves, by where they stand.
type described map[string]string

// TestDescriptions asks for a description that ends as a sentence does, for everything in every schema.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	served, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}

	found := described{}
	found.schema("provider", served.Provider)
	for kind, schemas := range map[string]map[string]*tfprotov6.Schema{
		"resource": served.ResourceSchemas, "data": served.DataSourceSchemas,
		"ephemeral": served.EphemeralResourceSchemas, "list": served.ListResourceSchemas,
	} {
		for name, schema := range schemas {
			found.schema(kind+"."+name, schema)
		}
	}
	for name, action := range served.ActionSchemas {
		found.schema("action."+name, action.Schema)
	}
	for name, function := range served.Functions {
		found.function("function."+name, function)
	}
	for name, identity := range identities.IdentitySchemas {
		for _, attribute := range identity.IdentityAttributes {
			found["identity."+name+"."+attribute.Name] = attribute.Description
		}
	}

	for _, at := range slices.Sorted(maps.Keys(found)) {
		if !sentence(found[at]) {
			t.Errorf("%s: the description is no sentence with a full stop: %q", at, found[at])
		}
	}
	// Controls: each way into the schemas has been taken.
	for _, at := range []string{
		"provider.endpoint_url", "resource.r2_storage.use", "resource.r2_bucket.lifecycle_rules.prefix", "data.r2_token.capabilities.list_buckets",
		"ephemeral.r2_temporary_credentials.ttl", "list.r2_bucket.prefix", "action.r2_verify_storage.use", "function.endpoint(account_id)",
		"identity.r2_bucket.name",
	} {
		if _, ok := found[at]; !ok {
			t.Errorf("%s was not found", at)
		}
	}
}

// sentence tells whether a description is not empty and ends with a full stop.
func sentence(description string) bool {
	return len(description) > 1 && strings.HasSuffix(strings.TrimSpace(description), ".")
}

func (d described) schema(at string, schema *tfprotov6.Schema) {
	d[at] = schema.Block.Description
	d.block(at, schema.Block)
}

func (d described) block(at string, block *tfprotov6.SchemaBlock) {
	d.attributes(at, block.Attributes)
	for _, nested := range block.BlockTypes {
		d.block(at+"."+nested.TypeName, nested.Block)
	}
}

func (d described) attributes(at string, attributes []*tfprotov6.SchemaAttribute) {
	for _, attribute := range attributes {
		d[at+"."+attribute.Name] = attribute.Description
		if attribute.NestedType != nil {
			d.attributes(at+"."+attribute.Name, attribute.NestedType.Attributes)
		}
	}
}

func (d described) function(at string, function *tfprotov6.Function) {
	d[at] = function.Description
	for _, parameter := range function.Parameters {
		d[at+"("+parameter.Name+")"] = parameter.Description
	}
	if variadic := function.VariadicParameter; variadic != nil {
		d[at+"("+variadic.Name+"...)"] = variadic.Description
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for description, want := range map[string]bool{"The bucket.": true, "The bucket": false, "": false, ".": false, "The bucket. \n": true} {
		if got := sentence(description); got != want {
			t.Errorf("%q: %t, want %t", description, got, want)
		}
	}
}
