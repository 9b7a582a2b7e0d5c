package r2_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// onLoopback is a world on a real network. In memory, a write ends when the other side has read it, so that the answer to a
// request with a long body can come while the client has not seen the end of its body: it then gives up the connection.
func onLoopback(t *testing.T, options ...r2fake.Option) *world {
	t.Helper()
	fake := r2fake.New(options...)
	return behind(t, fake, fake)
}

// behind is a world whose requests go to a handler in front of the fake.
func behind(t *testing.T, fake *r2fake.Server, handler http.Handler) *world {
	t.Helper()
	for _, name := range []string{bucket, otherBucket} {
		fake.AddBucket(account, r2fake.DefaultJurisdiction, name)
		fake.PutObject(account, r2fake.DefaultJurisdiction, name, "monday.tar", []byte("monday"))
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	t.Cleanup(fake.Shutdown) // Runs first, so that nothing keeps the server from closing.
	redirect, err := r2.ParseRedirect(server.URL + "/{host}")
	if err != nil {
		t.Fatal(err)
	}
	connector := r2.NewConnector(r2.ConnectorConfig{Redirect: redirect, Product: "terraform-provider-r2", Version: "test"})
	t.Cleanup(connector.CloseIdle)
	return &world{Server: fake, connector: connector}
}

// fill adds the new bucket with objects and uploads.
func (w *world) fill(objects, uploads int) {
	w.AddBucket(account, "default", newBucket)
	for i := range objects {
		w.PutObject(account, "default", newBucket, fmt.Sprintf("2026/%05d.tar", i), nil)
	}
	for i := range uploads {
		w.AddUpload(account, "default", newBucket, fmt.Sprintf("half/%02d.tar", i%40)) // Some keys have two.
	}
}

// wantHolding compares how many objects the new bucket holds. It must have no uploads.
func (w *world) wantHolding(t *testing.T, objects int) {
	t.Helper()
	if got := len(w.Keys(account, "default", newBucket)); got != objects {
		t.Errorf("the bucket holds %d objects, want %d", got, objects)
	}
	if got := len(w.Uploads(account, "default", newBucket)); got != 0 {
		t.Errorf("the bucket has %d uploads, want none", got)
	}
}

// wantOthersUntouched compares what the buckets of every world hold.
func (w *world) wantOthersUntouched(t *testing.T) {
	t.Helper()
	for _, name := range []string{bucket, otherBucket} {
		if diff := cmp.Diff([]string{"monday.tar"}, w.Keys(account, "default", name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestBucketEmpty_many empties a large bucket while R2 is busy: in batches that R2 takes, no more than two at once, and with
// no more than one page of keys that waits for them, which bounds the memory.
func TestBucketEmpty_many(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		traffic := &slowDeletions{fake: r2fake.New(r2fake.WithAnswers(r2fake.Answers{LargeDeletesFail: true}))}
		w := &world{Server: traffic.fake, connector: r2.NewConnector(r2.ConnectorConfig{
			Product: "terraform-provider-r2", Version: "test", Wrap: func(http.RoundTripper) http.RoundTripper { return traffic },
		})}
		w.fill(25_000, 50)
		w.AddBucket(account, "default", bucket)
		w.PutObject(account, "default", bucket, "monday.tar", nil)
		busy := r2fake.Error{Status: 429, Code: "ServiceUnavailable"}
		for _, fault := range []r2fake.Fault{
			{Operation: "DeleteObjects", Skip: 3, Count: 2, Effect: busy},
			{Operation: "DeleteObjects", Skip: 5, Count: 1, Effect: r2fake.Error{Status: 500, Code: "InternalError"}},
			{Operation: "DeleteObjects", Skip: 4, Count: 1, After: true, Effect: r2fake.HTML{Status: 502}},
			{Operation: "ListObjectsV2", Skip: 7, Count: 1, Effect: busy},
			{Operation: "ListMultipartUploads", Count: 2, Effect: busy},
			{Operation: "AbortMultipartUpload", Skip: 10, Count: 1, Effect: busy},
		} {
			w.Inject(fault)
		}
		if err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.wantHolding(t, 0)
		if diff := cmp.Diff([]string{"monday.tar"}, w.Keys(account, "default", bucket)); diff != "" {
			t.Errorf("another bucket (-want +got):\n%s", diff)
		}
		// 36 pages of 700 keys; those that were disturbed were sent again.
		want := map[string]int{"ListObjectsV2": 36 + 1, "DeleteObjects": 36 + 4, "ListMultipartUploads": 1 + 2, "AbortMultipartUpload": 50 + 1}
		if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
		if traffic.atOnce != 2 {
			t.Errorf("%d batches were deleted at once, want 2", traffic.atOnce)
		}
		if traffic.ahead != 3 {
			t.Errorf("%d pages were in memory, want the 2 that are deleted and 1 that waits", traffic.ahead)
		}
		for _, request := range w.Requests() {
			if request.Bucket != newBucket {
				t.Errorf("%s was sent to the bucket %s", request.Operation, request.Bucket)
			}
		}
	})
}

// slowDeletions is a transport that hands requests to the fake without a network. In a [synctest] bubble, a batch is deleted
// only when all else has come as far as it can.
type slowDeletions struct {
	fake *r2fake.Server

	mu                  sync.Mutex
	deleting, listed    int
	atOnce, done, ahead int
}

func (s *slowDeletions) RoundTrip(r *http.Request) (*http.Response, error) {
	deletes, lists := r.URL.Query().Has("delete"), r.URL.Query().Has("list-type")
	if deletes {
		s.note(func() { s.deleting++ })
		time.Sleep(time.Second)
		defer s.note(func() { s.deleting-- })
	}
	recorder := httptest.NewRecorder()
	received := r.Clone(r.Context())
	received.Host = r.URL.Host
	if received.Body == nil {
		received.Body = http.NoBody // Servers always have one.
	}
	s.fake.ServeHTTP(recorder, received)
	response := recorder.Result()
	response.Request = r
	switch {
	case response.StatusCode != http.StatusOK:
	case lists:
		s.note(func() { s.listed++ })
	case deletes:
		s.note(func() { s.done++ })
	}
	return response, nil
}

// note changes the counts, and keeps the greatest.
func (s *slowDeletions) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	s.atOnce, s.ahead = max(s.atOnce, s.deleting), max(s.ahead, s.listed-s.done)
}

// TestBucketEmpty_largeBatches is the control for the size of the batches: the fake does refuse larger ones, and the default
// of S3 is larger.
func TestBucketEmpty_largeBatches(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{true, false} {
		w := onLoopback(t, r2fake.WithAnswers(r2fake.Answers{LargeDeletesFail: fails}))
		w.fill(1500, 0)
		if err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context()); err != nil {
			t.Errorf("large deletes fail = %t: %v", fails, err)
		}
		w.wantHolding(t, 0)
		if got := w.Count("DeleteObjects"); got != 3 {
			t.Errorf("large deletes fail = %t: %d batches, want 3", fails, got)
		}
	}
}

// TestBucketEmpty_oddKeys deletes keys that XML and URLs have to escape, and no others.
func TestBucketEmpty_oddKeys(t *testing.T) {
	t.Parallel()
	w := onLoopback(t)
	w.fill(0, 0)
	for _, key := range []string{
		"a b", "a+b", "a%20b", "a&b<c>\"d\"'e'", "line\nbreak", "tab\tstop", "return\rhere", "/", "//", "a//b", "../a", "ä/ö/ü", "日本", "🙂", " blank ", "?x=y#z",
	} {
		w.PutObject(account, "default", newBucket, key, nil)
		w.AddUpload(account, "default", newBucket, key)
	}
	if err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wantHolding(t, 0)
	w.wantOthersUntouched(t)
}

// TestBucketEmpty_notInXML: keys that XML cannot hold are listed encoded and deleted one by one; the others in a batch.
func TestBucketEmpty_notInXML(t *testing.T) {
	t.Parallel()
	odd := []string{"bell\a", "nothing\x00", "page\fbreak", "\ufffe", "\uffff"}
	for _, test := range []struct {
		name     string
		alone    bool
		arrange  func(w *world)
		want     error
		left     []string
		requests map[string]int
	}{
		{
			name: "deleted", arrange: func(*world) {}, left: []string{},
			requests: map[string]int{"ListObjectsV2": 1, "DeleteObjects": 1, "DeleteObject": 5, "ListMultipartUploads": 1, "AbortMultipartUpload": 5},
		},
		{
			name: "no other keys", alone: true, arrange: func(*world) {}, left: []string{},
			requests: map[string]int{"ListObjectsV2": 1, "DeleteObject": 5, "ListMultipartUploads": 1, "AbortMultipartUpload": 5},
		},
		{
			name: "locked", arrange: func(w *world) { w.SetLockRules(account, "default", newBucket, r2fake.LockRule{Prefix: "bell"}) },
			want: &r2.LockedError{Key: "bell\a"}, left: append([]string{"plain"}, odd...),
			requests: map[string]int{"ListObjectsV2": 1, "DeleteObject": 1},
		},
		{
			name: "refused once", arrange: func(w *world) {
				w.Inject(r2fake.Fault{Operation: "DeleteObject", Count: 1, Effect: r2fake.Error{Status: 400, Code: "InvalidObjectName"}})
			}, left: []string{},
			requests: map[string]int{"ListObjectsV2": 2, "DeleteObjects": 1, "DeleteObject": 6, "ListMultipartUploads": 1, "AbortMultipartUpload": 5},
		},
		{
			name: "refused for good", arrange: func(w *world) {
				w.Inject(r2fake.Fault{Operation: "DeleteObject", Effect: r2fake.Error{Status: 400, Code: "InvalidObjectName", Message: "No."}})
			},
			want:     &r2.LeftoverError{Keys: 5, Key: "bell\a", Code: "InvalidObjectName", Message: "No."},
			left:     odd,
			requests: map[string]int{"ListObjectsV2": 5, "DeleteObjects": 1, "DeleteObject": 25},
		},
		{
			name: "no permission", arrange: func(w *world) {
				w.Inject(r2fake.Fault{Operation: "DeleteObject", Effect: r2fake.Error{Status: 403, Code: "AccessDenied"}})
			},
			want: &r2.Failure{Kind: r2.AccessDenied, Operation: "DeleteObject", Status: 403, Code: "AccessDenied"}, left: append([]string{"plain"}, odd...),
			requests: map[string]int{"ListObjectsV2": 1, "DeleteObject": 1},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := onLoopback(t)
			w.AddBucket(account, "default", newBucket)
			if !test.alone {
				w.PutObject(account, "default", newBucket, "plain", nil)
			}
			for _, key := range odd {
				w.PutObject(account, "default", newBucket, key, nil)
				w.AddUpload(account, "default", newBucket, key)
			}
			test.arrange(w)

			err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context())

			if diff := cmp.Diff(test.want, err, cmpopts.IgnoreFields(r2.Failure{}, "Err", "Ray", "Message", "RedirectedTo")); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			slices.Sort(test.left)
			if diff := cmp.Diff(test.left, w.Keys(account, "default", newBucket), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("what is left (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.requests, operations(w.Requests())); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBucketEmpty_locked(t *testing.T) {
	t.Parallel()
	w := onLoopback(t)
	w.fill(3000, 5)
	w.SetLockRules(account, "default", newBucket, r2fake.LockRule{Prefix: "2026/01234"})

	err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context())

	var locked *r2.LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("error %v, want a *r2.LockedError", err)
	}
	if diff := cmp.Diff(&r2.LockedError{Key: "2026/01234.tar"}, locked); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if !slices.Contains(w.Keys(account, "default", newBucket), "2026/01234.tar") {
		t.Error("the locked object is gone")
	}
	// It was in the second batch. What follows those in flight is not deleted any more, and no upload is aborted.
	if got := len(w.Keys(account, "default", newBucket)); got < 1+3000-4*700 {
		t.Errorf("%d objects are left", got)
	}
	if got := len(w.Uploads(account, "default", newBucket)); got != 5 {
		t.Errorf("%d uploads are left, want 5", got)
	}
	w.wantOthersUntouched(t)

	w.SetLockRules(account, "default", newBucket)
	if err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context()); err != nil {
		t.Errorf("without the rule: %v", err)
	}
	w.wantHolding(t, 0)
}

// TestBucketEmpty_interrupted stops at every kind of request, and then finishes.
func TestBucketEmpty_interrupted(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"ListObjectsV2", "DeleteObjects", "ListMultipartUploads", "AbortMultipartUpload"} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			w := onLoopback(t)
			w.fill(1500, 5)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			w.Inject(r2fake.Fault{Operation: operation, After: true, Hook: func(r2fake.Request) { cancel() }, Effect: r2fake.Hang{}})

			err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(ctx)
			if got := inShort(t, err); got == nil || got.Kind != r2.Cancelled {
				t.Errorf("interrupted: %+v, want it cancelled", got)
			}
			w.ClearFaults()
			if err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context()); err != nil {
				t.Errorf("again: %v", err)
			}
			w.wantHolding(t, 0)
			w.wantOthersUntouched(t)
		})
	}
}

// TestBucketEmpty_gone: the bucket disappears before or while it is emptied.
func TestBucketEmpty_gone(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"ListObjectsV2", "DeleteObjects", "ListMultipartUploads", "AbortMultipartUpload"} {
		w := onLoopback(t)
		w.fill(10, 5)
		remove := sync.OnceFunc(func() { w.RemoveBucket(account, "default", newBucket) })
		w.Inject(r2fake.Fault{Operation: operation, Hook: func(r2fake.Request) { remove() }})
		if err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context()); err != nil {
			t.Errorf("%s: %v", operation, err)
		}
	}
}

// TestBucketEmpty_keyErrors: a batch succeeds while its keys do not, as R2 was seen to do.
func TestBucketEmpty_keyErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		code     string
		times    int // how many batches fail; 0 for all
		want     error
		objects  int
		requests int
	}{
		{name: "InternalError once", code: "InternalError", times: 1, requests: 2 + 1},
		{
			name: "InternalError for good", code: "InternalError", objects: 1000, requests: 5 * 2,
			want: &r2.LeftoverError{Keys: 1000, Key: "2026/00000.tar", Code: "InternalError", Message: "No."},
		},
		{
			name: "an odd code", code: "Internal\u202eError", objects: 1000, requests: 5 * 2,
			want: &r2.LeftoverError{Keys: 1000, Key: "2026/00000.tar", Code: `"Internal\u202eError"`, Message: "No."},
		},
		{name: "NoSuchKey", code: "NoSuchKey", objects: 1000, requests: 2},
		{name: "AccessDenied", code: "AccessDenied", objects: 1000, requests: 2, want: &r2.Failure{Kind: r2.AccessDenied, Operation: "DeleteObjects", Status: 403, Code: "AccessDenied"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fake := r2fake.New()
			failing := &failingKeys{next: fake, code: test.code, times: test.times}
			w := behind(t, fake, failing)
			w.fill(1000, 0)
			if diff := cmp.Diff(test.want, w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context())); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			w.wantHolding(t, test.objects)
			if test.code != "AccessDenied" && failing.batches != test.requests {
				t.Errorf("%d batches, want %d", failing.batches, test.requests)
			}
		})
	}
}

// failingKeys answers DeleteObjects with a document in which every key has failed, and leaves the rest to the fake.
type failingKeys struct {
	next  http.Handler
	code  string
	times int

	mu      sync.Mutex
	batches int
}

func (f *failingKeys) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !r.URL.Query().Has("delete") {
		f.next.ServeHTTP(w, r)
		return
	}
	f.mu.Lock()
	f.batches++
	over := f.times > 0 && f.batches > f.times
	f.mu.Unlock()
	if over {
		f.next.ServeHTTP(w, r)
		return
	}
	type key struct {
		Key, Code, Message string
	}
	var asked struct {
		Object []key
	}
	if err := xml.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	for i := range asked.Object {
		asked.Object[i].Code, asked.Object[i].Message = f.code, "No."
	}
	w.Header().Set("Content-Type", "application/xml")
	_ = xml.NewEncoder(w).Encode(struct {
		XMLName xml.Name `xml:"DeleteResult"`
		Error   []key
	}{Error: asked.Object})
}

func TestBucketContents(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		objects, uploads int
		want             r2.Contents
		text             string
	}{
		{0, 0, r2.Contents{}, "no objects"},
		{1, 0, r2.Contents{Objects: 1}, "1 object"},
		{0, 1, r2.Contents{Uploads: 1}, "1 incomplete upload"},
		{3, 2, r2.Contents{Objects: 3, Uploads: 2}, "3 objects and 2 incomplete uploads"},
		{1000, 0, r2.Contents{Objects: 1000}, "1000 objects"},
		{1001, 1, r2.Contents{Objects: 1000, MoreObjects: true, Uploads: 1}, "more than 1000 objects and 1 incomplete upload"},
		{0, 1001, r2.Contents{Uploads: 1000, MoreUploads: true}, "more than 1000 incomplete uploads"},
	} {
		w := onLoopback(t)
		w.fill(test.objects, test.uploads)
		got, err := w.manage(newBucket, r2fake.ObjectReadOnly).Contents(t.Context())
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
		if got.String() != test.text {
			t.Errorf("in words: %q, want %q", got, test.text)
		}
		if empty := test.objects+test.uploads == 0; got.Empty() != empty {
			t.Errorf("%s: empty = %t", test.text, got.Empty())
		}
		if diff := cmp.Diff([]string{"ListObjectsV2", "ListMultipartUploads"}, sequence(w.Requests())); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", test.text, diff)
		}
	}
	w := onLoopback(t)
	if got, err := w.manage("acme-missing", r2fake.AdminReadOnly).Contents(t.Context()); err != nil || got != (r2.Contents{}) {
		t.Errorf("of a missing bucket: %s, %v", got, err)
	}
}
