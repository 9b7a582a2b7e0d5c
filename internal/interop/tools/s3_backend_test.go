package tools_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// stored is a configuration that has its state in the backend, and nothing else.
const stored = `
terraform {
  backend "s3" {}
}

resource "terraform_data" "stored" {
  input = "in R2"
}
`

// withBackend is a workspace with the backend that the outputs of the example describe. It asks the fake in place of R2.
func withBackend(t *testing.T, w *world, output func(string) string, secret string) *acctest.Workspace {
	t.Helper()
	workspace := acctest.NewWorkspace(t)
	workspace.Setenv("AWS_ACCESS_KEY_ID", output("access_key_id"))
	workspace.Setenv("AWS_SECRET_ACCESS_KEY", secret)
	workspace.Write("main.tf", stored)
	workspace.Write("r2.s3.tfbackend", strings.ReplaceAll(output("backend"), "https://", w.url+"/"))
	return workspace
}

func TestAccS3Backend(t *testing.T) {
	t.Parallel()
	w := start(t)
	cred := w.token(r2fake.ObjectReadWrite)
	output := w.apply(t, "s3-backend", "destination", cred)

	workspace := withBackend(t, w, output, cred.SecretAccessKey)
	workspace.MustRun("init", "-backend-config=r2.s3.tfbackend")
	workspace.MustRun("apply", "-auto-approve")
	if state := w.object(t, "terraform/other.tfstate"); !strings.Contains(state, `"in R2"`) {
		t.Errorf("the state in the bucket is\n%s", state)
	}
	if diff := cmp.Diff([]string{"terraform/other.tfstate"}, w.keys()); diff != "" {
		t.Errorf("keys, of which the lock should be none (-want +got):\n%s", diff)
	}
	locked := 0
	for _, request := range w.Requests() {
		if request.Operation == "PutObject" && request.Key == "terraform/other.tfstate.tflock" {
			locked++
		}
	}
	if locked == 0 {
		t.Error("the state was never locked")
	}

	elsewhere := withBackend(t, w, output, cred.SecretAccessKey)
	elsewhere.MustRun("init", "-backend-config=r2.s3.tfbackend")
	if out := elsewhere.Run("plan", "-detailed-exitcode"); out.ExitCode != 0 {
		t.Errorf("another directory does not see the state (exit code %d):\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}
	workspace.MustRun("apply", "-auto-approve", "-destroy")
}

// TestAccS3Backend_source: a token that may only read reads the state, and cannot lock it.
func TestAccS3Backend_source(t *testing.T) {
	t.Parallel()
	w := start(t)
	cred := w.token(r2fake.ObjectReadOnly)
	output := w.apply(t, "s3-backend", "source", cred)
	workspace := withBackend(t, w, output, cred.SecretAccessKey)
	workspace.MustRun("init", "-backend-config=r2.s3.tfbackend")
	workspace.MustRun("plan", "-lock=false")
	out := workspace.Run("apply", "-auto-approve", "-no-color")
	if out.ExitCode == 0 || !strings.Contains(out.Stderr, "AccessDenied") {
		t.Errorf("exit code %d, want an error with AccessDenied:\n%s", out.ExitCode, out.Stderr)
	}
	if keys := w.keys(); len(keys) > 0 {
		t.Errorf("%q were written", keys)
	}
}
