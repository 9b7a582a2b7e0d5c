package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// keepEquivalent plans the stored spelling of a value as long as the configured
// one means the same. Semantic equality alone covers what the provider returns,
// not what Terraform plans.
type keepEquivalent struct{ of normalStringType }

func (m keepEquivalent) Description(context.Context) string {
	return "Another spelling of the same value is no change."
}

func (m keepEquivalent) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m keepEquivalent) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	planned, stored := normalString{req.PlanValue, m.of}, normalString{req.StateValue, m.of}
	if planned.means(stored) {
		resp.PlanValue = types.StringValue(stored.ValueString())
	}
}
