package r2_test

import (
	"context"
	"errors"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// testObject is the name of the object that a round trip writes.
var testObject = regexp.MustCompile(`terraform-provider-r2-[0-9a-f]{32}`)

// trip is what a round trip gave.
type trip struct {
	Failure  string   // "" for none; the test object is <object>
	Steps    []string // as progress told them
	Requests []string // operations and answers, in order
	Left     []string // keys that the bucket has afterwards and had not before
}

// roundTrip goes round and looks at what was left.
func (w *world) roundTrip(ctx context.Context, c r2.Connection) (trip, error) {
	before := map[string]bool{}
	for _, key := range w.Keys(account, c.Endpoint.Jurisdiction, bucket) {
		before[key] = true
	}
	var got trip
	err := w.connector.RoundTrip(ctx, c, func(step string) {
		got.Steps = append(got.Steps, testObject.ReplaceAllString(step, "<object>"))
	})
	if err != nil {
		got.Failure = testObject.ReplaceAllString(err.Error(), "<object>")
	}
	for _, request := range w.Requests() {
		answer := request.Code
		if answer == "" {
			answer = "ok"
		}
		if request.Status == 0 {
			answer = "none"
		}
		got.Requests = append(got.Requests, request.Operation+" "+answer)
	}
	for _, key := range w.Keys(account, c.Endpoint.Jurisdiction, bucket) {
		if !before[key] {
			got.Left = append(got.Left, testObject.ReplaceAllString(key, "<object>"))
		}
	}
	return got, err
}

// The steps and requests of a whole round trip in the folder.
var (
	allSteps = []string{
		"Writing the test object postgres/<object>", "Reading it back", "Overwriting it", "Reading it back", "Listing it", "Deleting it",
	}
	allRequests = []string{"PutObject ok", "GetObject ok", "PutObject ok", "GetObject ok", "ListObjectsV2 ok", "DeleteObject ok"}
)

func TestRoundTrip_destination(t *testing.T) {
	t.Parallel()
	for _, use := range []r2.Use{r2.Destination, r2.CreateBucket} {
		t.Run(string(use), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				c := connection(t, use, w.token(level(r2fake.ObjectReadWrite, bucket)))
				c.Path = mustPath(t, folder)
				got, _ := w.roundTrip(t.Context(), c)
				if diff := cmp.Diff(trip{Steps: allSteps, Requests: allRequests}, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestRoundTrip_root(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		got, _ := w.roundTrip(t.Context(), connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite, bucket))))
		want := trip{Steps: append([]string{"Writing the test object <object>"}, allSteps[1:]...), Requests: allRequests}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestRoundTrip_source: whatever the token may do, nothing is written.
func TestRoundTrip_source(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		objects map[string]string
		want    trip
	}{
		"the first object": {
			objects: map[string]string{"mysql/monday.dump": "monday", "mysql/tuesday.dump": "tuesday"},
			want: trip{
				Steps:    []string{"Listing the objects under /mysql/", "Reading the first byte of \"mysql/monday.dump\""},
				Requests: []string{"ListObjectsV2 ok", "GetObject ok"},
			},
		},
		"the first with a first byte": {
			objects: map[string]string{"mysql/": "", "mysql/tuesday.dump": "tuesday"},
			want: trip{
				Steps:    []string{"Listing the objects under /mysql/", "Reading the first byte of \"mysql/tuesday.dump\""},
				Requests: []string{"ListObjectsV2 ok", "GetObject ok"},
			},
		},
		"no object": {
			want: trip{
				Steps:    []string{"Listing the objects under /mysql/", "There is nothing to read: 0 objects listed, none with content"},
				Requests: []string{"ListObjectsV2 ok"},
			},
		},
		"none with content": {
			objects: map[string]string{"mysql/": ""},
			want: trip{
				Steps:    []string{"Listing the objects under /mysql/", "There is nothing to read: 1 object listed, none with content"},
				Requests: []string{"ListObjectsV2 ok"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				for key, body := range row.objects {
					w.PutObject(account, r2fake.DefaultJurisdiction, bucket, key, []byte(body))
				}
				c := connection(t, r2.Source, w.token(level(r2fake.AdminReadWrite)))
				c.Path = mustPath(t, "mysql")
				got, _ := w.roundTrip(t.Context(), c)
				if diff := cmp.Diff(row.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				for _, request := range w.Requests() {
					if request.Operation == "GetObject" && request.Header.Get("Range") != "bytes=0-0" {
						t.Errorf("asked for the range %q", request.Header.Get("Range"))
					}
				}
			})
		})
	}
}

// failingTrip is a round trip that something stands in the way of.
type failingTrip struct {
	level r2fake.Level // Object Read & Write if empty
	use   r2.Use       // destination if empty
	fault []r2fake.Fault
	// before prepares the rest; it may call cancel at any time.
	before func(w *world, c *r2.Connection, cancel func())
	kind   r2.Kind // of the failure, unless the error is another one
	want   trip
}

// failingTrips by name. Where an answer was lost or never came, the request was tried three times.
var failingTrips = map[string]failingTrip{
	"wrong level": {
		level: r2fake.ObjectReadOnly, kind: r2.AccessDenied,
		want: trip{Failure: "PutObject: 403 AccessDenied", Steps: allSteps[:1], Requests: []string{"PutObject AccessDenied"}},
	},
	"no access to the source": {
		use: r2.Source, kind: r2.AccessDenied,
		before: func(w *world, c *r2.Connection, _ func()) {
			w.SetPolicies(c.Credentials.AccessKeyID, level(r2fake.ObjectReadOnly, otherBucket))
		},
		want: trip{
			Failure: "ListObjectsV2: 403 AccessDenied", Steps: []string{"Listing the objects under /postgres/"},
			Requests: []string{"ListObjectsV2 AccessDenied"},
		},
	},
	"unknown token": {
		kind:   r2.Unauthorized,
		before: func(w *world, c *r2.Connection, _ func()) { w.RevokeToken(c.Credentials.AccessKeyID) },
		want:   trip{Failure: "PutObject: 401 Unauthorized", Steps: allSteps[:1], Requests: []string{"PutObject Unauthorized"}},
	},
	"no bucket": {
		level: r2fake.AdminReadWrite, kind: r2.NoSuchBucket,
		before: func(_ *world, c *r2.Connection, _ func()) { c.Endpoint.Bucket = "acme-missing" },
		want:   trip{Failure: "PutObject: 404 NoSuchBucket", Steps: allSteps[:1], Requests: []string{"PutObject NoSuchBucket"}},
	},
	"the write fails": {
		kind:  r2.Unavailable,
		fault: []r2fake.Fault{{Operation: "PutObject", Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}}},
		want: trip{
			Failure: "PutObject: 503 ServiceUnavailable", Steps: []string{allSteps[0], "Deleting it"},
			Requests: []string{"PutObject ServiceUnavailable", "PutObject ServiceUnavailable", "PutObject ServiceUnavailable", "DeleteObject ok"},
		},
	},
	"the write succeeds without an answer": {
		kind:  r2.Unavailable,
		fault: []r2fake.Fault{{Operation: "PutObject", After: true, Effect: r2fake.HTML{Status: 520}}},
		want: trip{
			Failure: "PutObject: HTTP status 520", Steps: []string{allSteps[0], "Deleting it"},
			Requests: []string{"PutObject ok", "PutObject ok", "PutObject ok", "DeleteObject ok"},
		},
	},
	"the overwrite fails": {
		kind:  r2.Unavailable,
		fault: []r2fake.Fault{{Operation: "PutObject", Skip: 1, Effect: r2fake.Error{Status: 500, Code: "InternalError"}}},
		want: trip{
			Failure: "PutObject: 500 InternalError", Steps: []string{allSteps[0], allSteps[1], allSteps[2], "Deleting it"},
			Requests: []string{
				"PutObject ok", "GetObject ok", "PutObject InternalError", "PutObject InternalError", "PutObject InternalError", "DeleteObject ok",
			},
		},
	},
	"the read fails": {
		kind:  r2.Unavailable,
		fault: []r2fake.Fault{{Operation: "GetObject", Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}}},
		want: trip{
			Failure: "GetObject: 503 ServiceUnavailable", Steps: []string{allSteps[0], allSteps[1], "Deleting it"},
			Requests: []string{
				"PutObject ok", "GetObject ServiceUnavailable", "GetObject ServiceUnavailable", "GetObject ServiceUnavailable", "DeleteObject ok",
			},
		},
	},
	"the read breaks off": {
		kind:  r2.Unavailable,
		fault: []r2fake.Fault{{Operation: "GetObject", Skip: 1, Effect: r2fake.Truncate{}}},
		want: trip{
			Failure:  "GetObject: the connection was closed before the answer had arrived",
			Steps:    []string{allSteps[0], allSteps[1], allSteps[2], allSteps[3], "Deleting it"},
			Requests: []string{"PutObject ok", "GetObject ok", "PutObject ok", "GetObject ok", "GetObject ok", "GetObject ok", "DeleteObject ok"},
		},
	},
	"the list is of something else": {
		kind:  r2.Foreign,
		fault: []r2fake.Fault{{Operation: "ListObjectsV2", Effect: r2fake.ForeignXML{}}},
		want: trip{
			Failure: "ListObjectsV2: HTTP status 200", Steps: allSteps,
			Requests: append(append([]string{}, allRequests[:4]...), "ListObjectsV2 ok", "ListObjectsV2 ok", "ListObjectsV2 ok", "DeleteObject ok"),
		},
	},
	"the service does not answer": {
		kind:  r2.Unavailable,
		fault: []r2fake.Fault{{Operation: "GetObject", Effect: r2fake.Hang{}}},
		want: trip{
			Failure: "GetObject: no answer in time", Steps: []string{allSteps[0], allSteps[1], "Deleting it"},
			Requests: []string{"PutObject ok", "GetObject none", "GetObject none", "GetObject none", "DeleteObject ok"},
		},
	},
	"interrupted after the first write": {
		kind: r2.Cancelled,
		before: func(w *world, _ *r2.Connection, cancel func()) {
			w.Inject(r2fake.Fault{Operation: "PutObject", After: true, Hook: func(r2fake.Request) { cancel() }, Effect: r2fake.Hang{}})
		},
		want: trip{
			Failure: "PutObject: context canceled", Steps: []string{allSteps[0], "Deleting it"},
			Requests: []string{"PutObject none", "DeleteObject ok"},
		},
	},
	"interrupted before the first write": {
		kind:   r2.Cancelled,
		before: func(_ *world, _ *r2.Connection, cancel func()) { cancel() },
		want:   trip{Failure: "PutObject: context canceled", Steps: []string{allSteps[0], "Deleting it"}, Requests: []string{"DeleteObject ok"}},
	},
}

func TestRoundTrip_fails(t *testing.T) {
	t.Parallel()
	for name, row := range failingTrips {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				if row.level == "" {
					row.level = r2fake.ObjectReadWrite
				}
				if row.use == "" {
					row.use = r2.Destination
				}
				c := connection(t, row.use, w.token(level(row.level)))
				c.Path = mustPath(t, folder)
				for _, fault := range row.fault {
					w.Inject(fault)
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if row.before != nil {
					row.before(w, &c, cancel)
				}
				got, err := w.roundTrip(ctx, c)
				if diff := cmp.Diff(row.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				var failure *r2.Failure
				if !errors.As(err, &failure) || failure.Kind != row.kind {
					t.Errorf("%T of kind %+v, want kind %d", err, failure, row.kind)
				}
			})
		})
	}
}

// TestRoundTrip_outOfTime: the deletion has a time of its own.
func TestRoundTrip_outOfTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Inject(r2fake.Fault{Operation: "GetObject", Effect: r2fake.Hang{}})
		c := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite)))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		got, _ := w.roundTrip(ctx, c)
		want := trip{
			Failure: "GetObject: no answer in time", Steps: []string{"Writing the test object <object>", "Reading it back", "Deleting it"},
			Requests: []string{"PutObject ok", "GetObject none", "DeleteObject ok"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestRoundTrip_corruption: an answer that is not what was written is told from one that failed.
func TestRoundTrip_corruption(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Inject(r2fake.Fault{Operation: "GetObject", Skip: 1, Effect: r2fake.WrongContentLength{}})
		c := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite)))
		got, err := w.roundTrip(t.Context(), c)
		var corrupt *r2.CorruptionError
		if !errors.As(err, &corrupt) || !testObject.MatchString(corrupt.Key) {
			t.Errorf("got %v, want a CorruptionError with the key", err)
		}
		if len(got.Left) > 0 {
			t.Errorf("left %v", got.Left)
		}
	})
}

// TestRoundTrip_locked: a lock rule lets the object be written, and then keeps it.
func TestRoundTrip_locked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.SetLockRules(account, r2fake.DefaultJurisdiction, bucket, r2fake.LockRule{Prefix: folder + "/", MaxAge: time.Hour})
		c := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite)))
		c.Path = mustPath(t, folder)
		got, err := w.roundTrip(t.Context(), c)
		want := trip{
			Failure: `the object "postgres/<object>" is kept by a lock rule of the bucket`,
			Steps:   []string{allSteps[0], allSteps[1], allSteps[2], "Deleting it"},
			Requests: []string{
				"PutObject ok", "GetObject ok", "PutObject ObjectLockedByBucketPolicy", "DeleteObject ObjectLockedByBucketPolicy",
			},
			Left: []string{"postgres/<object>"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if _, locked := errors.AsType[*r2.LockedError](err); !locked {
			t.Errorf("got a %T, want a *LockedError", err)
		}
	})
}

// TestRoundTrip_residue: where the object cannot be deleted, its key is told together with what went wrong first.
func TestRoundTrip_residue(t *testing.T) {
	t.Parallel()
	unavailable := r2fake.Error{Status: 503, Code: "ServiceUnavailable"}
	for name, row := range map[string]struct {
		operation string // fails besides the deletion
		want      string
	}{
		"only the deletion fails":  {"DeleteObject", `DeleteObject: 503 ServiceUnavailable; the object "<object>" may have stayed in the bucket`},
		"the read fails before it": {"GetObject", `GetObject: 503 ServiceUnavailable; the object "<object>" may have stayed in the bucket`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.Inject(r2fake.Fault{Operation: row.operation, Effect: unavailable})
				w.Inject(r2fake.Fault{Operation: "DeleteObject", Effect: unavailable})
				got, err := w.roundTrip(t.Context(), connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite))))
				if got.Failure != row.want {
					t.Errorf("got  %s\nwant %s", got.Failure, row.want)
				}
				var residue *r2.ResidueError
				if !errors.As(err, &residue) {
					t.Fatalf("got a %T, want a *ResidueError", err)
				}
				if _, there := w.Object(account, r2fake.DefaultJurisdiction, bucket, residue.Key); !there {
					t.Errorf("there is no object %q", residue.Key)
				}
			})
		})
	}
}

// TestRoundTrip_bucketRemoved: with the bucket the object is gone too.
func TestRoundTrip_bucketRemoved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Inject(r2fake.Fault{Operation: "GetObject", Count: 1, Hook: func(r2fake.Request) {
			w.RemoveBucket(account, r2fake.DefaultJurisdiction, bucket)
		}})
		err := w.connector.RoundTrip(t.Context(), connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite))), func(string) {})
		var residue *r2.ResidueError
		if got, want := code(err), "GetObject: 404 NoSuchBucket"; err == nil || errors.As(err, &residue) || err.Error() != want {
			t.Errorf("got %v (%s), want %s", err, got, want)
		}
	})
}
