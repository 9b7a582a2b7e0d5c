package provider_test

import (
	"encoding/base64"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// What the two secret parts of temporary credentials look like: a SHA-256 in hex, and base64("jwt/" + JWT).
var (
	hexSecret    = regexp.MustCompile(`^[0-9a-f]{64}$`)
	sessionToken = regexp.MustCompile(`^and0L2V5S[0-9A-Za-z+/]+=*$`)
)

// withToken are the lines of a provider block with a token.
func withToken(cred r2fake.Credentials) []string {
	return []string{
		fmt.Sprintf("account_id = %q", acctest.Account),
		fmt.Sprintf("access_key_id = %q", cred.AccessKeyID), fmt.Sprintf("secret_access_key = %q", cred.SecretAccessKey),
	}
}

// TestAccTemporaryCredentials_basic hands the credentials to another provider, which shows what it got.
func TestAccTemporaryCredentials_basic(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	providers := factories()
	providers["echo"] = echoprovider.NewProviderServer()
	shown := func(name string) tfjsonpath.Path { return tfjsonpath.New("data").AtMapKey(name) }
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providers,
		Steps: []resource.TestStep{{
			Config: fake.Provider(withToken(cred)...) + fmt.Sprintf(`
ephemeral "r2_temporary_credentials" "restore" {
  bucket     = %q
  permission = "object-read-write"
  prefixes   = ["postgres/"]
  ttl        = "1h"
}

provider "echo" {
  data = ephemeral.r2_temporary_credentials.restore
}

resource "echo" "shown" {}
`, acctest.Bucket),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.shown", shown("access_key_id"), knownvalue.StringExact(cred.AccessKeyID)),
				statecheck.ExpectKnownValue("echo.shown", shown("secret_access_key"), knownvalue.StringRegexp(hexSecret)),
				statecheck.ExpectKnownValue("echo.shown", shown("session_token"), knownvalue.StringRegexp(sessionToken)),
				statecheck.ExpectKnownValue("echo.shown", shown("endpoint"), knownvalue.StringExact(acctest.Endpoint("default", acctest.Bucket))),
			},
		}},
	})
}

// TestAccTemporaryCredentials_moreThanParent: the plan says so.
func TestAccTemporaryCredentials_moreThanParent(t *testing.T) {
	fake := acctest.Start(t)
	providers := factories()
	providers["echo"] = echoprovider.NewProviderServer()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providers,
		Steps: []resource.TestStep{{
			Config: fake.Provider(withToken(fake.Token(r2fake.ObjectReadOnly, acctest.Bucket))...) + fmt.Sprintf(`
ephemeral "r2_temporary_credentials" "restore" {
  bucket     = %q
  permission = "object-read-write"
}

provider "echo" {
  data = ephemeral.r2_temporary_credentials.restore
}

resource "echo" "shown" {}
`, acctest.Bucket),
			ExpectError: summary("Permission Exceeds the Token's"),
			PlanOnly:    true,
		}},
	})
}

// TestAccTemporaryCredentials_newBucket: they can be for a bucket that the same run creates.
func TestAccTemporaryCredentials_newBucket(t *testing.T) {
	w := startBuckets(t)
	providers := factories()
	providers["echo"] = echoprovider.NewProviderServer()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providers,
		Steps: []resource.TestStep{{
			Config: w.Provider(withToken(w.admin)...) + fmt.Sprintf(`
resource "r2_bucket" "archive" {
  name = %q
}

ephemeral "r2_temporary_credentials" "archive" {
  bucket     = r2_bucket.archive.name
  permission = "admin-read-write"
}

provider "echo" {
  data = ephemeral.r2_temporary_credentials.archive
}

resource "echo" "shown" {}
`, newBucket),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.shown", tfjsonpath.New("data").AtMapKey("endpoint"), knownvalue.StringExact(acctest.Endpoint("default", newBucket))),
				statecheck.ExpectKnownValue("echo.shown", tfjsonpath.New("data").AtMapKey("secret_access_key"), knownvalue.StringRegexp(hexSecret)),
			},
		}},
	})
}

// TestAccTemporaryCredentials_notStored: what they were handed to has them, and no file of Terraform's does.
func TestAccTemporaryCredentials_notStored(t *testing.T) {
	t.Parallel()
	workspace, fake := acctest.NewWorkspace(t), acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)
	trace := filepath.Join(t.TempDir(), "trace.log")
	workspace.Setenv("TF_LOG", "TRACE")
	workspace.Setenv("TF_LOG_PATH", trace)
	workspace.Write("main.tf", fmt.Sprintf(`
ephemeral "r2_temporary_credentials" "restore" {
  bucket = %q
}

resource "terraform_data" "restore" {
  provisioner "local-exec" {
    command = "printf '%%s\\n%%s' \"$SECRET\" \"$TOKEN\" >handed"

    environment = {
      SECRET = ephemeral.r2_temporary_credentials.restore.secret_access_key
      TOKEN  = ephemeral.r2_temporary_credentials.restore.session_token
    }
  }
}
`, acctest.Bucket)+acctest.RequiredProviders+fake.Provider(withToken(cred)...))
	plan := workspace.MustRun("plan", "-out=plan")
	shown := workspace.MustRun("show", "-json", "plan")
	apply := workspace.MustRun("apply", "plan")

	secret, token, _ := strings.Cut(read(t, filepath.Join(workspace.Dir, "handed")), "\n")
	if !hexSecret.MatchString(secret) || !sessionToken.MatchString(token) {
		t.Fatalf("handed over were %q and %q", secret, token)
	}
	for where, text := range map[string]string{
		"output of plan": plan.Stdout + plan.Stderr, "plan as JSON": shown.Stdout, "output of apply": apply.Stdout + apply.Stderr,
		"state": read(t, filepath.Join(workspace.Dir, "terraform.tfstate")), "trace log": read(t, trace),
	} {
		for what, value := range map[string]string{"secret": secret, "session token": token, "JWT": jwtOf(t, token)} {
			if strings.Contains(text, value) {
				t.Errorf("%s: holds the %s", where, what)
			}
		}
	}
	if !strings.Contains(read(t, trace), acctest.Bucket) {
		t.Error("the trace log does not even hold the name of the bucket: it may be the wrong file")
	}
}

// jwtOf is what a session token wraps.
func jwtOf(t *testing.T, token string) string {
	t.Helper()
	decoded, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(string(decoded), "jwt/")
}
