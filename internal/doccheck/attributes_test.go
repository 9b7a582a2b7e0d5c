package doccheck_test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// attribute is what is asked of the attributes of every kind of schema.
type attribute interface {
	GetMarkdownDescription() string
	IsOptional() bool
	IsComputed() bool
}

// explained is everything that a user can write, by where it stands, and the description of everything that holds it.
type explained struct {
	attributes map[string]attribute
	tops       map[string]string
}

func (e explained) add(at, description string) { e.tops[at] = description }

func attributes[A attribute](e explained, at string, all map[string]A) {
	for name, one := range all {
		e.attributes[at+"."+name] = one
		if nested, ok := any(one).(schema.ListNestedAttribute); ok {
			attributes(e, at+"."+name, nested.NestedObject.Attributes)
		}
	}
}

// explain reads the schemas as the provider declares them: what Terraform is served has no validators.
func explain(t *testing.T) explained {
	t.Helper()
	ctx := t.Context()
	e := explained{map[string]attribute{}, map[string]string{}}
	p, ok := provider.New("test")().(interface {
		fwprovider.ProviderWithEphemeralResources
		fwprovider.ProviderWithListResources
		fwprovider.ProviderWithActions
	})
	if !ok {
		t.Fatal("the provider is not what it was")
	}
	var own fwprovider.SchemaResponse
	p.Schema(ctx, fwprovider.SchemaRequest{}, &own)
	attributes(e, "provider", own.Schema.Attributes)
	for _, make := range p.Resources(ctx) {
		r, name, s := make(), resource.MetadataResponse{}, resource.SchemaResponse{}
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "r2"}, &name)
		r.Schema(ctx, resource.SchemaRequest{}, &s)
		e.add(name.TypeName, s.Schema.MarkdownDescription)
		attributes(e, name.TypeName, s.Schema.Attributes)
	}
	for _, make := range p.DataSources(ctx) {
		d, name, s := make(), datasource.MetadataResponse{}, datasource.SchemaResponse{}
		d.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "r2"}, &name)
		d.Schema(ctx, datasource.SchemaRequest{}, &s)
		e.add("data."+name.TypeName, s.Schema.MarkdownDescription)
		attributes(e, "data."+name.TypeName, s.Schema.Attributes)
	}
	for _, make := range p.EphemeralResources(ctx) {
		r, name, s := make(), ephemeral.MetadataResponse{}, ephemeral.SchemaResponse{}
		r.Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: "r2"}, &name)
		r.Schema(ctx, ephemeral.SchemaRequest{}, &s)
		e.add("ephemeral."+name.TypeName, s.Schema.MarkdownDescription)
		attributes(e, "ephemeral."+name.TypeName, s.Schema.Attributes)
	}
	for _, make := range p.ListResources(ctx) {
		l, name, s := make(), resource.MetadataResponse{}, list.ListResourceSchemaResponse{}
		l.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "r2"}, &name)
		l.ListResourceConfigSchema(ctx, list.ListResourceSchemaRequest{}, &s)
		e.add("list."+name.TypeName, s.Schema.MarkdownDescription)
		attributes(e, "list."+name.TypeName, s.Schema.Attributes)
	}
	for _, make := range p.Actions(ctx) {
		a, name, s := make(), action.MetadataResponse{}, action.SchemaResponse{}
		a.Metadata(ctx, action.MetadataRequest{ProviderTypeName: "r2"}, &name)
		a.Schema(ctx, action.SchemaRequest{}, &s)
		e.add("action."+name.TypeName, s.Schema.MarkdownDescription)
		attributes(e, "action."+name.TypeName, s.Schema.Attributes)
	}
	return e
}

// TestDescriptions_complete holds descriptions against what the schemas enforce.
func TestDescriptions_complete(t *testing.T) {
	t.Parallel()
	e := explain(t)
	for _, at := range slices.Sorted(maps.Keys(e.attributes)) {
		for _, problem := range incomplete(at, e.attributes[at]) {
			t.Errorf("%s: %s: %q", at, problem, e.attributes[at].GetMarkdownDescription())
		}
	}
	for _, at := range slices.Sorted(maps.Keys(e.tops)) {
		for what, pattern := range map[string]*regexp.Regexp{"what it costs": cost, "which permission it needs": permission} {
			if !pattern.MatchString(e.tops[at]) {
				t.Errorf("%s does not say %s: %q", at, what, e.tops[at])
			}
		}
	}
	if len(e.attributes) < 60 || len(e.tops) != 7 {
		t.Errorf("only %d attributes were found, and %d of what holds them", len(e.attributes), len(e.tops))
	}
}

var (
	cost       = regexp.MustCompile(`(?i)requests?\b|Class A`)
	permission = regexp.MustCompile(`(Admin|Object) Read|[Aa]ny token|the permission`)
	// leftOut matches what a description says of an attribute that is not set.
	leftOut = regexp.MustCompile(`Defaults to|[Ll]eft out|Not set|Not together with|[Nn]one unless`)
	// bounds are the values that the description of a validator names.
	bounds = regexp.MustCompile(`"[^"]+"|\b\d+\b`)
	// units are what a value is counted in, by the end of the attribute's name.
	units = map[string]string{"_days": "days", "_seconds": "seconds", "_timeout": "time span", "ttl": "time span", "_date": "midnight UTC"}
)

// incomplete lists what a description leaves open: what happens without the attribute, which values it takes, in which unit,
// and whether another value replaces the resource.
func incomplete(at string, a attribute) []string {
	var problems []string
	text := a.GetMarkdownDescription()
	if a.IsOptional() && !leftOut.MatchString(text) {
		problems = append(problems, "it does not say what holds when it is left out")
	}
	for _, rule := range rules(a) {
		for _, value := range bounds.FindAllString(rule, -1) {
			if value = strings.Trim(value, `"`); !strings.Contains(text, value) {
				problems = append(problems, fmt.Sprintf("it does not say %s, but %s", value, rule))
			}
		}
	}
	for end, unit := range units {
		if strings.HasSuffix(at, end) && (a.IsOptional() || !a.IsComputed()) && !strings.Contains(text, unit) {
			problems = append(problems, "it does not say the unit, "+unit)
		}
	}
	if replaces(a) && !strings.Contains(text, "replaces") {
		problems = append(problems, "it does not say that another value replaces the resource")
	}
	return problems
}

// rules are the descriptions of the validators.
func rules(a attribute) []string {
	var rules []string
	add := func(v validator.Describer) {
		if rule := v.Description(context.Background()); strings.Contains(rule, "It must ") {
			rules = append(rules, rule)
		}
	}
	if s, ok := a.(interface{ StringValidators() []validator.String }); ok {
		for _, v := range s.StringValidators() {
			add(v)
		}
	}
	if s, ok := a.(interface{ NumberValidators() []validator.Number }); ok {
		for _, v := range s.NumberValidators() {
			add(v)
		}
	}
	if s, ok := a.(interface{ SetValidators() []validator.Set }); ok {
		for _, v := range s.SetValidators() {
			add(v)
		}
	}
	if s, ok := a.(interface{ ListValidators() []validator.List }); ok {
		for _, v := range s.ListValidators() {
			add(v)
		}
	}
	return rules
}

func replaces(a attribute) bool {
	s, ok := a.(schema.StringAttribute)
	if !ok {
		return false
	}
	for _, m := range s.PlanModifiers {
		if strings.Contains(m.Description(context.Background()), "destroy and recreate") {
			return true
		}
	}
	return false
}

func TestIncomplete(t *testing.T) {
	t.Parallel()
	bad := explain(t).attributes["r2_bucket.location"]
	location, ok := bad.(schema.StringAttribute)
	if !ok {
		t.Fatalf("the location is a %T", bad)
	}
	location.MarkdownDescription = "A hint: `wnam`, `enam`, `weur`, `eeur` or `apac`."
	name := location
	name.Validators, name.MarkdownDescription = nil, "A name. Defaults to `x`."
	name.PlanModifiers = explain(t).attributes["r2_bucket.name"].(schema.StringAttribute).PlanModifiers
	got := map[string][]string{
		"location": incomplete("r2_bucket.location", location), "name": incomplete("r2_bucket.name", name), "timeout": incomplete("provider.x_timeout", name),
	}
	want := map[string][]string{
		"location": {
			"it does not say what holds when it is left out",
			`it does not say oc, but It must be one of "wnam", "enam", "weur", "eeur", "apac", "oc". A jurisdiction, such as eu, goes to the attribute jurisdiction.`,
		},
		"name":    {"it does not say that another value replaces the resource"},
		"timeout": {"it does not say the unit, time span", "it does not say that another value replaces the resource"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
