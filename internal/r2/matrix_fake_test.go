package r2_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const (
	cannotWrite         = "Error: Token Cannot Write to the Bucket"
	cannotCreateBuckets = "Error: Token Cannot Create Buckets"
	noAccess            = "Error: Token Has No Access to the Bucket"
	moreThanNeeded      = "Warning: Token Has More Permission Than Needed"
)

// matrix is what becomes of every kind of token in every use.
var matrix = []struct {
	name                              string
	policies                          []r2fake.Policy
	destination, source, createBucket []string
}{
	{
		name: "Admin Read & Write", policies: []r2fake.Policy{level(r2fake.AdminReadWrite)},
		destination: []string{moreThanNeeded}, source: []string{moreThanNeeded}, createBucket: []string{},
	},
	{
		name: "Admin Read only", policies: []r2fake.Policy{level(r2fake.AdminReadOnly)},
		destination: []string{cannotWrite}, source: []string{moreThanNeeded}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read & Write on this bucket", policies: []r2fake.Policy{level(r2fake.ObjectReadWrite, bucket)},
		destination: []string{}, source: []string{moreThanNeeded}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read & Write on another bucket", policies: []r2fake.Policy{level(r2fake.ObjectReadWrite, otherBucket)},
		destination: []string{noAccess}, source: []string{noAccess}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read & Write on all buckets", policies: []r2fake.Policy{level(r2fake.ObjectReadWrite)},
		destination: []string{}, source: []string{moreThanNeeded}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read only on this bucket", policies: []r2fake.Policy{level(r2fake.ObjectReadOnly, bucket)},
		destination: []string{cannotWrite}, source: []string{}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read only on another bucket", policies: []r2fake.Policy{level(r2fake.ObjectReadOnly, otherBucket)},
		destination: []string{noAccess}, source: []string{noAccess}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read only on all buckets", policies: []r2fake.Policy{level(r2fake.ObjectReadOnly)},
		destination: []string{cannotWrite}, source: []string{}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Admin Read only, and Object Read & Write on this bucket", policies: []r2fake.Policy{level(r2fake.AdminReadOnly), level(r2fake.ObjectReadWrite, bucket)},
		destination: []string{moreThanNeeded}, source: []string{moreThanNeeded}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read only on this bucket, Object Read & Write on another", policies: []r2fake.Policy{level(r2fake.ObjectReadOnly, bucket), level(r2fake.ObjectReadWrite, otherBucket)},
		destination: []string{cannotWrite}, source: []string{}, createBucket: []string{cannotCreateBuckets},
	},
	{
		name: "Object Read & Write on this bucket, Object Read only on another", policies: []r2fake.Policy{level(r2fake.ObjectReadWrite, bucket), level(r2fake.ObjectReadOnly, otherBucket)},
		destination: []string{}, source: []string{moreThanNeeded}, createBucket: []string{cannotCreateBuckets},
	},
}

// openQuestions is every way in which a question about R2 that no public source settles may turn out, as far as it may bear
// on a verification.
var openQuestions = []struct {
	name    string
	answers r2fake.Answers
	locked  bool // the bucket has a lock rule
}{
	{name: "as expected"},
	{name: "on a locked bucket", locked: true},
	{name: "a lock covers keys that do not exist", answers: r2fake.Answers{LockCoversAbsentKeys: true}, locked: true},
	{name: "abort looks the upload up first", answers: r2fake.Answers{AbortRevealsMissingUpload: true}},
	{name: "abort of an unknown upload succeeds", answers: r2fake.Answers{AbortUnknownUploadSucceeds: true}},
	{name: "head bucket needs admin", answers: r2fake.Answers{HeadBucketNeedsAdmin: true, GetBucketEncryptionNeedsAdmin: true}},
	{name: "deletion looks the bucket up first", answers: r2fake.Answers{DeleteRevealsMissingBucket: true}},
	{name: "missing bucket is denied", answers: r2fake.Answers{MissingBucketDeniesObjectTokens: true}},
	{name: "missing CORS is another 404", answers: r2fake.Answers{MissingCORS: r2fake.MissingCORSNotFoundError}},
	{name: "missing CORS is NoSuchKey", answers: r2fake.Answers{MissingCORS: r2fake.MissingCORSNoSuchKey}},
	{name: "missing CORS is an empty document", answers: r2fake.Answers{MissingCORS: r2fake.MissingCORSEmptyDocument}},
	{
		name:    "everything that makes the write proofs harder",
		answers: r2fake.Answers{AbortRevealsMissingUpload: true, LockCoversAbsentKeys: true, DeleteRevealsMissingBucket: true},
		locked:  true,
	},
}

func TestVerify_matrix(t *testing.T) {
	t.Parallel()
	for _, question := range openQuestions {
		t.Run(question.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, r2fake.WithAnswers(question.answers))
				if question.locked {
					w.SetLockRules(account, r2fake.DefaultJurisdiction, bucket, r2fake.LockRule{})
				}
				verifyMatrix(t, w, question.answers.DeleteRevealsMissingBucket)
			})
		})
	}
}

// verifyMatrix verifies every token in every use. undecidable leaves out what TestVerify_undecidableMixture is about.
func verifyMatrix(t *testing.T, w *world, undecidable bool) {
	t.Helper()
	for _, row := range matrix {
		creds := w.token(row.policies...)
		for use, want := range map[r2.Use][]string{r2.Destination: row.destination, r2.Source: row.source, r2.CreateBucket: row.createBucket} {
			if undecidable && use == r2.CreateBucket && len(row.policies) > 1 {
				continue
			}
			got := summaries(w.verifier.Verify(t.Context(), connection(t, use, creds), nil))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s as %s (-want +got):\n%s", row.name, use, diff)
			}
		}
	}
}

// TestVerify_undecidableMixture pins the one mixture of policies that no harmless request can tell from Admin Read & Write,
// should R2 look for a bucket that is to be deleted before it checks the permission.
func TestVerify_undecidableMixture(t *testing.T) {
	t.Parallel()
	for reveals, want := range map[bool][]string{false: {cannotCreateBuckets}, true: {}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{DeleteRevealsMissingBucket: reveals}))
			creds := w.token(level(r2fake.AdminReadOnly), level(r2fake.ObjectReadWrite))
			got := summaries(w.verifier.Verify(t.Context(), connection(t, r2.CreateBucket, creds), nil))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("reveals %t (-want +got):\n%s", reveals, diff)
			}
		})
	}
}

// TestVerify_createBucketBeforeItExists: the service is to make the bucket, so nothing may depend on it.
func TestVerify_createBucketBeforeItExists(t *testing.T) {
	t.Parallel()
	for _, row := range matrix {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				c := connection(t, r2.CreateBucket, w.token(row.policies...))
				c.Endpoint.Bucket = "not-made-yet"
				if diff := cmp.Diff(row.createBucket, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}
