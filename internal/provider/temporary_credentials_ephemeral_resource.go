package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*temporaryCredentialsEphemeralResource)(nil)

// defaultTTL is that of Cloudflare's API for temporary credentials.
const defaultTTL = 15 * time.Minute

func newTemporaryCredentialsEphemeralResource() ephemeral.EphemeralResource {
	return &temporaryCredentialsEphemeralResource{}
}

// temporaryCredentialsEphemeralResource signs temporary credentials with the
// provider's own. There is nothing to renew or to close.
type temporaryCredentialsEphemeralResource struct{ data *providerData }

type temporaryCredentialsModel struct {
	Bucket          types.String `tfsdk:"bucket"`
	AccountID       types.String `tfsdk:"account_id"`
	Jurisdiction    types.String `tfsdk:"jurisdiction"`
	Permission      types.String `tfsdk:"permission"`
	Prefixes        types.List   `tfsdk:"prefixes"`
	Objects         types.List   `tfsdk:"objects"`
	TTL             types.String `tfsdk:"ttl"`
	AccessKeyID     types.String `tfsdk:"access_key_id"`
	SecretAccessKey types.String `tfsdk:"secret_access_key"`
	SessionToken    types.String `tfsdk:"session_token"`
	ExpiresAt       types.String `tfsdk:"expires_at"`
	Endpoint        types.String `tfsdk:"endpoint"`
	BaseEndpoint    types.String `tfsdk:"base_endpoint"`
}

func (e *temporaryCredentialsEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_temporary_credentials"
}

func (e *temporaryCredentialsEphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	keys := func(description string) schema.ListAttribute {
		return schema.ListAttribute{
			MarkdownDescription: description,
			ElementType:         types.StringType,
			Optional:            true,
			Validators: []validator.List{elements{least: 1, each: []validator.String{
				atMostBytes(1024),
				stringRule{code: "R2-087", summary: "Invalid Key", rule: "Keys of objects do not begin with a slash.", valid: func(s string) bool { return s == "" || s[0] != '/' }},
			}}},
		}
	}
	computed := func(description string, sensitive bool) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true, Sensitive: sensitive}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Short-lived S3 credentials for one bucket, or for some of its keys, made from the provider's own token. They are signed on this machine, anew each time " +
			"that Terraform opens the resource, and are never stored. They allow no more than the provider's token does, and end when it is revoked. " +
			"Unless `verify_at_plan` is `false`, eight requests find out first that the provider's token has the permission, billed as two Class A and three Class B operations at most.",
		Attributes: map[string]schema.Attribute{
			"bucket": schema.StringAttribute{
				MarkdownDescription: "The bucket that the credentials are for. The same run may create it: the first plan then warns that it does not exist yet.",
				Required:            true,
				Validators:          []validator.String{bucketNameRule},
			},
			"account_id": schema.StringAttribute{
				MarkdownDescription: "The Cloudflare account of the bucket: 32 hexadecimal characters. Defaults to the provider's.",
				Optional:            true,
				Validators:          []validator.String{accountIDRule},
			},
			"jurisdiction": schema.StringAttribute{
				MarkdownDescription: "The jurisdiction of the bucket, such as `eu`. Defaults to `default`, for a bucket in none.",
				Optional:            true,
				Validators:          []validator.String{jurisdictionRule},
			},
			"permission": schema.StringAttribute{
				MarkdownDescription: "What the credentials allow: `object-read-only`, `object-read-write`, `admin-read-only` or `admin-read-write`. The provider's token needs it, or a higher one. Defaults to `object-read-only`.",
				Optional:            true,
				Validators:          []validator.String{oneOf(permissionNames()...)},
			},
			"prefixes": keys("Restricts the credentials to objects whose keys begin with one of these, such as `postgres/`: each of 1 to 1024 bytes, without a slash in front. Left out together with `objects`, they are for all keys."),
			"objects":  keys("Restricts the credentials to the objects with these keys: each of 1 to 1024 bytes, without a slash in front. Left out together with `prefixes`, they are for all keys."),
			"ttl": schema.StringAttribute{
				MarkdownDescription: "How long the credentials live: a time span in whole seconds from `1s` to `168h` (7 days). Defaults to `15m`.",
				Optional:            true,
				Validators: []validator.String{stringRule{
					code: "R2-087", summary: "Invalid TTL", valid: validTTL,
					rule: "It must be a time span in whole seconds, from \"1s\" to \"168h\" (7 days), such as \"15m\".",
				}},
			},
			"access_key_id":     computed("The Access Key ID, which is that of the provider's token.", false),
			"secret_access_key": computed("The Secret Access Key that belongs to the session token.", true),
			"session_token":     computed("The session token, which S3 clients send with every request.", true),
			"expires_at":        computed("When the credentials end, in RFC 3339.", false),
			"endpoint":          computed("The S3 API endpoint with the bucket appended.", false),
			"base_endpoint":     computed("The endpoint without the bucket, for S3 clients that take the two apart.", false),
		},
	}
}

func permissionNames() []string {
	var names []string
	for _, permission := range r2.Permissions() {
		names = append(names, string(permission))
	}
	return names
}

func validTTL(s string) bool {
	ttl, err := time.ParseDuration(s)
	return err == nil && ttl >= time.Second && ttl <= r2.MaxTemporaryTTL && ttl%time.Second == 0
}

func (e *temporaryCredentialsEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.data = providerDataFrom(req.ProviderData)
}

func (e *temporaryCredentialsEphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model temporaryCredentialsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(e.data.readyToRead("r2_temporary_credentials", model.AccountID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	grant, diags := e.grant(ctx, model)
	resp.Diagnostics.Append(diags...)
	if !resp.Diagnostics.HasError() && e.data.verifyAtPlan {
		resp.Diagnostics.Append(e.refuseMoreThanParent(ctx, grant)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model.fromR2(grant, e.data.credentials().Temporary(grant, time.Now()))
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// grant reads the configuration.
func (e *temporaryCredentialsEphemeralResource) grant(ctx context.Context, model temporaryCredentialsModel) (r2.Grant, diag.Diagnostics) {
	grant := r2.Grant{
		Endpoint:   e.data.accountEndpoint(model.AccountID, model.Jurisdiction),
		Permission: r2.ObjectReadOnly,
		TTL:        defaultTTL,
	}
	grant.Endpoint.Bucket = model.Bucket.ValueString()
	if !model.Permission.IsNull() {
		grant.Permission = r2.Permission(model.Permission.ValueString())
	}
	if !model.TTL.IsNull() {
		grant.TTL, _ = time.ParseDuration(model.TTL.ValueString()) // Validated.
	}
	diags := model.Prefixes.ElementsAs(ctx, &grant.Prefixes, false)
	diags.Append(model.Objects.ElementsAs(ctx, &grant.Objects, false)...)
	return grant, diags
}

// refuseMoreThanParent asks what the provider's token may do on the bucket. R2
// would sign nothing away that the token does not have, but would only say so
// where the credentials are used.
func (e *temporaryCredentialsEphemeralResource) refuseMoreThanParent(ctx context.Context, grant r2.Grant) diag.Diagnostics {
	inspection, report := e.data.inspector.Inspect(ctx, grant.Endpoint, e.data.credentials())
	if inspection.BucketMissing {
		notYet := r2.BucketNotYet(grant.Endpoint, e.data.accessKeyID.value)
		return diag.Diagnostics{tokenPaths.diagnostic(&notYet)}
	}
	if report.Failed() {
		return tokenPaths.diagnostics(report)
	}
	if inspection.Capabilities.Covers(grant.Permission) {
		return nil
	}
	if !inspection.Capabilities.Lacks(grant.Permission) {
		return notDetermined(grant.Permission, report)
	}
	level := "no permission level on this bucket"
	switch {
	case inspection.Permission != "":
		level = "\"" + inspection.Permission.Label() + "\""
	case len(report) > 0:
		level = "less"
	}
	return diag.Diagnostics{about(path.Root("permission"), r2.Finding{
		Code: "R2-088", Summary: "Permission Exceeds the Token's",
		Detail: "Temporary credentials cannot do more than the token that they are made from. \"" + grant.Permission.Label() + "\" was asked for, and the provider's token has " + level +
			".\n\nAsk for less, or give the provider a token with that permission.",
		Facts: []r2.Fact{{Name: "bucket", Value: grant.Endpoint.Bucket}, {Name: "access key id", Value: e.data.accessKeyID.value}},
	})}
}

// notDetermined turns the warning that rights of the token are not known into an
// error: they are needed here.
func notDetermined(permission r2.Permission, report r2.Report) diag.Diagnostics {
	for i := range report {
		report[i].Severity = r2.Error
		report[i].Detail = "Temporary credentials cannot do more than the token that they are made from, and whether the provider's token has \"" +
			permission.Label() + "\" could not be determined. " + report[i].Detail
	}
	return tokenPaths.diagnostics(report)
}

// fromR2 fills in the credentials.
func (m *temporaryCredentialsModel) fromR2(grant r2.Grant, credentials r2.TemporaryCredentials) {
	m.AccessKeyID = types.StringValue(credentials.AccessKeyID)
	m.SecretAccessKey = types.StringValue(credentials.SecretAccessKey.Reveal())
	m.SessionToken = types.StringValue(credentials.SessionToken.Reveal())
	m.ExpiresAt = types.StringValue(credentials.ExpiresAt.Format(time.RFC3339))
	m.Endpoint = types.StringValue(grant.Endpoint.String())
	m.BaseEndpoint = types.StringValue(grant.Endpoint.Base())
}
