package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// These are used in place of the framework's own validators, whose messages have
// no code and may repeat a secret that was pasted into the wrong place.

// rule is what a validator holds values to, in a sentence.
type rule string

func (r rule) Description(context.Context) string { return string(r) }

func (r rule) MarkdownDescription(context.Context) string { return string(r) }

// stringRule is a validator whose message is the rule in words.
type stringRule struct {
	rule

	code, summary string
	valid         func(string) bool
}

// The rules that more than one resource has.
var (
	bucketNameRule   = stringRule{code: "R2-006", summary: "Invalid Bucket Name", rule: r2.BucketNameRule, valid: r2.ValidBucketName}
	accountIDRule    = stringRule{code: "R2-005", summary: "Invalid Account ID", rule: accountIDForm, valid: r2.ValidAccountID}
	jurisdictionRule = stringRule{code: "R2-005", summary: "Invalid Jurisdiction", rule: jurisdictionForm, valid: r2.ValidJurisdiction}
)

// The forms of values, in words.
const (
	accountIDForm    = "An account id has 32 characters, 0-9 and a-f in lower case. The Cloudflare dashboard shows it in the address bar and under R2 > Overview."
	jurisdictionForm = "A jurisdiction is a label in lower case, such as eu, fedramp or us, or default for none."
)

// xmlRule is for what is sent in XML, where the SDK would send another character
// for those that XML does not have.
var xmlRule = stringRule{
	code: "R2-087", summary: "Invalid Character", valid: r2.FitsXML,
	rule: "R2 takes it in XML, which has neither control characters, except for tabs and line breaks, nor U+FFFE and U+FFFF. Leave them out.",
}

// notEmptyRule is for what would say nothing if it were empty.
var notEmptyRule = stringRule{code: "R2-068", summary: "Invalid Length", rule: "It must have a character or more.", valid: func(s string) bool { return s != "" }}

// atMost is for what must not be empty, and is measured in the unit: characters,
// or bytes.
func atMost(most int, unit string, length func(string) int) stringRule {
	return stringRule{
		code: "R2-068", summary: "Invalid Length", rule: rule(fmt.Sprintf("It must have 1 to %d %s.", most, unit)),
		valid: func(s string) bool { return s != "" && length(s) <= most },
	}
}

func atMostCharacters(most int) stringRule {
	return atMost(most, "characters", utf8.RuneCountInString)
}

func atMostBytes(most int) stringRule {
	return atMost(most, "bytes", func(s string) int { return len(s) })
}

func (v stringRule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !known(req.ConfigValue) || v.valid(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.Append(about(req.Path, v.finding(req.ConfigValue.ValueString(), " of "+req.Path.String())))
}

// finding is what is told of a value that is not valid, with where it is.
func (v stringRule) finding(value, place string) r2.Finding {
	return r2.Finding{
		Code: v.code, Summary: v.summary, HideSource: r2.SecretLike(value),
		Detail: "The value " + r2.Pasted(value) + place + " is not usable. " + string(v.rule),
	}
}

// choice is a validator for one of a few values.
type choice struct {
	rule

	values []string
}

func oneOf(values ...string) choice {
	return choice{rule(`It must be one of "` + strings.Join(values, `", "`) + `".`), values}
}

func (v choice) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	told := stringRule{
		code: "R2-066", summary: "Invalid Choice", rule: v.rule,
		valid: func(s string) bool { return slices.Contains(v.values, s) },
	}
	if meant := v.meant(req.ConfigValue.ValueString()); meant != "" {
		told.rule += rule(` Write "` + meant + `".`)
	}
	told.ValidateString(ctx, req, resp)
}

// meant is the value that is the same but for case, blanks and punctuation, as
// in the labels of the dashboard, or "".
func (v choice) meant(value string) string {
	i := slices.IndexFunc(v.values, func(one string) bool { return letters(one) == letters(value) })
	if i < 0 {
		return ""
	}
	return v.values[i]
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
