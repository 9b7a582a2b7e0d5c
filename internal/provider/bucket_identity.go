package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// bucketIdentity tells one bucket from another. Terraform 1.12 and later stores
// it, and imports by it.
type bucketIdentity struct {
	AccountID    types.String `tfsdk:"account_id"`
	Jurisdiction types.String `tfsdk:"jurisdiction"`
	Name         types.String `tfsdk:"name"`
}

func (r *bucketResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"account_id":   identityschema.StringAttribute{RequiredForImport: true, Description: "The Cloudflare account: 32 hexadecimal characters."},
		"jurisdiction": identityschema.StringAttribute{OptionalForImport: true, Description: "The jurisdiction of the bucket, such as eu. Defaults to default, for a bucket in none."},
		"name":         identityschema.StringAttribute{RequiredForImport: true, Description: "The name of the bucket."},
	}}
}

// setBucketIdentity stores the identity. It is nil where Terraform does not know
// identities.
func setBucketIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, endpoint r2.Endpoint) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, bucketIdentity{
		AccountID:    types.StringValue(endpoint.AccountID),
		Jurisdiction: types.StringValue(endpoint.Jurisdiction),
		Name:         types.StringValue(endpoint.Bucket),
	})
}

// bucketFromIdentity gives the bucket for an import by identity.
func bucketFromIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity) (r2.Endpoint, diag.Diagnostics) {
	var from bucketIdentity
	diags := identity.Get(ctx, &from)
	if diags.HasError() {
		return r2.Endpoint{}, diags
	}
	return endpointFromIdentity(from.AccountID, from.Jurisdiction, from.Name, "name")
}
