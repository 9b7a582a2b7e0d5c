package provider

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// foreignBucket is what the state of another provider's bucket says, as far as
// it matters here. The keys are those of cloudflare_r2_bucket (version 4 has no
// jurisdiction), aws_s3_bucket and minio_s3_bucket.
type foreignBucket struct {
	Name         string `json:"name"`
	Bucket       string `json:"bucket"`
	AccountID    string `json:"account_id"`
	Jurisdiction string `json:"jurisdiction"`
	Location     string `json:"location"`
	ForceDestroy bool   `json:"force_destroy"`
}

// MoveState takes over buckets that other providers have in the state.
func (r *bucketResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveState}}
}

func (r *bucketResource) moveState(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if !movesFrom(req.SourceProviderAddress, req.SourceTypeName) {
		return // Terraform then says that the move is not supported.
	}
	var foreign foreignBucket
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &foreign) != nil {
		resp.Diagnostics.Append(immovable("The state of the " + req.SourceTypeName + " could not be read. Remove it from the state and import the bucket instead."))
		return
	}
	endpoint := r2.Endpoint{AccountID: foreign.AccountID, Jurisdiction: foreign.Jurisdiction, Bucket: cmp.Or(foreign.Name, foreign.Bucket)}
	if endpoint.Jurisdiction == "" {
		endpoint.Jurisdiction = r2.DefaultJurisdiction
	}
	if !r2.ValidBucketName(endpoint.Bucket) {
		resp.Diagnostics.Append(immovable("The state of the " + req.SourceTypeName + " does not name a bucket that R2 can have. " + r2.BucketNameRule))
		return
	}
	model := importedBucket(endpoint)
	if endpoint.AccountID == "" {
		model.unplaced()
	}
	model.ForceDestroy = types.BoolValue(foreign.ForceDestroy)
	if location := strings.ToLower(foreign.Location); slices.Contains(r2.Locations(), location) {
		model.Location = types.StringValue(location)
	}
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.TargetPrivate.SetKey(ctx, importingKey, []byte("true"))...)
}

// place puts a bucket that was moved from a provider without accounts into the
// account of this provider. The move itself is not told what that is: Terraform
// asks for it before it configures the provider.
func (r *bucketResource) place(state *bucketModel) diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case !state.AccountID.IsNull():
	case !r.data.accountID.known || r.data.accountID.value == "":
		diags.Append(immovable("The state from which the bucket is moved names no Cloudflare account, and neither does the provider block. " +
			"Set account_id there, or the environment variable R2_ACCOUNT_ID."))
	default:
		state.AccountID = types.StringValue(r.data.accountID.value)
	}
	return diags
}

func immovable(problem string) diag.Diagnostic {
	return general(r2.Finding{Code: "R2-084", Summary: "Bucket Cannot Be Moved", Detail: problem})
}

// movesFrom tells whether the type is one that can be taken over. The host of
// the address does not matter: it differs between Terraform and OpenTofu.
func movesFrom(address, typeName string) bool {
	types := map[string]string{
		"cloudflare_r2_bucket": "/cloudflare/cloudflare",
		"aws_s3_bucket":        "/hashicorp/aws",
		"minio_s3_bucket":      "/aminueza/minio",
	}
	namespace, known := types[typeName]
	return known && strings.HasSuffix(address, namespace)
}
