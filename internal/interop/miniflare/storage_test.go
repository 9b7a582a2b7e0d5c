package miniflare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestStorage_lifeCycle: what is planned is applied, and a second plan changes nothing; nothing is left in the bucket.
func TestStorage_lifeCycle(t *testing.T) {
	t.Parallel()
	s := local(t)
	folder := store(t, s)
	config := storage("destination", bucket, s.credentials).With(acctest.Values{"path": "/" + folder})
	change, diags := serve(t, s).Plan("r2_storage", nil, config)
	wantSummaries(t, "plan", diags)
	state, diags := serve(t, s).Apply(change)
	wantSummaries(t, "apply", diags)
	if diff := cmp.Diff(change.Planned, state); diff != "" {
		t.Errorf("state (-planned +got):\n%s", diff)
	}
	again, diags := serve(t, s).Plan("r2_storage", state, config)
	wantSummaries(t, "second plan", diags)
	if !again.NoOp() {
		t.Errorf("the second plan changes %v", again.Planned)
	}
	if diff := cmp.Diff([]string{folder + "/object"}, keys(t, s, folder)); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// TestStorage_findings: what is wrong is told at plan as R2's own answers have it. The local R2 has no levels, so that its
// credentials have more than a source needs.
func TestStorage_findings(t *testing.T) {
	t.Parallel()
	s := local(t)
	const tooMuch = "Warning on access_key_id: Token Has More Permission Than Needed"
	tests := map[string]struct {
		config acctest.Values
		want   []string
	}{
		"destination": {storage("destination", bucket, s.credentials), nil},
		"source": {
			storage("source", bucket, s.credentials).With(acctest.Values{"path": "/" + store(t, s)}),
			[]string{tooMuch},
		},
		"source without objects": {
			storage("source", emptyBucket, s.credentials),
			[]string{tooMuch, "Warning on endpoint: Source Is Empty"},
		},
		// The local R2 answers 501 to what configures a bucket, so that nothing shows that buckets can be created.
		"create_bucket": {
			storage("create_bucket", bucket, s.credentials), []string{"Error on : Operation Not Supported"},
		},
		"wrong secret": {
			storage("destination", bucket, r2fake.Credentials{AccessKeyID: s.credentials.AccessKeyID, SecretAccessKey: strings.Repeat("0", 64)}),
			[]string{"Error on : Secret Does Not Belong to the Key"},
		},
		"unknown key": {
			storage("destination", bucket, r2fake.Credentials{AccessKeyID: unknownKey, SecretAccessKey: s.credentials.SecretAccessKey}),
			[]string{"Error on access_key_id: Token Unknown to R2"},
		},
		"missing bucket": {
			storage("destination", "acme-absent", s.credentials),
			[]string{"Error on endpoint: Bucket Does Not Exist"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := serve(t, s).Plan("r2_storage", nil, test.config)
			wantSummaries(t, "plan", diags, test.want...)
		})
	}
}

// TestAccStorageResource: the same through the CLI.
func TestAccStorageResource(t *testing.T) {
	s := local(t)
	hcl := fmt.Sprintf(`
provider "r2" {
  endpoint_url = %q
}

resource "r2_storage" "backups" {
  endpoint             = %q
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = %q
  secret_access_key_wo = %q
}
`, s.base, acctest.Endpoint(r2fake.DefaultJurisdiction, bucket), s.credentials.AccessKeyID, s.credentials.SecretAccessKey)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(provider.New("test")),
		Steps: []resource.TestStep{
			{
				Config: hcl,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("r2_storage.backups", plancheck.ResourceActionCreate),
				}},
			},
			{Config: hcl, PlanOnly: true},
		},
	})
}
