package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	fwresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// TestAccBucketResource_moved takes a bucket over from aws_s3_bucket by a moved block. The other provider is a stand-in that
// only stores what it is told; neither its account nor that of a move is known to it.
func TestAccBucketResource_moved(t *testing.T) {
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "default", newBucket)
	providers := factories()
	providers["aws"] = providerserver.NewProtocol6WithError(&awsStandIn{})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providers,
		Steps: []resource.TestStep{
			{Config: "resource \"aws_s3_bucket\" \"archive\" {\n  bucket        = \"" + newBucket + "\"\n  force_destroy = true\n}\n"},
			{
				Config: w.bucketHCL(newBucket, "force_destroy = true") + `
moved {
  from = aws_s3_bucket.archive
  to   = r2_bucket.archive
}
`,
				ConfigPlanChecks: action(plancheck.ResourceActionNoop),
				ConfigStateChecks: expectState(bucketAddress, map[string]knownvalue.Check{
					"endpoint": knownvalue.StringExact(acctest.Endpoint("default", newBucket)), "account_id": knownvalue.StringExact(acctest.Account),
				}),
			},
			{Config: w.bucketHCL(newBucket, "force_destroy = true")},
		},
	})
	w.wantBuckets(t, "default")
}

// awsStandIn is a provider with an aws_s3_bucket that asks nobody.
type awsStandIn struct{}

func (*awsStandIn) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "aws"
}

func (*awsStandIn) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (*awsStandIn) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (*awsStandIn) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (*awsStandIn) Resources(context.Context) []func() fwresource.Resource {
	return []func() fwresource.Resource{func() fwresource.Resource { return &awsStandInBucket{} }}
}

type awsStandInBucket struct{}

func (*awsStandInBucket) Metadata(_ context.Context, _ fwresource.MetadataRequest, resp *fwresource.MetadataResponse) {
	resp.TypeName = "aws_s3_bucket"
}

func (*awsStandInBucket) Schema(_ context.Context, _ fwresource.SchemaRequest, resp *fwresource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"bucket":        schema.StringAttribute{Required: true},
		"force_destroy": schema.BoolAttribute{Optional: true},
		"id":            schema.StringAttribute{Computed: true},
	}}
}

func (*awsStandInBucket) Create(ctx context.Context, req fwresource.CreateRequest, resp *fwresource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), newBucket)...)
}

func (*awsStandInBucket) Read(context.Context, fwresource.ReadRequest, *fwresource.ReadResponse) {}

func (*awsStandInBucket) Update(context.Context, fwresource.UpdateRequest, *fwresource.UpdateResponse) {
}

func (*awsStandInBucket) Delete(context.Context, fwresource.DeleteRequest, *fwresource.DeleteResponse) {
}
