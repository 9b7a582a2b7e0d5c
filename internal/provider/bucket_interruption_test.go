package provider_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// interruption is a way in which a run ends early at one of its requests.
type interruption struct {
	name string
	// done tells whether the request takes effect.
	done bool
	// cancelled tells whether the user interrupts the run.
	cancelled bool
	effect    r2fake.Effect
}

// interruptions are such that the request is not sent again: what is sent again is tested with the client.
var interruptions = []interruption{
	{name: "answer lost", done: true, effect: r2fake.HTML{Status: 403}},
	{name: "request lost", effect: r2fake.HTML{Status: 403}},
	{name: "interrupted after the request", done: true, cancelled: true},
	{name: "interrupted before the request", cancelled: true, effect: r2fake.HTML{Status: 403}},
}

// interrupt runs with the n-th request disturbed, counted from 1.
func (i interruption) interrupt(t *testing.T, w *bucketWorld, n int, run func(*acctest.Protocol) (acctest.Values, []acctest.Diagnostic)) (acctest.Values, []acctest.Diagnostic) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	fault := r2fake.Fault{Skip: n - 1, Count: 1, After: i.done, Effect: i.effect}
	if i.cancelled {
		fault.Hook = func(r2fake.Request) { cancel() }
	}
	p := w.run(interruptible{t, ctx}, w.admin)
	w.Inject(fault)
	defer w.ClearFaults()
	return run(p)
}

// interruptible makes a provider in process see the end of a context, as it does when Terraform is interrupted.
type interruptible struct {
	testing.TB
	ctx context.Context
}

func (i interruptible) Context() context.Context { return i.ctx }

// wantDisturbed compares the request that was disturbed, by its index, with the operations that a run asks for. There is one
// run more than there are operations, to show that these are all.
func (w *bucketWorld) wantDisturbed(t *testing.T, n int, operations []string, diags []acctest.Diagnostic) {
	t.Helper()
	if n == len(operations) {
		w.wantOperations(t, "undisturbed", operations...)
		wantSummaries(t, "undisturbed", diags)
		return
	}
	requests := w.Requests()
	if n >= len(requests) || requests[n].Operation != operations[n] || requests[n].Fault == "" {
		t.Errorf("request %d is not %s, or was not disturbed", n+1, operations[n])
	}
}

// TestBucket_createInterrupted ends the creation of a bucket with rules at each of its requests. The next run brings about
// what is declared, with exactly one bucket, which is never an orphan nor marked as tainted.
func TestBucket_createInterrupted(t *testing.T) {
	t.Parallel()
	operations := []string{
		"ListBuckets", "CreateBucket", "ListBuckets", "GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "PutBucketCors",
	}
	for _, at := range interruptions {
		for n := range len(operations) + 1 {
			t.Run(fmt.Sprintf("%s/%d", at.name, n+1), func(t *testing.T) {
				t.Parallel()
				w := startBuckets(t)
				config := ruled()
				change, diags := w.run(t, w.admin).Plan("r2_bucket", nil, config)
				wantSummaries(t, "plan", diags)
				w.Reset()
				state, diags := at.interrupt(t, w, n+1, func(p *acctest.Protocol) (acctest.Values, []acctest.Diagnostic) { return p.Apply(change) })

				w.wantDisturbed(t, n, operations, diags)
				for _, d := range diags {
					if state != nil && d.Severity == "Error" {
						t.Errorf("the bucket is tainted by %s: %s", d.Summary, d.Detail)
					}
				}
				if state == nil {
					w.wantBuckets(t, "default") // No bucket that nobody knows of.
				} else {
					w.wantBuckets(t, "default", newBucket)
				}
				w.wantConverges(t, state, config)
			})
		}
	}
}

// TestBucket_updateInterrupted does the same with an update.
func TestBucket_updateInterrupted(t *testing.T) {
	t.Parallel()
	operations := []string{"GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "PutBucketCors"}
	for _, at := range interruptions {
		for n := range len(operations) + 1 {
			t.Run(fmt.Sprintf("%s/%d", at.name, n+1), func(t *testing.T) {
				t.Parallel()
				w := startBuckets(t)
				state := w.apply(t, nil, acctest.Values{"name": newBucket})
				config := ruled()
				change, diags := w.run(t, w.admin).Plan("r2_bucket", state, config)
				wantSummaries(t, "plan", diags)
				w.Reset()
				state, diags = at.interrupt(t, w, n+1, func(p *acctest.Protocol) (acctest.Values, []acctest.Diagnostic) { return p.Apply(change) })

				w.wantDisturbed(t, n, operations, diags)
				if at.name == "answer lost" && n < len(operations) {
					wantSummaries(t, "answer lost", diags, `Error on "": Answer Did Not Come From R2`)
				}
				w.wantConverges(t, state, config)
			})
		}
	}
}

// ruled is a configuration with everything that takes requests of its own.
func ruled() acctest.Values {
	return acctest.Values{
		"name": newBucket, "lifecycle_rules": []any{lifecycleRule("old", acctest.Values{"expiration_days": 30})},
		"cors_rules": []any{corsRule(nil)}, "force_destroy": true,
	}
}

// wantConverges applies the configuration of ruled, and compares what there is then.
func (w *bucketWorld) wantConverges(t *testing.T, state, config acctest.Values) {
	t.Helper()
	state = w.apply(t, state, config)
	w.wantSettled(t, state, config)
	w.wantBuckets(t, "default", newBucket)
	wantLifecycle := []r2fake.LifecycleRule{
		{ID: "old", Enabled: true, Expiration: r2fake.After{Days: 30}}, {ID: r2.DefaultAbortRule, Enabled: true, AbortDays: 7},
	}
	if diff := cmp.Diff(wantLifecycle, w.Lifecycle(acctest.Account, "default", newBucket)); diff != "" {
		t.Errorf("lifecycle rules (-want +got):\n%s", diff)
	}
	wantCORS := []r2fake.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}}
	if diff := cmp.Diff(wantCORS, w.CORS(acctest.Account, "default", newBucket)); diff != "" {
		t.Errorf("CORS rules (-want +got):\n%s", diff)
	}
}

// TestBucket_createIncomplete: a rule that cannot be set is a warning, which says that the bucket is there.
func TestBucket_createIncomplete(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.Inject(r2fake.Fault{Operation: "PutBucketCors", Effect: r2fake.Error{Status: 400, Code: "MalformedXML", Message: "No."}})
	change, _ := w.run(t, w.admin).Plan("r2_bucket", nil, ruled())
	state, diags := w.run(t, w.admin).Apply(change)
	want := []acctest.Diagnostic{{
		Severity: "Warning", Summary: "Bucket Created, Configuration Incomplete",
		Detail: "The bucket exists and is in the state, but it is not configured as declared yet. Run terraform apply again: the plan will show what is missing.\n\n" +
			"Attempted to set the CORS rules.\n\nR2 answered 400 MalformedXML, which is not about permissions. In its own words: \"No.\".\n\n" +
			"  endpoint: " + acctest.Endpoint("default", newBucket) + "\n  answered: 400 MalformedXML to PutBucketCors\n  ray id: <ray id>" + coded("R2-047"),
	}}
	for i := range diags {
		diags[i].Detail = variable[0].pattern.ReplaceAllString(diags[i].Detail, variable[0].instead)
	}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	w.ClearFaults()
	w.wantConverges(t, state, ruled())
}
