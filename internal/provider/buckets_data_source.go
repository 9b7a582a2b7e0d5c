package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ datasource.DataSourceWithConfigure = (*bucketsDataSource)(nil)

func newBucketsDataSource() datasource.DataSource { return &bucketsDataSource{} }

// bucketsDataSource lists the buckets of an account and jurisdiction.
type bucketsDataSource struct{ data *providerData }

// bucketsModel is r2_buckets as configured or read.
type bucketsModel struct {
	AccountID    types.String        `tfsdk:"account_id"`
	Jurisdiction types.String        `tfsdk:"jurisdiction"`
	Prefix       types.String        `tfsdk:"prefix"`
	Buckets      []listedBucketModel `tfsdk:"buckets"`
}

type listedBucketModel struct {
	Name         types.String `tfsdk:"name"`
	Jurisdiction types.String `tfsdk:"jurisdiction"`
	CreationDate types.String `tfsdk:"creation_date"`
	Endpoint     types.String `tfsdk:"endpoint"`
}

func (d *bucketsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_buckets"
}

func (d *bucketsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The buckets of an account in one jurisdiction, with the provider's token, which must be \"Admin Read & Write\" or \"Admin Read only\". " +
			"Costs one request (a Class A operation) for every thousand buckets.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "The Cloudflare account: 32 hexadecimal characters. Defaults to the provider's.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{accountIDRule},
			},
			"jurisdiction": schema.StringAttribute{
				MarkdownDescription: "The jurisdiction, such as `eu`. Defaults to `default`, the buckets in none.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{jurisdictionRule},
			},
			"prefix": schema.StringAttribute{
				MarkdownDescription: "What the names of the buckets begin with. Left out, all buckets are listed.",
				Optional:            true,
			},
			"buckets": schema.ListNestedAttribute{
				MarkdownDescription: "The buckets, in the order of their names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":          computed("The name of the bucket."),
					"jurisdiction":  computed("The jurisdiction of the bucket; `default` for none."),
					"creation_date": computed("When the bucket was created, in RFC 3339."),
					"endpoint":      computed("The S3 API endpoint with the bucket appended, as `r2_storage` takes it."),
				}},
			},
		},
	}
}

func (d *bucketsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerDataFrom(req.ProviderData)
}

func (d *bucketsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model bucketsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(d.data.readyToRead("r2_buckets", model.AccountID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	endpoint := d.data.accountEndpoint(model.AccountID, model.Jurisdiction)
	resp.Diagnostics.Append(model.read(ctx, d.data, endpoint)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// read lists the buckets into the model.
func (m *bucketsModel) read(ctx context.Context, data *providerData, endpoint r2.Endpoint) diag.Diagnostics {
	m.AccountID = types.StringValue(endpoint.AccountID)
	m.Jurisdiction = types.StringValue(endpoint.Jurisdiction)
	m.Buckets = []listedBucketModel{}
	for bucket, err := range data.buckets.List(ctx, endpoint, data.credentials(), m.Prefix.ValueString()) {
		if err != nil {
			finding := r2.ExplainBucket(err, "list the buckets of the account", endpoint, data.accessKeyID.value)
			return diag.Diagnostics{fieldPaths{r2.FieldEndpoint: path.Root("account_id")}.diagnostic(&finding)}
		}
		endpoint.Bucket = bucket.Name
		m.Buckets = append(m.Buckets, listedBucketModel{
			Name:         types.StringValue(bucket.Name),
			Jurisdiction: types.StringValue(endpoint.Jurisdiction),
			CreationDate: types.StringValue(bucket.CreationDate.UTC().Format(time.RFC3339)),
			Endpoint:     types.StringValue(endpoint.String()),
		})
	}
	return nil
}
