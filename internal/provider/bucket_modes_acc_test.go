package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// wantExit runs the CLI and compares the exit code.
func wantExit(t *testing.T, workspace *acctest.Workspace, want int, arguments ...string) acctest.Output {
	t.Helper()
	out := workspace.Run(arguments...)
	if out.ExitCode != want {
		t.Errorf("%s: exit code %d, want %d\n%s%s", strings.Join(arguments, " "), out.ExitCode, want, out.Stdout, out.Stderr)
	}
	return out
}

// TestAccBucketResource_modes: what the CLI does otherwise than to plan and apply all of it.
func TestAccBucketResource_modes(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	workspace := acctest.NewWorkspace(t)
	workspace.Write("main.tf", acctest.RequiredProviders+w.bucketHCL(newBucket, `cors_rules = [{ allowed_methods = ["GET"], allowed_origins = ["*"] }]`)+`
resource "r2_bucket" "other" {
  name = "acme-other"
}
`)
	workspace.MustRun("apply", "-auto-approve", "-target="+bucketAddress)
	w.wantBuckets(t, "default", newBucket)
	workspace.MustRun("apply", "-auto-approve")
	w.wantBuckets(t, "default", newBucket, "acme-other")

	// A rule that was added in the dashboard.
	wantExit(t, workspace, 0, "plan", "-refresh-only", "-detailed-exitcode")
	rule := r2.CORSRule{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}
	added := r2.CORSRule{ID: "theirs", AllowedMethods: []string{"PUT"}, AllowedOrigins: []string{"https://example.com"}}
	for _, name := range []string{newBucket, "acme-other"} {
		if err := w.client(t, "default", name).SetCORS(t.Context(), []r2.CORSRule{rule, added}); err != nil {
			t.Fatal(err)
		}
	}
	out := wantExit(t, workspace, 2, "plan", "-refresh-only", "-detailed-exitcode")
	changed := regexp.MustCompile(`(?m)^  # (\S+) has changed$`).FindAllStringSubmatch(out.Stdout, -1)
	if diff := cmp.Diff([][]string{{"  # " + bucketAddress + " has changed", bucketAddress}}, changed); diff != "" {
		t.Errorf("changed outside (-want +got):\n%s", diff)
	}
	wantExit(t, workspace, 0, "plan", "-refresh=false", "-detailed-exitcode")
	workspace.MustRun("apply", "-refresh-only", "-auto-approve")
	if got := len(w.CORS(acctest.Account, "default", newBucket)); got != 2 {
		t.Errorf("refreshing left %d CORS rules, want 2", got)
	}
	wantExit(t, workspace, 2, "plan", "-detailed-exitcode")
	workspace.MustRun("apply", "-auto-approve")
	if one, other := len(w.CORS(acctest.Account, "default", newBucket)), len(w.CORS(acctest.Account, "default", "acme-other")); one != 1 || other != 2 {
		t.Errorf("%d and %d CORS rules, want 1 where they are managed and 2 where they are not", one, other)
	}

	// A token that is dead.
	w.RevokeToken(w.admin.AccessKeyID)
	for _, arguments := range [][]string{{"plan"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		out := wantExit(t, workspace, 1, arguments...)
		if !summary("Token Unknown to R2").MatchString(out.Stderr) {
			t.Errorf("%s: %s", arguments, out.Stderr)
		}
	}
	w.wantBuckets(t, "default", newBucket, "acme-other")
	if diff := cmp.Diff("r2_bucket.archive\nr2_bucket.other\n", workspace.MustRun("state", "list").Stdout); diff != "" {
		t.Errorf("in the state (-want +got):\n%s", diff)
	}
}

// TestAccBucketResource_incomplete: a new bucket that can neither be configured nor deleted again is told of loudly, is not
// tainted, and the next plan says what is missing.
func TestAccBucketResource_incomplete(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	workspace := acctest.NewWorkspace(t)
	workspace.Write("main.tf", acctest.RequiredProviders+w.bucketHCL(newBucket, `cors_rules = [{ allowed_methods = ["GET"], allowed_origins = ["*"] }]`))
	refused := r2fake.Error{Status: 400, Code: "MalformedXML", Message: "No."}
	w.Inject(r2fake.Fault{Operation: "PutBucketCors", Count: 1, Effect: refused})
	out := wantExit(t, workspace, 1, "apply", "-auto-approve")
	if !summary("R2 Refused the Request").MatchString(out.Stderr) {
		t.Errorf("undone: %s", out.Stderr)
	}
	w.wantBuckets(t, "default")

	w.Inject(r2fake.Fault{Operation: "PutBucketCors", Count: 1, Effect: refused, Hook: func(r2fake.Request) { w.fill("default", newBucket, 1, 0) }})
	out = wantExit(t, workspace, 0, "apply", "-auto-approve")
	if warning := regexp.MustCompile(`(?m)^Warning: Bucket Created, Configuration Incomplete$`); !warning.MatchString(out.Stdout) {
		t.Errorf("not undone: %s", out.Stdout)
	}
	w.wantBuckets(t, "default", newBucket)
	out = wantExit(t, workspace, 2, "plan", "-detailed-exitcode")
	if want := "Plan: 0 to add, 1 to change, 0 to destroy."; !strings.Contains(out.Stdout, want) {
		t.Errorf("the plan does not say %q:\n%s", want, out.Stdout)
	}
	workspace.MustRun("apply", "-auto-approve")
	wantExit(t, workspace, 0, "plan", "-detailed-exitcode")
}
