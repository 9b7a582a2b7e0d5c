package acctest

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-r2/terraform-provider-r2/internal/plugin"
)

// Protocol calls a provider in process as Terraform does over its plugin protocol. What Terraform does itself, such as
// proposing a new state, it does for flat schemas only. Failures of the protocol, as opposed to diagnostics, end the test.
type Protocol struct {
	t      testing.TB
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

// Diagnostic is a diagnostic of the provider, to be compared as a whole.
type Diagnostic struct {
	Severity  string // "Error" or "Warning"
	Attribute string // "" for none
	Summary   string
	Detail    string
}

// Factories gives the provider to the acceptance tests of terraform-plugin-testing.
func Factories(newProvider func() provider.Provider) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"r2": func() (tfprotov6.ProviderServer, error) { return plugin.NewServer(newProvider()), nil },
	}
}

// Serve makes a provider that is not configured yet.
func Serve(t testing.TB, newProvider func() provider.Provider) *Protocol {
	t.Helper()
	server := plugin.NewServer(newProvider())
	p := &Protocol{t: t, server: server}
	var err error
	p.schema, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.must(err)
	p.succeeded(p.schema.Diagnostics)
	return p
}

// Configure gives the provider block. Terraform does so once for each walk: validate, plan, apply.
func (p *Protocol) Configure(config Values) []Diagnostic {
	p.t.Helper()
	resp, err := p.server.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.dynamic(p.schema.Provider, config)})
	p.must(err)
	return diagnostics(resp.Diagnostics)
}

// Validate checks the configuration of a resource.
func (p *Protocol) Validate(resource string, config Values) []Diagnostic {
	p.t.Helper()
	resp, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: resource, Config: p.dynamic(p.schema.ResourceSchemas[resource], config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	p.must(err)
	return diagnostics(resp.Diagnostics)
}

// Refresh reads a resource, and returns nil when the provider says that it is gone.
func (p *Protocol) Refresh(resource string, state Values) (Values, []Diagnostic) {
	p.t.Helper()
	schema := p.schema.ResourceSchemas[resource]
	resp, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: resource, CurrentState: p.dynamic(schema, state)})
	p.must(err)
	return p.values(schema, resp.NewState), diagnostics(resp.Diagnostics)
}

// Import gives the state for an import id.
func (p *Protocol) Import(resource, id string) (Values, []Diagnostic) {
	p.t.Helper()
	return p.importState(&tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id})
}

// ImportByIdentity gives the state for a resource identity, as Terraform 1.12 and later import it.
func (p *Protocol) ImportByIdentity(resource string, identity Values) (Values, []Diagnostic) {
	p.t.Helper()
	schemas, err := p.server.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	p.must(err)
	typ := schemas.IdentitySchemas[resource].ValueType()
	encoded, err := tfprotov6.NewDynamicValue(typ, encode(typ, identity))
	p.must(err)
	return p.importState(&tfprotov6.ImportResourceStateRequest{
		TypeName: resource, Identity: &tfprotov6.ResourceIdentityData{IdentityData: &encoded},
	})
}

func (p *Protocol) importState(request *tfprotov6.ImportResourceStateRequest) (Values, []Diagnostic) {
	p.t.Helper()
	resp, err := p.server.ImportResourceState(p.t.Context(), request)
	p.must(err)
	if len(resp.ImportedResources) == 0 {
		return nil, diagnostics(resp.Diagnostics)
	}
	return p.values(p.schema.ResourceSchemas[request.TypeName], resp.ImportedResources[0].State), diagnostics(resp.Diagnostics)
}

// ReadData reads a data source.
func (p *Protocol) ReadData(source string, config Values) (Values, []Diagnostic) {
	p.t.Helper()
	schema := p.schema.DataSourceSchemas[source]
	checked, err := p.server.ValidateDataResourceConfig(p.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: source, Config: p.dynamic(schema, config),
	})
	p.must(err)
	if len(checked.Diagnostics) > 0 {
		return nil, diagnostics(checked.Diagnostics)
	}
	resp, err := p.server.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: source, Config: p.dynamic(schema, config)})
	p.must(err)
	return p.values(schema, resp.State), diagnostics(resp.Diagnostics)
}

// Call runs a provider function on strings. It returns the result, or the text of the error and the index of the argument
// at fault.
func (p *Protocol) Call(function string, arguments ...string) (result any, failure string, argument int64) {
	p.t.Helper()
	encoded := make([]*tfprotov6.DynamicValue, len(arguments))
	for i, argument := range arguments {
		value, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, argument))
		p.must(err)
		encoded[i] = &value
	}
	resp, err := p.server.CallFunction(p.t.Context(), &tfprotov6.CallFunctionRequest{Name: function, Arguments: encoded})
	p.must(err)
	if resp.Error != nil {
		if resp.Error.FunctionArgument == nil {
			return nil, resp.Error.Text, -1
		}
		return nil, resp.Error.Text, *resp.Error.FunctionArgument
	}
	value, err := resp.Result.Unmarshal(p.schema.Functions[function].Return.Type)
	p.must(err)
	return decode(value), "", -1
}

// dynamic encodes values by a schema; nil is a null object.
func (p *Protocol) dynamic(schema *tfprotov6.Schema, values Values) *tfprotov6.DynamicValue {
	p.t.Helper()
	typ := schema.ValueType()
	var value any
	if values != nil {
		value = values
	}
	encoded, err := tfprotov6.NewDynamicValue(typ, encode(typ, value))
	p.must(err)
	return &encoded
}

// values decodes what dynamic encodes.
func (p *Protocol) values(schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) Values {
	p.t.Helper()
	if encoded == nil {
		return nil
	}
	value, err := encoded.Unmarshal(schema.ValueType())
	p.must(err)
	values, _ := decode(value).(Values)
	return values
}

func (p *Protocol) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("protocol: %v", err)
	}
}

func (p *Protocol) succeeded(diags []*tfprotov6.Diagnostic) {
	p.t.Helper()
	if len(diags) > 0 {
		p.t.Fatalf("protocol: %s: %s", diags[0].Summary, diags[0].Detail)
	}
}

// diagnostics gives what the provider reported: errors first, then by attribute, since the framework walks over attributes in
// no particular order.
func diagnostics(reported []*tfprotov6.Diagnostic) []Diagnostic {
	var diags []Diagnostic
	for _, d := range reported {
		severity := "Error"
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			severity = "Warning"
		}
		diags = append(diags, Diagnostic{severity, attribute(d.Attribute), d.Summary, d.Detail})
	}
	slices.SortStableFunc(diags, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Attribute, b.Attribute))
	})
	return diags
}

// attribute writes a path as HCL does.
func attribute(path *tftypes.AttributePath) string {
	if path == nil {
		return ""
	}
	var names []string
	for _, step := range path.Steps() {
		if name, ok := step.(tftypes.AttributeName); ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ".")
}
