package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestAccStorageResource_rendered pins what a user sees in a terminal of 80 columns. After a change of a text:
//
//	TF_ACC=1 go test ./internal/provider -run TestAccStorageResource_rendered -update
func TestAccStorageResource_rendered(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t)
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", "acme-eu")
	token := func(id string, policies ...r2fake.Policy) r2fake.Credentials {
		return fake.AddToken(r2fake.Token{Account: acctest.Account, ID: strings.Repeat(id, 32), Policies: policies})
	}
	inEU := r2fake.Policy{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Jurisdiction: "eu", Name: "acme-eu"}}}
	revoked := token("9")
	fake.RevokeToken(revoked.AccessKeyID)
	wrongSecret := token("8", acctest.Policy(r2fake.ObjectReadWrite))
	wrongSecret.SecretAccessKey = revoked.SecretAccessKey

	var hcl strings.Builder
	hcl.WriteString(acctest.RequiredProviders)
	hcl.WriteString("\nprovider \"r2\" {}\n") // What is about a provider without a block is shown otherwise by OpenTofu.
	// The address of the fake is different each time, so it does not stand in the configuration, which is quoted.
	w.Setenv("R2_ENDPOINT_URL", fake.EndpointURL)
	w.Setenv("R2_CREDENTIAL_PROPAGATION_TIMEOUT", "0s")
	w.Colour()
	for _, s := range []struct {
		name, use, endpoint string
		cred                r2fake.Credentials
	}{
		{"read_only", "destination", acctest.Endpoint("default", acctest.Bucket), token("1", acctest.Policy(r2fake.ObjectReadOnly, acctest.Bucket))},
		{"elsewhere", "destination", acctest.Endpoint("default", acctest.Bucket), token("2", acctest.Policy(r2fake.ObjectReadWrite, acctest.OtherBucket))},
		{"in_the_eu", "destination", acctest.Endpoint("default", "acme-eu"), token("3", inEU)},
		{"missing", "destination", acctest.Endpoint("default", "acme-backup"), token("4", acctest.Policy(r2fake.ObjectReadWrite))},
		{"for_the_service", "create_bucket", acctest.Endpoint("default", acctest.Bucket), token("5", acctest.Policy(r2fake.ObjectReadWrite))},
		{"too_much", "destination", acctest.Endpoint("default", acctest.Bucket), token("6", acctest.Policy(r2fake.AdminReadWrite))},
		{"empty", "source", acctest.Endpoint("default", acctest.Bucket), token("7", acctest.Policy(r2fake.ObjectReadOnly))},
		{"wrong_secret", "destination", acctest.Endpoint("default", acctest.Bucket), wrongSecret},
		{"revoked", "destination", acctest.Endpoint("default", acctest.Bucket), revoked},
	} {
		fmt.Fprintf(&hcl, `
variable %[1]q {
  ephemeral = true
}

resource "r2_storage" %[1]q {
  endpoint             = %[3]q
  use                  = %[2]q
  access_key_id        = %[4]q
  secret_access_key_wo = var.%[1]s
}
`, s.name, s.use, s.endpoint, s.cred.AccessKeyID)
		w.Setenv("TF_VAR_"+s.name, s.cred.SecretAccessKey)
	}
	w.Write("main.tf", hcl.String())

	out := w.Run("plan")
	if out.ExitCode != 1 {
		t.Errorf("exit code %d, want 1", out.ExitCode)
	}
	blocks := out.Frames()
	slices.Sort(blocks) // Storages are verified at the same time, and reported as they end.
	compareGolden(t, "rendered.golden", strings.Join(blocks, "\n\n"))
}
