package tools_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// streaming is R2 as the SDK of AWS wants it today: it takes bodies with checksums behind them.
var streaming = r2fake.WithAnswers(r2fake.Answers{StreamingUploadsAccepted: true})

// temporaryCase runs the example, with some of its text replaced.
func temporaryCase(t *testing.T, w *world, step resource.TestStep, replace ...string) resource.TestCase {
	t.Helper()
	cred := w.token(r2fake.ObjectReadWrite)
	step.Config = strings.Replace(
		strings.NewReplacer(replace...).Replace(testable(readExample(t, "temporary-credentials"))),
		`provider "r2" {}`,
		fmt.Sprintf("provider \"r2\" {\n  endpoint_url = %q\n  account_id = %q\n  access_key_id = %q\n  secret_access_key = %q\n}",
			w.url+"/{host}", acctest.Account, cred.AccessKeyID, cred.SecretAccessKey), 1)
	factories := acctest.Factories(provider.New("test"))
	factories["aws"] = providerserver.NewProtocol6WithError(&awsProvider{w.url})
	return resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{step}}
}

// TestAccTemporaryCredentials_otherProvider: the other provider writes with the temporary credentials, and plans no change
// with those that are signed for the second plan.
func TestAccTemporaryCredentials_otherProvider(t *testing.T) {
	w := start(t, streaming)
	resource.ParallelTest(t, temporaryCase(t, w, resource.TestStep{Check: func(*terraform.State) error {
		if got := w.object(t, "postgres/RESTORE.txt"); !strings.HasPrefix(got, "Restore with: pg_restore ") {
			t.Errorf("the fake has %q", got)
		}
		return nil
	}}))
	sessions := map[string]map[bool]int{} // by operation, and whether there was a session token
	for _, request := range w.Requests() {
		if sessions[request.Operation] == nil {
			sessions[request.Operation] = map[bool]int{}
		}
		sessions[request.Operation][request.Header.Get("X-Amz-Security-Token") != ""]++
		if !request.Verified || request.Host != r2Host {
			t.Errorf("%s to %s, verified: %t", request.Operation, request.Host, request.Verified)
		}
	}
	for _, operation := range []string{"PutObject", "HeadObject", "DeleteObject"} {
		if got := sessions[operation]; got[true] == 0 {
			t.Errorf("%s was never sent with a session token: %v", operation, got)
		}
	}
	if diff := cmp.Diff(map[bool]int{true: 1}, sessions["PutObject"]); diff != "" {
		t.Errorf("uploads by whether they have a session token (-want +got):\n%s", diff)
	}
}

// TestAccTemporaryCredentials_otherProviderRefused: they are for what was asked for, and R2 refuses the rest.
func TestAccTemporaryCredentials_otherProviderRefused(t *testing.T) {
	for name, row := range map[string]struct { //nolint:paralleltest // resource.ParallelTest is called in it
		replace []string
		clock   time.Duration // of the fake, ahead of that which signs
		want    string
	}{
		"another folder": {[]string{`"postgres/RESTORE.txt"`, `"mysql/RESTORE.txt"`}, 0, "AccessDenied"},
		"read only":      {[]string{`"object-read-write"`, `"object-read-only"`}, 0, "AccessDenied"},
		"expired":        {[]string{`"15m"`, `"5m"`}, 10 * time.Minute, "Unauthorized"},
		"no session":     {[]string{"  token ", "  # token "}, 0, "SignatureDoesNotMatch"},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, streaming, r2fake.WithClock(func() time.Time { return time.Now().Add(row.clock) }))
			resource.ParallelTest(t, temporaryCase(t, w, resource.TestStep{ExpectError: regexp.MustCompile(
				`(?s)Error: Uploading S3 Object.*PutObject.*api\s+error\s+` + row.want)}, row.replace...))
			if keys := w.keys(); len(keys) > 0 {
				t.Errorf("%q were written", keys)
			}
		})
	}
}
