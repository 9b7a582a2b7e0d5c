package acctest_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestProtocol walks a storage through the calls of a plan and an apply, which says whether the values survive them.
func TestProtocol(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	p := acctest.Serve(t, provider.New("test"))
	if diags := p.Configure(acctest.Values{"endpoint_url": fake.EndpointURL}); diags != nil {
		t.Fatal(diags)
	}
	config := acctest.Values{
		"endpoint": acctest.Endpoint("default", acctest.Bucket), "use": "destination", "secret_access_key_wo_version": 3,
		"access_key_id": cred.AccessKeyID, "secret_access_key_wo": cred.SecretAccessKey,
	}
	change, diags := p.Plan("r2_storage", nil, config)
	if diags != nil || change.NoOp() || change.Replaces != nil {
		t.Fatalf("%v, no change: %t, replaces: %v", diags, change.NoOp(), change.Replaces)
	}
	state, diags := p.Apply(change)
	want := acctest.Values{
		"id": config["endpoint"], "endpoint": config["endpoint"], "path": "/", "use": "destination", "verify": true,
		"access_key_id": cred.AccessKeyID, "secret_access_key_wo": nil, "secret_access_key_wo_version": 3,
		"account_id": acctest.Account, "jurisdiction": "default", "bucket": acctest.Bucket, "prefix": "", "region": "auto",
		"base_endpoint": "https://" + acctest.Account + ".r2.cloudflarestorage.com",
	}
	if diff := cmp.Diff(want, state); diff != "" || diags != nil {
		t.Fatalf("%v (-want +got):\n%s", diags, diff)
	}
	change, diags = p.Plan("r2_storage", state, config)
	if diags != nil || !change.NoOp() {
		t.Errorf("second plan: %v, %v", diags, change.Planned)
	}
	change, diags = p.Plan("r2_storage", state, config.With(acctest.Values{"path": "/postgres"}))
	if diff := cmp.Diff([]string{"path"}, change.Replaces); diff != "" || diags != nil {
		t.Errorf("replaces: %v (-want +got):\n%s", diags, diff)
	}
}

// TestNotInProduction: what only tests need is not linked into the provider.
func TestNotInProduction(t *testing.T) {
	t.Parallel()
	const module = "github.com/terraform-r2/terraform-provider-r2"
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]bool{}
	for name := range strings.FieldsSeq(string(out)) {
		linked[name] = true
	}
	if !linked[module+"/internal/provider"] {
		t.Error("the provider itself is not in the list, so this shows nothing")
	}
	for _, name := range []string{"/internal/acctest", "/internal/r2fake"} {
		if linked[module+name] {
			t.Errorf("%s is linked into the provider", name)
		}
	}
}
