package provider

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// stringRule is a validator whose message is the rule in words.
type stringRule struct {
	code, summary, rule string
	valid               func(string) bool
}

// The rules that more than one resource has.
var (
	bucketNameRule   = stringRule{"R2-006", "Invalid Bucket Name", r2.BucketNameRule, r2.ValidBucketName}
	accountIDRule    = stringRule{"R2-005", "Invalid Account ID", accountIDForm, r2.ValidAccountID}
	jurisdictionRule = stringRule{"R2-005", "Invalid Jurisdiction", jurisdictionForm, r2.ValidJurisdiction}
)

// xmlRule is for what is sent in XML, where the SDK would send another character
// for those that XML does not have.
var xmlRule = stringRule{
	"R2-087", "Invalid Character", "R2 takes it in XML, which has neither control characters, except for tabs and line breaks, nor U+FFFE and U+FFFF. Leave them out.", validXML,
}

// The forms of values, in words.
const (
	accountIDForm    = "An account id has 32 characters, 0-9 and a-f in lower case. The Cloudflare dashboard shows it in the address bar and under R2 > Overview."
	jurisdictionForm = "A jurisdiction is a label in lower case, such as eu, fedramp or us, or default for none."
)

func (v stringRule) Description(context.Context) string { return v.rule }

func (v stringRule) MarkdownDescription(context.Context) string { return v.rule }

func (v stringRule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || v.valid(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.Append(about(req.Path, v.finding(req.ConfigValue.ValueString(), within(req.Path))))
}

// finding is what is told of a value that is not valid, with where it is.
func (v stringRule) finding(value, place string) r2.Finding {
	return r2.Finding{Code: v.code, Summary: v.summary, Detail: "The value " + r2.Pasted(value) + place + " is not usable. " + v.rule}
}

// within says where a value is that is within another one, which Terraform does
// not show. The path of a set's element would only repeat its value.
func within(at path.Path) string {
	if last, _ := at.Steps().LastStep(); last != nil {
		if _, element := last.(path.PathStepElementKeyValue); element {
			at = at.ParentPath()
		}
	}
	if len(at.Steps()) == 1 {
		return ""
	}
	return " of " + at.String()
}

// validXML tells whether XML 1.0 has all of the characters.
// See https://www.w3.org/TR/xml/#charsets.
func validXML(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
	})
}

func validDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// validOrigin holds R2's rule for CORS origins.
// See https://developers.cloudflare.com/r2/buckets/cors/#common-issues.
func validOrigin(s string) bool {
	if s == "*" {
		return true
	}
	parsed, err := url.Parse(s)
	if err != nil {
		return false
	}
	if port := parsed.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	}
	return validXML(s) && strings.Count(s, "*") <= 1 && parsed.Scheme != "" && parsed.Host != "" && parsed.Path == "" &&
		parsed.RawQuery == "" && !parsed.ForceQuery && parsed.Fragment == "" && parsed.User == nil && !strings.HasSuffix(s, "#")
}

// noNulls refuses a set with a null value in it, and says which set.
type noNulls struct{}

func (noNulls) Description(context.Context) string { return "No value is null." }

func (v noNulls) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (noNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if slices.ContainsFunc(req.ConfigValue.Elements(), attr.Value.IsNull) {
		resp.Diagnostics.Append(about(req.Path, r2.Finding{
			Code: "R2-087", Summary: "Null in a Set", Detail: fmt.Sprintf("One of the values of %s is null. Leave it out.", req.Path),
		}))
	}
}

// duplicateIDs refuses two rules of a list with the same id. It is no validator
// of the list, since the framework does not look into a list that is not valid.
func duplicateIDs(rules types.List, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	first := map[string]int{}
	for i, element := range rules.Elements() {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		id, ok := object.Attributes()["id"].(types.String)
		if !ok || id.IsNull() || id.IsUnknown() {
			continue
		}
		if before, taken := first[id.ValueString()]; taken {
			diags.Append(about(at.AtListIndex(i).AtName("id"), r2.Finding{
				Code: "R2-087", Summary: "Duplicate Rule ID",
				Detail: fmt.Sprintf("%s and %s have the same id, %q. Give every rule of the bucket an id of its own.", at.AtListIndex(before), at.AtListIndex(i), id.ValueString()),
			}))
			continue
		}
		first[id.ValueString()] = i
	}
	return diags
}

// oneAction refuses a lifecycle rule that does nothing, or says twice when.
type oneAction struct{}

func (oneAction) Description(context.Context) string { return "A rule has at least one action." }

func (v oneAction) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (oneAction) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	actions := []string{
		"expiration_days", "expiration_date", "infrequent_access_days", "infrequent_access_date", "abort_incomplete_multipart_upload_days",
	}
	attributes := req.ConfigValue.Attributes()
	for _, action := range actions {
		if !attributes[action].IsNull() {
			return
		}
	}
	resp.Diagnostics.Append(about(req.Path, r2.Finding{
		Code: "R2-087", Summary: "Rule Without Action",
		Detail: fmt.Sprintf("The rule %s does nothing. Set one of %s.", req.Path, strings.Join(actions, ", ")),
	}))
}
