package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// storageIdentity tells one storage from another. Terraform 1.12 and later
// stores it, and imports by it.
type storageIdentity struct {
	AccountID    types.String `tfsdk:"account_id"`
	Jurisdiction types.String `tfsdk:"jurisdiction"`
	Bucket       types.String `tfsdk:"bucket"`
	Path         types.String `tfsdk:"path"`

	// storageSettings are read when importing, and never stored.
	storageSettings
}

func (r *storageResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	const onlyImport = " Only read when importing, and never stored."
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"account_id":   identityschema.StringAttribute{RequiredForImport: true, Description: "The Cloudflare account: 32 hexadecimal characters."},
		"jurisdiction": identityschema.StringAttribute{OptionalForImport: true, Description: "The jurisdiction of the bucket, such as eu. Defaults to default, for a bucket in none."},
		"bucket":       identityschema.StringAttribute{RequiredForImport: true, Description: "The name of the bucket."},
		"path":         identityschema.StringAttribute{OptionalForImport: true, Description: "The folder inside the bucket, such as /postgres. Defaults to /, the bucket's root."},
		"use":          identityschema.StringAttribute{OptionalForImport: true, Description: "The use that the configuration has: destination, source or create_bucket. Defaults to destination." + onlyImport},
		"access_key_id": identityschema.StringAttribute{
			OptionalForImport: true, Description: "The access_key_id that the configuration has: 32 hexadecimal characters. Left out, it has none." + onlyImport,
		},
		"secret_access_key_wo_version": identityschema.NumberAttribute{
			OptionalForImport: true, Description: "The secret_access_key_wo_version that the configuration has: a whole number, 0 or more. Left out, it has none." + onlyImport,
		},
		"verify": identityschema.BoolAttribute{OptionalForImport: true, Description: "What verify is in the configuration. Defaults to true." + onlyImport},
	}}
}

// setIdentity stores the identity. It is nil where Terraform does not know
// identities.
func (m *storageModel) setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	endpoint, folder, err := m.toR2()
	if err != nil {
		return diag.Diagnostics{storagePaths.fromError(err)}
	}
	return identity.Set(ctx, storageIdentity{
		AccountID:    types.StringValue(endpoint.AccountID),
		Jurisdiction: types.StringValue(endpoint.Jurisdiction),
		Bucket:       types.StringValue(endpoint.Bucket),
		Path:         types.StringValue(folder.String()),

		storageSettings: noStorageSettings(),
	})
}

// storageFromIdentity gives the state for an import by identity.
func storageFromIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity) (storageModel, diag.Diagnostics) {
	var from storageIdentity
	diags := identity.Get(ctx, &from)
	if diags.HasError() {
		return storageModel{}, diags
	}
	endpoint, d := endpointFromIdentity(from.AccountID, from.Jurisdiction, from.Bucket, "bucket")
	diags.Append(d...)
	folder, err := r2.ParsePath(from.Path.ValueString())
	if err != nil {
		diags.Append(fieldPaths{r2.FieldPath: path.Root("path")}.fromError(err))
	}
	if attribute, rule := from.wrong(); rule != "" {
		diags.Append(invalidIdentity(attribute, "The "+rule))
	}
	if diags.HasError() {
		return storageModel{}, diags
	}
	model := importedStorage(endpoint, folder)
	from.apply(&model)
	return model, diags
}

// endpointFromIdentity checks the parts of an identity that name a bucket.
func endpointFromIdentity(accountID, jurisdiction, name types.String, nameAttribute string) (r2.Endpoint, diag.Diagnostics) {
	var diags diag.Diagnostics
	endpoint := r2.Endpoint{AccountID: accountID.ValueString(), Jurisdiction: jurisdiction.ValueString(), Bucket: name.ValueString()}
	if endpoint.Jurisdiction == "" {
		endpoint.Jurisdiction = r2.DefaultJurisdiction
	}
	if !r2.ValidAccountID(endpoint.AccountID) {
		diags.Append(invalidIdentity("account_id", accountIDForm))
	}
	if !r2.ValidJurisdiction(endpoint.Jurisdiction) {
		diags.Append(invalidIdentity("jurisdiction", jurisdictionForm))
	}
	if !r2.ValidBucketName(endpoint.Bucket) {
		diags.Append(invalidIdentity(nameAttribute, r2.BucketNameRule))
	}
	return endpoint, diags
}

func invalidIdentity(attribute, form string) diag.Diagnostic {
	return about(path.Root(attribute), r2.Finding{Code: "R2-083", Summary: "Invalid Identity", Detail: form})
}
