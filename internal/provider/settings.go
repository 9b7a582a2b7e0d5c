package provider

import (
	"fmt"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// setting is one value of the provider configuration after precedence: the
// provider block, then the environment.
type setting struct {
	value string
	// known is false while Terraform does not know the value yet.
	known bool
	// attribute and env name where it can be set; fromEnv says where it was.
	attribute, env string
	fromEnv        bool
}

// settings reads the provider block and the environment, and collects what is
// wrong with them.
type settings struct {
	getenv func(string) string
	diags  *diag.Diagnostics
}

// str resolves a string. "" in the environment is the same as unset.
func (s settings) str(attribute, env string, configured types.String) setting {
	resolved := setting{attribute: attribute, env: env, known: !configured.IsUnknown()}
	switch {
	case !resolved.known:
	case !configured.IsNull():
		resolved.value = configured.ValueString()
	default:
		resolved.value = s.getenv(env)
		resolved.fromEnv = resolved.value != ""
	}
	return resolved
}

// boolean resolves a bool that is true unless set.
func (s settings) boolean(attribute, env string, configured types.Bool) (value, known bool) {
	text := types.StringNull()
	switch {
	case configured.IsUnknown():
		text = types.StringUnknown()
	case !configured.IsNull():
		text = types.StringValue(strconv.FormatBool(configured.ValueBool()))
	}
	resolved := s.str(attribute, env, text)
	if resolved.value == "" {
		return true, resolved.known
	}
	value, err := strconv.ParseBool(resolved.value)
	if err != nil {
		s.invalid(resolved, "it must be true or false")
	}
	return value, true
}

// duration resolves a time span such as 90s.
func (s settings) duration(attribute, env string, configured types.String, otherwise time.Duration, zero bool) (value time.Duration, known bool) {
	resolved := s.str(attribute, env, configured)
	if resolved.value == "" {
		return otherwise, resolved.known
	}
	value, err := time.ParseDuration(resolved.value)
	switch {
	case err != nil || value < 0:
		s.invalid(resolved, "it must be a time span such as \"30s\" or \"2m\"")
	case value == 0 && !zero:
		s.invalid(resolved, "it must be longer than zero")
	}
	return value, true
}

// invalid reports a value. It does not repeat it, since a secret may have been
// put into the wrong field.
func (s settings) invalid(at setting, problem string) {
	s.report(at, r2.Finding{
		Code: "R2-081", Summary: "Invalid Provider Configuration", HideSource: r2.SecretLike(at.value),
		Detail: fmt.Sprintf("The value of %s is not usable: %s.", at.place(), problem),
	})
}

// report reports a finding about a value, which is on the attribute where that is
// what sets it.
func (s settings) report(at setting, finding r2.Finding) {
	if at.fromEnv {
		s.diags.Append(general(finding))
		return
	}
	s.diags.Append(about(path.Root(at.attribute), finding))
}

// place names where the value was set.
func (s setting) place() string {
	if s.fromEnv {
		return "the environment variable " + s.env
	}
	return "the attribute " + s.attribute
}

// anyUnknown tells whether one of the values is not known yet.
func anyUnknown(values ...attr.Value) bool {
	for _, value := range values {
		if value.IsUnknown() {
			return true
		}
	}
	return false
}
