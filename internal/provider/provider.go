package provider

import (
	"context"
	"net/http"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var (
	_ provider.Provider                       = (*r2Provider)(nil)
	_ provider.ProviderWithActions            = (*r2Provider)(nil)
	_ provider.ProviderWithEphemeralResources = (*r2Provider)(nil)
	_ provider.ProviderWithFunctions          = (*r2Provider)(nil)
	_ provider.ProviderWithListResources      = (*r2Provider)(nil)
)

// defaultPropagation is how long a token that R2 answers 401 is given to become
// known, since changes of tokens reach R2's edge with a delay.
// See https://developers.cloudflare.com/r2/reference/consistency/.
const defaultPropagation = 2 * time.Minute

// New gives the constructor of the provider in the given version.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &r2Provider{version: version} }
}

type r2Provider struct {
	version string
	// network, where tests set it, is what requests go through.
	network func(http.RoundTripper) http.RoundTripper
}

type providerModel struct {
	AccountID       types.String `tfsdk:"account_id"`
	AccessKeyID     types.String `tfsdk:"access_key_id"`
	SecretAccessKey types.String `tfsdk:"secret_access_key"`
	EndpointURL     types.String `tfsdk:"endpoint_url"`
	VerifyAtPlan    types.Bool   `tfsdk:"verify_at_plan"`
	Propagation     types.String `tfsdk:"credential_propagation_timeout"`
	RequestTimeout  types.String `tfsdk:"request_timeout"`
}

func (p *r2Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "r2"
	resp.Version = p.version
}

func (p *r2Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Connects backups to Cloudflare R2, and proves at every `terraform plan` that the connection works.",
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "The Cloudflare account: 32 hexadecimal characters. Needed by `r2_token`, and by `r2_bucket`, `r2_buckets` and " +
					"`r2_temporary_credentials` where they have none of their own; `r2_storage` takes the account from its endpoint. Left out, there is none. " +
					"Environment variable: `R2_ACCOUNT_ID`.",
				Optional: true,
			},
			"access_key_id": schema.StringAttribute{
				MarkdownDescription: "The Access Key ID of an R2 API token: 32 hexadecimal characters. Used by everything that has no key " +
					"of its own, and needs the permission that this asks for. Left out, there is none. Environment variable: `R2_ACCESS_KEY_ID`.",
				Optional: true,
			},
			"secret_access_key": schema.StringAttribute{
				MarkdownDescription: "The Secret Access Key that belongs to `access_key_id`: 64 hexadecimal characters. Terraform does not store " +
					"provider configuration in the state. Left out, there is none. Environment variable: `R2_SECRET_ACCESS_KEY`.",
				Optional:  true,
				Sensitive: true,
			},
			"endpoint_url": schema.StringAttribute{
				MarkdownDescription: "Sends all requests to another S3 service, such as a fake in tests or Cloudflare's local R2, while endpoints in " +
					"resources go on naming R2, also for other tools that are given them. A path is kept, and `{host}` in it stands for the R2 host that the request would have gone to: " +
					"`http://127.0.0.1:9000/{host}`. Plain `http` is taken for this machine only. Not set, requests go to R2. " +
					"Environment variable: `R2_ENDPOINT_URL`; each run then warns that R2 is not asked.",
				Optional: true,
			},
			"verify_at_plan": schema.BoolAttribute{
				MarkdownDescription: "Whether storages, and the token that is to make new buckets, are verified while planning. `false` plans without a network where nothing is refreshed, and leaves the verification " +
					"to apply. `terraform destroy` begins with a plan: the provider does not verify in it where it can see the command, which is on Linux; elsewhere, " +
					"`false` lets a storage with a dead token be destroyed. Defaults to `true`. Environment variable: `R2_VERIFY_AT_PLAN`.",
				Optional: true,
			},
			"credential_propagation_timeout": schema.StringAttribute{
				MarkdownDescription: "How long a token that R2 does not know (401) is tried again when a storage is created or gets another key, since a new " +
					"token becomes known with a delay: a time span such as `30s`; `0s` does not wait. While Terraform plans there is no wait where the provider can tell that it plans: " +
					"for `terraform plan` on Linux, and whenever something is refreshed in the same run. Defaults to `2m`. Environment variable: `R2_CREDENTIAL_PROPAGATION_TIMEOUT`.",
				Optional: true,
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "How long one attempt of one request may take: a time span longer than zero, such as `30s`. A request is tried up to three times, unless the host has not answered several others. Defaults to `10s`. " +
					"Environment variable: `R2_REQUEST_TIMEOUT`.",
				Optional: true,
			},
		},
	}
}

func (p *r2Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data := p.data(model, settings{os.Getenv, &resp.Diagnostics})
	if resp.Diagnostics.HasError() {
		return
	}
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
}

// data resolves the configuration. It sends nothing.
func (p *r2Provider) data(model providerModel, s settings) *providerData {
	data := &providerData{
		accountID:       s.str("account_id", "R2_ACCOUNT_ID", model.AccountID),
		accessKeyID:     s.str("access_key_id", "R2_ACCESS_KEY_ID", model.AccessKeyID),
		secretAccessKey: s.str("secret_access_key", "R2_SECRET_ACCESS_KEY", model.SecretAccessKey),
	}
	var known [3]bool
	var timeout time.Duration
	data.verifyAtPlan, known[0] = s.boolean("verify_at_plan", "R2_VERIFY_AT_PLAN", model.VerifyAtPlan)
	data.propagation, known[1] = s.duration("credential_propagation_timeout", "R2_CREDENTIAL_PROPAGATION_TIMEOUT", model.Propagation, defaultPropagation, true)
	timeout, known[2] = s.duration("request_timeout", "R2_REQUEST_TIMEOUT", model.RequestTimeout, r2.DefaultRequestTimeout, false)
	endpointURL := s.str("endpoint_url", "R2_ENDPOINT_URL", model.EndpointURL)
	data.ready = known[0] && known[1] && known[2] && endpointURL.known

	redirect, err := r2.ParseRedirect(endpointURL.value)
	if err != nil {
		s.invalid(endpointURL, err.Error())
	} else if endpointURL.fromEnv {
		s.diags.Append(notAsked(endpointURL))
	}
	if data.accountID.value != "" && !r2.ValidAccountID(data.accountID.value) {
		s.invalid(data.accountID, "an account id has 32 characters, 0-9 and a-f in lower case; the Cloudflare dashboard shows it in the address bar and under R2 > Overview")
	}
	s.checkCredentials(data.accessKeyID, data.secretAccessKey)

	data.connector = r2.NewConnector(r2.ConnectorConfig{
		Redirect: redirect, RequestTimeout: timeout,
		Product: "terraform-provider-r2", Version: p.version, Wrap: p.transport,
	})
	data.verifier = r2.NewVerifier(data.connector)
	data.inspector = r2.NewInspector(data.connector)
	command := cliArguments()
	data.planning.Store(commandOf(command) == "plan")
	data.destroying = destroys(command)
	data.buckets = r2.NewBuckets(data.connector)
	data.buckets.NotesDir = notesDir()
	return data
}

// transport is what requests go through.
func (p *r2Provider) transport(next http.RoundTripper) http.RoundTripper {
	if p.network != nil {
		next = p.network(next)
	}
	return logRequests(next)
}

// notAsked warns of an environment in which R2 is not asked: where a variable was left over from a trial, everything would be
// found in order by something else. Who writes it into the configuration sees it there.
func notAsked(endpointURL setting) diag.Diagnostic {
	return general(r2.Finding{
		Code: "R2-079", Severity: r2.Warning, Summary: "R2 Is Not Asked",
		Detail: "The environment variable " + endpointURL.env + " is set: all requests go to the service that it names, and not to R2. Whatever this run finds is true of that service only.\n\n" +
			"Unset the variable to ask R2. If another service is what you want, endpoint_url in the provider block sends requests there without this warning.",
		Facts: []r2.Fact{{Name: endpointURL.env, Value: r2.Pasted(endpointURL.value)}},
	})
}

// checkCredentials looks at the shape of the provider's own pair.
func (s settings) checkCredentials(accessKeyID, secretAccessKey setting) {
	for _, finding := range r2.CheckCredentials(accessKeyID.value, r2.NewSecret(secretAccessKey.value)) {
		from := accessKeyID
		if finding.Field == r2.FieldSecretAccessKey {
			from = secretAccessKey
		}
		if from.fromEnv {
			finding.Facts = append(finding.Facts, r2.Fact{Name: "set by", Value: "environment variable " + from.env})
		}
		s.report(from, finding)
	}
	if accessKeyID.known && secretAccessKey.known && (accessKeyID.value == "") != (secretAccessKey.value == "") {
		missing, present := accessKeyID, secretAccessKey
		if secretAccessKey.value == "" {
			missing, present = present, missing
		}
		s.diags.Append(general(r2.Finding{
			Code: "R2-080", Summary: "Incomplete Credentials",
			Detail: "The provider is given " + present.place() + " but not its other half. Set " + missing.attribute + " in the provider block, or the environment variable " + missing.env + ".",
		}))
	}
}

func (p *r2Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newBucketResource, newStorageResource}
}

func (p *r2Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newBucketsDataSource, newTokenDataSource}
}

func (p *r2Provider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newEndpointFunction, newParseEndpointFunction, newSecretAccessKeyFunction}
}

func (p *r2Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newTemporaryCredentialsEphemeralResource}
}

func (p *r2Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newBucketListResource}
}

func (p *r2Provider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{newVerifyStorageAction}
}
