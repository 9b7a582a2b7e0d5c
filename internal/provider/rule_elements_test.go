package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestElements: what is not known yet is neither null, nor twice, nor against a rule.
func TestElements(t *testing.T) {
	t.Parallel()
	eu, null, unknown := types.StringValue("eu"), types.StringNull(), types.StringUnknown()
	rule := elements{least: 1, most: 3, unique: true, each: []validator.String{jurisdictionRule}}
	for name, test := range map[string]struct {
		values types.List
		want   []string
	}{
		"good":               {listOf(eu, types.StringValue("us")), nil},
		"null itself":        {types.ListNull(types.StringType), nil},
		"unknown itself":     {types.ListUnknown(types.StringType), nil},
		"none":               {listOf(), []string{"Invalid Length"}},
		"too many":           {listOf(eu, types.StringValue("us"), types.StringValue("a"), types.StringValue("b")), []string{"Invalid Length"}},
		"twice":              {listOf(eu, types.StringValue("us"), eu), []string{"Duplicate Value"}},
		"unknown ones":       {listOf(unknown, eu, unknown), nil},
		"null ones":          {listOf(null, eu, null), []string{"Null Among the Values"}},
		"against a rule":     {listOf(types.StringValue("EU"), unknown), []string{"Invalid Jurisdiction"}},
		"everything at once": {listOf(types.StringValue("EU"), types.StringValue("EU"), null, eu), []string{"Invalid Length", "Null Among the Values", "Duplicate Value", "Invalid Jurisdiction", "Invalid Jurisdiction"}},
	} {
		var resp validator.ListResponse
		rule.ValidateList(t.Context(), validator.ListRequest{Path: path.Root("jurisdictions"), ConfigValue: test.values}, &resp)
		var got []string
		for _, d := range resp.Diagnostics {
			got = append(got, d.Summary())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func listOf(values ...attr.Value) types.List { return types.ListValueMust(types.StringType, values) }
