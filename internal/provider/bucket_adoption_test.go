package provider_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// adopter calls the provider to import or move buckets and then to read them, with what the provider notes in private in
// between. [acctest.Protocol] does without.
type adopter struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	bucket tftypes.Type

	// meanwhile, if set, is called between the first read and the second.
	meanwhile func()
}

func (w *bucketWorld) adopter(t *testing.T, settings acctest.Values) *adopter {
	t.Helper()
	server, err := factories()["r2"]()
	a := &adopter{t: t, server: server}
	a.must(err)
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	a.must(err)
	a.bucket = schema.ResourceSchemas["r2_bucket"].ValueType()

	object := schema.Provider.ValueType().(tftypes.Object)
	attributes := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		attributes[name] = tftypes.NewValue(typ, settings[name])
	}
	config, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, attributes))
	a.must(err)
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
	a.must(err)
	if len(resp.Diagnostics) > 0 {
		t.Fatal(resp.Diagnostics[0].Detail)
	}
	return a
}

// importBucket imports by an id and reads.
func (a *adopter) importBucket(id string) (acctest.Values, []*tfprotov6.Diagnostic) {
	a.t.Helper()
	resp, err := a.server.ImportResourceState(a.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: "r2_bucket", ID: id})
	a.must(err)
	if len(resp.Diagnostics) > 0 {
		return nil, resp.Diagnostics
	}
	return a.read(resp.ImportedResources[0].State, resp.ImportedResources[0].Private)
}

// moveBucket moves a resource of another provider and reads.
func (a *adopter) moveBucket(address, typeName, state string) (acctest.Values, []*tfprotov6.Diagnostic) {
	a.t.Helper()
	resp, err := a.server.MoveResourceState(a.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: address, SourceTypeName: typeName, TargetTypeName: "r2_bucket",
		SourceState: &tfprotov6.RawState{JSON: []byte(state)},
	})
	a.must(err)
	if len(resp.Diagnostics) > 0 {
		return nil, resp.Diagnostics
	}
	return a.read(resp.TargetState, resp.TargetPrivate)
}

// read reads twice: what is taken over the first time is not the second time.
func (a *adopter) read(state *tfprotov6.DynamicValue, private []byte) (acctest.Values, []*tfprotov6.Diagnostic) {
	a.t.Helper()
	resp, err := a.server.ReadResource(a.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "r2_bucket", CurrentState: state, Private: private})
	a.must(err)
	if slices.ContainsFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError }) {
		return nil, resp.Diagnostics
	}
	if a.meanwhile != nil {
		a.meanwhile()
	}
	again, err := a.server.ReadResource(a.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "r2_bucket", CurrentState: resp.NewState, Private: resp.Private})
	a.must(err)
	first, second := a.decode(resp.NewState), a.decode(again.NewState)
	if diff := cmp.Diff(first, second); len(again.Diagnostics) > 0 || diff != "" {
		a.t.Errorf("refreshed: %v (-adopted +got):\n%s", again.Diagnostics, diff)
	}
	return first, resp.Diagnostics
}

func (a *adopter) decode(state *tfprotov6.DynamicValue) acctest.Values {
	a.t.Helper()
	value, err := state.Unmarshal(a.bucket)
	a.must(err)
	values, _ := a.plain(value).(acctest.Values)
	return values
}

// plain gives a value in the types of [acctest.Values].
func (a *adopter) plain(value tftypes.Value) any {
	var (
		text     string
		truth    bool
		number   big.Float
		object   map[string]tftypes.Value
		elements []tftypes.Value
	)
	switch typ := value.Type(); {
	case value.IsNull():
		return nil
	case typ.Is(tftypes.String):
		a.must(value.As(&text))
		return text
	case typ.Is(tftypes.Bool):
		a.must(value.As(&truth))
		return truth
	case typ.Is(tftypes.Number):
		a.must(value.As(&number))
		whole, _ := number.Int64()
		return int(whole)
	case typ.Is(tftypes.Object{}):
		a.must(value.As(&object))
		values := acctest.Values{}
		for name, attribute := range object {
			values[name] = a.plain(attribute)
		}
		return values
	default:
		a.must(value.As(&elements))
		list := []any{}
		for _, element := range elements {
			list = append(list, a.plain(element))
		}
		return list
	}
}

func (a *adopter) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

// words is what was reported, in short.
func words(diags []*tfprotov6.Diagnostic) []string {
	short := []string{}
	for _, d := range diags {
		short = append(short, d.Severity.String()+": "+d.Summary+": "+d.Detail)
	}
	return short
}
