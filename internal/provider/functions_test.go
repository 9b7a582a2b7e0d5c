package provider_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
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
		{"parse_endpoint", []string{""}, 0},
		{"parse_endpoint", []string{"https://" + acctest.Account + ".r2.cloudflarestorage.com./" + acctest.Bucket}, 0},
		{"parse_endpoint", []string{"https://" + acctest.Account + ".r2.cloudfl\u00e4re.com/" + acctest.Bucket}, 0},
		{"endpoint", []string{strings.ToUpper(acctest.Account), "default", acctest.Bucket}, 0},
		{"endpoint", []string{acctest.Account, "", acctest.Bucket}, 1},
		{"endpoint", []string{acctest.Account, "default", ""}, 2},
		{"endpoint", []string{"acme", "EU", "Acme"}, 0},
		{"secret_access_key", []string{""}, 0},
		{"secret_access_key", []string{"cfat_value\n"}, 0},
		{"secret_access_key", []string{"\"cfat_value\""}, 0},
		{"secret_access_key", []string{"Bearer cfat_value"}, 0},
		{"secret_access_key", []string{secret}, 0},
		{"secret_access_key", []string{strings.Repeat("A", 64)}, 0},
		{"secret_access_key", []string{acctest.Account}, 0},
		{"secret_access_key", []string{"AKIAIOSFODNN7EXAMPLE"}, 0},
		{"secret_access_key", []string{"cfk_value"}, 0},
		{"secret_access_key", []string{acctest.Endpoint("default", acctest.Bucket)}, 0},
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

// TestAccFunctions_unknown: with any argument unknown so is the result, and known after apply.
func TestAccFunctions_unknown(t *testing.T) {
	endpoint := acctest.Endpoint("eu", "acme-eu")
	calls := map[string]string{
		"account_id":   `endpoint(terraform_data.account_id.output, "eu", "acme-eu")`,
		"jurisdiction": `endpoint("` + acctest.Account + `", terraform_data.jurisdiction.output, "acme-eu")`,
		"bucket":       `endpoint("` + acctest.Account + `", "eu", terraform_data.bucket.output)`,
		"url":          `parse_endpoint(terraform_data.url.output).endpoint`,
		"api_token":    `parse_endpoint(length(provider::r2::secret_access_key(terraform_data.api_token.output)) == 64 ? "` + endpoint + `" : "").endpoint`,
	}
	config := ""
	for name, value := range map[string]string{
		"account_id": acctest.Account, "jurisdiction": "eu", "bucket": "acme-eu", "url": endpoint, "api_token": "cfat_value",
	} {
		config += fmt.Sprintf("resource \"terraform_data\" %q {\n  input = %q\n}\n", name, value)
	}
	var inPlan []plancheck.PlanCheck
	var inState []statecheck.StateCheck
	for name, call := range calls {
		config += fmt.Sprintf("output %q {\n  value = provider::r2::%s\n}\n", name, call)
		inPlan = append(inPlan, plancheck.ExpectUnknownOutputValue(name))
		inState = append(inState, statecheck.ExpectKnownOutputValue(name, knownvalue.StringExact(endpoint)))
	}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config:            withFunctions(config),
			ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: inPlan},
			ConfigStateChecks: inState,
		}},
	})
}

// TestAccFunctions_rejected: what is wrong is told of the argument at fault, and ends with one full stop, not at the code.
func TestAccFunctions_rejected(t *testing.T) {
	var steps []resource.TestStep
	for _, row := range []struct{ call, parameter, problem, code string }{
		{`endpoint(null, "eu", "acme-eu")`, "account_id", "argument must not be null", ""},
		{`endpoint("` + acctest.Account + `", null, "acme-eu")`, "jurisdiction", "argument must not be null", ""},
		{`endpoint("` + acctest.Account + `", "eu", null)`, "bucket", "argument must not be null", ""},
		{`parse_endpoint(null)`, "url", "argument must not be null", ""},
		{`secret_access_key(null)`, "api_token", "argument must not be null", ""},
		{`endpoint("acme", "eu", "acme-eu")`, "account_id", `The value "acme" is not usable. ` + accountIDRule, "R2-005"},
		{`endpoint("` + acctest.Account + `", "EU", "acme-eu")`, "jurisdiction", `The value "EU" is not usable. ` + jurisdictionRule, "R2-005"},
		{`endpoint("` + acctest.Account + `", "eu", "Acme")`, "bucket", `The value "Acme" is not usable. ` + bucketNameRule, "R2-006"},
		{
			`parse_endpoint("http://` + acctest.Account + `.r2.cloudflarestorage.com/acme")`, "url",
			`The endpoint begins with "http://", but R2 serves its S3 API over https:// only. Write: https://` + acctest.Account + ".r2.cloudflarestorage.com/acme", "R2-004",
		},
		{`secret_access_key("")`, "api_token", "It is empty; a variable may not be set.", "R2-087"},
	} {
		told := `Error: Invalid function argument\s.*\sInvalid value for "` + row.parameter + `" parameter: ` + regexp.QuoteMeta(row.problem)
		if row.code != "" {
			told += regexp.QuoteMeta("\n" + coded(row.code))
		}
		steps = append(steps, resource.TestStep{
			Config: withFunctions("output \"result\" {\n  value = provider::r2::" + row.call + "\n}\n"),
			// Terraform breaks lines anywhere between words, and puts the full stop.
			ExpectError: regexp.MustCompile("(?s)" + regexp.MustCompile(`\s+`).ReplaceAllString(told, `\s+`) + `\.\s*(?:$|\n)`),
		})
	}
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: factories(), Steps: steps})
}
