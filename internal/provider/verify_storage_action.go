package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ action.ActionWithConfigure = (*verifyStorageAction)(nil)

func newVerifyStorageAction() action.Action { return &verifyStorageAction{} }

// verifyStorageAction does with a storage what a backup does, on demand.
type verifyStorageAction struct{ data *providerData }

type verifyStorageModel struct {
	Endpoint          normalString `tfsdk:"endpoint"`
	Path              normalString `tfsdk:"path"`
	Use               types.String `tfsdk:"use"`
	AccessKeyID       types.String `tfsdk:"access_key_id"`
	SecretAccessKeyWO types.String `tfsdk:"secret_access_key_wo"`
}

func (a *verifyStorageAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_verify_storage"
}

func (a *verifyStorageAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Does with a storage what a backup does. A destination: writes, overwrites, reads, lists and deletes a small object under the path, " +
			"which is deleted whatever happens (a lock rule of the bucket may keep it). A source: lists, and reads the first byte of an object, and writes nothing. " +
			"Costs up to four Class A and two Class B operations.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "The S3 API endpoint with the bucket appended.",
				Required:            true,
				CustomType:          endpointType,
			},
			"path": schema.StringAttribute{
				MarkdownDescription: "The folder inside the bucket. Defaults to `/`, the bucket's root.",
				Optional:            true,
				CustomType:          pathType,
			},
			"use": schema.StringAttribute{
				MarkdownDescription: "`destination`, `source` or `create_bucket` (which is tried like a destination, and needs the bucket to exist by now).",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(useNames()...)},
			},
			"access_key_id": schema.StringAttribute{
				MarkdownDescription: "The Access Key ID of the token. Defaults to the provider's.",
				Optional:            true,
			},
			"secret_access_key_wo": schema.StringAttribute{
				MarkdownDescription: "The Secret Access Key of the token. Write-only. Defaults to the provider's.",
				Optional:            true,
				WriteOnly:           true,
			},
		},
	}
}

func (a *verifyStorageAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *verifyStorageAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model verifyStorageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if a.data == nil || !a.data.ready || !a.data.credentialsKnown() {
		resp.Diagnostics.AddError("Provider Configuration Is Not Known Yet", "The provider block has values that are still unknown, so that nothing can be sent to R2.")
		return
	}
	storage := storageModel{
		Endpoint: model.Endpoint, Path: model.Path, Use: model.Use,
		AccessKeyID: model.AccessKeyID, SecretAccessKeyWO: model.SecretAccessKeyWO,
	}
	endpoint, folder, err := storage.toR2()
	if err != nil {
		resp.Diagnostics.Append(storagePaths.fromError(err))
		return
	}
	findings := r2.CheckCredentials(model.AccessKeyID.ValueString(), r2.NewSecret(model.SecretAccessKeyWO.ValueString()))
	resp.Diagnostics.Append(storagePaths.diagnostics(findings)...)
	creds, diags := (&storageResource{a.data}).credentials(storage)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	connection := r2.Connection{Endpoint: endpoint, Path: folder, Use: r2.Use(model.Use.ValueString()), Credentials: creds}
	err = a.data.connector.RoundTrip(ctx, connection, func(step string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: step})
	})
	if err != nil {
		finding := r2.ExplainRoundTrip(err, connection)
		resp.Diagnostics.Append(storagePaths.diagnostic(&finding))
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: "The storage works as a " + model.Use.ValueString()})
}
