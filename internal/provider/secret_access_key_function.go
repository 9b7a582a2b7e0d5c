package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ function.Function = (*secretAccessKeyFunction)(nil)

func newSecretAccessKeyFunction() function.Function { return &secretAccessKeyFunction{} }

// secretAccessKeyFunction derives the S3 secret from an API token's value.
type secretAccessKeyFunction struct{}

func (f *secretAccessKeyFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "secret_access_key"
}

func (f *secretAccessKeyFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Secret Access Key of an API token",
		MarkdownDescription: "Derives the Secret Access Key for R2's S3 API from the value of a Cloudflare API token: its SHA-256 in hexadecimal. " +
			"The Access Key ID is the token's id. Terraform keeps the result as sensitive as the argument. Sends nothing.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "api_token", MarkdownDescription: "The value of the API token, as shown once when it is created."},
		},
		Return: function.StringReturn{},
	}
}

func (f *secretAccessKeyFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var token string
	resp.Error = req.Arguments.Get(ctx, &token)
	if resp.Error != nil {
		return
	}
	if problem := r2.APITokenProblem(token); problem != "" {
		resp.Error = unusableArgument(0, invalidAPIToken(problem))
		return
	}
	resp.Error = resp.Result.Set(ctx, r2.SecretFromAPIToken(token).Reveal())
}

func invalidAPIToken(problem string) r2.Finding {
	return r2.Finding{Code: "R2-087", Summary: "Invalid API Token", Detail: problem}
}
