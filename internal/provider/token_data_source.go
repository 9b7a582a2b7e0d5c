package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ datasource.DataSourceWithConfigure = (*tokenDataSource)(nil)

func newTokenDataSource() datasource.DataSource { return &tokenDataSource{} }

// tokenDataSource reports what the provider's own token may do.
type tokenDataSource struct{ data *providerData }

func (d *tokenDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_token"
}

func (d *tokenDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	capability := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{MarkdownDescription: "Whether the token may " + description + " `null` when it could not be determined.", Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the provider's token may really do, found out with eight requests at once that leave nothing behind (and one more without a `bucket`), billed as two Class A and four Class B operations at most. Any token will do. The credentials are those of the " +
			"provider block; use an alias for each of several tokens, since a data source cannot keep a secret out of the state.",
		Attributes: map[string]schema.Attribute{
			"bucket": schema.StringAttribute{
				MarkdownDescription: "The bucket to ask about. Left out, the rights to objects are those to all buckets of the account, and " +
					"are `null` for a token for named buckets.",
				Optional:   true,
				Validators: []validator.String{bucketNameRule},
			},
			"jurisdiction": schema.StringAttribute{
				MarkdownDescription: "The jurisdiction of the bucket, such as `eu`. Defaults to `default`, for a bucket in none.",
				Optional:            true,
				Validators:          []validator.String{jurisdictionRule},
			},
			"account_id": schema.StringAttribute{
				MarkdownDescription: "The Cloudflare account, from the provider configuration.",
				Computed:            true,
			},
			"access_key_id": schema.StringAttribute{
				MarkdownDescription: "The Access Key ID of the token, from the provider configuration.",
				Computed:            true,
			},
			"permission": schema.StringAttribute{
				MarkdownDescription: "The nearest permission level all of whose rights the token has: `admin-read-write`, `admin-read-only`, `object-read-write` or " +
					"`object-read-only`; `null` when it has none on the bucket, or when it could not be determined whether it has a wider one. A token can hold several policies: `capabilities` is the truth about it.",
				Computed: true,
			},
			"bucket_scoped": schema.BoolAttribute{
				MarkdownDescription: "Whether the token is for named buckets (`true`) or for all buckets of the account (`false`), by what R2 answers it about a bucket that does not exist. " +
					"`null` when it could not be determined.",
				Computed: true,
			},
			"capabilities": schema.SingleNestedAttribute{
				MarkdownDescription: "What the token may do, right by right.",
				Computed:            true,
				Attributes: map[string]schema.Attribute{
					"list_buckets":              capability("list the buckets of the account."),
					"create_buckets":            capability("create and delete buckets."),
					"read_bucket_configuration": capability("read the CORS and lifecycle rules of a bucket."),
					"edit_bucket_configuration": capability("change the CORS and lifecycle rules of a bucket."),
					"list_objects":              capability("list the objects of the bucket."),
					"read_objects":              capability("read the objects of the bucket."),
					"write_objects":             capability("upload, overwrite and delete objects in the bucket."),
				},
			},
			"sufficient_for": schema.SetAttribute{
				MarkdownDescription: "The uses of `r2_storage` that the token is sufficient for: `destination`, `source`, `create_bucket`.",
				ElementType:         types.StringType,
				Computed:            true,
			},
		},
	}
}

func (d *tokenDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerDataFrom(req.ProviderData)
}

func (d *tokenDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(d.data.readyToRead("r2_token", types.StringNull())...)
	if resp.Diagnostics.HasError() {
		return
	}
	endpoint := d.data.accountEndpoint(types.StringNull(), model.Jurisdiction)
	endpoint.Bucket = model.Bucket.ValueString()
	inspection, report := d.data.inspector.Inspect(ctx, endpoint, d.data.credentials())
	resp.Diagnostics.Append(tokenPaths.diagnostics(report)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.fromR2(ctx, d.data, inspection)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
