package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// configure sets the rules in which the plan differs from what was reached, and
// notes in reached what was set. When R2 refuses some rules the others are tried
// as well, so that all problems show.
func (r *bucketResource) configure(ctx context.Context, bucket *r2.Bucket, plan bucketModel, reached *bucketModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if !plan.LifecycleRules.Equal(reached.LifecycleRules) {
		d, hopeless := r.setLifecycle(ctx, bucket, plan)
		diags.Append(d...)
		if hopeless {
			return diags
		}
		if !d.HasError() {
			reached.LifecycleRules = plan.LifecycleRules
		}
	}
	if !plan.CORSRules.Equal(reached.CORSRules) {
		d := r.setCORS(ctx, bucket, plan)
		diags.Append(d...)
		if !d.HasError() {
			reached.CORSRules = plan.CORSRules
		}
	}
	return diags
}

// setLifecycle also tells whether it is hopeless to send more: what went wrong
// is not about the rules.
func (r *bucketResource) setLifecycle(ctx context.Context, bucket *r2.Bucket, plan bucketModel) (diags diag.Diagnostics, hopeless bool) {
	desired, managed, diags := lifecycleToR2(ctx, plan.LifecycleRules)
	if !managed || diags.HasError() {
		return diags, false
	}
	if len(desired) > 0 { // All rules are replaced, so that those which cannot be managed must be looked for.
		current, err := bucket.Lifecycle(ctx)
		if err != nil {
			diags.Append(r.failed(err, "read the lifecycle rules", bucket.Endpoint))
			return diags, true
		}
		desired = withDefaultRule(desired, current)
	}
	if len(desired) > r2.MaxLifecycleRules {
		diags.Append(about(path.Root("lifecycle_rules"), r2.Finding{
			Code: "R2-087", Summary: "Too Many Lifecycle Rules",
			Detail: fmt.Sprintf("A bucket has at most %d lifecycle rules, and its own %q is one of them: it is kept as long as it is not declared. "+
				"Declare one rule less, or declare this one among them.", r2.MaxLifecycleRules, r2.DefaultAbortRule),
		}))
		return diags, false
	}
	if err := bucket.SetLifecycle(ctx, desired); err != nil {
		diags.Append(r.failed(err, "set the lifecycle rules", bucket.Endpoint))
		var failure *r2.Failure
		return diags, !errors.As(err, &failure) || failure.Kind != r2.Refused
	}
	return diags, false
}

func (r *bucketResource) setCORS(ctx context.Context, bucket *r2.Bucket, plan bucketModel) diag.Diagnostics {
	desired, managed, diags := corsToR2(ctx, plan.CORSRules)
	if !managed || diags.HasError() {
		return diags
	}
	if err := bucket.SetCORS(ctx, desired); err != nil {
		diags.Append(r.failed(err, "set the CORS rules", bucket.Endpoint))
	}
	return diags
}
