package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestAccStorageResource_cost counts the requests of real runs: ten storages on one token and bucket cost what one costs, a
// refresh costs nothing, and every request says whose it is.
func TestAccStorageResource_cost(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t)
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	w.Write("main.tf", acctest.RequiredProviders+fake.Provider()+storageHCL("destination", cred, "count = 10", `path  = "/server-${count.index}"`))
	for _, step := range []struct {
		command string
		want    int
	}{
		{"validate", 0},
		{"plan -out=storages.tfplan", 4},
		{"apply storages.tfplan", 4},
		{"plan -refresh-only -detailed-exitcode", 0},
		{"apply -refresh-only -auto-approve", 0},
		{"plan -detailed-exitcode", 4}, // It would exit with 2 if anything were to change.
		{"destroy -auto-approve -refresh=false", 0},
	} {
		w.MustRun(strings.Fields(step.command)...)
		for _, request := range fake.Requests() {
			product := fmt.Sprintf("terraform-provider-r2/%s", acctest.Version)
			if !strings.Contains(" "+request.Header.Get("User-Agent")+" ", " "+product+" ") {
				t.Errorf("%s: the User-Agent %q does not name %s", step.command, request.Header.Get("User-Agent"), product)
			}
		}
		wantRequests(t, fake, step.command, step.want)
	}
}

// TestStorage_costOfSources: storages on one token and bucket differ in what there is to copy, which takes a list each.
func TestStorage_costOfSources(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	fake.PutObject(acctest.Account, "default", acctest.Bucket, "a/1", nil)
	fake.PutObject(acctest.Account, "default", acctest.Bucket, "b/1", nil)
	cred := fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)
	p := serve(t, fake, nil)
	for _, step := range []struct {
		path string
		want int
	}{{"/a", 4}, {"/b", 1}, {"/a", 0}, {"/b/", 0}} {
		_, diags := p.Plan("r2_storage", nil, storage("source", cred).With(acctest.Values{"path": step.path}))
		wantSummaries(t, step.path, diags)
		wantRequests(t, fake, step.path, step.want)
	}
}
