package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ function.Function = (*parseEndpointFunction)(nil)

func newParseEndpointFunction() function.Function { return &parseEndpointFunction{} }

// parseEndpointFunction takes an endpoint apart.
type parseEndpointFunction struct{}

// parsedEndpoint is what the function returns.
type parsedEndpoint struct {
	AccountID    string `tfsdk:"account_id"`
	Jurisdiction string `tfsdk:"jurisdiction"`
	Bucket       string `tfsdk:"bucket"`
	BaseEndpoint string `tfsdk:"base_endpoint"`
	Endpoint     string `tfsdk:"endpoint"`
}

func (f *parseEndpointFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_endpoint"
}

func (f *parseEndpointFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Parts of an S3 API endpoint",
		MarkdownDescription: "Takes an S3 API endpoint with the bucket appended apart: `account_id`, `jurisdiction` (`default` where there is none), `bucket`, " +
			"`base_endpoint` (without the bucket) and `endpoint` (in its normal form). Sends nothing.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "url", MarkdownDescription: "The endpoint, such as `https://<account id>.eu.r2.cloudflarestorage.com/<bucket>`."},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"account_id":    types.StringType,
			"jurisdiction":  types.StringType,
			"bucket":        types.StringType,
			"base_endpoint": types.StringType,
			"endpoint":      types.StringType,
		}},
	}
}

func (f *parseEndpointFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var raw string
	resp.Error = req.Arguments.Get(ctx, &raw)
	if resp.Error != nil {
		return
	}
	endpoint, err := r2.ParseEndpoint(raw)
	if finding, ok := errors.AsType[*r2.Finding](err); ok {
		resp.Error = unusableArgument(0, *finding)
		return
	}
	resp.Error = resp.Result.Set(ctx, parsedEndpoint{
		AccountID:    endpoint.AccountID,
		Jurisdiction: endpoint.Jurisdiction,
		Bucket:       endpoint.Bucket,
		BaseEndpoint: endpoint.Base(),
		Endpoint:     endpoint.String(),
	})
}
