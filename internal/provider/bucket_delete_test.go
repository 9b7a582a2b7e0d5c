package provider_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// destroy plans to destroy a bucket and does it.
func (w *bucketWorld) destroy(t *testing.T, state acctest.Values) (acctest.Values, []acctest.Diagnostic) {
	t.Helper()
	p := w.run(t, w.admin)
	change, diags := p.Plan("r2_bucket", state, nil)
	wantSummaries(t, "plan to destroy", diags)
	return p.Apply(change)
}

// TestBucket_deleteNotEmpty: without force_destroy nothing is deleted, and it is said how much there is, whether R2 itself
// minds incomplete uploads or not.
func TestBucket_deleteNotEmpty(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name             string
		objects, uploads int
		contents         string
	}{
		{"one object", 1, 0, "1 object"},
		{"objects and an upload", 3, 1, "3 objects and 1 incomplete upload"},
		{"uploads", 0, 2, "2 incomplete uploads"},
		{"more than a page", 1001, 1, "more than 1000 objects and 1 incomplete upload"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, blocks := range []bool{false, true} {
				w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{UploadsBlockBucketDeletion: blocks}))
				state := w.apply(t, nil, acctest.Values{"name": newBucket})
				w.fill("default", newBucket, test.objects, test.uploads)
				left, diags := w.destroy(t, state)
				want := []acctest.Diagnostic{{
					Severity: "Error", Summary: "Bucket Is Not Empty",
					Detail: holds(test.contents, "delete"),
				}}
				if diff := cmp.Diff(want, diags); diff != "" {
					t.Errorf("uploads block = %t: diagnostics (-want +got):\n%s", blocks, diff)
				}
				if diff := cmp.Diff(state, left); diff != "" {
					t.Errorf("uploads block = %t: state (-before +after):\n%s", blocks, diff)
				}
				w.wantBuckets(t, "default", newBucket)
				if got := len(w.Keys(acctest.Account, "default", newBucket)); got != test.objects {
					t.Errorf("uploads block = %t: %d objects are left, want %d", blocks, got, test.objects)
				}
				if got := len(w.Uploads(acctest.Account, "default", newBucket)); got != test.uploads {
					t.Errorf("uploads block = %t: %d uploads are left, want %d", blocks, got, test.uploads)
				}
			}
		})
	}
}

// TestBucket_deleteFilledMeanwhile: R2 has the last word on whether the bucket is empty.
func TestBucket_deleteFilledMeanwhile(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, acctest.Values{"name": newBucket})
	w.Inject(r2fake.Fault{Operation: "DeleteBucket", Hook: func(r2fake.Request) { w.fill("default", newBucket, 1, 0) }})
	_, diags := w.destroy(t, state)
	wantSummaries(t, "destroy", diags, `Error on "": Bucket Is Not Empty`)
	w.wantBuckets(t, "default", newBucket)
}

// TestBucket_deleteRefused: a bucket that R2 does not delete stays in the state, whatever it seems to hold.
func TestBucket_deleteRefused(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, acctest.Values{"name": newBucket})
	w.Inject(r2fake.Fault{Operation: "DeleteBucket", Effect: r2fake.Error{Status: 409, Code: "BucketNotEmpty"}})
	left, diags := w.destroy(t, state)
	wantSummaries(t, "destroy", diags, `Error on "": R2 Refused the Request`)
	if diff := cmp.Diff(state, left); diff != "" {
		t.Errorf("state (-before +after):\n%s", diff)
	}
}

func TestBucket_forceDestroy(t *testing.T) {
	t.Parallel()
	for _, blocks := range []bool{false, true} {
		w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{UploadsBlockBucketDeletion: blocks}))
		w.fill("default", acctest.OtherBucket, 2, 1)
		state := w.apply(t, nil, acctest.Values{"name": newBucket, "force_destroy": true})
		w.fill("default", newBucket, 1500, 3)
		w.Reset()
		left, diags := w.destroy(t, state)
		wantSummaries(t, "destroy", diags)
		if left != nil {
			t.Errorf("uploads block = %t: state after destroy: %v", blocks, left)
		}
		w.wantBuckets(t, "default")
		for _, request := range w.Requests() {
			if request.Bucket != newBucket && request.Operation != "ListBuckets" {
				t.Errorf("uploads block = %t: %s was sent to the bucket %q", blocks, request.Operation, request.Bucket)
			}
		}
		if objects, uploads := len(w.Keys(acctest.Account, "default", acctest.OtherBucket)), len(w.Uploads(acctest.Account, "default", acctest.OtherBucket)); objects != 2 || uploads != 1 {
			t.Errorf("uploads block = %t: the other bucket has %d objects and %d uploads, want 2 and 1", blocks, objects, uploads)
		}
	}
}

// TestBucket_forceDestroyUploadsOnly: a bucket in which only uploads are left is emptied of them as well.
func TestBucket_forceDestroyUploadsOnly(t *testing.T) {
	t.Parallel()
	w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{UploadsBlockBucketDeletion: true}))
	state := w.apply(t, nil, acctest.Values{"name": newBucket, "force_destroy": true})
	w.fill("default", newBucket, 0, 3)
	_, diags := w.destroy(t, state)
	wantSummaries(t, "destroy", diags)
	w.wantBuckets(t, "default")
}

// TestBucket_forceDestroyLocked: a locked object stops it. The bucket stays, with its configuration, and in the state.
func TestBucket_forceDestroyLocked(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	state := w.apply(t, nil, acctest.Values{"name": newBucket, "force_destroy": true, "cors_rules": []any{corsRule(nil)}})
	w.fill("default", newBucket, 3, 1)
	w.SetLockRules(acctest.Account, "default", newBucket, r2fake.LockRule{Prefix: "2026/00001"})

	left, diags := w.destroy(t, state)
	want := []acctest.Diagnostic{{
		Severity: "Error", Summary: "Object Is Locked",
		Detail: "The bucket was not deleted, since an object in it is locked; objects that are not may be gone. " +
			"A lock rule of the bucket forbids to overwrite or delete the object. This is not a matter of permissions: no token may. " +
			"The rules are in the Cloudflare dashboard under R2 > (the bucket) > Settings > Bucket lock rules.\n\n" +
			"Remove the rule there, or wait until it ends, and run again.\n\n" +
			"  endpoint: " + acctest.Endpoint("default", newBucket) + "\n  key: \"2026/00001.tar\"" + coded("R2-046"),
	}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(state, left); diff != "" {
		t.Errorf("state (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2026/00001.tar"}, w.Keys(acctest.Account, "default", newBucket)); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
	if rules, uploads := len(w.CORS(acctest.Account, "default", newBucket)), len(w.Uploads(acctest.Account, "default", newBucket)); rules != 1 || uploads != 1 {
		t.Errorf("the bucket has %d CORS rules and %d uploads, want 1 and 1", rules, uploads)
	}

	w.SetLockRules(acctest.Account, "default", newBucket)
	_, diags = w.destroy(t, left)
	wantSummaries(t, "destroy without the rule", diags)
	w.wantBuckets(t, "default")
}

// TestBucket_forceDestroyWrittenTo: something goes on writing to the bucket.
func TestBucket_forceDestroyWrittenTo(t *testing.T) {
	t.Parallel()
	for times, want := range map[int][]string{2: nil, 3: {`Error on "": Bucket Is Not Empty`}} {
		w := startBuckets(t)
		state := w.apply(t, nil, acctest.Values{"name": newBucket, "force_destroy": true})
		w.Inject(r2fake.Fault{Operation: "DeleteBucket", Count: times, Hook: func(r2fake.Request) { w.fill("default", newBucket, 1, 0) }})
		_, diags := w.destroy(t, state)
		wantSummaries(t, "destroy", diags, want...)
		if want != nil {
			detail := "The bucket " + newBucket + " was emptied 3 times, and each time something had been written to it before it was deleted. " +
				"Stop what writes to it (a backup may be running), then run again.\n\n  endpoint: " + acctest.Endpoint("default", newBucket) + coded("R2-051")
			if diff := cmp.Diff(detail, diags[0].Detail); diff != "" {
				t.Errorf("detail (-want +got):\n%s", diff)
			}
		}
	}
}

// TestBucket_forceDestroyInterrupted ends the deletion at each of its requests; running again finishes.
func TestBucket_forceDestroyInterrupted(t *testing.T) {
	t.Parallel()
	operations := []string{"DeleteBucket", "ListBuckets", "ListObjectsV2", "DeleteObjects", "ListMultipartUploads", "AbortMultipartUpload", "DeleteBucket"}
	for _, at := range interruptions {
		for n := range len(operations) + 1 {
			t.Run(fmt.Sprintf("%s/%d", at.name, n+1), func(t *testing.T) {
				t.Parallel()
				w := startBuckets(t)
				state := w.apply(t, nil, acctest.Values{"name": newBucket, "force_destroy": true})
				w.fill("default", newBucket, 3, 1)
				w.fill("default", acctest.OtherBucket, 3, 1)
				w.Reset()
				left, diags := at.interrupt(t, w, n+1, func(p *acctest.Protocol) (acctest.Values, []acctest.Diagnostic) {
					change, _ := p.Plan("r2_bucket", state, nil)
					return p.Apply(change)
				})
				w.wantDisturbed(t, n, operations, diags)
				if left != nil {
					_, diags = w.destroy(t, left)
					wantSummaries(t, "again", diags)
				}
				w.wantBuckets(t, "default")
				if objects, uploads := len(w.Keys(acctest.Account, "default", acctest.OtherBucket)), len(w.Uploads(acctest.Account, "default", acctest.OtherBucket)); objects != 3 || uploads != 1 {
					t.Errorf("the other bucket has %d objects and %d uploads, want 3 and 1", objects, uploads)
				}
			})
		}
	}
}

// TestBucket_deleteMissing: a bucket that is gone already is deleted.
func TestBucket_deleteMissing(t *testing.T) {
	t.Parallel()
	for _, force := range []bool{false, true} {
		w := startBuckets(t)
		state := w.apply(t, nil, acctest.Values{"name": newBucket, "force_destroy": force})
		w.RemoveBucket(acctest.Account, "default", newBucket)
		left, diags := w.destroy(t, state)
		wantSummaries(t, "destroy", diags)
		if left != nil {
			t.Errorf("force_destroy = %t: state %v", force, left)
		}
	}
}

// holds is what is told of newBucket if it is not empty, and what would delete it.
func holds(contents, how string) string {
	return "The bucket " + newBucket + " holds " + contents + ", so it is not " + how + "d. Nothing was deleted.\n\n" +
		"To delete all that is in it, for good: set force_destroy = true on the resource, apply that, and only then " + how + " the bucket.\n\n" +
		"To keep the bucket, and only forget it in Terraform, write this in place of the resource, with its address:\n\n" +
		"  removed {\n    from = r2_bucket.<name>\n    lifecycle {\n      destroy = false\n    }\n  }\n\n" +
		"  endpoint: " + acctest.Endpoint("default", newBucket) + coded("R2-051")
}
