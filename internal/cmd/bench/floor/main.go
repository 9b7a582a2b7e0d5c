// Command floor is a provider with the schemas of this one that does nothing.
// The bench measures it for what Terraform itself takes for as many resources.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-r2/terraform-provider-r2/internal/plugin"
	r2provider "github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

func main() {
	if err := plugin.Serve(func() provider.Provider { return &inertProvider{r2provider.New("floor")()} }, false); err != nil {
		log.Fatal(err)
	}
}

// inertProvider has the schema of the real one and resources that do nothing.
type inertProvider struct{ real provider.Provider }

func (p *inertProvider) Metadata(ctx context.Context, req provider.MetadataRequest, resp *provider.MetadataResponse) {
	p.real.Metadata(ctx, req, resp)
}

func (p *inertProvider) Schema(ctx context.Context, req provider.SchemaRequest, resp *provider.SchemaResponse) {
	p.real.Schema(ctx, req, resp)
}

func (p *inertProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (p *inertProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *inertProvider) Resources(ctx context.Context) []func() resource.Resource {
	var inert []func() resource.Resource
	for _, constructor := range p.real.Resources(ctx) {
		inert = append(inert, func() resource.Resource { return &inertResource{constructor()} })
	}
	return inert
}

// inertResource stores what was planned.
type inertResource struct{ real resource.Resource }

func (r *inertResource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.real.Metadata(ctx, req, resp)
}

func (r *inertResource) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	r.real.Schema(ctx, req, resp)
}

func (r *inertResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = settled(req.Plan.Raw)
}

func (r *inertResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *inertResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = settled(req.Plan.Raw)
}

func (r *inertResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// stored is what stands for a value that the real provider computes. It is no
// longer than those are on average, since Terraform reads and writes it in every
// step.
const stored = "0123456789abcdef0123456789abcdef/backups"

// settled makes every unknown string a known one, and all else that is unknown
// null.
func settled(planned tftypes.Value) tftypes.Value {
	result, err := tftypes.Transform(planned, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		switch {
		case v.IsKnown():
			return v, nil
		case v.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, stored), nil
		default:
			return tftypes.NewValue(v.Type(), nil), nil
		}
	})
	if err != nil {
		log.Fatal(err)
	}
	return result
}
