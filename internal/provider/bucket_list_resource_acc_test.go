package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// TestAccBucketListResource_query: `terraform query` finds the buckets, with what it needs to import them.
func TestAccBucketListResource_query(t *testing.T) {
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "eu", "acme-eu")
	w.AddBucket(acctest.Account, "eu", "other-eu")
	identity := func(jurisdiction, name string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"account_id": knownvalue.StringExact(acctest.Account), "jurisdiction": knownvalue.StringExact(jurisdiction), "name": knownvalue.StringExact(name),
		}
	}
	const address = "r2_bucket.acme"
	resource.ParallelTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: w.Provider(withToken(w.admin)...)},
			{
				Query: true,
				Config: `
list "r2_bucket" "acme" {
  provider         = r2
  include_resource = true

  config {
    prefix = "acme-"
  }
}
`,
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength(address, 3),
					querycheck.ExpectIdentity(address, identity("default", acctest.Bucket)),
					querycheck.ExpectIdentity(address, identity("default", acctest.OtherBucket)),
					querycheck.ExpectIdentity(address, identity("eu", "acme-eu")),
					querycheck.ExpectResourceKnownValues(address, queryfilter.ByResourceIdentity(identity("eu", "acme-eu")), []querycheck.KnownValueCheck{
						{Path: tfjsonpath.New("endpoint"), KnownValue: knownvalue.StringExact(acctest.Endpoint("eu", "acme-eu"))},
						{Path: tfjsonpath.New("force_destroy"), KnownValue: knownvalue.Bool(false)},
					}),
				},
			},
		},
	})
}
