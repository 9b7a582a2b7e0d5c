package provider

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// stringRule is a validator whose message is the rule in words.
type stringRule struct {
	summary, rule string
	valid         func(string) bool
}

func (v stringRule) Description(context.Context) string { return v.rule }

func (v stringRule) MarkdownDescription(context.Context) string { return v.rule }

func (v stringRule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || v.valid(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, v.summary, fmt.Sprintf("The value %q is not usable. %s", req.ConfigValue.ValueString(), v.rule))
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
	return err == nil && strings.Count(s, "*") <= 1 && parsed.Scheme != "" && parsed.Host != "" && parsed.Path == "" &&
		parsed.RawQuery == "" && !parsed.ForceQuery && parsed.Fragment == "" && parsed.User == nil && !strings.HasSuffix(s, "#")
}

// uniqueIDs refuses two elements of a list with the same id.
type uniqueIDs struct{}

func (uniqueIDs) Description(context.Context) string { return "The ids are unique." }

func (v uniqueIDs) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (uniqueIDs) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	first := map[string]int{}
	for i, element := range req.ConfigValue.Elements() {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		id, ok := object.Attributes()["id"].(types.String)
		if !ok || id.IsNull() || id.IsUnknown() {
			continue
		}
		if before, taken := first[id.ValueString()]; taken {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i).AtName("id"), "Duplicate Rule ID",
				fmt.Sprintf("The rules %d and %d have the same id, %q. Give every rule of the bucket an id of its own.", before+1, i+1, id.ValueString()))
			continue
		}
		first[id.ValueString()] = i
	}
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
	resp.Diagnostics.AddAttributeError(req.Path, "Rule Without Action",
		"A lifecycle rule must do something. Set one of "+strings.Join(actions, ", ")+".")
}
