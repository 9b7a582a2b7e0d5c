package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// killing is a workspace in which runs are killed.
type killing struct {
	*acctest.Workspace
	t       *testing.T
	w       *bucketWorld
	barrier *barrier
	cache   string
}

func newKilling(t *testing.T) *killing {
	t.Helper()
	needsProc(t)
	k := &killing{Workspace: acctest.NewWorkspace(t), t: t, cache: t.TempDir()}
	k.w, k.barrier = behindBarrier(t)
	k.Setenv("XDG_CACHE_HOME", k.cache)
	k.Setenv("TMPDIR", t.TempDir()) // Who is killed leaves its socket behind.
	k.Setenv("TF_CLI_ARGS_plan", "-parallelism=50")
	k.Setenv("TF_CLI_ARGS_apply", "-parallelism=50")
	k.Setenv("R2_REQUEST_TIMEOUT", "5m") // What is held is not to be sent again.
	return k
}

// declare writes a configuration with buckets that have the arguments.
func (k *killing) declare(buckets []string, arguments ...string) {
	k.Write("main.tf", acctest.RequiredProviders+k.w.providerHCL(k.w.admin)+fmt.Sprintf(
		"\nresource \"r2_bucket\" \"each\" {\n  for_each = toset([%s])\n  name = each.key\n  %s\n}\n",
		`"`+strings.Join(buckets, `", "`)+`"`, strings.Join(arguments, "\n  ")))
}

// held runs the CLI, and ends it once each bucket has reached its stop. What is held is let go before or after it has ended.
func (k *killing) held(all []stop, staying int, arguments []string, end func(run *acctest.Running, release func())) {
	k.t.Helper()
	k.w.Reset()
	reached, release := k.barrier.hold(all, staying)
	run := k.Start(arguments...)
	reached()
	end(run, release)
}

// wantFailed wants a run to end with an error.
func (k *killing) wantFailed(run *acctest.Running) {
	k.t.Helper()
	if out := run.Wait(); out.ExitCode != 1 {
		k.t.Errorf("exit code %d, want 1\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}
}

// kill runs the CLI, and kills the provider once each bucket has reached its stop.
func (k *killing) kill(all []stop, arguments ...string) {
	k.t.Helper()
	k.held(all, 0, arguments, func(run *acctest.Running, release func()) {
		kill(k.t, children(k.t, run.Process)...)
		k.wantFailed(run)
		release()
	})
}

// interrupt runs the CLI, and interrupts it as Ctrl-C does once each bucket has reached its stop. Requests that are not given
// up for that are answered then.
func (k *killing) interrupt(all []stop, staying int, arguments ...string) {
	k.t.Helper()
	k.held(all, staying, arguments, func(run *acctest.Running, release func()) {
		if err := run.Process.Signal(os.Interrupt); err != nil {
			k.t.Fatal(err)
		}
		release()
		k.wantFailed(run)
	})
}

// killCLI runs the CLI, and kills it instead of the provider, which then gives up all but some requests.
func (k *killing) killCLI(all []stop, staying int, arguments ...string) {
	k.t.Helper()
	k.held(all, staying, arguments, func(run *acctest.Running, release func()) {
		providers := children(k.t, run.Process)
		k.t.Cleanup(func() { kill(k.t, providers...) })
		kill(k.t, run.Process)
		release()
		if out := run.Wait(); out.ExitCode != -1 {
			k.t.Errorf("exit code %d of a process that was killed", out.ExitCode)
		}
	})
}

// wantSettled wants an empty plan, and no note on this machine.
func (k *killing) wantSettled() {
	k.t.Helper()
	if out := k.Run("plan", "-detailed-exitcode"); out.ExitCode != 0 {
		k.t.Errorf("exit code %d, want 0 for an empty plan\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}
	notes, err := os.ReadDir(filepath.Join(k.cache, "terraform-provider-r2", "creations"))
	if err != nil || len(notes) > 0 {
		k.t.Errorf("notes on this machine: %v, %v", notes, err)
	}
}

// wantLifecycle wants one declared rule in each bucket, beside its own.
func (k *killing) wantLifecycle(buckets []string, id string) {
	k.t.Helper()
	for _, name := range buckets {
		var ids []string
		for _, rule := range k.w.Lifecycle(acctest.Account, "default", name) {
			ids = append(ids, rule.ID)
		}
		if diff := cmp.Diff([]string{id, r2.DefaultAbortRule}, ids); diff != "" {
			k.t.Errorf("lifecycle rules of %s (-want +got):\n%s", name, diff)
		}
		if got := len(k.w.CORS(acctest.Account, "default", name)); got != 1 {
			k.t.Errorf("%s has %d CORS rules, want 1", name, got)
		}
	}
}

const killedRules = `lifecycle_rules = [{ id = "old", expiration_days = 30 }]
  cors_rules = [{ allowed_methods = ["GET"], allowed_origins = ["*"] }]
  force_destroy = true`

// TestAccBucketResource_killedCreating kills the provider at every request of the creation of a bucket, before the request
// takes effect and after it. There is a bucket for each, and all are stopped by one kill.
func TestAccBucketResource_killedCreating(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	created := stops("create", "ListBuckets", "CreateBucket", "ListBuckets", "GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "PutBucketCors")
	buckets := names(created)

	k.declare(buckets, killedRules)
	k.kill(created, "apply", "-auto-approve")
	var made []string
	for _, s := range created {
		if s.nth > 2 || s.nth == 2 && s.done {
			made = append(made, s.bucket)
		}
	}
	k.w.wantBuckets(t, "default", made...)
	if out := k.MustRun("state", "list"); out.Stdout != "" {
		t.Errorf("in the state after the kill:\n%s", out.Stdout)
	}
	k.MustRun("apply", "-auto-approve")
	k.wantSettled()
	k.w.wantBuckets(t, "default", buckets...)
	k.wantLifecycle(buckets, "old")
	k.wantCreatedOnce(buckets)
}

// TestAccBucketResource_killedUpdating does the same with an update, and with the refresh before it.
func TestAccBucketResource_killedUpdating(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	updated := stops("update", "GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "PutBucketCors")
	buckets := names(updated)
	k.declare(buckets, killedRules)
	k.MustRun("apply", "-auto-approve")

	// The three requests of a refresh are sent at once, so that the order of the two that are held does not matter.
	refreshed := []stop{{bucket: buckets[0], nth: 1}, {bucket: buckets[0], nth: 2}}
	k.kill(refreshed, "plan")

	k.declare(buckets, strings.NewReplacer("old", "new", "GET", "PUT").Replace(killedRules))
	k.MustRun("plan", "-out=plan")
	k.kill(updated, "apply", "plan")
	k.w.wantBuckets(t, "default", buckets...)
	k.MustRun("apply", "-auto-approve")
	k.wantSettled()
	k.wantLifecycle(buckets, "new")
	k.wantCreatedOnce(nil)
}

// TestAccBucketResource_killedDeleting does the same with the deletion of buckets that are empty, and of buckets with objects
// and uploads that force_destroy deletes.
func TestAccBucketResource_killedDeleting(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	full := stops("full", "DeleteBucket", "ListBuckets", "ListObjectsV2", "DeleteObjects", "ListMultipartUploads", "AbortMultipartUpload", "DeleteBucket")
	empty := stops("empty", "ListObjectsV2", "ListMultipartUploads", "DeleteBucket")
	k.declare(names(slices.Concat(full, empty)), `force_destroy = startswith(each.key, "full")`)
	k.MustRun("apply", "-auto-approve")
	var left []string
	for _, s := range full {
		k.w.fill("default", s.bucket, 3, 1)
	}
	k.w.fill("default", acctest.OtherBucket, 3, 1)
	for _, s := range slices.Concat(full, empty) {
		if s.operation != "DeleteBucket" || s.nth == 1 || !s.done {
			left = append(left, s.bucket)
		}
	}

	k.MustRun("plan", "-destroy", "-out=plan")
	k.kill(slices.Concat(full, empty), "apply", "plan")
	k.w.wantBuckets(t, "default", left...)
	k.MustRun("destroy", "-auto-approve")
	k.w.wantBuckets(t, "default")
	if out := k.MustRun("state", "list"); out.Stdout != "" {
		t.Errorf("in the state in the end:\n%s", out.Stdout)
	}
	if objects, uploads := len(k.w.Keys(acctest.Account, "default", acctest.OtherBucket)), len(k.w.Uploads(acctest.Account, "default", acctest.OtherBucket)); objects != 3 || uploads != 1 {
		t.Errorf("the other bucket has %d objects and %d uploads, want 3 and 1", objects, uploads)
	}
}

// TestAccBucketResource_killedReplacing kills the provider while it deletes the buckets that create_before_destroy has
// replaced. Terraform keeps them in its state, and the next run deletes them.
func TestAccBucketResource_killedReplacing(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	declare := func(generation string) {
		k.Write("main.tf", acctest.RequiredProviders+k.w.providerHCL(k.w.admin)+`
resource "r2_bucket" "each" {
  for_each        = toset(["before", "after"])
  name            = "${each.key}-`+generation+`"
  force_destroy   = true
  lifecycle_rules = [{ id = "old", expiration_days = 30 }]

  lifecycle {
    create_before_destroy = true
  }
}
`)
	}
	declare("first")
	k.MustRun("apply", "-auto-approve")
	declare("second")
	k.MustRun("plan", "-out=plan")
	k.kill([]stop{{"before-first", 1, false, "DeleteBucket"}, {"after-first", 1, true, "DeleteBucket"}}, "apply", "plan")
	k.w.wantBuckets(t, "default", "before-first", "before-second", "after-second")
	k.MustRun("apply", "-auto-approve")
	k.w.wantBuckets(t, "default", "before-second", "after-second")
	k.wantSettled()
}

// TestAccBucketResource_interrupted interrupts the run, as Ctrl-C does, at every request of the creation of a bucket. In
// process, the update and the deletion are interrupted as well.
func TestAccBucketResource_interrupted(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	created := stops("create", "ListBuckets", "CreateBucket", "ListBuckets", "GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "PutBucketCors")
	buckets := names(created)
	k.declare(buckets, killedRules)
	// From the request that creates the bucket until it is confirmed, interruptions are not heeded: four of these.
	k.interrupt(created, 4, "apply", "-auto-approve")
	made := slices.DeleteFunc(slices.Clone(buckets), func(name string) bool { return strings.HasPrefix(name, "create-1-") })
	k.w.wantBuckets(t, "default", made...)
	var inState []string
	for _, name := range made {
		inState = append(inState, fmt.Sprintf("r2_bucket.each[%q]\n", name))
	}
	if diff := cmp.Diff(strings.Join(inState, ""), k.MustRun("state", "list").Stdout); diff != "" {
		t.Errorf("in the state (-want +got):\n%s", diff)
	}
	k.MustRun("apply", "-auto-approve")
	k.wantSettled()
	k.wantLifecycle(buckets, "old")
	k.wantCreatedOnce(buckets)
}

// TestAccBucketResource_killedCLI kills Terraform itself at every request of the creation of a bucket. The provider is left
// alone with it; the run that follows waits for it, and goes on.
func TestAccBucketResource_killedCLI(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	created := stops("create", "ListBuckets", "CreateBucket", "ListBuckets", "GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "PutBucketCors")
	buckets := names(created)
	k.declare(buckets, killedRules)
	k.killCLI(created, 4, "apply", "-auto-approve")
	k.MustRun("apply", "-auto-approve")
	k.wantSettled()
	k.w.wantBuckets(t, "default", buckets...)
	k.wantLifecycle(buckets, "old")
	k.wantCreatedOnce(buckets)
}

// wantCreatedOnce wants that each bucket was created exactly once, and none deleted, since the kill began.
func (k *killing) wantCreatedOnce(buckets []string) {
	k.t.Helper()
	var created []string
	for _, request := range k.w.Requests() {
		switch {
		case request.Operation == "CreateBucket" && request.Status == 200:
			created = append(created, request.Bucket)
		case request.Operation == "CreateBucket" || request.Operation == "DeleteBucket":
			k.t.Errorf("%s of %s: status %d", request.Operation, request.Bucket, request.Status)
		}
	}
	slices.Sort(created)
	if diff := cmp.Diff(buckets, created); diff != "" {
		k.t.Errorf("created (-want +got):\n%s", diff)
	}
}
