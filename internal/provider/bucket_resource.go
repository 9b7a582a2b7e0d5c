package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/plugin"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

var (
	_ resource.ResourceWithConfigure      = (*bucketResource)(nil)
	_ resource.ResourceWithValidateConfig = (*bucketResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*bucketResource)(nil)
	_ resource.ResourceWithImportState    = (*bucketResource)(nil)
	_ resource.ResourceWithMoveState      = (*bucketResource)(nil)
	_ resource.ResourceWithIdentity       = (*bucketResource)(nil)
)

func newBucketResource() resource.Resource { return &bucketResource{} }

// bucketResource makes and configures a bucket, with the provider's own token.
type bucketResource struct{ data *providerData }

func (r *bucketResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bucket"
}

func (r *bucketResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = providerDataFrom(req.ProviderData)
}

// ValidateConfig refuses rules with the same id, and warns of a jurisdiction that
// is not known here: the set is open, so that it must pass.
func (r *bucketResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config bucketModel
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(duplicateIDs(config.LifecycleRules, path.Root("lifecycle_rules"))...)
	resp.Diagnostics.Append(duplicateIDs(config.CORSRules, path.Root("cors_rules"))...)
	label := config.Jurisdiction.ValueString()
	if label != "" && r2.ValidJurisdiction(label) && !slices.Contains(r2.KnownJurisdictions(), label) {
		resp.Diagnostics.Append(about(path.Root("jurisdiction"), r2.Finding{
			Code: "R2-085", Severity: r2.Warning, Summary: "Unknown Jurisdiction",
			Detail: "This version of the provider does not know the jurisdiction " + label + ". It may be a new one, or misspelled: a bucket's jurisdiction cannot be changed afterwards.",
		}))
	}
}

// ModifyPlan settles the account and the location, says what a change of
// location does not do, and refuses early to replace a bucket that is not empty.
func (r *bucketResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.data == nil {
		return
	}
	var config, plan bucketModel
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.Plan.Raw, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state := bucketModel{Location: types.StringNull()}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(bucketCodec().get(ctx, req.State.Raw, &state)...)
	}
	planned := plan
	resp.Diagnostics.Append(r.settleAccount(config, &plan)...)
	if config.Location.IsNull() {
		// It does not change, whatever is configured.
		plan.Location = state.Location
	}
	if !plan.AccountID.Equal(planned.AccountID) || !plan.Location.Equal(planned.Location) {
		resp.Diagnostics.Append(bucketCodec().set(ctx, &resp.Plan.Raw, &plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.refuseCreation(ctx, plan)...)
		return
	}
	moves := !plan.AccountID.IsUnknown() && !state.AccountID.IsNull() && !plan.AccountID.Equal(state.AccountID)
	if moves {
		resp.RequiresReplace.Append(path.Root("account_id"))
	}
	// The attributes' own modifiers replace for these; what they say is not told here.
	if moves || !plan.Name.Equal(state.Name) || !plan.Jurisdiction.Equal(state.Jurisdiction) {
		resp.Diagnostics.Append(r.refuseReplacement(ctx, state)...)
		return
	}
	resp.Diagnostics.Append(warnOfRules(plan, state)...)
	if !plan.Location.IsUnknown() && !plan.Location.Equal(state.Location) {
		resp.Diagnostics.Append(about(path.Root("location"), r2.Finding{
			Code: "R2-086", Severity: r2.Warning, Summary: "Location Does Not Change",
			Detail: "R2 honours a location hint only the first time that a name is used in the account. Only the value in the state changes; the data stays where it is. " +
				"To have a bucket elsewhere, create one of another name and copy the objects.",
		}))
	}
}

// settleAccount plans the provider's account where none is configured.
func (r *bucketResource) settleAccount(config bucketModel, plan *bucketModel) diag.Diagnostics {
	switch {
	case !config.AccountID.IsNull():
	case !r.data.accountID.known:
		plan.AccountID = types.StringUnknown()
	case r.data.accountID.value == "":
		return diag.Diagnostics{about(path.Root("account_id"), r2.Finding{
			Code: "R2-081", Summary: "Missing Account ID",
			Detail: "Neither the bucket nor the provider says which Cloudflare account it is in. Set account_id here or in the provider block, or the environment variable R2_ACCOUNT_ID.",
		})}
	default:
		plan.AccountID = types.StringValue(r.data.accountID.value)
	}
	return nil
}

// refuseCreation fails the plan of a new bucket that the provider's token cannot
// make. That its name is taken is no reason: a bucket that is replaced by one of
// the same name is planned like this, too.
func (r *bucketResource) refuseCreation(ctx context.Context, plan bucketModel) diag.Diagnostics {
	if !r.known() || !r.data.verifyAtPlan || r.data.destroying || plan.Name.IsUnknown() || plan.AccountID.IsUnknown() || plan.Jurisdiction.IsUnknown() {
		return nil
	}
	if diags := r.ready(); diags.HasError() {
		return diags
	}
	endpoint := plan.toR2()
	if err := r.bucket(endpoint).Manageable(ctx); err != nil {
		return diag.Diagnostics{r.failed(err, "plan a new bucket", endpoint)}
	}
	return nil
}

// refuseReplacement fails the plan that would replace a bucket with objects in
// it. Where it cannot be asked, the deletion itself will refuse.
func (r *bucketResource) refuseReplacement(ctx context.Context, state bucketModel) diag.Diagnostics {
	if state.ForceDestroy.ValueBool() || !r.known() || !r.data.verifyAtPlan {
		return nil
	}
	contents, err := r.bucket(state.toR2()).Contents(ctx)
	if err != nil || contents.Empty() {
		return nil
	}
	finding := r2.BucketHoldsObjects(state.toR2(), contents, "replace")
	return diag.Diagnostics{bucketPaths.diagnostic(&finding)}
}

// Create makes the bucket and then sets its rules. An error of a bucket that
// exists would have Terraform mark it as tainted and replace it, so one that
// cannot be configured is deleted again; where that fails too, what is missing is
// a warning, and the next plan shows it.
func (r *bucketResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan bucketModel
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.Plan.Raw, &plan)...)
	resp.Diagnostics.Append(r.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	endpoint := plan.toR2()
	bucket := r.bucket(endpoint)
	creation, err := bucket.Create(ctx, plan.Location.ValueString())
	if err != nil {
		resp.Diagnostics.Append(r.createFailed(err, endpoint))
		return
	}
	logCreation(ctx, creation)
	unset := bucketModel{LifecycleRules: types.ListNull(lifecycleRuleType), CORSRules: types.ListNull(corsRuleType)}
	problems := r.configure(ctx, bucket, plan, &unset)
	// Only what this run has surely made is deleted again.
	undone := problems.HasError() && creation.Answered && ctx.Err() == nil && bucket.Delete(ctx) == nil
	for _, d := range problems {
		resp.Diagnostics.Append(unconfigured(d, undone))
	}
	if !undone {
		plan.fromR2(endpoint)
		plan.created(creation.BucketInfo)
		resp.Diagnostics.Append(bucketCodec().set(ctx, &resp.State.Raw, &plan)...)
		resp.Diagnostics.Append(setBucketIdentity(ctx, resp.Identity, endpoint)...)
	}
	if plugin.Unheard(ctx) {
		creation.Unheard()
		return
	}
	creation.Recorded()
}

// Read gives the identity in any case: the framework asks for one also of a
// bucket that is gone, and states of earlier versions of Terraform have none.
func (r *bucketResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state bucketModel
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.State.Raw, &state)...)
	if !r.known() && !state.AccountID.IsNull() {
		resp.Diagnostics.Append(general(r2.Finding{
			Code: "R2-082", Severity: r2.Warning, Summary: "Bucket Was Not Refreshed",
			Detail: "The provider block has values that become known only during apply, so the bucket could not be read. Its state is taken as it is.",
		}))
		resp.Diagnostics.Append(setBucketIdentity(ctx, resp.Identity, state.toR2())...)
		return
	}
	resp.Diagnostics.Append(r.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(r.place(&state)...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(setBucketIdentity(ctx, resp.Identity, state.toR2())...)
	r.data.planning.Store(true)
	importing, importDiags := req.Private.GetKey(ctx, importingKey)
	resp.Diagnostics.Append(importDiags...)

	found, diags := r.refresh(ctx, &state, importing != nil)
	resp.Diagnostics.Append(diags...)
	switch {
	case resp.Diagnostics.HasError():
	case !found && importing != nil:
		finding := r2.BucketMissing(state.toR2(), r.data.buckets.Elsewhere(ctx, state.toR2(), r.data.credentials()))
		resp.Diagnostics.Append(bucketPaths.diagnostic(&finding))
	case !found:
		resp.State.RemoveResource(ctx)
	default:
		if importing != nil {
			r.bucket(state.toR2()).Claimed(ctx)
		}
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, importingKey, nil)...)
		resp.Diagnostics.Append(bucketCodec().set(ctx, &resp.State.Raw, &state)...)
	}
}

// Update changes only what differs, and keeps in the state what was reached
// when a later call fails.
func (r *bucketResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, reached bucketModel
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.Plan.Raw, &plan)...)
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.State.Raw, &reached)...)
	resp.Diagnostics.Append(r.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	reached.fromR2(plan.toR2())
	reached.ForceDestroy, reached.Location = plan.ForceDestroy, plan.Location
	resp.Diagnostics.Append(r.configure(ctx, r.bucket(plan.toR2()), plan, &reached)...)
	resp.Diagnostics.Append(bucketCodec().set(ctx, &resp.State.Raw, &reached)...)
	resp.Diagnostics.Append(setBucketIdentity(ctx, resp.Identity, reached.toR2())...)
}

func (r *bucketResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state bucketModel
	resp.Diagnostics.Append(bucketCodec().get(ctx, req.State.Raw, &state)...)
	resp.Diagnostics.Append(r.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(r.place(&state)...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.delete(ctx, state)...)
}
