package provider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// triggered is a storage that the action tries after it was created, with a token of its own by an alias of the provider.
func triggered(fake *acctest.R2, own r2fake.Credentials) string {
	return fake.Provider(append(withToken(own), `alias = "backups"`)...) + fmt.Sprintf(`
action "r2_verify_storage" "backups" {
  provider = r2.backups

  config {
    endpoint = %q
    path     = "/postgres"
    use      = "destination"
  }
}

resource "terraform_data" "backups" {
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.r2_verify_storage.backups]
    }
  }
}
`, acctest.Endpoint("default", acctest.Bucket))
}

func TestAccVerifyStorageAction_triggered(t *testing.T) {
	fake := acctest.Start(t)
	resource.ParallelTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: triggered(fake, fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)),
			PostApplyFunc: func() {
				if diff := cmp.Diff(roundTripRequests, operations(fake)); diff != "" {
					t.Errorf("requests (-want +got):\n%s", diff)
				}
				wantKeys(t, fake)
			},
		}},
	})
}

func TestAccVerifyStorageAction_wrongLevel(t *testing.T) {
	fake := acctest.Start(t)
	resource.ParallelTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: triggered(fake, fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)),
			// Terraform has a summary of its own, and the action's before the detail.
			ExpectError: regexp.MustCompile(`(?m)^Token Cannot Do What the Use Needs: R2 refuses`),
		}},
	})
}
