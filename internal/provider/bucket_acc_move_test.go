package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// TestAccBucketResource_moved takes buckets over by moved blocks, from states as other providers leave them. Those are asked
// for nothing: a provider that has none of their resources stands in for them.
func TestAccBucketResource_moved(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	workspace := acctest.NewWorkspace(t)
	w.AddBucket(acctest.Account, "default", newBucket)
	w.AddBucket(acctest.Account, "eu", newBucket)

	hcl := acctest.RequiredProviders + w.providerHCL(w.admin)
	var state, sources []string
	wantState := map[string]string{}
	for i, test := range []struct {
		from         moveSource
		jurisdiction string
		lines        string
	}{
		{cloudflareV4, "default", ""},
		{cloudflareV5, "eu", "jurisdiction = \"eu\"\n  location = \"weur\""},
		{awsS3, "default", "force_destroy = true"},
		{minioS3, "default", ""},
	} {
		name := fmt.Sprintf("from%d", i)
		state = append(state, fmt.Sprintf(
			`{"mode": "managed", "type": %q, "name": %q, "provider": "provider[\"%s\"]", "instances": [{"schema_version": 0, "attributes": %s}]}`,
			test.from.typeName, name, test.from.address, test.from.state))
		sources = append(sources, test.from.address)
		hcl += fmt.Sprintf("\nresource \"r2_bucket\" %q {\n  name = %q\n  %s\n}\n\nmoved {\n  from = %s.%s\n  to = r2_bucket.%s\n}\n",
			name, newBucket, test.lines, test.from.typeName, name, name)
		wantState[name] = acctest.Endpoint(test.jurisdiction, newBucket)
	}
	workspace.StandIn(sources...)
	workspace.Write("main.tf", hcl)
	workspace.Write("terraform.tfstate", `{"version": 4, "serial": 1, "lineage": "acme", "resources": [`+strings.Join(state, ",")+`]}`)

	out := workspace.MustRun("apply", "-auto-approve")
	if want := "Plan: 0 to add, 0 to change, 0 to destroy."; !strings.Contains(out.Stdout, want) {
		t.Errorf("the plan does not say %q:\n%s", want, out.Stdout)
	}
	if out := workspace.Run("plan", "-detailed-exitcode"); out.ExitCode != 0 {
		t.Errorf("second plan: exit code %d, want 0\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}
	if diff := cmp.Diff(wantState, endpointsInState(t, workspace)); diff != "" {
		t.Errorf("endpoints in the state (-want +got):\n%s", diff)
	}
	if got := w.Count("CreateBucket") + w.Count("DeleteBucket"); got != 0 {
		t.Errorf("%d buckets were created or deleted, want none", got)
	}
}

// endpointsInState gives the endpoint of each bucket in the state, by its name there.
func endpointsInState(t *testing.T, workspace *acctest.Workspace) map[string]string {
	t.Helper()
	var shown struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Type, Name string
					Values     struct{ Endpoint string }
				} `json:"resources"`
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal([]byte(workspace.MustRun("show", "-json").Stdout), &shown); err != nil {
		t.Fatal(err)
	}
	endpoints := map[string]string{}
	for _, r := range shown.Values.RootModule.Resources {
		if r.Type == "r2_bucket" {
			endpoints[r.Name] = r.Values.Endpoint
		}
	}
	return endpoints
}
