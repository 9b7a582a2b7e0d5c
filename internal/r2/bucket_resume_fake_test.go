package r2_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// noting is a manager of buckets that keeps notes in a directory.
func (w *world) noting(dir string) *r2.Buckets {
	buckets := r2.NewBuckets(w.connector)
	buckets.NotesDir = dir
	return buckets
}

// create creates the new bucket in a run of its own, and answers for its result.
func (w *world) create(t *testing.T, dir string) (r2.Creation, error) {
	t.Helper()
	creation, err := w.noting(dir).At(endpoint("default", newBucket), w.token(level(r2fake.AdminReadWrite))).Create(t.Context(), "")
	creation.Recorded()
	return creation, err
}

// abandon creates the new bucket in a run that never learns what became of it.
func (w *world) abandon(t *testing.T, dir string) {
	t.Helper()
	w.Inject(r2fake.Fault{Operation: "CreateBucket", After: true, Effect: r2fake.Reset{}})
	w.Inject(r2fake.Fault{Operation: "ListBuckets", Skip: 1, Effect: r2fake.HTML{Status: 502}})
	_, err := w.create(t, dir)
	if diff := cmp.Diff(&failed{r2.Unavailable, "CreateBucket"}, inShort(t, err)); diff != "" {
		t.Errorf("the run that was to fail (-want +got):\n%s", diff)
	}
	w.ClearFaults()
}

// TestBucketCreate_resumed: a bucket that an earlier run asked for is gone on with, if nobody else can have a claim to it.
func TestBucketCreate_resumed(t *testing.T) {
	t.Parallel()
	exists := &failed{r2.BucketExists, "CreateBucket"}
	recreate := func(w *world) {
		w.RemoveBucket(account, "default", newBucket)
		w.AddBucket(account, "default", newBucket)
	}
	for _, test := range []struct {
		name      string
		meanwhile func(t *testing.T, w *world, dir string)
		failed    *failed
		resumed   bool
		asked     bool // what the bucket holds
	}{
		{name: "nothing happened", resumed: true, asked: true},
		{name: "much later", meanwhile: func(*testing.T, *world, string) { time.Sleep(23 * time.Hour) }, resumed: true, asked: true},
		{
			name: "an object was stored", failed: exists, asked: true,
			meanwhile: func(_ *testing.T, w *world, _ string) { w.PutObject(account, "default", newBucket, "monday.tar", nil) },
		},
		{
			name: "an upload was begun", failed: exists, asked: true,
			meanwhile: func(_ *testing.T, w *world, _ string) { w.AddUpload(account, "default", newBucket, "monday.tar") },
		},
		{
			name: "a rule was set that is not this provider's", failed: exists, asked: true,
			meanwhile: func(t *testing.T, w *world, _ string) {
				noon := time.Date(2099, time.January, 1, 12, 0, 0, 0, time.UTC)
				if err := w.manage(newBucket, r2fake.AdminReadWrite).SetLifecycle(t.Context(), []r2.LifecycleRule{{ID: "noon", ExpirationDate: noon}}); err != nil {
					t.Error(err)
				}
			},
		},
		{
			name: "somebody made it anew", failed: exists,
			meanwhile: func(_ *testing.T, w *world, _ string) { time.Sleep(time.Hour); recreate(w) },
		},
		{name: "it was imported", failed: exists, meanwhile: func(t *testing.T, w *world, dir string) {
			w.noting(dir).At(endpoint("default", newBucket), r2.Credentials{}).Claimed(t.Context())
		}},
		{name: "another machine", failed: exists, meanwhile: func(_ *testing.T, _ *world, dir string) { _ = os.RemoveAll(dir) }},
		{name: "it never came to be", meanwhile: func(_ *testing.T, w *world, _ string) { w.RemoveBucket(account, "default", newBucket) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "notes")
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.abandon(t, dir)
				if test.meanwhile != nil {
					test.meanwhile(t, w, dir)
				}
				w.Reset()
				creation, err := w.create(t, dir)
				if diff := cmp.Diff(test.failed, inShort(t, err)); diff != "" {
					t.Errorf("error (-want +got):\n%s", diff)
				}
				if creation.Resumed != test.resumed || creation.Unnoted != nil || (creation.Name == newBucket) != (err == nil) {
					t.Errorf("creation %+v, want resumed = %t", creation, test.resumed)
				}
				if asked := w.Count("ListObjectsV2") > 0; asked != test.asked {
					t.Errorf("asked for objects = %t, want %t", asked, test.asked)
				}
				// What was left behind counts once.
				if _, err := w.create(t, dir); inShort(t, err) == nil || inShort(t, err).Kind != r2.BucketExists {
					t.Errorf("once more: %v, want that the bucket exists", err)
				}
				if entries, _ := os.ReadDir(dir); len(entries) > 0 {
					t.Errorf("left on this machine: %v", entries)
				}
			})
		})
	}
}

// TestBucketCreate_renewed: no rule of the killed run survives in the bucket that the next one goes on with. It may not be among
// those that are declared by now.
func TestBucketCreate_renewed(t *testing.T) {
	t.Parallel()
	fresh := []r2fake.LifecycleRule{{ID: r2.DefaultAbortRule, Enabled: true, AbortDays: 7}}
	expire := r2.LifecycleRule{ID: "delete all", Enabled: true, ExpirationDays: 1}
	for name, test := range map[string]struct {
		lifecycle []r2.LifecycleRule // nil for those of a new bucket
		cors      []r2.CORSRule
		requests  []string
	}{
		"none was set": {requests: nil},
		"one was added": {
			lifecycle: []r2.LifecycleRule{expire, {ID: r2.DefaultAbortRule, Enabled: true, AbortDays: 7}}, requests: []string{"PutBucketLifecycleConfiguration"},
		},
		"all were removed": {lifecycle: []r2.LifecycleRule{}, requests: []string{"PutBucketLifecycleConfiguration"}},
		"CORS":             {cors: []r2.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}}, requests: []string{"DeleteBucketCors"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			dir := t.TempDir()
			w.abandon(t, dir)
			b := w.manage(newBucket, r2fake.AdminReadWrite)
			if test.lifecycle != nil {
				if err := b.SetLifecycle(t.Context(), test.lifecycle); err != nil {
					t.Fatal(err)
				}
			}
			if err := b.SetCORS(t.Context(), test.cors); err != nil {
				t.Fatal(err)
			}
			w.Reset()
			if creation, err := w.create(t, dir); err != nil || !creation.Resumed {
				t.Errorf("%s: creation %+v, %v", name, creation, err)
			}
			var changes []string
			for _, request := range w.Requests() {
				if request.Method != "GET" {
					changes = append(changes, request.Operation)
				}
			}
			if diff := cmp.Diff(test.requests, changes); diff != "" {
				t.Errorf("%s: changed (-want +got):\n%s", name, diff)
			}
			if diff := cmp.Diff(fresh, w.Lifecycle(account, "default", newBucket)); diff != "" {
				t.Errorf("%s: lifecycle rules (-want +got):\n%s", name, diff)
			}
			if rules := w.CORS(account, "default", newBucket); len(rules) > 0 {
				t.Errorf("%s: CORS rules %+v", name, rules)
			}
		})
	}
}

// TestBucketCreate_unheard: a bucket of which nobody was told is gone on with.
func TestBucketCreate_unheard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	creation, err := w.noting(dir).At(endpoint("default", newBucket), w.token(level(r2fake.AdminReadWrite))).Create(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	creation.Unheard()
	again, err := w.create(t, dir)
	if err != nil || !again.Resumed {
		t.Errorf("creation %+v, %v, want one that is resumed", again, err)
	}
}

// TestBucketCreate_notedMeanwhile: the note is there from before the bucket is asked for until its creation is told of, and
// says nothing but when.
func TestBucketCreate_notedMeanwhile(t *testing.T) {
	t.Parallel()
	now := time.Now().UTC().Truncate(time.Second)
	w := newWorld(t, r2fake.WithClock(func() time.Time { return now }))
	dir := t.TempDir()
	cred := w.token(level(r2fake.AdminReadWrite))
	var noted []string
	look := func(when string) {
		notes, _ := filepath.Glob(filepath.Join(dir, "*"))
		for _, note := range notes {
			if content, _ := os.ReadFile(note); len(content) > 0 {
				noted = append(noted, when+string(content))
			}
			for _, word := range []string{account, newBucket, cred.AccessKeyID} {
				if strings.Contains(note, word) {
					t.Errorf("the note %s names %s", note, word)
				}
			}
		}
	}
	w.Inject(r2fake.Fault{Operation: "ListBuckets", Count: 1, Hook: func(r2fake.Request) { look("first ") }})
	w.Inject(r2fake.Fault{Operation: "CreateBucket", Hook: func(r2fake.Request) { look("creating ") }})
	creation, err := w.noting(dir).At(endpoint("default", newBucket), cred).Create(t.Context(), "")
	if err != nil || creation.Resumed || creation.Unnoted != nil {
		t.Fatal(creation, err)
	}
	look("created ")
	creation.Recorded()
	look("told ")
	at := now.Format(time.RFC3339)
	if diff := cmp.Diff([]string{"creating " + at, "created " + at}, noted); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBucketCreate_refused: no note outlives a creation that R2 refused.
func TestBucketCreate_refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Inject(r2fake.Fault{Operation: "CreateBucket", Effect: r2fake.Error{Status: 400, Code: "TooManyBuckets"}})
	dir := t.TempDir()
	_, err := w.create(t, dir)
	if diff := cmp.Diff(&failed{r2.Refused, "CreateBucket"}, inShort(t, err)); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("left on this machine: %v", entries)
	}
}

// TestBucketCreate_unreachable: what was noted stays while R2 cannot be asked.
func TestBucketCreate_unreachable(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"ListBuckets", "ListObjectsV2", "GetBucketLifecycleConfiguration", "GetBucketCors"} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			dir := t.TempDir()
			w.abandon(t, dir)
			w.Inject(r2fake.Fault{Operation: operation, Effect: r2fake.HTML{Status: 502}})
			_, err := w.create(t, dir)
			if diff := cmp.Diff(&failed{r2.Unavailable, operation}, inShort(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			w.ClearFaults()
			if creation, err := w.create(t, dir); err != nil || !creation.Resumed {
				t.Errorf("%s: then: %+v, %v", operation, creation, err)
			}
		})
	}
}

// TestBucketCreate_twice: two runs on one machine create the same bucket. Whichever comes later waits, and learns that the
// bucket exists, also where R2 would not tell.
func TestBucketCreate_twice(t *testing.T) {
	t.Parallel()
	for _, answer := range existingAnswers {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{CreateExistingBucket: answer}))
			w.Inject(r2fake.Fault{Operation: "CreateBucket", Latency: time.Second})
			results := make(chan error)
			for range 2 {
				go func() {
					_, err := w.create(t, dir)
					results <- err
				}()
			}
			first, second := <-results, <-results
			if first != nil {
				t.Errorf("answer %q: the first: %v", answer, first)
			}
			if diff := cmp.Diff(&failed{r2.BucketExists, "CreateBucket"}, inShort(t, second)); diff != "" {
				t.Errorf("answer %q: the second (-want +got):\n%s", answer, diff)
			}
			if got := w.Count("CreateBucket"); got != 1 {
				t.Errorf("answer %q: asked for %d times, want once", answer, got)
			}
		})
	}
}

// TestBucketCreate_heldForever: a run that hangs does not keep others from going on, without a note.
func TestBucketCreate_heldForever(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		hung, err := w.noting(dir).At(endpoint("default", newBucket), w.token(level(r2fake.AdminReadWrite))).Create(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.create(t, dir); inShort(t, err) == nil || inShort(t, err).Kind != r2.BucketExists {
			t.Errorf("%v, want that the bucket exists", err)
		}
		w.RemoveBucket(account, "default", newBucket)
		if creation, err := w.create(t, dir); err != nil || creation.Unnoted == nil {
			t.Errorf("creation %+v, %v", creation, err)
		}
		hung.Recorded()
	})
}
