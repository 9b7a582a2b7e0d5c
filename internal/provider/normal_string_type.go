package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// normalForm gives the normal form of a string, or an error that is a
// [*r2.Finding].
type normalForm func(string) (string, error)

func normalEndpoint(raw string) (string, error) {
	endpoint, err := r2.ParseEndpoint(raw)
	return endpoint.String(), err
}

func normalPath(raw string) (string, error) {
	folder, err := r2.ParsePath(raw)
	return folder.String(), err
}

// endpointType and pathType are the types of the two attributes that can be
// spelled in several ways.
var (
	endpointType = normalStringType{name: "endpoint", normal: normalEndpoint}
	pathType     = normalStringType{name: "path", normal: normalPath}
)

var (
	_ basetypes.StringTypable                    = normalStringType{}
	_ basetypes.StringValuableWithSemanticEquals = normalString{}
	_ xattr.ValidateableAttribute                = normalString{}
)

// normalStringType is a string type whose values are checked at validate, and
// are equal when their normal forms are.
type normalStringType struct {
	basetypes.StringType
	name   string
	normal normalForm
}

// normalString is a value of a [normalStringType].
type normalString struct {
	basetypes.StringValue
	of normalStringType
}

func (t normalStringType) String() string { return "r2." + t.name }

func (t normalStringType) Equal(o attr.Type) bool {
	other, ok := o.(normalStringType)
	return ok && other.name == t.name
}

func (t normalStringType) ValueType(context.Context) attr.Value { return normalString{of: t} }

func (t normalStringType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return normalString{in, t}, nil
}

func (t normalStringType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	return normalString{value.(basetypes.StringValue), t}, nil
}

// value makes a known value of the type.
func (t normalStringType) value(s string) normalString {
	return normalString{basetypes.NewStringValue(s), t}
}

func (v normalString) Type(context.Context) attr.Type { return v.of }

func (v normalString) Equal(o attr.Value) bool {
	other, ok := o.(normalString)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals keeps the spelling of the prior value when the new one
// means the same.
func (v normalString) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(normalString)
	return ok && v.means(other), nil
}

// means tells whether both are known, valid and have the same normal form.
func (v normalString) means(other normalString) bool {
	if anyUnknown(v, other) || v.IsNull() || other.IsNull() {
		return false
	}
	mine, err := v.of.normal(v.ValueString())
	theirs, otherErr := v.of.normal(other.ValueString())
	return err == nil && otherErr == nil && mine == theirs
}

// ValidateAttribute reports what is wrong with the input, at validate.
func (v normalString) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, err := v.of.normal(v.ValueString()); err != nil {
		resp.Diagnostics.Append(fieldPaths{r2.FieldEndpoint: req.Path, r2.FieldPath: req.Path}.fromError(err))
	}
}
