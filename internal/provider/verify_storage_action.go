package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ action.ActionWithConfigure = (*verifyStorageAction)(nil)

func newVerifyStorageAction() action.Action { return &verifyStorageAction{} }

// verifyStorageAction does with a storage what a backup does, on demand.
//
// It takes no secret: the framework refuses write-only values in actions
// (WriteOnly of https://github.com/hashicorp/terraform-plugin-framework/pull/1233
// is in the schema only), and any other value would be in the plan file.
type verifyStorageAction struct{ data *providerData }

type verifyStorageModel struct {
	Endpoint normalString `tfsdk:"endpoint"`
	Path     normalString `tfsdk:"path"`
	Use      types.String `tfsdk:"use"`
}

// verifyStoragePaths are the attributes of the action. The key and the secret
// are the provider's.
var verifyStoragePaths = fieldPaths{
	r2.FieldEndpoint: path.Root("endpoint"),
	r2.FieldPath:     path.Root("path"),
	r2.FieldUse:      path.Root("use"),
}

func (a *verifyStorageAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_verify_storage"
}

func (a *verifyStorageAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Does with a storage what a backup does. A destination: writes, overwrites, reads, lists and deletes a small object under the path, " +
			"which is deleted whatever happens (a lock rule of the bucket may keep it; should the provider be killed, a run under the same path that is an hour or more later deletes it). A source: lists, and reads the first byte of an object, and writes nothing. " +
			"Costs up to three Class A and two Class B operations.\n\n" +
			"The credentials are those of the provider, and need the permission of the `use`; use an alias for a storage with a token of its own. Actions need Terraform 1.14, or later.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "The S3 API endpoint with the bucket appended, as that of `r2_storage`.",
				Required:            true,
				CustomType:          endpointType,
			},
			"path": schema.StringAttribute{
				MarkdownDescription: "The folder inside the bucket, such as `/postgres`. Defaults to `/`, the bucket's root.",
				Optional:            true,
				CustomType:          pathType,
			},
			"use": schema.StringAttribute{
				MarkdownDescription: "What the storage is connected for: `destination`, `source` or `create_bucket` (which is tried like a destination, and needs the bucket to exist by now).",
				Required:            true,
				Validators:          []validator.String{oneOf(useNames()...)},
			},
		},
	}
}

func (a *verifyStorageAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data = providerDataFrom(req.ProviderData)
}

func (a *verifyStorageAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model verifyStorageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(a.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	connection, err := a.connection(model)
	if err != nil {
		resp.Diagnostics.Append(verifyStoragePaths.fromError(err))
		return
	}
	err = a.data.connector.RoundTrip(ctx, connection, func(step string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: step})
	})
	if err != nil {
		finding := r2.ExplainRoundTrip(err, connection)
		resp.Diagnostics.Append(verifyStoragePaths.diagnostic(&finding))
		resp.Diagnostics.Append(residueWarning(err, connection)...)
		return
	}
	tried := r2.Destination
	if connection.Use == r2.Source {
		tried = r2.Source
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: "The storage works as a " + string(tried)})
}

// ready tells what the provider configuration lacks to send requests.
func (a *verifyStorageAction) ready() diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case a.data == nil || !a.data.ready || !a.data.credentialsKnown():
		diags.Append(notKnownYet("The provider block has values that are still unknown, so that nothing can be sent to R2."))
	case a.data.accessKeyID.value == "":
		diags.Append(general(r2.Finding{
			Code: "R2-080", Summary: "Missing Credentials",
			Detail: "Storages are tried with the token of the provider, and the provider has none. Set access_key_id and secret_access_key in the provider block, " +
				"or the environment variables R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY, to the token of the storage.",
		}))
	}
	return diags
}

// connection reads the configuration, all of which is known when an action is
// invoked. The error is a [*r2.Finding].
func (a *verifyStorageAction) connection(model verifyStorageModel) (r2.Connection, error) {
	storage := storageModel{Endpoint: model.Endpoint, Path: model.Path}
	endpoint, folder, err := storage.toR2()
	return r2.Connection{Endpoint: endpoint, Path: folder, Use: r2.Use(model.Use.ValueString()), Credentials: a.data.credentials()}, err
}

// residueWarning names the test object where it could not be deleted.
func residueWarning(err error, connection r2.Connection) diag.Diagnostics {
	var residue *r2.ResidueError
	if !errors.As(err, &residue) {
		return nil
	}
	return diag.Diagnostics{general(r2.Finding{
		Code: "R2-089", Severity: r2.Warning, Summary: "Test Object May Have Stayed in the Bucket",
		Detail: "The test object could not be deleted. Delete it by hand if it is there.",
		Facts:  []r2.Fact{{Name: "endpoint", Value: connection.Endpoint.String()}, {Name: "key", Value: residue.Key}},
	})}
}
