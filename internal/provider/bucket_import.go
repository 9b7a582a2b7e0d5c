package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// importingKey marks, in private state, a bucket that Read sees for the first
// time: what it finds is then taken over.
const importingKey = "importing"

// bucketImportForms says what an import id looks like.
const bucketImportForms = "An import ID is one of\n\n" +
	"  <bucket>\n" +
	"  <jurisdiction>/<bucket>\n" +
	"  https://<account id>.r2.cloudflarestorage.com/<bucket>\n\n" +
	"The first two are in the account of the provider (account_id, or the environment variable R2_ACCOUNT_ID)."

// ImportState finds out which bucket is meant; Read then reads it.
func (r *bucketResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var endpoint r2.Endpoint
	if req.Identity != nil && !req.Identity.Raw.IsNull() {
		var diags diag.Diagnostics
		endpoint, diags = bucketFromIdentity(ctx, req.Identity)
		resp.Diagnostics.Append(diags...)
	} else {
		var problem string
		if endpoint, problem = parseBucketImport(req.ID, r.data); problem != "" {
			resp.Diagnostics.Append(invalidImport(problem, bucketImportForms))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, importedBucket(endpoint))...)
	resp.Diagnostics.Append(setBucketIdentity(ctx, resp.Identity, endpoint)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importingKey, []byte("true"))...)
}

// parseBucketImport gives the endpoint for an import id, or what is wrong with
// it.
func parseBucketImport(id string, data *providerData) (r2.Endpoint, string) {
	if strings.Contains(id, "://") || strings.Contains(id, "cloudflarestorage.com") {
		endpoint, err := r2.ParseEndpoint(id)
		if finding, ok := errors.AsType[*r2.Finding](err); ok {
			return r2.Endpoint{}, finding.Detail
		}
		return endpoint, ""
	}
	if endpoint, ok := parseCloudflareImport(id); ok {
		return r2.Endpoint{}, "It is an import ID of Cloudflare's own provider. Here, the bucket is:\n\n  " + endpoint.String()
	}
	jurisdiction, name, twoParts := strings.Cut(id, "/")
	if !twoParts {
		jurisdiction, name = r2.DefaultJurisdiction, id
	}
	switch {
	case strings.Count(id, "/") > 1:
		return r2.Endpoint{}, "It has more than two parts."
	case !r2.ValidJurisdiction(jurisdiction):
		return r2.Endpoint{}, "What stands before the slash is not a jurisdiction. " + jurisdictionForm
	case !r2.ValidBucketName(name):
		return r2.Endpoint{}, "It does not name a bucket. " + r2.BucketNameRule
	case data == nil || !data.accountID.known || data.accountID.value == "":
		return r2.Endpoint{}, "It names no account, and the provider has none."
	}
	return r2.Endpoint{AccountID: data.accountID.value, Jurisdiction: jurisdiction, Bucket: name}, ""
}

// parseCloudflareImport reads <account>/<bucket>[/<jurisdiction>], which
// Cloudflare's own provider takes.
// See https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.22.0/docs/resources/r2_bucket.md.
func parseCloudflareImport(id string) (r2.Endpoint, bool) {
	parts := strings.Split(id, "/")
	if len(parts) == 2 {
		parts = append(parts, r2.DefaultJurisdiction)
	}
	if len(parts) != 3 || !r2.ValidAccountID(parts[0]) || !r2.ValidBucketName(parts[1]) || !r2.ValidJurisdiction(parts[2]) {
		return r2.Endpoint{}, false
	}
	return r2.Endpoint{AccountID: parts[0], Bucket: parts[1], Jurisdiction: parts[2]}, true
}
