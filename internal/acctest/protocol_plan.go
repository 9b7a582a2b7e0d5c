package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Change is the plan of one resource instance, to be given to [Protocol.Apply].
type Change struct {
	// Planned is the state that was planned; nil for a deletion.
	Planned Values
	// Replaces lists the attributes that make the change a replacement.
	Replaces []string

	resource      string
	prior, config Values
	private       []byte
}

// NoOp tells whether nothing would change.
func (c Change) NoOp() bool {
	if len(c.Planned) != len(c.prior) {
		return false
	}
	for name, value := range c.Planned {
		if prior, ok := c.prior[name]; !ok || prior != value {
			return false
		}
	}
	return true
}

// Plan plans a resource from its prior state, nil for none, to its configuration, nil to delete it.
func (p *Protocol) Plan(resource string, prior, config Values) (Change, []Diagnostic) {
	p.t.Helper()
	schema := p.schema.ResourceSchemas[resource]
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         resource,
		PriorState:       p.dynamic(schema, prior),
		ProposedNewState: p.dynamic(schema, proposed(schema, prior, config)),
		Config:           p.dynamic(schema, config),
	})
	p.must(err)
	change := Change{
		Planned:  p.values(schema, resp.PlannedState),
		resource: resource, prior: prior, config: config, private: resp.PlannedPrivate,
	}
	for _, path := range resp.RequiresReplace {
		change.Replaces = append(change.Replaces, attribute(path))
	}
	return change, diagnostics(resp.Diagnostics)
}

// Apply carries a change out and returns the new state, nil after a deletion.
func (p *Protocol) Apply(change Change) (Values, []Diagnostic) {
	p.t.Helper()
	schema := p.schema.ResourceSchemas[change.resource]
	resp, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:       change.resource,
		PriorState:     p.dynamic(schema, change.prior),
		PlannedState:   p.dynamic(schema, change.Planned),
		Config:         p.dynamic(schema, change.config),
		PlannedPrivate: change.private,
	})
	p.must(err)
	return p.values(schema, resp.NewState), diagnostics(resp.Diagnostics)
}

// proposed is the state that Terraform proposes: the configuration, with what the provider computed before where the
// configuration says nothing, and without write-only values.
func proposed(schema *tfprotov6.Schema, prior, config Values) Values {
	if config == nil {
		return nil
	}
	state := Values{}
	for _, attribute := range schema.Block.Attributes {
		value := config[attribute.Name]
		switch {
		case attribute.WriteOnly:
			value = nil
		case value == nil && attribute.Computed:
			value = prior[attribute.Name]
		}
		state[attribute.Name] = value
	}
	return state
}
