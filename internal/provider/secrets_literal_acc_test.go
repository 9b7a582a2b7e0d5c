package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestAccSecrets_literal: Terraform prints the line that a diagnostic points at. A secret that stands in the configuration
// itself, in whatever field, must not come out that way.
func TestAccSecrets_literal(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t)
	fake := acctest.Start(t)
	token := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	secret := strings.Repeat("5ec3e7", 11)[:64]
	storage := func(name string, lines ...string) string {
		attributes := map[string]string{
			"endpoint": acctest.Endpoint("default", acctest.Bucket), "path": "/", "use": "destination",
			"access_key_id": token.AccessKeyID, "secret_access_key_wo": token.SecretAccessKey,
		}
		for i := 0; i < len(lines); i += 2 {
			attributes[lines[i]] = lines[i+1]
		}
		return block("resource", "r2_storage", name, attributes)
	}
	bucket := func(name string, lines ...string) string {
		attributes := map[string]string{"name": "acme-new"}
		for i := 0; i < len(lines); i += 2 {
			attributes[lines[i]] = lines[i+1]
		}
		return block("resource", "r2_bucket", name, attributes)
	}
	for _, test := range []struct {
		name, provider, hcl string
		// shown is what the output must have, as often as it stands here. The lines of what may be shown are the control.
		shown []string
	}{
		{
			"fields of a storage", "",
			storage("swapped", "access_key_id", secret, "secret_access_key_wo", token.AccessKeyID) +
				storage("key", "access_key_id", secret) +
				storage("secret", "secret_access_key_wo", secret+"x") +
				storage("path", "path", "/a//"+secret) +
				storage("use", "use", secret) +
				storage("endpoint", "endpoint", secret) +
				storage("password", "endpoint", "https://me:"+secret+"@"+strings.TrimPrefix(acctest.Endpoint("default", acctest.Bucket), "https://")) +
				storage("control", "use", "Destination"),
			[]string{
				"Key and Secret Are Swapped", "attribute: access_key_id",
				"Invalid Access Key ID", "attribute: access_key_id",
				"Invalid Secret Access Key", "attribute: secret_access_key_wo",
				"Invalid Path", "attribute: path",
				"Invalid Choice", "attribute: use",
				"Invalid Endpoint", "attribute: endpoint",
				"Invalid Endpoint", "attribute: endpoint",
				"Invalid Choice", `= "Destination"`, `Write "destination".`,
			},
		},
		{
			"the secret of another token", "", storage("secret", "secret_access_key_wo", secret),
			[]string{"Secret Does Not Belong to the Key", "attribute: secret_access_key_wo"},
		},
		{
			"fields of a bucket", "",
			bucket("name", "name", secret) + bucket("account", "account_id", secret) +
				bucket("jurisdiction", "jurisdiction", secret) + bucket("location", "location", secret) +
				fmt.Sprintf("resource \"r2_bucket\" \"rules\" {\n  name = \"acme-new\"\n  cors_rules = [{\n    allowed_methods = [%[1]q],\n    allowed_origins = [\"https://me:%[1]s@example.com\"]\n  }]\n  lifecycle_rules = [{\n    id = \"a\",\n    expiration_date = %[1]q\n  }]\n}\n", secret) +
				bucket("control", "location", "weur "),
			[]string{
				"Invalid Bucket Name", "attribute: name",
				"Invalid Account ID", "attribute: account_id",
				"Invalid Jurisdiction", "attribute: jurisdiction",
				"Invalid Choice", "attribute: location",
				"Invalid Choice", "attribute: cors_rules[0].allowed_methods",
				"Invalid Origin", "attribute: cors_rules[0].allowed_origins",
				"Invalid Date", "attribute: lifecycle_rules[0].expiration_date",
				"Invalid Choice", `= "weur "`, `Write "weur".`,
			},
		},
		{
			"data sources and temporary credentials", fmt.Sprintf("account_id = %q\naccess_key_id = %q\nsecret_access_key = %q", acctest.Account, token.AccessKeyID, token.SecretAccessKey),
			block("data", "r2_token", "bucket", map[string]string{"bucket": secret}) +
				block("data", "r2_buckets", "account", map[string]string{"account_id": secret}) +
				block("ephemeral", "r2_temporary_credentials", "permission", map[string]string{"bucket": acctest.Bucket, "permission": secret, "ttl": secret}) +
				block("data", "r2_token", "control", map[string]string{"bucket": "Acme"}),
			[]string{
				"Invalid Bucket Name", "attribute: bucket",
				"Invalid Account ID", "attribute: account_id",
				"Invalid Choice", "attribute: permission",
				"Invalid TTL", "attribute: ttl",
				"Invalid Bucket Name", `= "Acme"`,
			},
		},
		{
			"fields of the provider", fmt.Sprintf("account_id = %[1]q\naccess_key_id = %[1]q\nsecret_access_key = %[2]q\nrequest_timeout = %[1]q\ncredential_propagation_timeout = \"soon\"", secret, secret+"x"),
			storage("any"),
			[]string{
				"Invalid Provider Configuration", "attribute: account_id",
				"Invalid Provider Configuration", "attribute: request_timeout",
				"Invalid Access Key ID", "attribute: access_key_id",
				"Invalid Secret Access Key", "attribute: secret_access_key",
				"Invalid Provider Configuration", `= "soon"`,
			},
		},
		{
			"the provider has half of a pair", fmt.Sprintf("secret_access_key = %q", secret), storage("any"),
			[]string{"Incomplete Credentials"},
		},
	} {
		provider := fake.Provider(test.provider)
		w.Write("main.tf", acctest.RequiredProviders+provider+test.hcl)
		out := w.Run("plan")
		printed := out.Stdout + out.Stderr
		if out.ExitCode != 1 {
			t.Errorf("%s: exit code %d, want 1\n%s", test.name, out.ExitCode, printed)
		}
		for _, text := range test.shown {
			if strings.Count(printed, text) < count(test.shown, text) {
				t.Errorf("%s: %q is not shown %d times in\n%s", test.name, text, count(test.shown, text), printed)
			}
		}
		for name, canary := range map[string]string{"pasted": secret, "token's": token.SecretAccessKey} {
			if strings.Contains(strings.ReplaceAll(printed, "\n", ""), canary) {
				t.Errorf("%s: the %s secret is shown in\n%s", test.name, name, printed)
			}
		}
	}
}

// count is how often the text is one of several.
func count(all []string, text string) int {
	n := 0
	for _, one := range all {
		if one == text {
			n++
		}
	}
	return n
}

// block writes a block of HCL with strings in it, each on a line of its own.
func block(kind, typeName, name string, attributes map[string]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q %q {\n", kind, typeName, name)
	for attribute, value := range attributes {
		fmt.Fprintf(&b, "  %s = %q\n", attribute, value)
	}
	return b.String() + "}\n"
}
