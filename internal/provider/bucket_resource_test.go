package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// The warnings about rules.
const (
	removed = "Rules That Are Not Shown Will Be Removed"
	staying = "Rules Will Stay in the Bucket"
)

// TestBucket_attributes sets, changes and removes every attribute that does not replace the bucket. After each step R2 has
// what is declared, and a second plan is empty.
func TestBucket_attributes(t *testing.T) {
	t.Parallel()
	stored := func(ids ...string) []string { return ids }
	type step struct {
		set       any
		state     any // as in the state, where it is not what was set
		lifecycle []string
		cors      int
		warning   string
	}
	def := stored(r2.DefaultAbortRule)
	keep := lifecycleRule("keep", acctest.Values{"prefix": "a/", "expiration_days": 30})
	for _, test := range []struct {
		name, attribute string
		steps           []step
	}{
		{"force_destroy", "force_destroy", []step{
			{set: true, lifecycle: def}, {set: false, lifecycle: def}, {set: true, lifecycle: def}, {set: nil, state: false, lifecycle: def},
		}},
		{"lifecycle rules", "lifecycle_rules", []step{
			{set: []any{keep}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			// In another order, with one more.
			{set: []any{lifecycleRule("z", acctest.Values{"abort_incomplete_multipart_upload_days": 1}), keep}, lifecycle: stored("z", "keep", r2.DefaultAbortRule)},
			{set: []any{keep, lifecycleRule("z", acctest.Values{"expiration_days": 1})}, lifecycle: stored("keep", "z", r2.DefaultAbortRule)},
			{set: nil, lifecycle: stored("keep", "z", r2.DefaultAbortRule), warning: staying}, // Not managed any more, not removed.
			{set: []any{}, lifecycle: nil, warning: removed},                                  // All of them.
			{set: []any{keep}, lifecycle: stored("keep")},                                     // What was removed does not come back by itself.
			{set: nil, lifecycle: stored("keep"), warning: staying},
		}},
		{"every field of a lifecycle rule", "lifecycle_rules", []step{
			{set: []any{keep.With(acctest.Values{"enabled": false})}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{set: []any{keep.With(acctest.Values{"prefix": "b/"})}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{set: []any{keep.With(acctest.Values{"expiration_days": 31})}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{set: []any{keep.With(acctest.Values{"expiration_days": nil, "expiration_date": "2027-01-31"})}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{set: []any{keep.With(acctest.Values{"infrequent_access_days": 10})}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{set: []any{keep.With(acctest.Values{"infrequent_access_date": "2028-02-29"})}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{set: []any{keep.With(acctest.Values{"abort_incomplete_multipart_upload_days": 3})}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{
				set:   []any{acctest.Values{"id": "bare", "expiration_days": 1}},
				state: []any{lifecycleRule("bare", acctest.Values{"expiration_days": 1})}, lifecycle: stored("bare", r2.DefaultAbortRule),
			},
		}},
		{"the default rule", "lifecycle_rules", []step{
			{set: []any{defaultRule}, lifecycle: def},
			{set: []any{defaultRule.With(acctest.Values{"abort_incomplete_multipart_upload_days": 2})}, lifecycle: def},
			{set: []any{keep, defaultRule}, lifecycle: stored("keep", r2.DefaultAbortRule)},
			{set: []any{keep}, lifecycle: stored("keep", r2.DefaultAbortRule)}, // Kept, and hidden again.
			{set: []any{}, lifecycle: nil},
		}},
		{"CORS rules", "cors_rules", []step{
			{set: []any{corsRule(nil)}, lifecycle: def, cors: 1},
			{set: []any{corsRule(acctest.Values{"id": "site", "allowed_methods": []any{"PUT"}, "allowed_origins": []any{"https://example.com"}}), corsRule(nil)}, lifecycle: def, cors: 2},
			{set: []any{corsRule(nil), corsRule(acctest.Values{"id": "site"})}, lifecycle: def, cors: 2}, // The order counts.
			{set: []any{corsRule(acctest.Values{"allowed_headers": []any{"*"}, "expose_headers": []any{"ETag"}, "max_age_seconds": 60})}, lifecycle: def, cors: 1},
			{set: []any{corsRule(acctest.Values{"max_age_seconds": 0})}, lifecycle: def, cors: 1},
			{set: []any{corsRule(acctest.Values{"max_age_seconds": 86400})}, lifecycle: def, cors: 1},
			{set: nil, lifecycle: def, cors: 1, warning: staying},     // Not managed any more, not removed.
			{set: []any{}, lifecycle: def, cors: 0, warning: removed}, // All of them.
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			state := w.apply(t, nil, acctest.Values{"name": newBucket})
			for i, step := range test.steps {
				config := acctest.Values{"name": newBucket, test.attribute: step.set}
				var warnings []string
				if step.warning != "" {
					warnings = []string{"Warning on \"" + test.attribute + "\": " + step.warning}
				}
				state = w.apply(t, state, config, warnings...)
				shown := step.state
				if shown == nil {
					shown = step.set
				}
				if diff := cmp.Diff(w.bucketState(t, "default", newBucket, acctest.Values{test.attribute: shown}), state); diff != "" {
					t.Errorf("step %d: state (-want +got):\n%s", i, diff)
				}
				var ids []string
				for _, rule := range w.Lifecycle(acctest.Account, "default", newBucket) {
					ids = append(ids, rule.ID)
				}
				if diff := cmp.Diff(step.lifecycle, ids); diff != "" {
					t.Errorf("step %d: lifecycle rules in R2 (-want +got):\n%s", i, diff)
				}
				if got := len(w.CORS(acctest.Account, "default", newBucket)); got != step.cors {
					t.Errorf("step %d: %d CORS rules in R2, want %d", i, got, step.cors)
				}
				w.wantSettled(t, state, config)
			}
		})
	}
}

// TestBucket_requests: only what changes is sent.
func TestBucket_requests(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	lifecycle := acctest.Values{"lifecycle_rules": []any{lifecycleRule("old", acctest.Values{"expiration_days": 1})}}
	cors := acctest.Values{"cors_rules": []any{corsRule(nil)}}
	var state acctest.Values
	for _, step := range []struct {
		name                string
		config              acctest.Values
		warning             string
		planned, operations []string
	}{
		{"create", nil, "", []string{"ListBuckets"}, []string{"ListBuckets", "CreateBucket", "ListBuckets"}},
		{"nothing", acctest.Values{"force_destroy": true}, "", nil, nil},
		{"lifecycle rules", lifecycle, "", nil, []string{"GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration"}},
		{"CORS rules", lifecycle.With(cors), "", nil, []string{"PutBucketCors"}},
		{"the default rule is declared", cors.With(acctest.Values{"lifecycle_rules": []any{defaultRule}}), "", nil, []string{"GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration"}},
		{"not managed", nil, staying, nil, nil},
		{"none", acctest.Values{"lifecycle_rules": []any{}, "cors_rules": []any{}}, removed, nil, []string{"DeleteBucketLifecycle", "DeleteBucketCors"}},
	} {
		change, diags := w.run(t, w.admin).Plan("r2_bucket", state, acctest.Values{"name": newBucket}.With(step.config))
		var warnings []string
		if step.warning != "" {
			warnings = []string{`Warning on "cors_rules": ` + step.warning, `Warning on "lifecycle_rules": ` + step.warning}
		}
		wantSummaries(t, step.name, diags, warnings...)
		w.wantOperations(t, step.name+": plan", step.planned...)
		state, diags = w.run(t, w.admin).Apply(change)
		wantSummaries(t, step.name, diags)
		w.wantOperations(t, step.name+": apply", step.operations...)
	}
	change, diags := w.run(t, w.admin).Plan("r2_bucket", state, nil)
	wantSummaries(t, "plan to destroy", diags)
	w.wantOperations(t, "plan to destroy")
	_, diags = w.run(t, w.admin).Apply(change)
	wantSummaries(t, "destroy", diags)
	w.wantOperations(t, "destroy", "ListObjectsV2", "ListMultipartUploads", "DeleteBucket")
	w.wantBuckets(t, "default")
}

// TestBucket_unknownUntilCreated: what depends on the bucket waits for it.
func TestBucket_unknownUntilCreated(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	change, diags := w.run(t, w.admin).Plan("r2_bucket", nil, acctest.Values{"name": newBucket, "jurisdiction": "eu"})
	wantSummaries(t, "plan", diags)
	want := acctest.Values{
		"id": acctest.Unknown, "name": newBucket, "account_id": acctest.Account, "jurisdiction": "eu", "location": nil, "force_destroy": false,
		"lifecycle_rules": nil, "cors_rules": nil, "endpoint": acctest.Unknown, "base_endpoint": acctest.Unknown, "creation_date": acctest.Unknown,
	}
	if diff := cmp.Diff(want, change.Planned); diff != "" {
		t.Errorf("planned (-want +got):\n%s", diff)
	}
}

// TestBucket_location: a change of location warns, and changes nothing.
func TestBucket_location(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, acctest.Values{"name": newBucket, "location": "weur"})
	w.wantSettled(t, state, acctest.Values{"name": newBucket, "location": "weur"})
	w.wantSettled(t, state, acctest.Values{"name": newBucket}) // Left out, it is what it was.

	config := acctest.Values{"name": newBucket, "location": "enam"}
	change, diags := w.run(t, w.admin).Plan("r2_bucket", state, config)
	want := []acctest.Diagnostic{{
		Severity: "Warning", Attribute: "location", Summary: "Location Does Not Change",
		Detail: "R2 honours a location hint only the first time that a name is used in the account. Only the value in the state changes; the data stays where it is. " +
			"To have a bucket elsewhere, create one of another name and copy the objects.\n" + coded("R2-086"),
	}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(state.With(acctest.Values{"location": "enam"}), change.Planned); diff != "" || change.Replaces != nil {
		t.Errorf("replaces %v, planned (-want +got):\n%s", change.Replaces, diff)
	}
	w.Reset()
	state, diags = w.run(t, w.admin).Apply(change)
	wantSummaries(t, "apply", diags)
	w.wantOperations(t, "apply")
	if got := w.Location(acctest.Account, "default", newBucket); got != "weur" {
		t.Errorf("the bucket is in %s, want weur", got)
	}
	w.wantSettled(t, state, config)
}

// TestBucket_replacement: what can only be had with another bucket replaces it, unless that would lose objects.
func TestBucket_replacement(t *testing.T) {
	t.Parallel()
	const otherAccount = "fedcba9876543210fedcba9876543210"
	base := acctest.Values{"name": newBucket}
	for _, test := range []struct {
		attribute, value string
	}{{"name", "acme-elsewhere"}, {"account_id", otherAccount}, {"jurisdiction", "eu"}} {
		t.Run(test.attribute, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			state := w.apply(t, nil, base)
			config := base.With(acctest.Values{test.attribute: test.value})
			plan := func(state acctest.Values) (acctest.Change, []acctest.Diagnostic) {
				return w.run(t, w.admin).Plan("r2_bucket", state, config.With(acctest.Values{"force_destroy": state["force_destroy"]}))
			}
			change, diags := plan(state)
			wantSummaries(t, "of an empty bucket", diags)
			if diff := cmp.Diff([]string{test.attribute}, change.Replaces); diff != "" {
				t.Errorf("replaces (-want +got):\n%s", diff)
			}

			w.fill("default", newBucket, 2, 1)
			_, diags = plan(state)
			want := []acctest.Diagnostic{{
				Severity: "Error", Attribute: "", Summary: "Bucket Is Not Empty",
				Detail: holds("2 objects and 1 incomplete upload", "replace"),
			}}
			if diff := cmp.Diff(want, diags); diff != "" {
				t.Errorf("of a full bucket: diagnostics (-want +got):\n%s", diff)
			}
			// It must have been applied before, not only be in the configuration.
			_, diags = w.run(t, w.admin).Plan("r2_bucket", state, config.With(acctest.Values{"force_destroy": true}))
			wantSummaries(t, "of a full bucket, with force_destroy not applied", diags, `Error on "": Bucket Is Not Empty`)

			state = w.apply(t, state, base.With(acctest.Values{"force_destroy": true}))
			w.Reset()
			change, diags = plan(state)
			wantSummaries(t, "of a full bucket, with force_destroy", diags)
			if diff := cmp.Diff([]string{test.attribute}, change.Replaces); diff != "" {
				t.Errorf("with force_destroy: replaces (-want +got):\n%s", diff)
			}
			w.wantOperations(t, "with force_destroy")
		})
	}
}

// TestBucket_replacementOffline: with verify_at_plan = false nothing is asked at plan, and the deletion refuses.
func TestBucket_replacementOffline(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, acctest.Values{"name": newBucket})
	w.fill("default", newBucket, 1, 0)
	w.Reset()
	p := serve(t, w.R2, w.settings(w.admin).With(acctest.Values{"verify_at_plan": false}))
	_, diags := p.Plan("r2_bucket", state, acctest.Values{"name": "acme-elsewhere"})
	wantSummaries(t, "plan", diags)
	w.wantOperations(t, "plan")
	change, diags := p.Plan("r2_bucket", state, nil)
	wantSummaries(t, "plan to destroy", diags)
	_, diags = p.Apply(change)
	wantSummaries(t, "destroy", diags, `Error on "": Bucket Is Not Empty`)
}

// TestBucket_exists: a bucket that is there already is not taken over, whatever R2 answers to its creation.
func TestBucket_exists(t *testing.T) {
	t.Parallel()
	const otherAccount = "fedcba9876543210fedcba9876543210"
	for _, test := range []struct {
		name, account, jurisdiction, importID string
	}{
		{"default", acctest.Account, "default", newBucket},
		{"eu", acctest.Account, "eu", "eu/" + newBucket},
		{"another account", otherAccount, "default", "https://" + otherAccount + ".r2.cloudflarestorage.com/" + newBucket},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, answer := range []r2fake.CreateExistingBucket{
				r2fake.CreateExistingOwnedByYou, r2fake.CreateExistingAlreadyExists, r2fake.CreateExistingConflict, r2fake.CreateExistingOK,
			} {
				w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{CreateExistingBucket: answer}))
				w.AddBucket(test.account, test.jurisdiction, newBucket)
				w.PutObject(test.account, test.jurisdiction, newBucket, "monday.tar", nil)
				cred := w.AddToken(r2fake.Token{Account: test.account, Policies: []r2fake.Policy{{Level: r2fake.AdminReadWrite}}})
				p := w.run(t, cred)
				change, diags := p.Plan("r2_bucket", nil, acctest.Values{
					"name": newBucket, "account_id": test.account, "jurisdiction": test.jurisdiction, "cors_rules": []any{corsRule(nil)},
				})
				wantSummaries(t, "plan", diags)
				w.Reset()
				state, diags := p.Apply(change)
				want := []acctest.Diagnostic{{
					Severity: "Error", Summary: "Bucket Exists Already",
					Detail: "The account has a bucket of this name already, in the jurisdiction " + test.jurisdiction + ". Nothing was changed.\n\n" +
						"To manage that bucket, import it, with the address of this resource in place of r2_bucket.<name>:\n\n" +
						"  terraform import r2_bucket.<name> " + test.importID + "\n\nOtherwise choose another name.\n\n" +
						"  endpoint: " + r2.Endpoint{AccountID: test.account, Jurisdiction: test.jurisdiction, Bucket: newBucket}.String() + coded("R2-050"),
				}}
				if diff := cmp.Diff(want, diags); diff != "" || state != nil {
					t.Errorf("answer %q: state %v, diagnostics (-want +got):\n%s", answer, state, diff)
				}
				w.wantOperations(t, "apply", "ListBuckets")
			}
		})
	}
}

// TestBucket_account: the account comes from the bucket, or else from the provider.
func TestBucket_account(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	p := serve(t, w.R2, w.settings(w.admin).With(acctest.Values{"account_id": nil}))
	_, diags := p.Plan("r2_bucket", nil, acctest.Values{"name": newBucket})
	want := []acctest.Diagnostic{{
		Severity: "Error", Attribute: "account_id", Summary: "Missing Account ID",
		Detail: "Neither the bucket nor the provider says which Cloudflare account it is in. Set account_id here or in the provider block, or the environment variable R2_ACCOUNT_ID.\n" + coded("R2-081"),
	}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("no account: diagnostics (-want +got):\n%s", diff)
	}
	change, diags := p.Plan("r2_bucket", nil, acctest.Values{"name": newBucket, "account_id": acctest.Account})
	wantSummaries(t, "account of the bucket", diags)
	state, diags := p.Apply(change)
	wantSummaries(t, "account of the bucket", diags)
	if diff := cmp.Diff(w.bucketState(t, "default", newBucket, nil), state); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	w.wantSettled(t, state, acctest.Values{"name": newBucket}) // The provider's is the same.

	unknown := serve(t, w.R2, w.settings(w.admin).With(acctest.Values{"account_id": acctest.Unknown}))
	change, diags = unknown.Plan("r2_bucket", nil, acctest.Values{"name": newBucket})
	wantSummaries(t, "unknown account", diags)
	if got := change.Planned["account_id"]; got != acctest.Unknown {
		t.Errorf("unknown account: planned %v", got)
	}
}

// TestBucket_noCredentials: buckets need the provider's token.
func TestBucket_noCredentials(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, acctest.Values{"name": newBucket})
	w.Reset()
	p := serve(t, w.R2, acctest.Values{"account_id": acctest.Account})
	_, diags := p.Refresh("r2_bucket", state)
	want := []acctest.Diagnostic{{
		Severity: "Error", Summary: "Missing Credentials",
		Detail: "Buckets are managed with the token of the provider, and the provider has none. Set access_key_id and secret_access_key in the provider block, " +
			"or the environment variables R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY, to those of an \"Admin Read & Write\" token.\n" + coded("R2-080"),
	}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("refresh: diagnostics (-want +got):\n%s", diff)
	}
	// Nor can anything be sent while they are unknown, which is no error at plan.
	p = serve(t, w.R2, w.settings(w.admin).With(acctest.Values{"secret_access_key": acctest.Unknown}))
	refreshed, diags := p.Refresh("r2_bucket", state)
	wantSummaries(t, "refresh with unknown credentials", diags, `Warning on "": Bucket Was Not Refreshed`)
	if diff := cmp.Diff(state, refreshed); diff != "" {
		t.Errorf("refreshed (-state +got):\n%s", diff)
	}
	change, diags := p.Plan("r2_bucket", nil, acctest.Values{"name": "acme-next"})
	wantSummaries(t, "plan with unknown credentials", diags)
	_, diags = p.Apply(change)
	wantSummaries(t, "apply with unknown credentials", diags, `Error on "": Provider Configuration Is Not Known Yet`)
	w.wantOperations(t, "all of it")
}
