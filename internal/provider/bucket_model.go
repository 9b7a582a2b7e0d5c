package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// bucketModel is r2_bucket as configured, planned or stored.
type bucketModel struct {
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	AccountID      types.String `tfsdk:"account_id"`
	Jurisdiction   types.String `tfsdk:"jurisdiction"`
	Location       types.String `tfsdk:"location"`
	ForceDestroy   types.Bool   `tfsdk:"force_destroy"`
	LifecycleRules types.List   `tfsdk:"lifecycle_rules"`
	CORSRules      types.List   `tfsdk:"cors_rules"`
	Endpoint       types.String `tfsdk:"endpoint"`
	BaseEndpoint   types.String `tfsdk:"base_endpoint"`
	CreationDate   types.String `tfsdk:"creation_date"`
}

var bucketCodec = codecOf[bucketModel](newBucketResource)

// toR2 gives the endpoint of the bucket; its parts must be known.
func (m *bucketModel) toR2() r2.Endpoint {
	return r2.Endpoint{
		AccountID:    m.AccountID.ValueString(),
		Jurisdiction: m.Jurisdiction.ValueString(),
		Bucket:       m.Name.ValueString(),
	}
}

// fromR2 fills in everything that follows from where the bucket is.
func (m *bucketModel) fromR2(endpoint r2.Endpoint) {
	m.Name = types.StringValue(endpoint.Bucket)
	m.AccountID = types.StringValue(endpoint.AccountID)
	m.Jurisdiction = types.StringValue(endpoint.Jurisdiction)
	m.ID = types.StringValue(endpoint.String())
	m.Endpoint = types.StringValue(endpoint.String())
	m.BaseEndpoint = types.StringValue(endpoint.Base())
}

// unplaced empties everything that follows from the account, which is not known.
func (m *bucketModel) unplaced() {
	m.AccountID, m.ID, m.Endpoint, m.BaseEndpoint = types.StringNull(), types.StringNull(), types.StringNull(), types.StringNull()
}

// created fills in what R2 says about the bucket.
func (m *bucketModel) created(info r2.BucketInfo) {
	m.CreationDate = types.StringNull()
	if !info.CreationDate.IsZero() {
		m.CreationDate = types.StringValue(info.CreationDate.UTC().Format(time.RFC3339))
	}
}

// importedBucket is the state from which an import or a move starts: the bucket,
// the defaults, and nothing managed yet.
func importedBucket(endpoint r2.Endpoint) *bucketModel {
	model := &bucketModel{
		ForceDestroy:   types.BoolValue(false),
		LifecycleRules: types.ListNull(lifecycleRuleType),
		CORSRules:      types.ListNull(corsRuleType),
	}
	model.fromR2(endpoint)
	return model
}
