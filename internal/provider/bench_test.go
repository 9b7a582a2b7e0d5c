package provider_test

import (
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// The benchmarks are of what the provider does for one storage, over its protocol but without Terraform and without requests.
// What the test itself encodes and decodes is in them. `make microbench` runs them.

func BenchmarkStorage(b *testing.B) {
	config := acctest.Values{
		"endpoint": acctest.Endpoint("default", acctest.Bucket), "path": "/postgres", "use": "destination", "verify": false,
		"access_key_id": "de57de57de57de57de57de57de57de57",
	}
	p := acctest.Serve(b, provider.New("bench"))
	if diags := p.Configure(acctest.Values{}); diags != nil {
		b.Fatal(diags)
	}
	change, diags := p.Plan("r2_storage", nil, config)
	if diags != nil {
		b.Fatal(diags)
	}
	state, diags := p.Apply(change)
	if diags != nil {
		b.Fatal(diags)
	}
	for name, call := range map[string]func(){
		"validate":  func() { p.Validate("r2_storage", config) },
		"create":    func() { p.Plan("r2_storage", nil, config) },
		"no change": func() { p.Plan("r2_storage", state, config) },
		"refresh":   func() { p.Refresh("r2_storage", state) },
		"apply":     func() { p.Apply(change) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				call()
			}
		})
	}
}

func BenchmarkSchema(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		acctest.Serve(b, provider.New("bench"))
	}
}
