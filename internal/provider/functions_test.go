package provider_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

func TestFunctions(t *testing.T) {
	t.Parallel()
	p := acctest.Serve(t, provider.New("test")) // Functions work without a configuration.
	sum := sha256.Sum256([]byte("cfat_value"))
	parsed := acctest.Values{
		"account_id": acctest.Account, "jurisdiction": "eu", "bucket": "acme-eu",
		"base_endpoint": "https://" + acctest.Account + ".eu.r2.cloudflarestorage.com", "endpoint": acctest.Endpoint("eu", "acme-eu"),
	}
	for _, row := range []struct {
		function  string
		arguments []string
		want      any
	}{
		{"endpoint", []string{acctest.Account, "default", acctest.Bucket}, acctest.Endpoint("default", acctest.Bucket)},
		{"endpoint", []string{acctest.Account, "eu", acctest.Bucket}, acctest.Endpoint("eu", acctest.Bucket)},
		{"endpoint", []string{acctest.Account, "us", acctest.Bucket}, acctest.Endpoint("us", acctest.Bucket)},
		{"parse_endpoint", []string{acctest.Endpoint("eu", "acme-eu")}, parsed},
		{"parse_endpoint", []string{strings.Replace(acctest.Endpoint("eu", "acme-eu"), ".eu.r2", ".EU.R2", 1) + "/"}, parsed},
		{"secret_access_key", []string{"cfat_value"}, hex.EncodeToString(sum[:])},
	} {
		got, failure, _ := p.Call(row.function, row.arguments...)
		if diff := cmp.Diff(row.want, got); diff != "" || failure != "" {
			t.Errorf("%s(%q): %s (-want +got):\n%s", row.function, row.arguments, failure, diff)
		}
	}
}

// TestFunctions_rejected pins the whole text for wrong arguments. After a change of a text:
//
//	go test ./internal/provider -run TestFunctions_rejected -update
func TestFunctions_rejected(t *testing.T) {
	t.Parallel()
	p := acctest.Serve(t, provider.New("test"))
	secret := strings.Repeat("5", 64)
	var document strings.Builder
	for _, row := range []struct {
		function  string
		arguments []string
		argument  int64
	}{
		{"endpoint", []string{"acme", "default", acctest.Bucket}, 0},
		{"endpoint", []string{acctest.Account, "EU", acctest.Bucket}, 1},
		{"endpoint", []string{acctest.Account, "default", "Acme_Backups"}, 2},
		{"parse_endpoint", []string{acctest.Bucket}, 0},
		{"parse_endpoint", []string{acctest.Endpoint("default", acctest.Bucket) + "/postgres"}, 0},
		{"parse_endpoint", []string{"http://" + acctest.Account + ".r2.cloudflarestorage.com/" + acctest.Bucket}, 0},
		{"secret_access_key", []string{""}, 0},
		{"secret_access_key", []string{"cfat_value\n"}, 0},
		{"secret_access_key", []string{secret}, 0},
	} {
		result, failure, argument := p.Call(row.function, row.arguments...)
		if result != nil || argument != row.argument || strings.Contains(failure, secret) {
			t.Errorf("%s(%q) = %v, %q on argument %d; want an error on argument %d", row.function, row.arguments, result, failure, argument, row.argument)
		}
		arguments := strings.ReplaceAll(fmt.Sprintf("%q", row.arguments), secret, "<a secret>")
		fmt.Fprintf(&document, "### %s %s\n\n%s\n\n", row.function, arguments, failure)
	}
	compareGolden(t, "functions.golden", document.String())
}

// withFunctions is a configuration that names the provider, without which no function can be called.
func withFunctions(hcl string) string {
	return "terraform {\n  required_providers {\n    r2 = {\n      source = \"hashicorp/r2\"\n    }\n  }\n}\n" + hcl
}

func TestAccFunctions_known(t *testing.T) {
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: withFunctions(fmt.Sprintf(`
output "endpoint" {
  value = provider::r2::endpoint(%[1]q, "eu", "acme-eu")
}

output "bucket" {
  value = provider::r2::parse_endpoint(provider::r2::endpoint(%[1]q, "eu", "acme-eu")).bucket
}

output "secret_length" {
  value = length(provider::r2::secret_access_key("cfat_value"))
}
`, acctest.Account)),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("endpoint", knownvalue.StringExact(acctest.Endpoint("eu", "acme-eu"))),
				statecheck.ExpectKnownOutputValue("bucket", knownvalue.StringExact("acme-eu")),
				statecheck.ExpectKnownOutputValue("secret_length", knownvalue.Int64Exact(64)),
			},
		}},
	})
}

// TestAccFunctions_unknown: a result of an unknown argument is unknown, and known after apply.
func TestAccFunctions_unknown(t *testing.T) {
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: withFunctions(fmt.Sprintf(`
resource "terraform_data" "bucket" {
  input = "acme-eu"
}

output "endpoint" {
  value = provider::r2::endpoint(%q, "eu", terraform_data.bucket.output)
}
`, acctest.Account)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownOutputValue("endpoint")}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("endpoint", knownvalue.StringExact(acctest.Endpoint("eu", "acme-eu"))),
			},
		}},
	})
}

func TestAccFunctions_rejected(t *testing.T) {
	output := func(call string) string {
		return withFunctions("output \"result\" {\n  value = provider::r2::" + call + "\n}\n")
	}
	var steps []resource.TestStep
	for _, call := range []string{
		`endpoint(null, "eu", "acme-eu")`, `parse_endpoint(null)`, `secret_access_key(null)`, `endpoint("acme", "eu", "acme-eu")`, `secret_access_key("")`,
	} {
		steps = append(steps, resource.TestStep{Config: output(call), ExpectError: summary("Invalid function argument")})
	}
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: factories(), Steps: steps})
}
