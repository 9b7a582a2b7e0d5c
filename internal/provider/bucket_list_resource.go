package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ list.ListResourceWithConfigure = (*bucketListResource)(nil)

func newBucketListResource() list.ListResource { return &bucketListResource{} }

// bucketListResource finds buckets that exist, for terraform query.
type bucketListResource struct{ bucketResource }

type bucketListModel struct {
	AccountID     types.String `tfsdk:"account_id"`
	Jurisdictions types.List   `tfsdk:"jurisdictions"`
	Prefix        types.String `tfsdk:"prefix"`
}

func (r *bucketListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The buckets of an account, with the provider's token, which must be \"Admin Read & Write\" or \"Admin Read only\". Costs one request (a Class A operation) for every thousand buckets of a jurisdiction, " +
			"and three more (Class B) for each bucket whose whole resource is included. For `terraform query`, which needs Terraform 1.14, or later.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "The Cloudflare account: 32 hexadecimal characters. Defaults to the provider's.",
				Optional:            true,
				Validators:          []validator.String{accountIDRule},
			},
			"jurisdictions": schema.ListAttribute{
				MarkdownDescription: "The jurisdictions to look in. Defaults to `default`, `eu`, `fedramp` and `us`; one that the account does not have is passed over.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{elements{least: 1, unique: true, each: []validator.String{jurisdictionRule}}},
			},
			"prefix": schema.StringAttribute{
				MarkdownDescription: "What the names of the buckets begin with. Left out, all buckets are listed.",
				Optional:            true,
			},
		},
	}
}

func (r *bucketListResource) Configure(ctx context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.bucketResource.Configure(ctx, req, resp)
}

func (r *bucketListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model bucketListModel
	diags := req.Config.Get(ctx, &model)
	if !diags.HasError() {
		diags.Append(r.data.readyToRead("the list of r2_bucket", model.AccountID)...)
	}
	jurisdictions, named := r2.KnownJurisdictions(), !model.Jurisdictions.IsNull()
	if named {
		diags.Append(model.Jurisdictions.ElementsAs(ctx, &jurisdictions, false)...)
	}
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		left := req.Limit
		for _, jurisdiction := range jurisdictions {
			endpoint := r.data.accountEndpoint(model.AccountID, types.StringValue(jurisdiction))
			optional := !named && jurisdiction != r2.DefaultJurisdiction
			for bucket, err := range r.data.buckets.List(ctx, endpoint, r.data.credentials(), model.Prefix.ValueString()) {
				if optional && notOffered(err) {
					break
				}
				if !push(r.result(ctx, req, endpoint, bucket, err)) || err != nil {
					return
				}
				if left--; left == 0 {
					return
				}
			}
		}
	}
}

// result makes one result of the list, or the error with which it ends.
func (r *bucketListResource) result(ctx context.Context, req list.ListRequest, endpoint r2.Endpoint, bucket r2.BucketInfo, err error) list.ListResult {
	result := req.NewListResult(ctx)
	if err != nil {
		result.Diagnostics.Append(r.failed(err, "list the buckets of the account", endpoint))
		return result
	}
	endpoint.Bucket = bucket.Name
	result.DisplayName = importID(endpoint)
	result.Diagnostics.Append(setBucketIdentity(ctx, result.Identity, endpoint)...)
	if req.IncludeResource {
		model := importedBucket(endpoint)
		_, diags := r.refresh(ctx, model, true)
		result.Diagnostics.Append(diags...)
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}
	return result
}

// notOffered tells whether an account seems not to have a jurisdiction, as
// opposed to a listing that failed for the moment.
func notOffered(err error) bool {
	var failure *r2.Failure
	return errors.As(err, &failure) && failure.Kind != r2.Unavailable && failure.Kind != r2.Cancelled
}
