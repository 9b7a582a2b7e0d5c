package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// corsRuleModel is one element of cors_rules.
type corsRuleModel struct {
	ID             types.String `tfsdk:"id"`
	AllowedMethods types.Set    `tfsdk:"allowed_methods"`
	AllowedOrigins types.Set    `tfsdk:"allowed_origins"`
	AllowedHeaders types.Set    `tfsdk:"allowed_headers"`
	ExposeHeaders  types.Set    `tfsdk:"expose_headers"`
	MaxAgeSeconds  types.Number `tfsdk:"max_age_seconds"`
}

var stringSetType = types.SetType{ElemType: types.StringType}

var corsRuleType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id":              types.StringType,
	"allowed_methods": stringSetType,
	"allowed_origins": stringSetType,
	"allowed_headers": stringSetType,
	"expose_headers":  stringSetType,
	"max_age_seconds": types.NumberType,
}}

// corsToR2 converts the list; nil and false for one that is not managed.
func corsToR2(ctx context.Context, rules types.List) ([]r2.CORSRule, bool, diag.Diagnostics) {
	if rules.IsNull() || rules.IsUnknown() {
		return nil, false, nil
	}
	var models []corsRuleModel
	diags := rules.ElementsAs(ctx, &models, false)
	result := make([]r2.CORSRule, 0, len(models))
	for _, m := range models {
		rule := r2.CORSRule{ID: m.ID.ValueString()}
		if known(m.MaxAgeSeconds) {
			rule.MaxAgeSeconds = new(toInt32(m.MaxAgeSeconds))
		}
		diags.Append(m.AllowedMethods.ElementsAs(ctx, &rule.AllowedMethods, false)...)
		diags.Append(m.AllowedOrigins.ElementsAs(ctx, &rule.AllowedOrigins, false)...)
		diags.Append(m.AllowedHeaders.ElementsAs(ctx, &rule.AllowedHeaders, false)...)
		diags.Append(m.ExposeHeaders.ElementsAs(ctx, &rule.ExposeHeaders, false)...)
		result = append(result, rule)
	}
	return result, true, diags
}

// corsFromR2 converts rules. The order is R2's, since the first rule that fits
// a request decides. A maximum age that is not told is the 0 of the prior rule
// in its place: an answer may leave it out as well.
func corsFromR2(ctx context.Context, rules, prior []r2.CORSRule) (types.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	set := func(values []string) types.Set {
		if len(values) == 0 {
			return types.SetNull(types.StringType)
		}
		result, setDiags := types.SetValueFrom(ctx, types.StringType, values)
		diags.Append(setDiags...)
		return result
	}
	models := make([]corsRuleModel, 0, len(rules))
	for i, r := range rules {
		if r.MaxAgeSeconds == nil && i < len(prior) && isZero(prior[i].MaxAgeSeconds) {
			r.MaxAgeSeconds = prior[i].MaxAgeSeconds
		}
		model := corsRuleModel{
			ID:             types.StringNull(),
			AllowedMethods: set(r.AllowedMethods),
			AllowedOrigins: set(r.AllowedOrigins),
			AllowedHeaders: set(r.AllowedHeaders),
			ExposeHeaders:  set(r.ExposeHeaders),
			MaxAgeSeconds:  types.NumberNull(),
		}
		if r.MaxAgeSeconds != nil {
			model.MaxAgeSeconds = fromWhole(int64(*r.MaxAgeSeconds))
		}
		if r.ID != "" {
			model.ID = types.StringValue(r.ID)
		}
		models = append(models, model)
	}
	result, listDiags := types.ListValueFrom(ctx, corsRuleType, models)
	diags.Append(listDiags...)
	return result, diags
}

func isZero(n *int32) bool { return n != nil && *n == 0 }
