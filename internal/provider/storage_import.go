package provider

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// importForms says what an import id looks like.
const importForms = "An import ID is the endpoint, with the path behind it where there is one, and optionally what else the configuration sets:\n\n" +
	"  https://<account id>.r2.cloudflarestorage.com/<bucket>\n" +
	"  https://<account id>.r2.cloudflarestorage.com/<bucket>/<path>\n" +
	"  https://<account id>.r2.cloudflarestorage.com/<bucket>?use=source&access_key_id=<key>\n\n" +
	"Behind the question mark there may be use (otherwise the storage is a destination), access_key_id, secret_access_key_wo_version and verify."

// ImportState fills in everything from the import id, or the identity, and the
// defaults, so that a configuration that says the same plans no change.
func (r *storageResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var model storageModel
	if req.Identity != nil && !req.Identity.Raw.IsNull() {
		var diags diag.Diagnostics
		model, diags = storageFromIdentity(ctx, req.Identity)
		resp.Diagnostics.Append(diags...)
	} else {
		var problem string
		if model, problem = parseStorageImport(req.ID); problem != "" {
			resp.Diagnostics.Append(invalidImport(problem, importForms))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(model.setIdentity(ctx, resp.Identity)...)
	resp.Diagnostics.Append(r.verifyImport(ctx, model)...)
}

// verifyImport proves the connection if the provider holds its credentials. What
// is wrong is only a warning here: an import takes note of what there is, and
// the next plan, which knows the storage's own secret, will insist.
func (r *storageResource) verifyImport(ctx context.Context, model storageModel) diag.Diagnostics {
	if !model.Verify.ValueBool() || r.data == nil || !r.data.ready || !r.data.verifyAtPlan || !r.data.credentialsKnown() {
		return nil
	}
	own := r.data.credentials()
	otherKey := known(model.AccessKeyID) && model.AccessKeyID.ValueString() != own.AccessKeyID
	otherAccount := r.data.accountID.value != "" && r.data.accountID.value != model.AccountID.ValueString()
	if own.AccessKeyID == "" || otherKey || otherAccount {
		return nil
	}
	var warnings diag.Diagnostics
	for _, d := range r.verify(ctx, model, model, nil).Errors() {
		warnings.Append(asWarning(d, d.Summary(), ""))
	}
	return warnings
}

// invalidImport says what is wrong with an import id, and which forms it can have.
func invalidImport(problem, forms string) diag.Diagnostic {
	return general(r2.Finding{Code: "R2-083", Summary: "Invalid Import ID", Detail: problem + "\n\n" + forms})
}

// importedStorage is the state of a storage of which only the place is known:
// the defaults for everything else.
func importedStorage(endpoint r2.Endpoint, folder r2.Path) storageModel {
	model := storageModel{
		Endpoint: endpointType.value(endpoint.String()),
		Path:     pathType.value(folder.String()),
		Use:      types.StringValue(string(r2.Destination)),
		Verify:   types.BoolValue(true),
	}
	model.fromR2(endpoint, folder)
	return model
}

// parseStorageImport gives the state for an import id, or what is wrong with it.
func parseStorageImport(id string) (storageModel, string) {
	location, rawQuery, hasQuery := strings.Cut(id, "?")
	endpoint, folder, err := r2.ParseLocation(location)
	if finding, ok := errors.AsType[*r2.Finding](err); ok {
		return storageModel{}, finding.Detail
	}
	model := importedStorage(endpoint, folder)
	if !hasQuery {
		return model, ""
	}
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return storageModel{}, "What stands behind the question mark is not a query."
	}
	settings, problem := storageSettingsFromQuery(query)
	settings.apply(&model)
	return model, problem
}
