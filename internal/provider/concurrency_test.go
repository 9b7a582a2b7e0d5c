package provider_test

import (
	"fmt"
	"regexp"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// atOnce runs jobs, a number of them at a time.
func atOnce(jobs, parallelism int, job func(int)) {
	turn := make(chan struct{}, parallelism)
	var wait sync.WaitGroup
	for i := range jobs {
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			job(i)
		})
	}
	wait.Wait()
}

const (
	manyStorages = 200
	manyBuckets  = 50
	parallelism  = 50
)

// many is the i-th of many resources: buckets first, then storages on the fake's bucket, every fourth of which has a token
// that cannot write.
func (w *faultWorld) many(i int) (resource string, config acctest.Values, fails bool) {
	if i < manyBuckets {
		return "r2_bucket", ruled().With(acctest.Values{"name": fmt.Sprintf("many-%02d", i)}), false
	}
	cred := w.object
	if fails = i%4 == 0; fails {
		cred = w.reader
	}
	return "r2_storage", storage("destination", cred).With(acctest.Values{"path": fmt.Sprintf("/server-%03d", i)}), fails
}

// TestConcurrency carries out many resources at once, with one provider for each walk as Terraform does, while some requests
// have to be repeated. Each ends as it would alone, and storages on one token cost what one costs.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newFaultWorld(t)
		const all = manyBuckets + manyStorages
		changes, states := make([]acctest.Change, all), make([]acctest.Values, all)
		told := make([][]string, all)

		plan := w.run(t, w.admin)
		atOnce(all, parallelism, func(i int) {
			resource, config, _ := w.many(i)
			change, diags := plan.Plan(resource, nil, config)
			changes[i], told[i] = change, summaries(diags)
		})
		failed := 0
		for i := range all {
			_, _, fails := w.many(i)
			want := []string{}
			if fails {
				failed++
				want = []string{`Error on "access_key_id": Token Cannot Write to the Bucket`}
			}
			if diff := cmp.Diff(want, told[i]); diff != "" {
				t.Errorf("plan of %d (-want +got):\n%s", i, diff)
			}
		}
		if failed != manyStorages/4 {
			t.Errorf("%d storages cannot write", failed)
		}
		passing := 0
		for _, request := range w.Requests() {
			if request.AccessKeyID == w.object.AccessKeyID {
				passing++
			}
		}
		if passing != 4 {
			t.Errorf("%d requests with the token that passes, want 4", passing)
		}

		// Each strikes once at one bucket, so that none has more of them than attempts.
		for i := range 20 {
			name := fmt.Sprintf("many-%02d", i)
			w.Inject(r2fake.Fault{Operation: "CreateBucket", Bucket: name, Count: 1, Effect: r2fake.Error{Status: 429, Code: "TooManyRequests"}})
			w.Inject(r2fake.Fault{Operation: "PutBucketCors", Bucket: name, Count: 1, After: true, Effect: r2fake.Reset{}})
		}
		w.Inject(r2fake.Fault{Operation: "DeleteObject", Count: 1, Effect: r2fake.HTML{Status: 522}})
		apply := w.run(t, w.admin)
		atOnce(all, parallelism, func(i int) {
			if _, _, fails := w.many(i); fails {
				return
			}
			state, diags := apply.Apply(changes[i])
			states[i], told[i] = state, summaries(diags)
		})
		for i := range all {
			if _, _, fails := w.many(i); !fails && (len(told[i]) > 0 || states[i] == nil) {
				t.Errorf("apply of %d: %v, state: %t", i, told[i], states[i] != nil)
			}
		}
		if got := len(w.Buckets(acctest.Account, "default")); got != manyBuckets+2 {
			t.Errorf("%d buckets, want %d", got, manyBuckets+2)
		}

		w.ClearFaults()
		w.Reset()
		refresh := w.run(t, w.admin)
		atOnce(all, parallelism, func(i int) {
			resource, config, fails := w.many(i)
			if fails {
				return
			}
			state, diags := refresh.Refresh(resource, states[i])
			change, more := refresh.Plan(resource, state, config)
			told[i] = summaries(append(diags, more...))
			if diff := cmp.Diff(states[i], change.Planned); diff != "" || len(told[i]) > 0 {
				t.Errorf("second plan of %d: %v (-state +planned):\n%s", i, told[i], diff)
			}
		})
		if got := w.Count("ListBuckets"); got != 1 {
			t.Errorf("%d listings to refresh %d buckets, want 1", got, manyBuckets)
		}
	})
}

// TestConcurrency_oneBucket: of two runs that create a bucket at the same time one gets it, and the other is told that it
// exists. On one machine they take turns; TestBucketCreate_atOnce of package r2 has runs on two.
func TestConcurrency_oneBucket(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newFaultWorld(t)
		ends := map[string]int{}
		var mu sync.Mutex
		atOnce(2, 2, func(int) {
			p := w.run(t, w.admin)
			change, _ := p.Plan("r2_bucket", nil, acctest.Values{"name": newBucket})
			state, diags := p.Apply(change)
			mu.Lock()
			defer mu.Unlock()
			ends[fmt.Sprintf("state: %t %q", state != nil, summaries(diags))]++
		})
		want := map[string]int{
			"state: true []": 1,
			`state: false ["Error on \"\": Bucket Exists Already"]`: 1,
		}
		if diff := cmp.Diff(want, ends); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := len(w.Buckets(acctest.Account, "default")); got != 3 {
			t.Errorf("%d buckets, want 3", got)
		}
	})
}

// TestConcurrency_oneBucketsRules: of two runs that change the rules of a bucket at the same time one has the last word, and
// the other's next plan says so.
func TestConcurrency_oneBucketsRules(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newFaultWorld(t)
		created := w.carry(t, w.admin, "r2_bucket", nil, acctest.Values{"name": newBucket})
		configs := []acctest.Values{ruled(), ruled().With(acctest.Values{
			"lifecycle_rules": []any{lifecycleRule("other", acctest.Values{"expiration_days": 90})},
			"cors_rules":      []any{corsRule(acctest.Values{"allowed_methods": []any{"PUT"}})},
		})}
		for _, operation := range []string{"PutBucketLifecycleConfiguration", "PutBucketCors"} {
			w.Inject(r2fake.Fault{Operation: operation, Effect: r2fake.Barrier{N: 2}})
		}
		states := make([]acctest.Values, 2)
		atOnce(2, 2, func(i int) {
			p := w.run(t, w.admin)
			change, _ := p.Plan("r2_bucket", created, configs[i])
			state, diags := p.Apply(change)
			states[i] = state
			wantSummaries(t, "apply", diags)
		})
		w.ClearFaults()
		for _, attribute := range []string{"lifecycle_rules", "cors_rules"} {
			settled := 0
			for i, config := range configs {
				p := w.run(t, w.admin)
				refreshed, diags := p.Refresh("r2_bucket", states[i])
				change, more := p.Plan("r2_bucket", refreshed, config)
				wantSummaries(t, "next plan", append(diags, more...))
				if cmp.Equal(refreshed[attribute], change.Planned[attribute]) {
					settled++
				}
			}
			if settled != 1 {
				t.Errorf("%s: for %d of the two runs nothing is to change, want 1", attribute, settled)
			}
		}
		// Whoever applies again gets what is declared.
		w.carry(t, w.admin, "r2_bucket", states[0], configs[0])
		if got := w.CORS(acctest.Account, "default", newBucket); len(got) != 1 || !cmp.Equal(got[0].AllowedMethods, []string{"GET"}) {
			t.Errorf("CORS rules: %+v", got)
		}
	})
}

// summaryOfApply is the line of the CLI's output that ends the run.
var summaryOfApply = regexp.MustCompile(fmt.Sprintf(`(?m)^Apply complete! Resources: %d added, 0 changed, 0 destroyed\.$`, manyBuckets+manyStorages))

// TestAccConcurrency is a real run of as many resources, and a second one in which nothing is to change.
func TestAccConcurrency(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t)
	fake := acctest.Start(t)
	admin, object := fake.Token(r2fake.AdminReadWrite), fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	w.Write("main.tf", acctest.RequiredProviders+fake.Provider(
		fmt.Sprintf("account_id = %q", acctest.Account), fmt.Sprintf("access_key_id = %q", admin.AccessKeyID), fmt.Sprintf("secret_access_key = %q", admin.SecretAccessKey),
	)+storageHCL("destination", object, fmt.Sprintf("count = %d", manyStorages), `path  = "/server-${count.index}"`)+fmt.Sprintf(`
resource "r2_bucket" "many" {
  count      = %d
  name       = "many-${count.index}"
  cors_rules = [{ allowed_methods = ["GET"], allowed_origins = ["*"] }]
}
`, manyBuckets))
	parallel := fmt.Sprintf("-parallelism=%d", parallelism)
	out := w.MustRun("apply", "-auto-approve", parallel)
	if !summaryOfApply.MatchString(out.Stdout) {
		t.Errorf("apply: %s", out.Stdout)
	}
	if got := len(fake.Buckets(acctest.Account, "default")); got != manyBuckets+2 {
		t.Errorf("%d buckets, want %d", got, manyBuckets+2)
	}
	w.MustRun("plan", "-detailed-exitcode", parallel) // It would exit with 2 if anything were to change.
}
