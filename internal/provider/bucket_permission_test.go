package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const lacksAdmin = `Error on "": Token Lacks the Admin Permission`

// TestBucket_tokens is what each level of token can do: the Object levels nothing, Admin Read only all that changes nothing.
// What is refused is told once, however many requests it takes.
func TestBucket_tokens(t *testing.T) {
	t.Parallel()
	update := acctest.Values{"lifecycle_rules": []any{defaultRule}, "cors_rules": []any{corsRule(nil)}}
	for _, test := range []struct {
		level                               r2fake.Level
		plan, create, read, update, destroy []string
	}{
		{level: r2fake.AdminReadWrite},
		{r2fake.AdminReadOnly, nil, []string{lacksAdmin}, nil, []string{lacksAdmin}, []string{lacksAdmin}},
		{r2fake.ObjectReadWrite, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}},
		{r2fake.ObjectReadOnly, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}},
	} {
		t.Run(string(test.level), func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			state := w.apply(t, nil, acctest.Values{"name": "acme-there"})
			p := w.run(t, w.Token(test.level))

			// One that manages its rules is read with three requests, and still told of once.
			for name, more := range map[string]acctest.Values{"without rules": nil, "with rules": {"lifecycle_rules": []any{}, "cors_rules": []any{}}} {
				refreshed, diags := p.Refresh("r2_bucket", state.With(more))
				wantSummaries(t, "refresh "+name, diags, test.read...)
				if refreshed == nil {
					t.Errorf("refresh %s: the bucket is dropped from the state", name)
				}
			}

			change, diags := p.Plan("r2_bucket", nil, acctest.Values{"name": newBucket})
			wantSummaries(t, "plan to create", diags, test.plan...)
			_, diags = p.Apply(change)
			wantSummaries(t, "create", diags, test.create...)

			change, diags = p.Plan("r2_bucket", state, acctest.Values{"name": "acme-there"}.With(update))
			wantSummaries(t, "plan to update", diags)
			left, diags := p.Apply(change)
			wantSummaries(t, "update", diags, test.update...)
			want := state.With(update)
			if test.update != nil {
				want = state
			}
			if diff := cmp.Diff(want, left); diff != "" {
				t.Errorf("state after update (-want +got):\n%s", diff)
			}

			change, diags = p.Plan("r2_bucket", state, nil)
			wantSummaries(t, "plan to destroy", diags)
			_, diags = p.Apply(change)
			wantSummaries(t, "destroy", diags, test.destroy...)
		})
	}
}

// TestBucket_planCreation: the plan of a new bucket says what apply would fail with, if that is about the token. It asks once for
// all new buckets, and not where it cannot or must not.
func TestBucket_planCreation(t *testing.T) {
	t.Parallel()
	const badSecret = `Error on "": Secret Does Not Belong to the Key`
	for _, test := range []struct {
		name       string
		settings   func(w *bucketWorld) acctest.Values // of the provider, beside those of an Admin Read & Write token
		config     acctest.Values
		fault      r2fake.Effect
		want       []string
		operations []string
	}{
		{name: "Admin Read & Write", operations: []string{"ListBuckets"}},
		{name: "Admin Read only", settings: pairOf(r2fake.AdminReadOnly), operations: []string{"ListBuckets"}},
		{name: "Object Read & Write", settings: pairOf(r2fake.ObjectReadWrite), want: []string{lacksAdmin}, operations: []string{"ListBuckets", "ListBuckets"}},
		{
			name: "another token's secret", settings: func(w *bucketWorld) acctest.Values {
				return acctest.Values{"secret_access_key": w.Token(r2fake.AdminReadWrite).SecretAccessKey}
			}, want: []string{badSecret}, operations: []string{"ListBuckets", "ListBuckets"},
		},
		{
			name: "an account without R2", fault: r2fake.Error{Status: 403, Code: "NotEntitled"},
			want: []string{`Error on "name": R2 Is Not Enabled on the Account`}, operations: []string{"ListBuckets", "ListBuckets"},
		},
		{
			// It may be new, so that R2 does not know it yet.
			name: "a token that R2 does not know", settings: func(w *bucketWorld) acctest.Values {
				cred := w.Token(r2fake.AdminReadWrite)
				w.RevokeToken(cred.AccessKeyID)
				return pair(cred)
			}, operations: []string{"ListBuckets", "ListBuckets"},
		},
		{name: "R2 is refusing everything", fault: r2fake.Error{Status: 400, Code: "InvalidRequest"}, operations: []string{"ListBuckets", "ListBuckets"}},
		{name: "no credentials", settings: func(*bucketWorld) acctest.Values {
			return acctest.Values{"access_key_id": nil, "secret_access_key": nil}
		}, want: []string{`Error on "": Missing Credentials`}},
		{name: "credentials that are not known yet", settings: func(*bucketWorld) acctest.Values {
			return acctest.Values{"access_key_id": acctest.Unknown, "secret_access_key": acctest.Unknown}
		}},
		{name: "a plan without a network", settings: func(w *bucketWorld) acctest.Values {
			return pair(w.Token(r2fake.ObjectReadWrite)).With(acctest.Values{"verify_at_plan": false})
		}},
		{name: "an unknown jurisdiction", settings: pairOf(r2fake.ObjectReadWrite), config: acctest.Values{"jurisdiction": acctest.Unknown}},
		{name: "an unknown account", settings: pairOf(r2fake.ObjectReadWrite), config: acctest.Values{"account_id": acctest.Unknown}},
		{name: "an unknown name", settings: pairOf(r2fake.ObjectReadWrite), config: acctest.Values{"name": acctest.Unknown}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			settings := w.settings(w.admin)
			if test.settings != nil {
				settings = settings.With(test.settings(w))
			}
			if test.fault != nil {
				w.Inject(r2fake.Fault{Operation: "ListBuckets", Effect: test.fault})
			}
			p := acctest.Serve(t, provider.New("test"))
			wantSummaries(t, "configure", p.Configure(settings))
			for _, name := range []string{newBucket, newBucket + "-2"} {
				change, diags := p.Plan("r2_bucket", nil, acctest.Values{"name": name}.With(test.config))
				wantSummaries(t, "plan", diags, test.want...)
				if test.want == nil && change.Planned == nil {
					t.Error("nothing is planned")
				}
			}
			w.wantOperations(t, "plan", test.operations...)
		})
	}
}

// pair is the provider's pair of credentials.
func pair(cred r2fake.Credentials) acctest.Values {
	return acctest.Values{"access_key_id": cred.AccessKeyID, "secret_access_key": cred.SecretAccessKey}
}

// pairOf is the pair of a token with a level.
func pairOf(level r2fake.Level) func(*bucketWorld) acctest.Values {
	return func(w *bucketWorld) acctest.Values { return pair(w.Token(level)) }
}

// TestBucket_objectToken pins what an Object Read & Write token is told.
func TestBucket_objectToken(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	cred := w.Token(r2fake.ObjectReadWrite)
	p := w.run(t, cred)
	change, _ := p.Plan("r2_bucket", nil, acctest.Values{"name": newBucket})
	_, diags := p.Apply(change)
	for i := range diags {
		diags[i].Detail = variable[0].pattern.ReplaceAllString(diags[i].Detail, variable[0].instead)
	}
	want := []acctest.Diagnostic{{
		Severity: "Error", Summary: "Token Lacks the Admin Permission",
		Detail: "Attempted to create the bucket. R2 refuses it to this token.\n\n" +
			"To create, change and delete buckets, the token of the provider must be \"Admin Read & Write\"; " +
			"\"Admin Read only\" is enough to plan, refresh and import. The Object permissions are for objects only. In the Cloudflare dashboard open R2 > Overview > Manage R2 API Tokens and create " +
			"an Account API token with that permission. A client IP filter that leaves this machine out has the same effect on a token that has it.\n\n" +
			"  endpoint: " + acctest.Endpoint("default", newBucket) + "\n  answered: 403 AccessDenied to ListBuckets\n  ray id: <ray id>\n" +
			"  access key id: " + cred.AccessKeyID + coded("R2-028"),
	}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// TestBucket_deleteMissingReadOnly: R2 may tell an Admin Read only token that a bucket is gone, or refuse to say so.
func TestBucket_deleteMissingReadOnly(t *testing.T) {
	t.Parallel()
	for reveals, want := range map[bool][]string{true: nil, false: {lacksAdmin}} {
		w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{DeleteRevealsMissingBucket: reveals}))
		state := w.apply(t, nil, acctest.Values{"name": newBucket})
		w.RemoveBucket(acctest.Account, "default", newBucket)
		p := w.run(t, w.Token(r2fake.AdminReadOnly))
		change, diags := p.Plan("r2_bucket", state, nil)
		wantSummaries(t, "plan to destroy", diags)
		_, diags = p.Apply(change)
		wantSummaries(t, "destroy", diags, want...)
	}
}
