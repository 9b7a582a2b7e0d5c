package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// atNoon is a rule that cannot be declared, since a date begins at midnight.
var atNoon = r2.LifecycleRule{ID: "at noon", Enabled: true, ExpirationDate: time.Date(2099, time.January, 1, 12, 0, 0, 0, time.UTC)}

// unsupportedDetail is what is said of it.
var unsupportedDetail = `Attempted to read the lifecycle rules. The lifecycle rule "at noon" is one that the provider cannot declare, because of its Expiration. ` +
	"Written back it would do something else, so the rules were left as they are.\n\n" +
	"Remove or simplify that rule in the Cloudflare dashboard under R2 > (the bucket) > Settings > Object lifecycle rules, and run again. " +
	"Or leave lifecycle_rules out, so that the rules are not managed; if they are managed already, apply that once with -refresh=false, since a refresh reads them.\n\n" +
	"  endpoint: " + acctest.Endpoint("default", newBucket) + coded("R2-063")

// setOutside sets a rule that cannot be declared, and tells what the bucket has then.
func (w *bucketWorld) setOutside(t *testing.T) []r2fake.LifecycleRule {
	t.Helper()
	if err := w.client(t, "default", newBucket).SetLifecycle(t.Context(), []r2.LifecycleRule{atNoon}); err != nil {
		t.Fatal(err)
	}
	return w.Lifecycle(acctest.Account, "default", newBucket)
}

func (w *bucketWorld) wantLifecycle(t *testing.T, want []r2fake.LifecycleRule) {
	t.Helper()
	if diff := cmp.Diff(want, w.Lifecycle(acctest.Account, "default", newBucket)); diff != "" {
		t.Errorf("lifecycle rules in R2 (-want +got):\n%s", diff)
	}
}

// TestBucket_unsupportedRule: a rule that cannot be declared is neither read as another one nor replaced, and one may leave the
// rules unmanaged or remove all of them.
func TestBucket_unsupportedRule(t *testing.T) {
	t.Parallel()
	want := []acctest.Diagnostic{{Severity: "Error", Attribute: "lifecycle_rules", Summary: "Lifecycle Rule Is Not Supported", Detail: unsupportedDetail}}
	mine := lifecycleRule("mine", acctest.Values{"expiration_days": 30})
	for name, rules := range map[string][]any{"a rule": {mine}, "the default rule": {defaultRule}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			unmanaged, managed := acctest.Values{"name": newBucket}, acctest.Values{"name": newBucket, "lifecycle_rules": rules}

			state := w.apply(t, nil, unmanaged)
			stored := w.setOutside(t)
			w.wantSettled(t, state, unmanaged)
			p := w.run(t, w.admin)
			change, _ := p.Plan("r2_bucket", state, managed)
			_, diags := p.Apply(change)
			if diff := cmp.Diff(want, diags); diff != "" {
				t.Errorf("overwritten (-want +got):\n%s", diff)
			}
			w.wantLifecycle(t, stored)

			if err := w.client(t, "default", newBucket).SetLifecycle(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			state = w.apply(t, state, managed)
			w.setOutside(t)
			refreshed, diags := w.run(t, w.admin).Refresh("r2_bucket", state)
			if diff := cmp.Diff(want, diags); diff != "" {
				t.Errorf("managed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(state, refreshed); diff != "" {
				t.Errorf("state (-before +after):\n%s", diff)
			}

			// Without a refresh.
			for _, out := range []struct {
				config acctest.Values
				left   []r2fake.LifecycleRule
			}{{unmanaged, stored}, {unmanaged.With(acctest.Values{"lifecycle_rules": []any{}}), nil}} {
				change, _ = p.Plan("r2_bucket", state, out.config)
				_, diags = w.run(t, w.admin).Apply(change)
				wantSummaries(t, "way out", diags)
				w.wantLifecycle(t, out.left)
			}
		})
	}
}

// TestBucketImport_unsupportedRule: the bucket is imported, but not its lifecycle rules.
func TestBucketImport_unsupportedRule(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "default", newBucket)
	stored := w.setOutside(t)
	got, diags := w.adopter(t, w.settings(w.admin)).importBucket(newBucket)
	if diff := cmp.Diff(w.bucketState(t, "default", newBucket, nil), got); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	want := []string{"WARNING: Lifecycle Rules Are Not Taken Over: The bucket is taken over without its lifecycle rules: " +
		"lifecycle_rules is unset, so that they are not managed.\n\n" + unsupportedDetail}
	if diff := cmp.Diff(want, words(diags)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	w.wantLifecycle(t, stored)
}

// TestBucket_deletedMeanwhile: a plan for a bucket that was deleted since says what to do.
func TestBucket_deletedMeanwhile(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, acctest.Values{"name": newBucket})
	p := w.run(t, w.admin)
	change, _ := p.Plan("r2_bucket", state, acctest.Values{"name": newBucket, "lifecycle_rules": []any{defaultRule}})
	w.RemoveBucket(acctest.Account, "default", newBucket)
	_, diags := p.Apply(change)
	want := "Attempted to read the lifecycle rules. The account has no bucket of this name in the jurisdiction default any more: it was deleted meanwhile. " +
		"Run again: a new plan creates it anew, without the objects that it had.\n\n  endpoint: "
	if len(diags) != 1 || diags[0].Summary != "Bucket Does Not Exist" || !strings.HasPrefix(diags[0].Detail, want) || !strings.Contains(diags[0].Detail, "R2-023") {
		t.Errorf("diagnostics %+v", diags)
	}
}
