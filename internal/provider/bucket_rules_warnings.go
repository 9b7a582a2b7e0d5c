package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// warnOfRules says what a plan does not show, or shows otherwise: Terraform knows
// neither the rules that are not managed nor that those stay that no longer are.
func warnOfRules(plan, state bucketModel) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, rules := range []struct {
		attribute     string
		before, after types.List
	}{
		{"lifecycle_rules", state.LifecycleRules, plan.LifecycleRules},
		{"cors_rules", state.CORSRules, plan.CORSRules},
	} {
		attribute, before, after := rules.attribute, rules.before, rules.after
		switch {
		case before.IsNull() && !after.IsNull() && !after.IsUnknown() && len(after.Elements()) == 0:
			diags.Append(about(path.Root(attribute), r2.Finding{
				Code: "R2-060", Severity: r2.Warning, Summary: "Rules That Are Not Shown Will Be Removed",
				Detail: attribute + " = [] removes every such rule of the bucket. They were not managed so far, so that this plan does not show them. " +
					"To keep them, leave the attribute out.",
			}))
		case after.IsNull() && len(before.Elements()) > 0:
			diags.Append(about(path.Root(attribute), r2.Finding{
				Code: "R2-061", Severity: r2.Warning, Summary: "Rules Will Stay in the Bucket",
				Detail: "The plan shows the rules as removed, but without " + attribute + " they are only no longer managed: they stay in the bucket as they are. " +
					"To remove them, write " + attribute + " = [].",
			}))
		}
	}
	return diags
}
