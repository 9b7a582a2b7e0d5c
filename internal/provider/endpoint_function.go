package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ function.Function = (*endpointFunction)(nil)

func newEndpointFunction() function.Function { return &endpointFunction{} }

// endpointFunction writes an endpoint from its parts.
type endpointFunction struct{}

func (f *endpointFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "endpoint"
}

func (f *endpointFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "S3 API endpoint of a bucket",
		MarkdownDescription: "Gives the S3 API endpoint of a bucket, the bucket appended, as `r2_storage` and backup services take it. Sends nothing.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "account_id", MarkdownDescription: "The Cloudflare account: 32 hexadecimal characters."},
			function.StringParameter{Name: "jurisdiction", MarkdownDescription: "The jurisdiction of the bucket, such as `eu`; `default` for none."},
			function.StringParameter{Name: "bucket", MarkdownDescription: "The name of the bucket."},
		},
		Return: function.StringReturn{},
	}
}

func (f *endpointFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var e r2.Endpoint
	resp.Error = req.Arguments.Get(ctx, &e.AccountID, &e.Jurisdiction, &e.Bucket)
	if resp.Error != nil {
		return
	}
	switch {
	case !r2.ValidAccountID(e.AccountID):
		resp.Error = unusableArgument(0, accountIDRule.finding(e.AccountID, ""))
	case !r2.ValidJurisdiction(e.Jurisdiction):
		resp.Error = unusableArgument(1, jurisdictionRule.finding(e.Jurisdiction, ""))
	case !r2.ValidBucketName(e.Bucket):
		resp.Error = unusableArgument(2, bucketNameRule.finding(e.Bucket, ""))
	default:
		resp.Error = resp.Result.Set(ctx, e.String())
	}
}
