package provider

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// lifecycleRuleModel is one element of lifecycle_rules.
type lifecycleRuleModel struct {
	ID             types.String `tfsdk:"id"`
	Enabled        types.Bool   `tfsdk:"enabled"`
	Prefix         types.String `tfsdk:"prefix"`
	ExpirationDays types.Number `tfsdk:"expiration_days"`
	ExpirationDate types.String `tfsdk:"expiration_date"`
	TransitionDays types.Number `tfsdk:"infrequent_access_days"`
	TransitionDate types.String `tfsdk:"infrequent_access_date"`
	AbortDays      types.Number `tfsdk:"abort_incomplete_multipart_upload_days"`
}

var lifecycleRuleType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id":                                     types.StringType,
	"enabled":                                types.BoolType,
	"prefix":                                 types.StringType,
	"expiration_days":                        types.NumberType,
	"expiration_date":                        types.StringType,
	"infrequent_access_days":                 types.NumberType,
	"infrequent_access_date":                 types.StringType,
	"abort_incomplete_multipart_upload_days": types.NumberType,
}}

// lifecycleToR2 converts the list; nil and false for one that is not managed.
func lifecycleToR2(ctx context.Context, rules types.List) ([]r2.LifecycleRule, bool, diag.Diagnostics) {
	if rules.IsNull() || rules.IsUnknown() {
		return nil, false, nil
	}
	var models []lifecycleRuleModel
	diags := rules.ElementsAs(ctx, &models, false)
	result := make([]r2.LifecycleRule, 0, len(models))
	for _, m := range models {
		result = append(result, r2.LifecycleRule{
			ID:             m.ID.ValueString(),
			Enabled:        m.Enabled.ValueBool(),
			Prefix:         m.Prefix.ValueString(),
			ExpirationDays: toInt32(m.ExpirationDays),
			ExpirationDate: toDate(m.ExpirationDate),
			TransitionDays: toInt32(m.TransitionDays),
			TransitionDate: toDate(m.TransitionDate),
			AbortDays:      toInt32(m.AbortDays),
		})
	}
	return result, true, diags
}

// lifecycleFromR2 converts rules, in the order in which the prior list has them
// and new ones behind, since R2 promises no order.
func lifecycleFromR2(ctx context.Context, rules []r2.LifecycleRule, prior []r2.LifecycleRule) (types.List, diag.Diagnostics) {
	place := func(id string) int {
		i := slices.IndexFunc(prior, func(r r2.LifecycleRule) bool { return r.ID == id })
		if i < 0 {
			return len(prior)
		}
		return i
	}
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b r2.LifecycleRule) int { return place(a.ID) - place(b.ID) })
	models := make([]lifecycleRuleModel, 0, len(rules))
	for _, r := range rules {
		models = append(models, lifecycleRuleModel{
			ID:             types.StringValue(r.ID),
			Enabled:        types.BoolValue(r.Enabled),
			Prefix:         types.StringValue(r.Prefix),
			ExpirationDays: fromDays(r.ExpirationDays),
			ExpirationDate: fromDate(r.ExpirationDate),
			TransitionDays: fromDays(r.TransitionDays),
			TransitionDate: fromDate(r.TransitionDate),
			AbortDays:      fromDays(r.AbortDays),
		})
	}
	return types.ListValueFrom(ctx, lifecycleRuleType, models)
}

// withoutDefaultRule hides the rule that every new bucket has from a managed
// list that does not mention it. An empty list hides nothing: it says that there
// are to be no rules at all.
func withoutDefaultRule(rules, managed []r2.LifecycleRule) []r2.LifecycleRule {
	if len(managed) == 0 || mentionsDefaultRule(managed) {
		return rules
	}
	return withoutDefault(rules)
}

// withDefaultRule adds the bucket's own default rule to the rules to be set,
// unless they mention it or are to be none: setting rules replaces all of them,
// and it must not be lost by accident.
func withDefaultRule(desired, current []r2.LifecycleRule) []r2.LifecycleRule {
	if len(desired) == 0 || mentionsDefaultRule(desired) {
		return desired
	}
	if i := slices.IndexFunc(current, isDefaultRule); i >= 0 {
		return append(slices.Clone(desired), current[i])
	}
	return desired
}

func isDefaultRule(r r2.LifecycleRule) bool { return r.ID == r2.DefaultAbortRule }

func mentionsDefaultRule(rules []r2.LifecycleRule) bool {
	return slices.ContainsFunc(rules, isDefaultRule)
}

func toDate(s types.String) time.Time {
	date, _ := time.Parse(time.DateOnly, s.ValueString()) // Validated; zero for null.
	return date
}

func fromDate(date time.Time) types.String {
	if date.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(date.UTC().Format(time.DateOnly))
}

func fromDays(days int32) types.Number {
	if days == 0 {
		return types.NumberNull()
	}
	return fromWhole(int64(days))
}

func withoutDefault(rules []r2.LifecycleRule) []r2.LifecycleRule {
	return slices.DeleteFunc(slices.Clone(rules), isDefaultRule)
}
