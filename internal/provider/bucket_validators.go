package provider

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

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
	return r2.FitsXML(s) && strings.Count(s, "*") <= 1 && parsed.Scheme != "" && parsed.Host != "" && parsed.Path == "" &&
		parsed.RawQuery == "" && !parsed.ForceQuery && parsed.Fragment == "" && parsed.User == nil && !strings.HasSuffix(s, "#")
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
				Code: "R2-087", Summary: "Duplicate Rule ID", HideSource: r2.SecretLike(id.ValueString()),
				Detail: fmt.Sprintf("%s and %s have the same id, %s. Give every rule of the bucket an id of its own.", at.AtListIndex(before), at.AtListIndex(i), r2.Pasted(id.ValueString())),
			}))
			continue
		}
		first[id.ValueString()] = i
	}
	return diags
}

// ruleActions refuses a lifecycle rule that does nothing, or says twice when.
type ruleActions struct{ rule }

func (ruleActions) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if !known(req.ConfigValue) {
		return
	}
	attributes := req.ConfigValue.Attributes()
	for _, action := range []string{"expiration", "infrequent_access"} {
		date, days := action+"_date", action+"_days"
		if known(attributes[date]) && known(attributes[days]) {
			resp.Diagnostics.Append(about(req.Path.AtName(date), r2.Finding{
				Code: "R2-069", Summary: "Conflicting Attributes",
				Detail: fmt.Sprintf("The rule %s has %s and %s, and takes only one of them. Leave the other out.", req.Path, date, days),
			}))
		}
	}
	actions := []string{
		"expiration_days", "expiration_date", "infrequent_access_days", "infrequent_access_date", "abort_incomplete_multipart_upload_days",
	}
	if !slices.ContainsFunc(actions, func(action string) bool { return !attributes[action].IsNull() }) {
		resp.Diagnostics.Append(about(req.Path, r2.Finding{
			Code: "R2-087", Summary: "Rule Without Action",
			Detail: fmt.Sprintf("The rule %s does nothing. Set one of %s.", req.Path, strings.Join(actions, ", ")),
		}))
	}
}
