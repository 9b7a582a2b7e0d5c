package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// errorLine is the line of the CLI's output that gives the summary of an error.
var errorLine = regexp.MustCompile(`(?m)^Error: (.*)$`)

// TestAccFaults_plan runs Terraform over a real network against what lasts, and then without it.
func TestAccFaults_plan(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		effect   r2fake.Effect
		want     string
		requests int    // at most
		settings string // of the provider block
	}{
		{"hang", r2fake.Hang{}, "Storage Could Not Be Verified", 12, `request_timeout = "1s"`},
		{"hang in body", r2fake.HangInBody{}, "Storage Could Not Be Verified", 10, `request_timeout = "1s"`}, // One answer has no body.
		{"503", r2fake.Error{Status: 503, Code: "ServiceUnavailable"}, "Storage Could Not Be Verified", 12, ""},
		{"page", r2fake.HTML{}, "Answer Did Not Come From R2", 12, ""},
		{"redirect", r2fake.Redirect{Location: "https://portal.example/"}, "Answer Did Not Come From R2", 4, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w, fake := acctest.NewWorkspace(t), acctest.Start(t)
			w.Write("main.tf", acctest.RequiredProviders+fake.Provider(row.settings)+storageHCL("destination", fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)))
			fake.Inject(r2fake.Fault{Effect: row.effect})
			out := w.Run("plan")
			lines := errorLine.FindAllStringSubmatch(out.Stderr, -1)
			if out.ExitCode != 1 || len(lines) != 1 || lines[0][1] != row.want {
				t.Errorf("exit code %d, errors %q, want %q\n%s", out.ExitCode, lines, row.want, out.Stderr)
			}
			if got := fake.Count(""); got == 0 || got > row.requests {
				t.Errorf("the fake has seen %d requests, want at most %d", got, row.requests)
			}
			fake.ClearFaults()
			w.MustRun("plan")
		})
	}
}

// TestAccFaults_bucket takes a bucket through its life while each of its requests but the first is answered 503 once, and the
// answer to each one that changes something is lost once.
func TestAccFaults_bucket(t *testing.T) {
	t.Parallel()
	w, fake := acctest.NewWorkspace(t), acctest.Start(t)
	admin := fake.Token(r2fake.AdminReadWrite)
	w.Write("main.tf", acctest.RequiredProviders+fake.Provider(
		fmt.Sprintf("account_id = %q", acctest.Account), fmt.Sprintf("access_key_id = %q", admin.AccessKeyID), fmt.Sprintf("secret_access_key = %q", admin.SecretAccessKey),
	)+`
resource "r2_bucket" "archive" {
  name            = "`+newBucket+`"
  force_destroy   = true
  cors_rules      = [{ allowed_methods = ["GET"], allowed_origins = ["*"] }]
  lifecycle_rules = [{ id = "old", expiration_days = 30 }]
}
`)
	changing := []string{"CreateBucket", "PutBucketCors", "PutBucketLifecycleConfiguration", "DeleteObjects", "AbortMultipartUpload", "DeleteBucket"}
	disturb := func() {
		fake.ClearFaults()
		for _, operation := range changing {
			fake.Inject(r2fake.Fault{Operation: operation, Count: 1, After: true, Effect: r2fake.Reset{}})
		}
		for _, operation := range []string{"ListBuckets", "GetBucketLifecycleConfiguration", "GetBucketCors", "ListObjectsV2", "ListMultipartUploads"} {
			fake.Inject(r2fake.Fault{Operation: operation, Count: 1, Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
		}
	}
	disturb()
	w.MustRun("apply", "-auto-approve")
	disturb()
	w.MustRun("plan", "-detailed-exitcode")
	fake.PutObject(acctest.Account, "default", newBucket, "monday.dump", []byte("monday"))
	fake.AddUpload(acctest.Account, "default", newBucket, "tuesday.dump")
	disturb()
	w.MustRun("destroy", "-auto-approve")
	if got := strings.Join(fake.Buckets(acctest.Account, "default"), " "); got != acctest.Bucket+" "+acctest.OtherBucket {
		t.Errorf("buckets: %s", got)
	}
	disturbed := map[string]bool{}
	for _, request := range fake.Requests() {
		disturbed[request.Operation] = disturbed[request.Operation] || request.Fault != ""
	}
	for _, operation := range changing {
		if !disturbed[operation] {
			t.Errorf("%s was not disturbed", operation)
		}
	}
}
