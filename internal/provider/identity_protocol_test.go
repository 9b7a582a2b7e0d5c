package provider_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"testing"

	tfprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// calls speaks the parts of Terraform's plugin protocol that are younger than Terraform 1.11, such as identities, and those
// about ephemeral resources. A failure of the protocol, as opposed to diagnostics, ends the test.
type calls struct {
	t          *testing.T
	server     youngServer
	schema     *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// youngServer is a server of all parts of the protocol.
type youngServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// dial gives a provider in process, configured to ask the fake.
func dial(t *testing.T, fake *acctest.R2, settings acctest.Values) *calls {
	t.Helper()
	return call(t, provider.New("test"), acctest.Values{"endpoint_url": fake.EndpointURL}.With(settings))
}

// call gives a provider in process, configured.
func call(t *testing.T, newProvider func() tfprovider.Provider, settings acctest.Values) *calls {
	t.Helper()
	server, err := acctest.Factories(newProvider)["r2"]()
	if err != nil {
		t.Fatal(err)
	}
	c := &calls{t: t, server: server.(youngServer)}
	c.schema, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.must(err)
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	c.must(err)
	c.identities = identities.IdentitySchemas
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: c.encode(c.schema.Provider.ValueType(), settings),
	})
	c.must(err)
	if len(resp.Diagnostics) > 0 {
		t.Fatal(reported(resp.Diagnostics))
	}
	return c
}

func (c *calls) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("protocol: %v", err)
	}
}

// encode makes an object. Attributes that are left out are null.
func (c *calls) encode(typ tftypes.Type, values acctest.Values) *tfprotov6.DynamicValue {
	c.t.Helper()
	attributes := map[string]tftypes.Value{}
	for name, of := range typ.(tftypes.Object).AttributeTypes {
		if values[name] == acctest.Unknown {
			attributes[name] = tftypes.NewValue(of, tftypes.UnknownValue)
			continue
		}
		document, err := json.Marshal(values[name])
		c.must(err)
		attributes[name], err = tftypes.ValueFromJSON(document, of) //nolint:staticcheck // the tests make values as Terraform sends them
		c.must(err)
	}
	for name := range values {
		if _, ok := attributes[name]; !ok {
			c.t.Fatalf("there is no attribute %q", name)
		}
	}
	encoded, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, attributes))
	c.must(err)
	return &encoded
}

// decode is the reverse of encode; nil for nothing.
func (c *calls) decode(typ tftypes.Type, encoded *tfprotov6.DynamicValue) acctest.Values {
	c.t.Helper()
	if encoded == nil {
		return nil
	}
	value, err := encoded.Unmarshal(typ)
	c.must(err)
	values, _ := c.plain(value).(acctest.Values)
	return values
}

// plain gives nil, [acctest.Unknown], string, bool, int, []any or [acctest.Values].
func (c *calls) plain(value tftypes.Value) any {
	c.t.Helper()
	if value.IsNull() {
		return nil
	}
	if !value.IsKnown() {
		return acctest.Unknown
	}
	switch typ := value.Type(); {
	case typ.Is(tftypes.String):
		var s string
		c.must(value.As(&s))
		return s
	case typ.Is(tftypes.Bool):
		var b bool
		c.must(value.As(&b))
		return b
	case typ.Is(tftypes.Number):
		var n big.Float
		c.must(value.As(&n))
		whole, _ := n.Int64()
		return int(whole)
	case typ.Is(tftypes.Object{}):
		attributes, values := map[string]tftypes.Value{}, acctest.Values{}
		c.must(value.As(&attributes))
		for name, attribute := range attributes {
			values[name] = c.plain(attribute)
		}
		return values
	default:
		elements, values := []tftypes.Value{}, []any{}
		c.must(value.As(&elements))
		for _, element := range elements {
			values = append(values, c.plain(element))
		}
		return values
	}
}

// identity decodes what the protocol has for an identity; nil for none.
func (c *calls) identity(resource string, data *tfprotov6.ResourceIdentityData) acctest.Values {
	c.t.Helper()
	if data == nil {
		return nil
	}
	return c.decode(c.identities[resource].ValueType(), data.IdentityData)
}

// managed is a resource that Terraform knows.
type managed struct {
	State, Identity acctest.Values

	private []byte
}

// importByIdentity imports as Terraform 1.12 does, with the read that follows.
func (c *calls) importByIdentity(resource string, identity acctest.Values) (managed, []acctest.Diagnostic) {
	c.t.Helper()
	imported, diags := c.importState(&tfprotov6.ImportResourceStateRequest{
		TypeName: resource, Identity: &tfprotov6.ResourceIdentityData{IdentityData: c.encode(c.identities[resource].ValueType(), identity)},
	})
	if imported.State == nil {
		return managed{}, diags
	}
	return c.read(resource, imported), diags
}

func (c *calls) importState(request *tfprotov6.ImportResourceStateRequest) (managed, []acctest.Diagnostic) {
	c.t.Helper()
	resp, err := c.server.ImportResourceState(c.t.Context(), request)
	c.must(err)
	if len(resp.ImportedResources) == 0 {
		return managed{}, reported(resp.Diagnostics)
	}
	imported := resp.ImportedResources[0]
	return managed{
		State:    c.decode(c.schema.ResourceSchemas[request.TypeName].ValueType(), imported.State),
		Identity: c.identity(request.TypeName, imported.Identity), private: imported.Private,
	}, reported(resp.Diagnostics)
}

// read refreshes without a word.
func (c *calls) read(resource string, known managed) managed {
	c.t.Helper()
	refreshed, diags := c.refresh(resource, known)
	if len(diags) > 0 {
		c.t.Fatalf("read %s: %v", resource, diags)
	}
	return refreshed
}

func (c *calls) refresh(resource string, known managed) (managed, []acctest.Diagnostic) {
	c.t.Helper()
	typ := c.schema.ResourceSchemas[resource].ValueType()
	resp, err := c.server.ReadResource(c.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resource, CurrentState: c.encode(typ, known.State), CurrentIdentity: c.identityData(resource, known.Identity), Private: known.private,
	})
	c.must(err)
	return managed{State: c.decode(typ, resp.NewState), Identity: c.identity(resource, resp.NewIdentity), private: resp.Private}, reported(resp.Diagnostics)
}

// plan plans a configuration. Everything that is computed keeps its value, which is what Terraform proposes where the
// configuration says nothing.
func (c *calls) plan(resource string, known managed, config acctest.Values) (acctest.Values, []acctest.Diagnostic) {
	c.t.Helper()
	resp := c.planned(resource, known, config)
	return c.decode(c.schema.ResourceSchemas[resource].ValueType(), resp.PlannedState), reported(resp.Diagnostics)
}

// apply plans and applies without a word.
func (c *calls) apply(resource string, known managed, config acctest.Values) managed {
	c.t.Helper()
	typ, planned := c.schema.ResourceSchemas[resource].ValueType(), c.planned(resource, known, config)
	resp, err := c.server.ApplyResourceChange(c.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resource, PriorState: c.object(typ, known.State), PlannedState: planned.PlannedState, Config: c.encode(typ, config),
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	c.must(err)
	if diags := append(planned.Diagnostics, resp.Diagnostics...); len(diags) > 0 {
		c.t.Fatalf("apply %s: %v", resource, reported(diags))
	}
	return managed{State: c.decode(typ, resp.NewState), Identity: c.identity(resource, resp.NewIdentity), private: resp.Private}
}

func (c *calls) planned(resource string, known managed, config acctest.Values) *tfprotov6.PlanResourceChangeResponse {
	c.t.Helper()
	schema := c.schema.ResourceSchemas[resource]
	proposed := acctest.Values{}
	for _, attribute := range schema.Block.Attributes {
		value := config[attribute.Name]
		switch {
		case attribute.WriteOnly:
			value = nil
		case value == nil && attribute.Computed:
			value = known.State[attribute.Name]
			if known.State == nil {
				value = acctest.Unknown
			}
		}
		proposed[attribute.Name] = value
	}
	typ := schema.ValueType()
	resp, err := c.server.PlanResourceChange(c.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource, PriorState: c.object(typ, known.State), ProposedNewState: c.encode(typ, proposed), Config: c.encode(typ, config),
		PriorPrivate: known.private, PriorIdentity: c.identityData(resource, known.Identity),
	})
	c.must(err)
	return resp
}

// object is encode, with nil for the null object.
func (c *calls) object(typ tftypes.Type, values acctest.Values) *tfprotov6.DynamicValue {
	c.t.Helper()
	if values != nil {
		return c.encode(typ, values)
	}
	null, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, nil))
	c.must(err)
	return &null
}

// identityData is the reverse of identity.
func (c *calls) identityData(resource string, identity acctest.Values) *tfprotov6.ResourceIdentityData {
	c.t.Helper()
	if identity == nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: c.encode(c.identities[resource].ValueType(), identity)}
}

// reported is what the provider reported, as [acctest] has it.
func reported(diags []*tfprotov6.Diagnostic) []acctest.Diagnostic {
	var list []acctest.Diagnostic
	for _, d := range diags {
		severity := "Error"
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			severity = "Warning"
		}
		attribute := ""
		for _, step := range d.Attribute.Steps() {
			switch step := step.(type) {
			case tftypes.AttributeName:
				attribute += string(step)
			case tftypes.ElementKeyInt:
				attribute += fmt.Sprintf("[%d]", int64(step))
			}
		}
		list = append(list, acctest.Diagnostic{Severity: severity, Attribute: attribute, Summary: d.Summary, Detail: d.Detail})
	}
	return list
}

// identityAttributes are the names of the attributes of an identity that match.
func identityAttributes(schema *tfprotov6.ResourceIdentitySchema, match func(*tfprotov6.ResourceIdentitySchemaAttribute) bool) []string {
	var names []string
	for _, attribute := range schema.IdentityAttributes {
		if match(attribute) {
			names = append(names, attribute.Name)
		}
	}
	slices.Sort(names)
	return names
}
