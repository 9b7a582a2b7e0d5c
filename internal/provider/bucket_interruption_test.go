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

// TestBucket_createUndone: a bucket whose rules R2 refuses is deleted again, and all that is wrong is told at once.
func TestBucket_createUndone(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	refused := r2fake.Error{Status: 400, Code: "MalformedXML", Message: "No."}
	w.Inject(r2fake.Fault{Operation: "PutBucketLifecycleConfiguration", Effect: refused})
	w.Inject(r2fake.Fault{Operation: "PutBucketCors", Effect: refused})
	change, _ := w.run(t, w.admin).Plan("r2_bucket", nil, ruled())
	state, diags := w.run(t, w.admin).Apply(change)
	detail := func(what, operation string) string {
		return "The bucket was created, but its rules could not be set, so it was deleted again: nothing is left of it.\n\n" + refusedDetail(what, operation)
	}
	want := []acctest.Diagnostic{
		{Severity: "Error", Summary: "R2 Refused the Request", Detail: detail("set the lifecycle rules", "PutBucketLifecycleConfiguration")},
		{Severity: "Error", Summary: "R2 Refused the Request", Detail: detail("set the CORS rules", "PutBucketCors")},
	}
	wantDiagnostics(t, want, diags)
	if state != nil {
		t.Errorf("state %v of a bucket that is gone", state)
	}
	w.wantOperations(t, "plan and apply", "ListBuckets", "ListBuckets", "CreateBucket", "ListBuckets",
		"GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "PutBucketCors", "DeleteBucket")
	w.wantBuckets(t, "default")
	w.ClearFaults()
	w.wantConverges(t, state, ruled())
}

// TestBucket_createIncomplete: where it cannot be deleted either, since something was stored in it meanwhile, what is missing
// is a warning. The state has the bucket, and the next plan what is missing.
func TestBucket_createIncomplete(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.Inject(r2fake.Fault{
		Operation: "PutBucketCors", Effect: r2fake.Error{Status: 400, Code: "MalformedXML", Message: "No."},
		Hook: func(r2fake.Request) { w.fill("default", newBucket, 1, 0) },
	})
	change, _ := w.run(t, w.admin).Plan("r2_bucket", nil, ruled())
	state, diags := w.run(t, w.admin).Apply(change)
	wantDiagnostics(t, []acctest.Diagnostic{{
		Severity: "Warning", Summary: "Bucket Created, Configuration Incomplete",
		Detail: "The bucket exists and is in the state, but it is not configured as declared yet. Run terraform apply again: the plan will show what is missing.\n\n" +
			refusedDetail("set the CORS rules", "PutBucketCors"),
	}}, diags)
	w.wantBuckets(t, "default", newBucket)
	w.ClearFaults()
	refreshed, diags := w.run(t, w.admin).Refresh("r2_bucket", state)
	wantSummaries(t, "refresh", diags)
	if diff := cmp.Diff(state.With(acctest.Values{"cors_rules": []any{}}), refreshed); diff != "" {
		t.Errorf("refreshed (-want +got):\n%s", diff)
	}
	w.wantConverges(t, state, ruled())
}

// refusedDetail is what is told of rules that R2 refuses.
func refusedDetail(what, operation string) string {
	return "Attempted to " + what + ".\n\nR2 answered 400 MalformedXML, which is not about permissions. In its own words: \"No\".\n\n" +
		"  endpoint: " + acctest.Endpoint("default", newBucket) + "\n  answered: 400 MalformedXML to " + operation + "\n  ray id: <ray id>" + coded("R2-047")
}

// wantDiagnostics compares diagnostics as a whole, except for what differs from run to run.
func wantDiagnostics(t *testing.T, want, got []acctest.Diagnostic) {
	t.Helper()
	for i := range got {
		for _, v := range variable {
			got[i].Detail = v.pattern.ReplaceAllString(got[i].Detail, v.instead)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}
