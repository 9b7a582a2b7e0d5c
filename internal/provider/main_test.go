package provider_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

var update = flag.Bool("update", false, "write the golden files of this package anew")

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }

// factories gives the provider to an acceptance test.
func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return acctest.Factories(provider.New("test"))
}

// serve gives a provider in process, configured to ask the fake.
func serve(t *testing.T, fake *acctest.R2, settings acctest.Values) *acctest.Protocol {
	t.Helper()
	p := acctest.Serve(t, provider.New("test"))
	if diags := p.Configure(acctest.Values{"endpoint_url": fake.EndpointURL}.With(settings)); len(diags) > 0 {
		t.Fatal(diags)
	}
	return p
}

// storage is the configuration of a storage on the fake's bucket.
func storage(use string, cred r2fake.Credentials) acctest.Values {
	return acctest.Values{
		"endpoint": acctest.Endpoint("default", acctest.Bucket), "use": use,
		"access_key_id": cred.AccessKeyID, "secret_access_key_wo": cred.SecretAccessKey,
	}
}

// storageHCL is the same in HCL, with further lines.
func storageHCL(use string, cred r2fake.Credentials, lines ...string) string {
	return fmt.Sprintf(`
resource "r2_storage" "backups" {
  endpoint             = %q
  use                  = %q
  access_key_id        = %q
  secret_access_key_wo = %q
  %s
}
`, acctest.Endpoint("default", acctest.Bucket), use, cred.AccessKeyID, cred.SecretAccessKey, strings.Join(lines, "\n  "))
}

// summaries is what was reported in short: severity, attribute and summary.
func summaries(diags []acctest.Diagnostic) []string {
	short := []string{}
	for _, d := range diags {
		short = append(short, fmt.Sprintf("%s on %q: %s", d.Severity, d.Attribute, d.Summary))
	}
	return short
}

// wantSummaries compares what was reported with what should have been.
func wantSummaries(t *testing.T, what string, diags []acctest.Diagnostic, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, summaries(diags)); diff != "" {
		t.Errorf("%s: diagnostics (-want +got):\n%s", what, diff)
	}
}

// wantRequests compares how many requests the fake has seen since this was last asked.
func wantRequests(t *testing.T, fake *acctest.R2, what string, want int) {
	t.Helper()
	if got := fake.Count(""); got != want {
		t.Errorf("%s: the fake has seen %d requests, want %d", what, got, want)
	}
	fake.Reset()
}

// summary matches the line of the CLI's output that gives the summary of an error.
func summary(text string) *regexp.Regexp {
	return regexp.MustCompile(`(?m)^Error: ` + regexp.QuoteMeta(text) + `$`)
}

// coded are the last lines of every text: where the guide explains it, and its code.
func coded(code string) string {
	return "\n  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#" + strings.ToLower(code) + "\n  diagnostic: " + code
}

// variable is what differs from run to run.
var variable = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`ray id: \S+`), "ray id: <ray id>"},
	{regexp.MustCompile(`access key id: [0-9a-f]{32}`), "access key id: <access key id>"},
	{regexp.MustCompile(`127\.0\.0\.1:[1-9]\d{4}`), "127.0.0.1:<port>"},
}

// compareGolden compares a document with a file of testdata, or writes the file where that is asked for.
func compareGolden(t *testing.T, name, document string) {
	t.Helper()
	for _, v := range variable {
		document = v.pattern.ReplaceAllString(document, v.instead)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), document); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
