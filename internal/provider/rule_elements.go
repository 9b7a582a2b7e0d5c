package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// elements is a validator for a list or a set, none of whose elements may be
// null.
type elements struct {
	// least and most say how many there may be; a most of 0 is no bound.
	least, most int
	// unique refuses a string that is there twice.
	unique bool
	// each is what holds for every string.
	each []validator.String
}

func (v elements) Description(ctx context.Context) string {
	var rules []string
	for _, rule := range v.each {
		rules = append(rules, rule.Description(ctx))
	}
	return strings.Join(rules, " ")
}

func (v elements) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v elements) ValidateList(ctx context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if known(req.ConfigValue) {
		resp.Diagnostics.Append(v.check(ctx, req.Path, req.ConfigValue.Elements(), req.Path.AtListIndex)...)
	}
}

func (v elements) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if known(req.ConfigValue) {
		resp.Diagnostics.Append(v.check(ctx, req.Path, req.ConfigValue.Elements(), func(int) path.Path { return req.Path })...)
	}
}

// check looks at the elements together and, with the path of each, one by one.
func (v elements) check(ctx context.Context, at path.Path, all []attr.Value, of func(int) path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	add := func(code, summary, detail string) {
		diags.Append(about(at, r2.Finding{Code: code, Summary: summary, Detail: detail}))
	}
	switch {
	case v.most > 0 && len(all) > v.most:
		add("R2-068", "Invalid Length", fmt.Sprintf("%s has %d elements. It must have %d at most.", at, len(all), v.most))
	case len(all) < v.least:
		add("R2-068", "Invalid Length", fmt.Sprintf("%s has no elements. It must have at least one.", at))
	}
	if slices.ContainsFunc(all, attr.Value.IsNull) {
		add("R2-087", "Null Among the Values", fmt.Sprintf("One of the values of %s is null. Leave it out.", at))
	}
	if v.unique && twice(all) {
		add("R2-087", "Duplicate Value", fmt.Sprintf("%s has a value twice. Leave one of them out.", at))
	}
	var each validator.StringResponse
	for i, element := range all {
		value, _ := element.(types.String)
		for _, rule := range v.each {
			rule.ValidateString(ctx, validator.StringRequest{Path: of(i), ConfigValue: value}, &each)
		}
	}
	diags.Append(each.Diagnostics...)
	return diags
}

// twice tells whether two of the elements are known and equal.
func twice(all []attr.Value) bool {
	for i, element := range all {
		if known(element) && slices.ContainsFunc(all[:i], element.Equal) {
			return true
		}
	}
	return false
}
