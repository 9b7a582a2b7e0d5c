package provider

import (
	"context"
	"math"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var (
	_ resource.ResourceWithConfigure      = (*storageResource)(nil)
	_ resource.ResourceWithValidateConfig = (*storageResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*storageResource)(nil)
	_ resource.ResourceWithImportState    = (*storageResource)(nil)
	_ resource.ResourceWithIdentity       = (*storageResource)(nil)
)

func newStorageResource() resource.Resource { return &storageResource{} }

// storageResource declares a connection and proves it. Nothing about it exists
// remotely: there is nothing to create, to read or to delete.
type storageResource struct{ data *providerData }

func (r *storageResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_storage"
}

func (r *storageResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	derived := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The connection of a backup tool to a bucket, or a folder in one, with a token of its own. Every `terraform plan` proves that the token " +
			"can do what the use needs, with requests that leave nothing in the bucket; a token that was revoked, downgraded or belongs to another " +
			"bucket or jurisdiction fails the plan.\n\n" +
			"The token needs the permission of the `use`, for this bucket and no other one. Proving it takes four requests, all sent at the same time, once for all storages in a run " +
			"that share a token and a bucket (and a folder, for the list of a source). They are billed as one Class A and two Class B operations at most.\n\n" +
			"The resource makes nothing in R2. Its state holds only what the configuration says, without the secret: refreshing sends nothing, and " +
			"destroying forgets the declaration and never touches a bucket or an object.",
		Attributes: map[string]schema.Attribute{
			"id": derived("The endpoint with the path behind it, percent-encoded where needed; also what `terraform import` takes."),
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "The S3 API endpoint with the bucket appended, as backup services ask for it: " +
					"`https://<account id>.r2.cloudflarestorage.com/<bucket>`, or `https://<account id>.eu.r2.cloudflarestorage.com/<bucket>` for a bucket in the EU jurisdiction. " +
					"The case of the host and a slash at the end do not matter. Another endpoint replaces the resource.",
				Required:      true,
				CustomType:    endpointType,
				PlanModifiers: []planmodifier.String{keepEquivalent{endpointType}, stringplanmodifier.RequiresReplace()},
			},
			"path": schema.StringAttribute{
				MarkdownDescription: "The folder inside the bucket, such as `/postgres`. Slashes at its ends do not matter. Defaults to `/`, the bucket's root. " +
					"Another path replaces the resource.",
				Optional:      true,
				Computed:      true,
				CustomType:    pathType,
				Default:       stringdefault.StaticString(r2.Path{}.String()),
				PlanModifiers: []planmodifier.String{keepEquivalent{pathType}, stringplanmodifier.RequiresReplace()},
			},
			"use": schema.StringAttribute{
				MarkdownDescription: "What the storage is connected for, which decides what the token must be able to do: `destination` (backups are stored there: " +
					"Object Read & Write), `source` (data is copied from there: Object Read only) or `create_bucket` (the backup service makes the bucket itself, which need not exist yet: " +
					"Admin Read & Write). Another use is an update in place.",
				Required:   true,
				Validators: []validator.String{oneOf(useNames()...)},
			},
			"access_key_id": schema.StringAttribute{
				MarkdownDescription: "The Access Key ID of the token: 32 hexadecimal characters. It is not secret, and kept in the state. Another key is an update in place. Left out together with `secret_access_key_wo`, " +
					"both are the provider's; one half of a token is never used with the other half of another one.",
				Optional: true,
			},
			"secret_access_key_wo": schema.StringAttribute{
				MarkdownDescription: "The Secret Access Key of the token: 64 hexadecimal characters. Write-only: Terraform never stores it, " +
					"and it may come from an ephemeral value. Left out together with `access_key_id`, both are the provider's.",
				Optional:  true,
				Sensitive: true,
				WriteOnly: true,
			},
			"secret_access_key_wo_version": schema.NumberAttribute{
				MarkdownDescription: "A whole number, 0 or more. Change it to show a new secret as an update in the plan. It can be left out: the secret is used and verified at every plan all the same.",
				Optional:            true,
				Validators:          []validator.Number{storageVersion},
			},
			"verify": schema.BoolAttribute{
				MarkdownDescription: "Whether the connection is proven at plan and at apply. `false` only declares it and sends nothing. Defaults to `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"account_id":   derived("The Cloudflare account, from the endpoint."),
			"jurisdiction": derived("The jurisdiction of the bucket, from the endpoint: `default`, `eu`, `fedramp`, `us` or another one."),
			"bucket":       derived("The bucket, from the endpoint."),
			"prefix": derived("What the keys of all objects in the folder begin with, for tools that want it: such as `postgres/`, or `\"\"` for the bucket's root. " +
				"The same however `path` is written."),
			"region":        derived("The region to set in S3 clients: always `auto`."),
			"base_endpoint": derived("The endpoint without the bucket, for S3 clients that take the two apart. It names R2 also when `endpoint_url` of the provider leads elsewhere."),
		},
	}
}

// storageVersion is what secret_access_key_wo_version may be.
var storageVersion = atLeast(0, math.MaxInt64)

func useNames() []string {
	var names []string
	for _, use := range r2.Uses() {
		names = append(names, string(use))
	}
	return names
}

func (r *storageResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = providerDataFrom(req.ProviderData)
}

// ValidateConfig looks at the pair of credentials.
func (r *storageResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config storageModel
	resp.Diagnostics.Append(storageCodec().get(ctx, req.Config.Raw, &config)...)
	// Values that are not known yet read as "", which is not looked at.
	findings := r2.CheckCredentials(config.AccessKeyID.ValueString(), r2.NewSecret(config.SecretAccessKeyWO.ValueString()))
	resp.Diagnostics.Append(storagePaths.diagnostics(findings)...)
	const instead = "To use the provider's credentials, leave out both access_key_id and secret_access_key_wo, or set them to null."
	resp.Diagnostics.Append(notEmpty("access_key_id", config.AccessKeyID, instead)...)
	resp.Diagnostics.Append(notEmpty("secret_access_key_wo", config.SecretAccessKeyWO, instead)...)
	resp.Diagnostics.Append(notEmpty("path", config.Path.StringValue, "For the bucket's root, write \"/\" or leave it out.")...)
}

// notEmpty refuses "", which is an unset variable more often than a wish for
// what stands instead of it.
func notEmpty(attribute string, value types.String, instead string) diag.Diagnostics {
	if value.IsNull() || value.IsUnknown() || value.ValueString() != "" {
		return nil
	}
	return diag.Diagnostics{about(path.Root(attribute), r2.Finding{
		Code: "R2-080", Summary: "Empty Value",
		Detail: "The value of " + attribute + " is empty: a variable or a secret may not be set where this runs (TF_VAR_<name>). " + instead,
	})}
}

// ModifyPlan fills in what follows from the configuration, and proves the
// connection whenever everything about it is known, changed or not. It reads
// the configuration, in which the write-only secret is visible.
func (r *storageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return // Nothing stands in the way of forgetting a storage.
	}
	var config, plan storageModel
	resp.Diagnostics.Append(storageCodec().get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(storageCodec().get(ctx, req.Plan.Raw, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	planned := plan
	if err := plan.derive(); err != nil {
		resp.Diagnostics.Append(storagePaths.fromError(err))
		return
	}
	if !plan.derivedEqual(planned) {
		resp.Diagnostics.Append(storageCodec().set(ctx, &resp.Plan.Raw, &plan)...)
	}
	keepsKey := false
	if !req.State.Raw.IsNull() {
		var stored storageModel
		resp.Diagnostics.Append(storageCodec().get(ctx, req.State.Raw, &stored)...)
		keepsKey = stored.AccessKeyID.Equal(config.AccessKeyID)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.verifyPlan(ctx, config, plan, keepsKey)...)
	}
}

func (r *storageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan storageModel
	resp.Diagnostics.Append(storageCodec().get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(storageCodec().get(ctx, req.Plan.Raw, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.verifyApply(ctx, config, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(storageCodec().set(ctx, &resp.State.Raw, &plan)...)
	resp.Diagnostics.Append(plan.setIdentity(ctx, resp.Identity)...)
}

// Read sends nothing and changes nothing: credentials that no longer work must
// not stop the plan that replaces them.
func (r *storageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if r.data != nil {
		r.data.planning.Store(true)
	}
	if resp.Identity == nil || !resp.Identity.Raw.IsFullyNull() {
		return
	}
	// Terraform before 1.12, or a state that it wrote, has no identity yet.
	var state storageModel
	resp.Diagnostics.Append(storageCodec().get(ctx, req.State.Raw, &state)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(state.setIdentity(ctx, resp.Identity)...)
	}
}

func (r *storageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config, plan storageModel
	resp.Diagnostics.Append(storageCodec().get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(storageCodec().get(ctx, req.Plan.Raw, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.verifyApply(ctx, config, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(storageCodec().set(ctx, &resp.State.Raw, &plan)...)
	resp.Diagnostics.Append(plan.setIdentity(ctx, resp.Identity)...)
}

// Delete forgets the declaration. The bucket, its objects and the token stay as
// they are.
func (r *storageResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
