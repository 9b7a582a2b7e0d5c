package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// verifyPlan proves the connection while planning, if everything about it is
// known. keepsKey tells whether the storage exists and keeps its key.
func (r *storageResource) verifyPlan(ctx context.Context, config, plan storageModel, keepsKey bool) diag.Diagnostics {
	if r.data == nil {
		return nil
	}
	if !r.known(config, plan) {
		// Only a walk that plans sees unknown values.
		r.data.planning.Store(true)
		return nil
	}
	if !r.data.verifyAtPlan || r.data.destroying || !plan.Verify.ValueBool() {
		return nil
	}
	return r.verify(ctx, config, plan, r.planPatience(keepsKey))
}

// verifyApply proves the connection before it is stored, and settles what the
// plan could not know.
func (r *storageResource) verifyApply(ctx context.Context, config storageModel, plan *storageModel) diag.Diagnostics {
	if err := plan.derive(); err != nil {
		return diag.Diagnostics{storagePaths.fromError(err)}
	}
	if !plan.Verify.ValueBool() || r.data == nil {
		return nil
	}
	return r.verify(ctx, config, *plan, func(waited time.Duration) bool { return waited < r.data.propagation })
}

// planPatience decides whether a token that R2 answers 401 is waited for while
// planning. Terraform plans a resource twice: while it plans and, with what has
// become known since, while it applies. A token made in the same run may be too
// young in the second one, and nothing in the request tells the two apart. So a
// new key is waited for, until the walk has shown itself to be one that plans.
// A storage that is not created and keeps its key is never waited for.
func (r *storageResource) planPatience(keepsKey bool) r2.Patience {
	if keepsKey {
		return nil
	}
	return func(waited time.Duration) bool {
		return waited < r.data.propagation && !r.data.planning.Load()
	}
}

// known tells whether everything that a verification needs is known.
func (r *storageResource) known(config, plan storageModel) bool {
	if !r.data.ready || anyUnknown(plan.Endpoint, plan.Path, plan.Use, plan.Verify, config.AccessKeyID, config.SecretAccessKeyWO) {
		return false
	}
	fallsBack := config.AccessKeyID.IsNull() || config.SecretAccessKeyWO.IsNull()
	return !fallsBack || r.data.credentialsKnown()
}

// verify runs the verification and converts its report.
func (r *storageResource) verify(ctx context.Context, config, plan storageModel, patience r2.Patience) diag.Diagnostics {
	endpoint, folder, err := plan.toR2()
	if err != nil {
		return diag.Diagnostics{storagePaths.fromError(err)}
	}
	creds, diags := r.credentials(config)
	if diags.HasError() {
		return diags
	}
	report := r.data.verifier.Verify(ctx, r2.Connection{
		Endpoint: endpoint, Path: folder, Use: r2.Use(plan.Use.ValueString()), Credentials: creds,
	}, patience)
	if config.AccessKeyID.IsNull() || config.SecretAccessKeyWO.IsNull() {
		for i := range report {
			report[i].Facts = append(report[i].Facts, r2.Fact{Name: "credentials", Value: "the provider's"})
			if report[i].Field == r2.FieldSecretAccessKey {
				report[i].Field = r2.FieldNone // It is no attribute of the storage.
			}
		}
	}
	diags.Append(storagePaths.diagnostics(report)...)
	return diags
}

// credentials are the storage's own or the provider's: never a key with the
// secret of another one.
func (r *storageResource) credentials(config storageModel) (r2.Credentials, diag.Diagnostics) {
	providers := r.data.credentials()
	ownKey, ownSecret := config.AccessKeyID.ValueString(), r2.NewSecret(config.SecretAccessKeyWO.ValueString())
	own := r2.Credentials{AccessKeyID: ownKey, SecretAccessKey: ownSecret}
	switch {
	case ownKey != "" && !ownSecret.IsZero():
		return own, nil
	case ownKey != "" && ownKey != providers.AccessKeyID:
		return own, diag.Diagnostics{general(r2.Finding{
			Code: "R2-080", Summary: "Missing Secret Access Key",
			Detail: "The storage has an access_key_id of its own, but no secret that belongs to it. Set secret_access_key_wo, for example from a variable:\n\n" +
				"  secret_access_key_wo = var.secret\n\n" +
				"Terraform does not store it, so it must be given at every plan. To declare the storage without proving it: verify = false.",
		})}
	case !ownSecret.IsZero() && ownSecret != providers.SecretAccessKey:
		return own, diag.Diagnostics{general(r2.Finding{
			Code: "R2-080", Summary: "Missing Access Key ID",
			Detail: "The storage has a secret_access_key_wo of its own, but no Access Key ID that belongs to it. Set access_key_id, which is not secret. " +
				"To use the provider's credentials, leave out both.",
		})}
	case providers.AccessKeyID == "" || providers.SecretAccessKey.IsZero():
		return providers, diag.Diagnostics{general(r2.Finding{
			Code: "R2-080", Summary: "Missing Credentials",
			Detail: "There is no token to prove the connection with. Set access_key_id and secret_access_key_wo to the Access Key ID and the Secret Access Key of an R2 API token, " +
				"or set both for the provider (R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY). To declare the storage without proving it: verify = false.",
		})}
	}
	return providers, nil
}
