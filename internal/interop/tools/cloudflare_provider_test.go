package tools_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// cloudflareProvider stands in for Cloudflare's own provider, which is not to be had offline: it has the one resource that
// the example uses, with the schema of version 5.22, and makes its tokens in the fake.
// See https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.22.0/docs/resources/account_token.md.
type cloudflareProvider struct{ fake *r2fake.Server }

func (p *cloudflareProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "cloudflare"
}

func (p *cloudflareProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {
}

func (p *cloudflareProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (p *cloudflareProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *cloudflareProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &accountToken{p.fake} }}
}

// accountToken is cloudflare_account_token.
type accountToken struct{ fake *r2fake.Server }

type accountTokenModel struct {
	ID         types.String         `tfsdk:"id"`
	AccountID  types.String         `tfsdk:"account_id"`
	Name       types.String         `tfsdk:"name"`
	Policies   []accountTokenPolicy `tfsdk:"policies"`
	ExpiresOn  types.String         `tfsdk:"expires_on"`
	NotBefore  types.String         `tfsdk:"not_before"`
	Status     types.String         `tfsdk:"status"`
	IssuedOn   types.String         `tfsdk:"issued_on"`
	LastUsedOn types.String         `tfsdk:"last_used_on"`
	ModifiedOn types.String         `tfsdk:"modified_on"`
	Value      types.String         `tfsdk:"value"`
}

type accountTokenPolicy struct {
	Effect           types.String `tfsdk:"effect"`
	PermissionGroups []struct {
		ID types.String `tfsdk:"id"`
	} `tfsdk:"permission_groups"`
	Resources types.String `tfsdk:"resources"` // JSON
}

func (r *accountToken) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account_token"
}

func (r *accountToken) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	required, computed := schema.StringAttribute{Required: true}, schema.StringAttribute{Computed: true}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":         computed,
		"account_id": required,
		"name":       required,
		"policies": schema.ListNestedAttribute{ // A set until 5.18.
			Required: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"effect":    required,
				"resources": required,
				"permission_groups": schema.ListNestedAttribute{
					Required:     true,
					NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{"id": required}},
				},
			}},
		},
		"expires_on":   schema.StringAttribute{Optional: true},
		"not_before":   schema.StringAttribute{Optional: true},
		"status":       schema.StringAttribute{Optional: true, Computed: true},
		"issued_on":    computed,
		"last_used_on": computed,
		"modified_on":  computed,
		"value":        schema.StringAttribute{Computed: true, Sensitive: true},
	}}
}

func (r *accountToken) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model accountTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	token := r2fake.Token{Account: model.AccountID.ValueString(), Value: "cfat_" + strings.ReplaceAll(model.Name.ValueString(), " ", "-")}
	for _, policy := range model.Policies {
		granted, err := policy.toFake(token.Account)
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("policies"), "Bad Policy", err.Error())
			return
		}
		token.Policies = append(token.Policies, granted)
	}
	model.Status = types.StringValue("active")
	model.IssuedOn, model.LastUsedOn, model.ModifiedOn = types.StringNull(), types.StringNull(), types.StringNull()
	model.ID = types.StringValue(r.fake.AddToken(token).AccessKeyID)
	model.Value = types.StringValue(token.Value)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// levels are those of the permission groups for the objects of buckets: https://developers.cloudflare.com/r2/api/tokens/
var levels = map[string]r2fake.Level{
	"2efd5506f9c8494dacb1fa10a3e7d5b6": r2fake.ObjectReadWrite,
	"6a018a9f2fc74eb6b293b0c548f38b39": r2fake.ObjectReadOnly,
}

// bucketResource is how the policy of a token names a bucket: account, jurisdiction and name.
var bucketResource = regexp.MustCompile(`^com\.cloudflare\.edge\.r2\.bucket\.([0-9a-f]{32})_([a-z]+)_([a-z0-9-]+)$`)

func (p accountTokenPolicy) toFake(account string) (r2fake.Policy, error) {
	if p.Effect.ValueString() != "allow" || len(p.PermissionGroups) != 1 {
		return r2fake.Policy{}, fmt.Errorf("effect %s with %d permission groups", p.Effect, len(p.PermissionGroups))
	}
	level, known := levels[p.PermissionGroups[0].ID.ValueString()]
	if !known {
		return r2fake.Policy{}, fmt.Errorf("no permission group for the objects of a bucket: %s", p.PermissionGroups[0].ID)
	}
	policy := r2fake.Policy{Level: level}
	var resources map[string]string
	if err := json.Unmarshal([]byte(p.Resources.ValueString()), &resources); err != nil {
		return policy, err
	}
	for name, access := range resources {
		bucket := bucketResource.FindStringSubmatch(name)
		if bucket == nil || bucket[1] != account || access != "*" {
			return policy, fmt.Errorf("%q for the resource %s", access, name)
		}
		policy.Buckets = append(policy.Buckets, r2fake.BucketRef{Jurisdiction: bucket[2], Name: bucket[3]})
	}
	return policy, nil
}

func (r *accountToken) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *accountToken) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError("Not Expected", "The token is not to change.")
}

func (r *accountToken) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model accountTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	r.fake.RevokeToken(model.ID.ValueString())
}
