package tools_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// tokenExample is the example, asking the fake.
func tokenExample(t *testing.T, w *world) string {
	t.Helper()
	return testable(readExample(t, "cloudflare-token")) + "provider \"r2\" {\n  endpoint_url = \"" + w.url + "/{host}\"\n}\n"
}

func tokenCase(w *world, step resource.TestStep) resource.TestCase {
	factories := acctest.Factories(provider.New("test"))
	factories["cloudflare"] = providerserver.NewProtocol6WithError(&cloudflareProvider{w.Server})
	return resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{step}}
}

// TestAccCloudflareToken: the token is made and proven in the same run. It is enough for the storage, and for nothing else:
// one that is for more would be warned of, and the fake would not have refused it the configuration of the bucket.
func TestAccCloudflareToken(t *testing.T) {
	w := start(t)
	resource.ParallelTest(t, tokenCase(w, resource.TestStep{
		Config: tokenExample(t, w),
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectUnknownValue("r2_storage.backups", tfjsonpath.New("access_key_id")),
		}},
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("r2_storage.backups", tfjsonpath.New("secret_access_key_wo"), knownvalue.Null()),
			statecheck.ExpectKnownValue("r2_storage.backups", tfjsonpath.New("bucket"), knownvalue.StringExact(acctest.Bucket)),
		},
	}))
	if diff := cmp.Diff(map[string]bool{"GetBucketCors": true}, w.refusals()); diff != "" {
		t.Errorf("operations that the token was refused (-want +got):\n%s", diff)
	}
}

// TestAccCloudflareToken_readOnly is the control of the test above: with the other permission group the run fails.
func TestAccCloudflareToken_readOnly(t *testing.T) {
	w := start(t)
	resource.ParallelTest(t, tokenCase(w, resource.TestStep{
		Config:      strings.Replace(tokenExample(t, w), "2efd5506f9c8494dacb1fa10a3e7d5b6", "6a018a9f2fc74eb6b293b0c548f38b39", 1),
		ExpectError: regexp.MustCompile(`(?m)^Error: Token Cannot Write to the Bucket$`),
	}))
}
