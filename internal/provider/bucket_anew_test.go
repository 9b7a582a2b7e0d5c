package provider_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestBucket_madeAnew: a bucket that was deleted and made again by somebody else is neither refreshed nor configured nor
// emptied, and the state stays.
func TestBucket_madeAnew(t *testing.T) {
	t.Parallel()
	began := time.Now()
	var later atomic.Int64
	now := func() time.Time { return began.Add(time.Duration(later.Load())) }
	w := startBuckets(t, r2fake.WithClock(now))
	config := acctest.Values{"name": newBucket, "force_destroy": true}
	state := w.apply(t, nil, config)
	wantSummaries(t, "control: the same bucket", second(w.run(t, w.admin).Refresh("r2_bucket", state)))

	w.RemoveBucket(acctest.Account, "default", newBucket)
	later.Store(int64(time.Minute))
	w.AddBucket(acctest.Account, "default", newBucket)
	w.PutObject(acctest.Account, "default", newBucket, "theirs", []byte("backup"))
	p := w.run(t, w.admin)
	kept, diags := p.Refresh("r2_bucket", state)
	want := []acctest.Diagnostic{{
		Severity: "Error", Attribute: "", Summary: "Bucket Is Another One",
		Detail: "The bucket that was managed here is gone, and somebody has made another one of the same name. Nothing in it was changed.\n\n" +
			"Find out whose it is. Then forget the old one, and either choose another name or take the new one over, with the address of this resource " +
			"in place of r2_bucket.<name>:\n\n" +
			"  terraform state rm r2_bucket.<name>\n  terraform import r2_bucket.<name> " + newBucket + "\n\n" +
			"  endpoint: " + acctest.Endpoint("default", newBucket) + "\n  created, in the state: " + state["creation_date"].(string) +
			"\n  created, in R2: " + now().UTC().Format(time.RFC3339) + coded("R2-062"),
	}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics of a refresh (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(state, kept); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	// Without a refresh before it, the destruction itself has to see it.
	kept, diags = w.destroy(t, state)
	if diff := cmp.Diff(want, diags); diff != "" || kept == nil {
		t.Errorf("diagnostics of a destruction, state left: %t (-want +got):\n%s", kept != nil, diff)
	}
	if diff := cmp.Diff([]string{"theirs"}, w.Keys(acctest.Account, "default", newBucket)); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
}

// second drops the first of two results.
func second[A, B any](_ A, b B) B { return b }

// TestBucket_createNotUndone: a bucket that may be somebody else's, since the answers to its creation were lost, is not
// deleted again when its rules cannot be set.
func TestBucket_createNotUndone(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.Inject(r2fake.Fault{Operation: "CreateBucket", After: true, Count: 1, Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
	w.Inject(r2fake.Fault{Operation: "CreateBucket", Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
	w.Inject(r2fake.Fault{Operation: "PutBucketCors", Effect: r2fake.Error{Status: 400, Code: "MalformedXML", Message: "No."}})
	change, _ := w.run(t, w.admin).Plan("r2_bucket", nil, ruled())
	state, diags := w.run(t, w.admin).Apply(change)
	wantSummaries(t, "apply", diags, `Warning on "": Bucket Created, Configuration Incomplete`)
	w.wantBuckets(t, "default", newBucket)
	if got := w.Count("DeleteBucket"); got != 0 || state == nil {
		t.Errorf("%d deletions, state: %t", got, state != nil)
	}
}
