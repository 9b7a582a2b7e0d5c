package miniflare_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// serve gives a provider in process, configured to ask the service with its credentials.
func serve(t *testing.T, s service) *acctest.Protocol {
	t.Helper()
	p := acctest.Serve(t, provider.New("test"))
	if diags := p.Configure(settings(s)); len(diags) > 0 {
		t.Fatal(diags)
	}
	return p
}

// settings is the provider block. The endpoint_url has a path, and no placeholder for a host.
func settings(s service) acctest.Values {
	return acctest.Values{
		"endpoint_url": s.base.String(), "account_id": acctest.Account,
		"access_key_id": s.credentials.AccessKeyID, "secret_access_key": s.credentials.SecretAccessKey,
		"credential_propagation_timeout": "0s", // An unknown key does not become known here.
	}
}

// storage is the configuration of a storage.
func storage(use, bucket string, credentials r2fake.Credentials) acctest.Values {
	return acctest.Values{
		"endpoint": acctest.Endpoint(r2fake.DefaultJurisdiction, bucket), "use": use, "path": "/",
		"access_key_id": credentials.AccessKeyID, "secret_access_key_wo": credentials.SecretAccessKey,
	}
}

// store puts an object into the folder of a new name, which it returns.
func store(t *testing.T, s service) string {
	t.Helper()
	folder := "folder-" + strings.ToLower(rand.Text()[:8])
	put := stored("object")
	answer := s.ask(t, put.build(t, s, variables{"row": folder + "/"}, time.Now().UTC()), nil, variables{})
	if answer.Status != 200 {
		t.Fatalf("cannot store an object: %+v", answer)
	}
	return folder
}

// keys lists the keys of a folder.
func keys(t *testing.T, s service, folder string) []string {
	t.Helper()
	list := request{method: "GET", path: "/" + bucket, query: "list-type=2&prefix=" + folder + "%2F"}
	answer := s.ask(t, list.build(t, s, variables{}, time.Now().UTC()), nil, variables{})
	if answer.Status != 200 {
		t.Fatalf("cannot list the objects: %+v", answer)
	}
	var found []string
	for _, line := range answer.Body {
		if key, ok := strings.CutPrefix(line, "ListBucketResult/Contents/Key = "); ok {
			found = append(found, key)
		}
	}
	return found
}

// wantSummaries compares what was reported, as "Severity on attribute: summary".
func wantSummaries(t *testing.T, what string, diags []acctest.Diagnostic, want ...string) {
	t.Helper()
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%s on %s: %s", d.Severity, d.Attribute, d.Summary))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: diagnostics (-want +got):\n%s", what, diff)
	}
}
