package tools_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// awsProvider stands in for the provider of AWS, which is not to be had offline: it has the arguments that the example sets,
// refuses what the real one would ask AWS about, and sends with the same SDK to what its endpoint names, which the fake
// answers for. See https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/index.html.markdown.
type awsProvider struct{ fake string }

type awsProviderModel struct {
	AccessKey                 types.String  `tfsdk:"access_key"`
	SecretKey                 types.String  `tfsdk:"secret_key"`
	Token                     types.String  `tfsdk:"token"`
	Region                    types.String  `tfsdk:"region"`
	S3UsePathStyle            types.Bool    `tfsdk:"s3_use_path_style"`
	SkipCredentialsValidation types.Bool    `tfsdk:"skip_credentials_validation"`
	SkipMetadataAPICheck      types.String  `tfsdk:"skip_metadata_api_check"` // A string there, too.
	SkipRegionValidation      types.Bool    `tfsdk:"skip_region_validation"`
	SkipRequestingAccountID   types.Bool    `tfsdk:"skip_requesting_account_id"`
	Endpoints                 []awsEndpoint `tfsdk:"endpoints"`
}

type awsEndpoint struct {
	S3 types.String `tfsdk:"s3"`
}

func (p *awsProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "aws"
}

func (p *awsProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	text, yes := schema.StringAttribute{Optional: true}, schema.BoolAttribute{Optional: true}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"access_key": text, "secret_key": text, "token": text, "region": text, "skip_metadata_api_check": text,
			"s3_use_path_style": yes, "skip_credentials_validation": yes, "skip_region_validation": yes, "skip_requesting_account_id": yes,
		},
		Blocks: map[string]schema.Block{"endpoints": schema.SetNestedBlock{
			NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{"s3": text}},
		}},
	}
}

func (p *awsProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model awsProviderModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !model.SkipCredentialsValidation.ValueBool() || !model.SkipRequestingAccountID.ValueBool() {
		resp.Diagnostics.AddError("Retrieving AWS Account Details", "STS of AWS does not know the credentials.")
		return
	}
	if len(model.Endpoints) != 1 {
		resp.Diagnostics.AddAttributeError(path.Root("endpoints"), "No Endpoint", "S3 of AWS does not know the credentials.")
		return
	}
	resp.ResourceData = s3.New(s3.Options{
		BaseEndpoint: aws.String(model.Endpoints[0].S3.ValueString()),
		Region:       model.Region.ValueString(),
		UsePathStyle: model.S3UsePathStyle.ValueBool(),
		Credentials: credentials.NewStaticCredentialsProvider(
			model.AccessKey.ValueString(), model.SecretKey.ValueString(), model.Token.ValueString()),
		HTTPClient:       &http.Client{Transport: detour{strings.TrimPrefix(p.fake, "http://")}},
		RetryMaxAttempts: 1,
	})
}

func (p *awsProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *awsProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &s3Object{} }}
}

// detour takes requests to the fake that were made, and signed, for R2.
type detour struct{ fake string }

func (d detour) RoundTrip(request *http.Request) (*http.Response, error) {
	detoured := request.Clone(request.Context())
	detoured.Host = request.URL.Host
	detoured.URL = &url.URL{Scheme: "http", Host: d.fake, Path: request.URL.Path, RawPath: request.URL.RawPath, RawQuery: request.URL.RawQuery}
	return http.DefaultTransport.RoundTrip(detoured)
}
