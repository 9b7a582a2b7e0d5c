package provider_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestBucket_refreshCost: one request, and one more for each list of rules that is managed, all at the same time.
func TestBucket_refreshCost(t *testing.T) {
	t.Parallel()
	lifecycle, cors := acctest.Values{"lifecycle_rules": []any{}}, acctest.Values{"cors_rules": []any{}}
	for _, test := range []struct {
		name       string
		rules      acctest.Values
		operations map[string]int
	}{
		{"no rules", nil, map[string]int{"ListBuckets": 1}},
		{"lifecycle rules", lifecycle, map[string]int{"ListBuckets": 1, "GetBucketLifecycleConfiguration": 1}},
		{"CORS rules", cors, map[string]int{"ListBuckets": 1, "GetBucketCors": 1}},
		{"both", lifecycle.With(cors), map[string]int{"ListBuckets": 1, "GetBucketLifecycleConfiguration": 1, "GetBucketCors": 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			state := w.apply(t, nil, acctest.Values{"name": newBucket}.With(test.rules))
			w.Reset()
			// Nothing is answered before all of the requests are there.
			w.Inject(r2fake.Fault{Effect: r2fake.Barrier{N: len(test.operations)}})
			refreshed, diags := w.run(t, w.admin).Refresh("r2_bucket", state)
			wantSummaries(t, "refresh", diags)
			if diff := cmp.Diff(state, refreshed); diff != "" {
				t.Errorf("refreshed (-state +got):\n%s", diff)
			}
			got := map[string]int{}
			for _, request := range w.Requests() {
				got[request.Operation]++
			}
			if diff := cmp.Diff(test.operations, got); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBucket_refreshMany: the buckets of an account share one request.
func TestBucket_refreshMany(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	var states []acctest.Values
	for i := range 30 {
		name := fmt.Sprintf("acme-site-%02d", i)
		w.AddBucket(acctest.Account, "default", name)
		states = append(states, w.bucketState(t, "default", name, nil))
	}
	w.Reset()
	p := w.run(t, w.admin)
	for _, state := range states {
		refreshed, diags := p.Refresh("r2_bucket", state)
		wantSummaries(t, "refresh", diags)
		if diff := cmp.Diff(state, refreshed); diff != "" {
			t.Errorf("refreshed (-state +got):\n%s", diff)
		}
	}
	w.wantOperations(t, "refresh", "ListBuckets")
}

// TestBucket_drift: what is changed outside is seen where it is managed, and put right.
func TestBucket_drift(t *testing.T) {
	t.Parallel()
	mine := lifecycleRule("mine", acctest.Values{"expiration_days": 30})
	outside := []r2.LifecycleRule{{ID: "theirs", Enabled: true, Prefix: "tmp/", ExpirationDays: 1}}
	theirs := lifecycleRule("theirs", acctest.Values{"prefix": "tmp/", "expiration_days": 1})
	abort := r2.LifecycleRule{ID: r2.DefaultAbortRule, Enabled: true, AbortDays: 7}
	kept := r2.LifecycleRule{ID: "mine", Enabled: true, ExpirationDays: 30}
	for _, test := range []struct {
		name    string
		managed any
		outside []r2.LifecycleRule
		seen    any // in the state after a refresh
		after   []string
	}{
		{"not managed", nil, outside, nil, []string{"theirs"}},
		{"a rule added", []any{mine}, []r2.LifecycleRule{outside[0], abort, kept}, []any{mine, theirs}, []string{"mine", r2.DefaultAbortRule}},
		{"rules reordered", []any{mine}, []r2.LifecycleRule{abort, kept}, []any{mine}, []string{r2.DefaultAbortRule, "mine"}},
		{"a rule removed", []any{mine}, []r2.LifecycleRule{abort}, []any{}, []string{"mine", r2.DefaultAbortRule}},
		{"all rules removed", []any{mine}, nil, []any{}, []string{"mine"}},
		{
			"the default rule changed",
			[]any{mine},
			[]r2.LifecycleRule{kept, {ID: r2.DefaultAbortRule, Enabled: true, AbortDays: 3}},
			[]any{mine},
			[]string{"mine", r2.DefaultAbortRule},
		},
		{"the default rule removed", []any{mine}, []r2.LifecycleRule{kept}, []any{mine}, []string{"mine"}},
		{"a declared default rule removed", []any{defaultRule}, []r2.LifecycleRule{kept}, []any{mine}, []string{r2.DefaultAbortRule}},
		{"a rule where none may be", []any{}, outside, []any{theirs}, nil},
		{"the default rule where none may be", []any{}, []r2.LifecycleRule{abort}, []any{defaultRule}, nil},
		{"a rule disabled", []any{mine}, []r2.LifecycleRule{abort, {ID: "mine", ExpirationDays: 30}}, []any{mine.With(acctest.Values{"enabled": false})}, []string{"mine", r2.DefaultAbortRule}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			config := acctest.Values{"name": newBucket, "lifecycle_rules": test.managed}
			state := w.apply(t, nil, config)
			if err := w.client(t, "default", newBucket).SetLifecycle(t.Context(), test.outside); err != nil {
				t.Fatal(err)
			}
			refreshed, diags := w.run(t, w.admin).Refresh("r2_bucket", state)
			wantSummaries(t, "refresh", diags)
			if diff := cmp.Diff(state.With(acctest.Values{"lifecycle_rules": test.seen}), refreshed); diff != "" {
				t.Errorf("refreshed (-want +got):\n%s", diff)
			}
			state = w.apply(t, refreshed, config)
			w.wantSettled(t, state, config)
			var ids []string
			for _, rule := range w.Lifecycle(acctest.Account, "default", newBucket) {
				ids = append(ids, rule.ID)
			}
			if diff := cmp.Diff(test.after, ids); diff != "" {
				t.Errorf("lifecycle rules in R2 (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBucket_driftCORS: the same for CORS rules, whatever R2 answers where there are none.
func TestBucket_driftCORS(t *testing.T) {
	t.Parallel()
	theirs := r2.CORSRule{ID: "theirs", AllowedMethods: []string{"PUT"}, AllowedOrigins: []string{"https://example.com"}}
	for _, answer := range []r2fake.MissingCORS{
		r2fake.MissingCORSNoSuchConfiguration, r2fake.MissingCORSNotFoundError, r2fake.MissingCORSNoSuchKey, r2fake.MissingCORSEmptyDocument,
	} {
		for name, test := range map[string]struct {
			managed any
			outside []r2.CORSRule
			seen    any
		}{
			"not managed": {nil, []r2.CORSRule{theirs}, nil},
			"added": {[]any{}, []r2.CORSRule{theirs}, []any{corsRule(acctest.Values{
				"id": "theirs", "allowed_methods": []any{"PUT"}, "allowed_origins": []any{"https://example.com"},
			})}},
			"removed": {[]any{corsRule(nil)}, nil, []any{}},
			"none":    {[]any{}, nil, []any{}},
		} {
			w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{MissingCORS: answer}))
			config := acctest.Values{"name": newBucket, "cors_rules": test.managed}
			state := w.apply(t, nil, config)
			if err := w.client(t, "default", newBucket).SetCORS(t.Context(), test.outside); err != nil {
				t.Fatal(err)
			}
			refreshed, diags := w.run(t, w.admin).Refresh("r2_bucket", state)
			wantSummaries(t, name+": refresh", diags)
			if diff := cmp.Diff(state.With(acctest.Values{"cors_rules": test.seen}), refreshed); diff != "" {
				t.Errorf("answer %q, %s: refreshed (-want +got):\n%s", answer, name, diff)
			}
			w.wantSettled(t, w.apply(t, refreshed, config), config)
		}
	}
}

// TestBucket_refreshGone: a bucket that R2 says is not there is dropped from the state, without a word.
func TestBucket_refreshGone(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, ruled())
	w.RemoveBucket(acctest.Account, "default", newBucket)
	refreshed, diags := w.run(t, w.admin).Refresh("r2_bucket", state)
	wantSummaries(t, "refresh", diags)
	if refreshed != nil {
		t.Errorf("refreshed: %v", refreshed)
	}
	w.wantConverges(t, nil, ruled())
}

// TestBucket_refreshFails: only a bucket that R2 says is not there is dropped from the state.
func TestBucket_refreshFails(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		fault   r2fake.Fault
		summary string
	}{
		{"403", r2fake.Fault{Effect: r2fake.Error{Status: 403, Code: "AccessDenied"}}, "Token Lacks the Admin Permission"},
		{"401", r2fake.Fault{Effect: r2fake.Error{Status: 401, Code: "Unauthorized"}}, "Token Unknown to R2"},
		{"404 of a proxy", r2fake.Fault{Effect: r2fake.HTML{Status: 404}}, "Answer Did Not Come From R2"},
		{"not enabled", r2fake.Fault{Effect: r2fake.Error{Status: 403, Code: "NotEntitled"}}, "R2 Is Not Enabled on the Account"},
		{"rules refused", r2fake.Fault{Operation: "GetBucketCors", Effect: r2fake.Error{Status: 403, Code: "AccessDenied"}}, "Token Lacks the Admin Permission"},
		{"rules missing with the bucket", r2fake.Fault{Operation: "GetBucketCors", Effect: r2fake.Error{Status: 404, Code: "NoSuchBucket"}}, "Bucket Does Not Exist"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			state := w.apply(t, nil, acctest.Values{"name": newBucket, "cors_rules": []any{}})
			w.Inject(test.fault)
			refreshed, diags := w.run(t, w.admin).Refresh("r2_bucket", state)
			if len(diags) != 1 || diags[0].Severity != "Error" || diags[0].Summary != test.summary {
				t.Errorf("diagnostics %q, want the error %q alone", summaries(diags), test.summary)
			}
			if diff := cmp.Diff(state, refreshed); diff != "" {
				t.Errorf("state (-before +after):\n%s", diff)
			}
		})
	}
}
