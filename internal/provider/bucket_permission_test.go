package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const lacksAdmin = `Error on "": Token Lacks the Admin Permission`

// TestBucket_tokens is what each level of token can do: the Object levels nothing, Admin Read only all that changes nothing.
// What is refused is told once, however many requests it takes.
func TestBucket_tokens(t *testing.T) {
	t.Parallel()
	update := acctest.Values{"lifecycle_rules": []any{defaultRule}, "cors_rules": []any{corsRule(nil)}}
	for _, test := range []struct {
		level                         r2fake.Level
		create, read, update, destroy []string
	}{
		{level: r2fake.AdminReadWrite},
		{r2fake.AdminReadOnly, []string{lacksAdmin}, nil, []string{lacksAdmin}, []string{lacksAdmin}},
		{r2fake.ObjectReadWrite, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}},
		{r2fake.ObjectReadOnly, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}, []string{lacksAdmin}},
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
			wantSummaries(t, "plan to create", diags)
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
