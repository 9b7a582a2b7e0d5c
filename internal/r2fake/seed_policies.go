package r2fake

import "io"

// ParsePolicies reads the policies of a token, in the form of a seed: {"policies": [...]}, or "level" and "buckets".
func ParsePolicies(r io.Reader) ([]Policy, error) {
	root, err := decodeJSON(r)
	if err != nil {
		return nil, err
	}
	var p seedPolicies
	root.object(p.fields())
	return p.policies(root), root.err()
}

// seedPolicies collects the two ways to write down policies.
type seedPolicies struct {
	single Policy
	list   []Policy
}

func (p *seedPolicies) fields() fields {
	return fields{
		"level":   func(n *node) { p.single.Level = Level(n.text()) },
		"buckets": func(n *node) { p.single.Buckets = n.refs() },
		"policies": func(n *node) {
			p.list = []Policy{}
			for _, item := range n.list() {
				var inner Policy
				item.object(fields{
					"level":   func(n *node) { inner.Level = Level(n.text()) },
					"buckets": func(n *node) { inner.Buckets = n.refs() },
				})
				item.check(validPolicy(inner))
				p.list = append(p.list, inner)
			}
		},
	}
}

func (p *seedPolicies) policies(n *node) []Policy {
	single := p.single.Level != "" || p.single.Buckets != nil
	switch {
	case single && p.list != nil:
		n.fail("has both a level and policies")
	case single:
		n.check(validPolicy(p.single))
		return []Policy{p.single}
	case p.list == nil:
		n.fail("has neither a level nor policies")
	}
	return p.list
}

func (n *node) refs() []BucketRef {
	refs := []BucketRef{}
	for _, item := range n.list() {
		var ref BucketRef
		item.object(fields{
			"jurisdiction": func(n *node) { ref.Jurisdiction = n.valid(n.text(), validJurisdiction) },
			"name":         func(n *node) { ref.Name = n.valid(n.text(), validBucketName) },
		}, "name")
		refs = append(refs, ref)
	}
	return refs
}
