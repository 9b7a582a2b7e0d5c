package provider

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// wholeNumber is a validator for whole numbers. They are numbers of any kind in
// the schema, since the framework takes one with a fraction that stands where it
// expects none for a fault of the provider, and says so.
type wholeNumber struct {
	rule

	least, most int64
}

// atLeast is for numbers without a bound that anybody would meet, other than that
// of their type.
func atLeast(least, most int64) wholeNumber {
	return wholeNumber{rule(fmt.Sprintf("It must be a whole number, %d or more.", least)), least, most}
}

func between(least, most int64) wholeNumber {
	return wholeNumber{rule(fmt.Sprintf("It must be a whole number from %d to %d.", least, most)), least, most}
}

func (v wholeNumber) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	if !known(req.ConfigValue) || v.valid(req.ConfigValue) {
		return
	}
	value, told := req.ConfigValue.ValueBigFloat(), v.rule
	if value.Cmp(new(big.Float).SetInt64(v.most)) > 0 {
		told += rule(fmt.Sprintf(" The largest is %d.", v.most))
	}
	resp.Diagnostics.Append(about(req.Path, r2.Finding{
		Code: "R2-067", Summary: "Invalid Number",
		Detail: fmt.Sprintf("The value %s of %s is not usable. %s", value.Text('g', 20), req.Path, told),
	}))
}

func (v wholeNumber) valid(number types.Number) bool {
	n, accuracy := number.ValueBigFloat().Int64()
	return accuracy == big.Exact && v.least <= n && n <= v.most
}

// toInt32 gives the whole number, 0 for null or unknown.
func toInt32(number types.Number) int32 {
	if !known(number) {
		return 0
	}
	n, _ := number.ValueBigFloat().Int64()
	return int32(n) //nolint:gosec // G115: a number that does not fit was refused when the configuration was validated
}

func fromWhole(n int64) types.Number { return types.NumberValue(new(big.Float).SetInt64(n)) }
