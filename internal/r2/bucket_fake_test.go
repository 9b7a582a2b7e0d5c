package r2_test

import (
	"context"
	"errors"
	"maps"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// newBucket is a name that no bucket has yet.
const newBucket = "acme-archive"

// manage gives a bucket of the default jurisdiction to be managed in a new run, with a token of the level.
func (w *world) manage(name string, l r2fake.Level) *r2.Bucket {
	return r2.NewBuckets(w.connector).At(endpoint("default", name), w.token(level(l)))
}

// failed is an error in short: what it means, and for which operation.
type failed struct {
	Kind      r2.Kind
	Operation string
}

// inShort is nil for no error.
func inShort(t *testing.T, err error) *failed {
	t.Helper()
	if err == nil {
		return nil
	}
	var failure *r2.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("the error %v is no *r2.Failure", err)
	}
	return &failed{failure.Kind, failure.Operation}
}

// sequence is the operations that were asked for, in order.
func sequence(requests []r2fake.Request) []string {
	operations := []string{}
	for _, request := range requests {
		operations = append(operations, request.Operation)
	}
	return operations
}

// existingAnswers are the answers to the creation of a bucket that exists.
var existingAnswers = []r2fake.CreateExistingBucket{
	r2fake.CreateExistingOwnedByYou, r2fake.CreateExistingAlreadyExists, r2fake.CreateExistingConflict, r2fake.CreateExistingOK,
}

func TestBucketCreate(t *testing.T) {
	t.Parallel()
	confirmed := []string{"ListBuckets", "CreateBucket", "ListBuckets"}
	serviceError := r2fake.Error{Status: 500, Code: "InternalError"}
	for _, test := range []struct {
		name     string
		faults   []r2fake.Fault
		sequence []string
		failed   *failed
		absent   bool // no bucket came to be
		undated  bool // nothing is known about it but its name
	}{
		{name: "undisturbed", sequence: confirmed},
		{
			name: "first answer lost", sequence: []string{"ListBuckets", "CreateBucket", "CreateBucket", "ListBuckets"},
			faults: []r2fake.Fault{{Operation: "CreateBucket", Count: 1, After: true, Effect: r2fake.Reset{}}},
		},
		{
			name: "two answers lost", sequence: []string{"ListBuckets", "CreateBucket", "CreateBucket", "CreateBucket", "ListBuckets"},
			faults: []r2fake.Fault{{Operation: "CreateBucket", Count: 2, After: true, Effect: r2fake.Reset{}}},
		},
		{
			name: "all answers lost", sequence: []string{"ListBuckets", "CreateBucket", "CreateBucket", "CreateBucket", "ListBuckets"},
			faults: []r2fake.Fault{{Operation: "CreateBucket", After: true, Effect: r2fake.Reset{}}},
		},
		{
			name: "all answers lost, and nobody to ask",
			faults: []r2fake.Fault{
				{Operation: "CreateBucket", After: true, Effect: r2fake.Reset{}},
				{Operation: "ListBuckets", Skip: 1, Effect: serviceError},
			},
			sequence: []string{"ListBuckets", "CreateBucket", "CreateBucket", "CreateBucket", "ListBuckets", "ListBuckets", "ListBuckets"},
			failed:   &failed{r2.Unavailable, "CreateBucket"},
		},
		{
			name: "refused for the moment", faults: []r2fake.Fault{{Operation: "CreateBucket", Count: 2, Effect: serviceError}},
			sequence: []string{"ListBuckets", "CreateBucket", "CreateBucket", "CreateBucket", "ListBuckets"},
		},
		{
			name: "refused for good", faults: []r2fake.Fault{{Operation: "CreateBucket", Effect: serviceError}},
			sequence: []string{"ListBuckets", "CreateBucket", "CreateBucket", "CreateBucket", "ListBuckets"},
			failed:   &failed{r2.Unavailable, "CreateBucket"}, absent: true,
		},
		{
			name: "too many buckets", faults: []r2fake.Fault{{Operation: "CreateBucket", Effect: r2fake.Error{Status: 400, Code: "TooManyBuckets"}}},
			sequence: []string{"ListBuckets", "CreateBucket"}, failed: &failed{r2.Refused, "CreateBucket"}, absent: true,
		},
		{
			name: "a success that is not R2's", faults: []r2fake.Fault{{Operation: "CreateBucket", Effect: r2fake.Empty{}}},
			sequence: confirmed, failed: &failed{r2.Foreign, "CreateBucket"}, absent: true,
		},
		{
			name: "answer replaced by a proxy", faults: []r2fake.Fault{{Operation: "CreateBucket", After: true, Effect: r2fake.HTML{Status: 403}}},
			sequence: confirmed,
		},
		{
			name: "request taken by a proxy", faults: []r2fake.Fault{{Operation: "CreateBucket", Effect: r2fake.HTML{Status: 403}}},
			sequence: confirmed, failed: &failed{r2.Foreign, "CreateBucket"}, absent: true,
		},
		{
			name: "not confirmed", faults: []r2fake.Fault{{Operation: "ListBuckets", Skip: 1, Effect: serviceError}},
			sequence: []string{"ListBuckets", "CreateBucket", "ListBuckets", "ListBuckets", "ListBuckets"}, undated: true,
		},
		{
			name: "not confirmed by R2", faults: []r2fake.Fault{{Operation: "ListBuckets", Skip: 1, Effect: r2fake.HTML{}}},
			sequence: []string{"ListBuckets", "CreateBucket", "ListBuckets", "ListBuckets", "ListBuckets"}, undated: true,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, answer := range existingAnswers {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{CreateExistingBucket: answer}))
					for _, fault := range test.faults {
						w.Inject(fault)
					}
					info, err := w.manage(newBucket, r2fake.AdminReadWrite).Create(t.Context(), "weur")

					if diff := cmp.Diff(test.failed, inShort(t, err)); diff != "" {
						t.Errorf("answer %q: error (-want +got):\n%s", answer, diff)
					}
					if diff := cmp.Diff(test.sequence, sequence(w.Requests())); diff != "" {
						t.Errorf("answer %q: requests (-want +got):\n%s", answer, diff)
					}
					buckets := []string{newBucket, bucket, otherBucket}
					if test.absent {
						buckets = buckets[1:]
					} else if got := w.Location(account, "default", newBucket); got != "weur" {
						t.Errorf("answer %q: the bucket is in %s, want weur", answer, got)
					}
					if diff := cmp.Diff(buckets, w.Buckets(account, "default")); diff != "" {
						t.Errorf("answer %q: buckets (-want +got):\n%s", answer, diff)
					}
					if known := info.Name == newBucket; known != (test.failed == nil) {
						t.Errorf("answer %q: the name is %q", answer, info.Name)
					}
					if dated := !info.CreationDate.IsZero(); dated != (test.failed == nil && !test.undated) {
						t.Errorf("answer %q: the date is %s", answer, info.CreationDate)
					}
				})
			}
		})
	}
}

// TestBucketCreate_exists: whatever R2 answers to the creation of a bucket that exists, it is told, and without asking R2 to
// create it.
func TestBucketCreate_exists(t *testing.T) {
	t.Parallel()
	for _, answer := range existingAnswers {
		w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{CreateExistingBucket: answer}))
		_, err := w.manage(bucket, r2fake.AdminReadWrite).Create(t.Context(), "")
		if diff := cmp.Diff(&failed{r2.BucketExists, "CreateBucket"}, inShort(t, err)); diff != "" {
			t.Errorf("answer %q: error (-want +got):\n%s", answer, diff)
		}
		if diff := cmp.Diff([]string{"ListBuckets"}, sequence(w.Requests())); diff != "" {
			t.Errorf("answer %q: requests (-want +got):\n%s", answer, diff)
		}
	}
}

// TestBucketCreate_overtaken: a run beside this one makes the bucket after it was looked for.
func TestBucketCreate_overtaken(t *testing.T) {
	t.Parallel()
	for _, answer := range existingAnswers {
		w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{CreateExistingBucket: answer}))
		w.Inject(r2fake.Fault{Operation: "CreateBucket", Hook: func(r2fake.Request) { w.AddBucket(account, "default", newBucket) }})
		_, err := w.manage(newBucket, r2fake.AdminReadWrite).Create(t.Context(), "")
		want := &failed{r2.BucketExists, "CreateBucket"}
		if answer == r2fake.CreateExistingOK {
			want = nil // Nothing tells the two apart.
		}
		if diff := cmp.Diff(want, inShort(t, err)); diff != "" {
			t.Errorf("answer %q: error (-want +got):\n%s", answer, diff)
		}
	}
}

// TestBucketCreate_interrupted: an interruption leaves either no bucket, or one that is known.
func TestBucketCreate_interrupted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		operation string
		skip      int
		failed    *failed
		buckets   []string
	}{
		{"while it is looked for", "ListBuckets", 0, &failed{r2.Cancelled, "ListBuckets"}, []string{bucket, otherBucket}},
		{"while it is made", "CreateBucket", 0, nil, []string{newBucket, bucket, otherBucket}},
		{"while it is confirmed", "ListBuckets", 1, nil, []string{newBucket, bucket, otherBucket}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				w.Inject(r2fake.Fault{
					Operation: test.operation, Skip: test.skip, Count: 1, After: true,
					// The answer comes once the client has had the time to give up.
					Hook: func(r2fake.Request) { cancel(); synctest.Wait() },
				})
				info, err := w.manage(newBucket, r2fake.AdminReadWrite).Create(ctx, "")
				if diff := cmp.Diff(test.failed, inShort(t, err)); diff != "" {
					t.Errorf("error (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(test.buckets, w.Buckets(account, "default")); diff != "" {
					t.Errorf("buckets (-want +got):\n%s", diff)
				}
				if dated := !info.CreationDate.IsZero(); dated != (test.failed == nil) {
					t.Errorf("the date is %s", info.CreationDate)
				}
			})
		})
	}
}

// TestBucketCreate_locationSticks: the hint is honoured the first time that a name is used.
func TestBucketCreate_locationSticks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.manage(newBucket, r2fake.AdminReadWrite)
	for _, location := range []string{"enam", "weur"} {
		if _, err := b.Create(t.Context(), location); err != nil {
			t.Fatal(err)
		}
		if got := w.Location(account, "default", newBucket); got != "enam" {
			t.Errorf("created in %s, the bucket is in %s, want enam", location, got)
		}
		if err := b.Delete(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBucket_permissions is what each level of token lets each method do.
func TestBucket_permissions(t *testing.T) {
	t.Parallel()
	calls := []struct {
		name string
		call func(context.Context, *r2.Bucket) error
	}{
		{"Create", func(ctx context.Context, b *r2.Bucket) error { _, err := b.Create(ctx, ""); return err }},
		{"Find", func(ctx context.Context, b *r2.Bucket) error { _, _, err := b.Find(ctx); return err }},
		{"Location", func(ctx context.Context, b *r2.Bucket) error { _, err := b.Location(ctx); return err }},
		{"Lifecycle", func(ctx context.Context, b *r2.Bucket) error { _, err := b.Lifecycle(ctx); return err }},
		{"SetLifecycle", func(ctx context.Context, b *r2.Bucket) error {
			return b.SetLifecycle(ctx, []r2.LifecycleRule{{ID: "old", ExpirationDays: 1}})
		}},
		{"SetLifecycle to none", func(ctx context.Context, b *r2.Bucket) error { return b.SetLifecycle(ctx, nil) }},
		{"CORS", func(ctx context.Context, b *r2.Bucket) error { _, err := b.CORS(ctx); return err }},
		{"SetCORS", func(ctx context.Context, b *r2.Bucket) error {
			return b.SetCORS(ctx, []r2.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}})
		}},
		{"SetCORS to none", func(ctx context.Context, b *r2.Bucket) error { return b.SetCORS(ctx, nil) }},
		{"Contents", func(ctx context.Context, b *r2.Bucket) error { _, err := b.Contents(ctx); return err }},
		{"Delete", func(ctx context.Context, b *r2.Bucket) error { return b.Delete(ctx) }},
		{"Empty", func(ctx context.Context, b *r2.Bucket) error { return b.Empty(ctx) }},
	}
	denied := func(operation string) *failed { return &failed{r2.AccessDenied, operation} }
	configurationDenied := map[string]*failed{
		"SetLifecycle": denied("PutBucketLifecycleConfiguration"), "SetLifecycle to none": denied("DeleteBucketLifecycle"),
		"SetCORS": denied("PutBucketCors"), "SetCORS to none": denied("DeleteBucketCors"), "Delete": denied("DeleteBucket"),
	}
	with := func(more map[string]*failed) map[string]*failed {
		merged := map[string]*failed{}
		for _, from := range []map[string]*failed{configurationDenied, more} {
			maps.Copy(merged, from)
		}
		return merged
	}
	for tokenLevel, want := range map[r2fake.Level]map[string]*failed{
		r2fake.AdminReadWrite: {"Create": {r2.BucketExists, "CreateBucket"}, "Delete": {r2.BucketNotEmpty, "DeleteBucket"}},
		r2fake.AdminReadOnly:  with(map[string]*failed{"Create": {r2.BucketExists, "CreateBucket"}, "Empty": denied("DeleteObjects")}),
		r2fake.ObjectReadWrite: with(map[string]*failed{
			"Create": denied("ListBuckets"), "Find": denied("ListBuckets"),
			"Lifecycle": denied("GetBucketLifecycleConfiguration"), "CORS": denied("GetBucketCors"),
		}),
		r2fake.ObjectReadOnly: with(map[string]*failed{
			"Create": denied("ListBuckets"), "Find": denied("ListBuckets"),
			"Lifecycle": denied("GetBucketLifecycleConfiguration"), "CORS": denied("GetBucketCors"), "Empty": denied("DeleteObjects"),
		}),
	} {
		w := newWorld(t)
		got := map[string]*failed{}
		for _, c := range calls {
			if f := inShort(t, c.call(t.Context(), w.manage(bucket, tokenLevel))); f != nil {
				got[c.name] = f
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: refused (-want +got):\n%s", tokenLevel, diff)
		}
	}
}

func TestBucketLocation(t *testing.T) {
	t.Parallel()
	for answer, want := range map[r2fake.BucketLocation]string{r2fake.LocationAuto: "", r2fake.LocationEmpty: "", r2fake.LocationHint: "apac"} {
		w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{BucketLocation: answer}))
		w.AddBucket(account, "default", newBucket, r2fake.WithLocationHint("apac"))
		got, err := w.manage(newBucket, r2fake.AdminReadOnly).Location(t.Context())
		if err != nil || got != want {
			t.Errorf("answer %q: location %q, %v, want %q", answer, got, err, want)
		}
	}
}

func TestBucketDelete(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		answers r2fake.Answers
		level   r2fake.Level
		bucket  string
		uploads int
		failed  *failed
	}{
		{name: "empty", level: r2fake.AdminReadWrite, bucket: newBucket},
		{name: "holding objects", level: r2fake.AdminReadWrite, bucket: bucket, failed: &failed{r2.BucketNotEmpty, "DeleteBucket"}},
		{name: "holding an upload", level: r2fake.AdminReadWrite, bucket: newBucket, uploads: 1},
		{
			name: "holding an upload that counts", answers: r2fake.Answers{UploadsBlockBucketDeletion: true}, uploads: 1,
			level: r2fake.AdminReadWrite, bucket: newBucket, failed: &failed{r2.BucketNotEmpty, "DeleteBucket"},
		},
		{name: "missing", level: r2fake.AdminReadWrite, bucket: "acme-missing"},
		{name: "missing, denied", level: r2fake.AdminReadOnly, bucket: "acme-missing", failed: &failed{r2.AccessDenied, "DeleteBucket"}},
		{
			name: "missing, not denied", answers: r2fake.Answers{DeleteRevealsMissingBucket: true},
			level: r2fake.AdminReadOnly, bucket: "acme-missing",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, r2fake.WithAnswers(test.answers))
			w.AddBucket(account, "default", newBucket)
			for range test.uploads {
				w.AddUpload(account, "default", newBucket, "half.tar")
			}
			err := w.manage(test.bucket, test.level).Delete(t.Context())
			if diff := cmp.Diff(test.failed, inShort(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			buckets := []string{newBucket, bucket, otherBucket}
			if test.failed == nil && test.bucket == newBucket {
				buckets = buckets[1:]
			}
			if diff := cmp.Diff(buckets, w.Buckets(account, "default")); diff != "" {
				t.Errorf("buckets (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBuckets_elsewhere names the other jurisdictions that have a bucket of the name.
func TestBuckets_elsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(account, "eu", bucket)
	w.AddBucket(account, "us", bucket)
	w.AddBucket(account, "fedramp", otherBucket)
	got := r2.NewBuckets(w.connector).Elsewhere(t.Context(), endpoint("default", bucket), w.token(level(r2fake.AdminReadOnly)))
	if diff := cmp.Diff([]r2.Endpoint{endpoint("eu", bucket), endpoint("us", bucket)}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"ListBuckets": 3}, operations(w.Requests())); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// TestBucketFind_date: the creation date is that of R2.
func TestBucketFind_date(t *testing.T) {
	t.Parallel()
	now := time.Now().UTC().Truncate(time.Second)
	w := newWorld(t, r2fake.WithClock(func() time.Time { return now }))
	info, exists, err := w.manage(bucket, r2fake.AdminReadOnly).Find(t.Context())
	if err != nil || !exists {
		t.Fatalf("exists = %t, %v", exists, err)
	}
	if diff := cmp.Diff(r2.BucketInfo{Name: bucket, CreationDate: now}, info); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
