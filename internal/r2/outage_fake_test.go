package r2_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// verifyMany verifies as many storages, each with a token and a bucket of its own, ten at a time as Terraform does. It gives
// how often each text was reported, without what names the storage.
func verifyMany(t *testing.T, w *world, storages int) map[string]int {
	t.Helper()
	type job struct{ name, key string }
	jobs := make(chan job, storages)
	for i := range storages {
		jobs <- job{fmt.Sprintf("bucket-%04d", i), fmt.Sprintf("%032x", i)}
	}
	close(jobs)
	texts := map[string]int{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	for range 10 {
		wait.Go(func() {
			for j := range jobs {
				c := r2.Connection{Endpoint: endpoint("default", j.name), Use: r2.Destination, Credentials: r2.Credentials{
					AccessKeyID: j.key, SecretAccessKey: r2.NewSecret("secret"),
				}}
				for _, finding := range w.verifier.Verify(t.Context(), c, nil) {
					mu.Lock()
					texts[finding.Code+" "+finding.Detail]++
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return texts
}

// TestOutage_manyStorages: a thousand storages at a dead host fail in about the time of ten, with a few requests, and say
// one thing.
func TestOutage_manyStorages(t *testing.T) {
	t.Parallel()
	const (
		begun  = 5
		asked  = "R2-040 R2 could not be asked, after several attempts: "
		unsent = " Earlier requests of this run went the same way, so this one was not sent."
		rest   = ". This says nothing about the token or the bucket.\n\nTry again in a moment. If it goes on, check that this machine reaches https://" +
			account + ".r2.cloudflarestorage.com (network, DNS, proxy) and https://www.cloudflarestatus.com."
		portal = "R2-041 The answer did not come from R2: "
		login  = ". A captive portal, a proxy or a firewall does this. Nothing is known about the token." +
			"\n\nOpen a web page on this machine to see whether a login is asked for, and check HTTPS_PROXY and NO_PROXY."
	)
	for _, row := range []struct {
		name   string
		effect r2fake.Effect // nil where nothing listens
		want   []string
		atMost time.Duration
	}{
		{"refused", nil, []string{asked + "dial: connection refused" + rest}, 4 * time.Second},
		{"hanging", r2fake.Hang{}, []string{asked + "no answer in time" + rest}, 34 * time.Second},
		{"503", r2fake.Error{Status: 503, Code: "ServiceUnavailable"}, []string{asked + "503 ServiceUnavailable" + rest}, 4 * time.Second},
		{"429", r2fake.Error{Status: 429, Code: "TooManyRequests"}, []string{asked + "429 TooManyRequests" + rest}, 4 * time.Second},
		{"portal", r2fake.HTML{}, []string{portal + "it is a web page" + login}, 4 * time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			for _, storages := range []int{10, 1000} {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					if row.effect == nil {
						w.stop()
					}
					w.Inject(r2fake.Fault{Effect: row.effect})
					started := time.Now()
					texts := verifyMany(t, w, storages)
					if took := time.Since(started); took > row.atMost {
						t.Errorf("%d storages took %s, want at most %s", storages, took, row.atMost)
					}
					// The first ten, and what begins while they give up, send four requests each, three times at most.
					if got := w.Count(""); got > (10+begun)*4*3 || (got == 0) != (row.effect == nil) {
						t.Errorf("%d storages: %d requests", storages, got)
					}
					reports, cut := 0, 0
					for text, n := range texts {
						reports += n
						if strings.Contains(text, unsent) {
							cut += n
						}
						if stripped := strings.Replace(text, unsent, "", 1); !slices.Contains(row.want, stripped) {
							t.Errorf("%d storages: %d are told %q", storages, n, text)
						}
					}
					if reports != storages || storages > 10 && cut < storages-10-begun {
						t.Errorf("%d storages: %d reports, of which %d say that nothing was sent", storages, reports, cut)
					}
				})
			}
		})
	}
}

// failing are requests that fail one after the other.
func failing(t *testing.T, w *world, n int) {
	t.Helper()
	for range n {
		if report := w.verifier.Verify(t.Context(), connection(t, r2.CreateBucket, w.admin()), nil); !report.Failed() {
			t.Error("no error")
		}
	}
}

// admin is the same token each time.
func (w *world) admin() r2.Credentials {
	return r2.Credentials{AccessKeyID: fmt.Sprintf("%032x", 7), SecretAccessKey: r2.NewSecret("secret")}
}

// TestOutage_ends: a host that is down is asked once a second by one request that is not repeated, and any answer of R2 ends
// the outage for everybody.
func TestOutage_ends(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		cured r2fake.Effect // nil for the genuine answer
	}{
		{"success", nil},
		{"refusal", r2fake.Error{Status: 403, Code: "AccessDenied"}},
		{"unknown key", r2fake.Error{Status: 401, Code: "Unauthorized"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				b, creds := r2.NewBuckets(w.connector), w.token(level(r2fake.AdminReadWrite))
				list := func() error {
					_, _, err := b.At(endpoint("default", bucket), creds).Find(t.Context())
					return err
				}
				count := func(want int, when string) {
					t.Helper()
					if got := w.Count(""); got != want {
						t.Errorf("%s: %d requests, want %d", when, got, want)
					}
					w.Reset()
				}
				w.Inject(r2fake.Fault{Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
				for range 5 {
					_ = list()
				}
				count(5*3, "the host is not down yet")
				for range 100 {
					if err := list(); err == nil || err.Error() != "ListBuckets: 503 ServiceUnavailable" {
						t.Errorf("got %v", err)
					}
				}
				count(0, "the host is down")
				time.Sleep(time.Second)
				for range 100 {
					_ = list()
				}
				count(1, "a second later")

				w.ClearFaults()
				if row.cured != nil {
					w.Inject(r2fake.Fault{Count: 1, Effect: row.cured})
				}
				_ = list()
				count(0, "the host is back, and nobody knows")
				time.Sleep(time.Second)
				err := list()
				if (err == nil) != (row.cured == nil) {
					t.Errorf("got %v", err)
				}
				count(1, "another second later")
				for range 3 {
					if _, err := b.At(endpoint("default", bucket), creds).Contents(t.Context()); err != nil {
						t.Errorf("got %v", err)
					}
				}
				count(6, "the host is back")
			})
		})
	}
}

// TestOutage_answersBetween: a host that answers some requests is not down.
func TestOutage_answersBetween(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		at := r2.NewBuckets(w.connector).At(endpoint("default", bucket), w.token(level(r2fake.AdminReadWrite)))
		w.Inject(r2fake.Fault{Operation: "GetBucketCors", Effect: r2fake.Error{Status: 500, Code: "InternalError"}})
		for range 20 {
			_, _ = at.CORS(t.Context())
			if _, err := at.Lifecycle(t.Context()); err != nil {
				t.Error(err)
			}
		}
		want := map[string]int{"GetBucketCors": 20 * 3, "GetBucketLifecycleConfiguration": 20}
		if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}

// TestOutage_perHost: another jurisdiction is another host.
func TestOutage_perHost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b, creds := r2.NewBuckets(w.connector), w.token(level(r2fake.AdminReadWrite))
		w.Inject(r2fake.Fault{Bucket: bucket, Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
		for range 10 {
			_, _ = b.At(endpoint("default", bucket), creds).CORS(t.Context())
		}
		if _, _, err := b.At(endpoint("eu", bucket), creds).Find(t.Context()); err != nil {
			t.Error(err)
		}
		hosts := map[string]int{}
		for _, request := range w.Requests() {
			hosts[request.Jurisdiction]++
		}
		if diff := cmp.Diff(map[string]int{"default": 5 * 3, "eu": 2}, hosts); diff != "" {
			t.Errorf("requests by jurisdiction (-want +got):\n%s", diff)
		}
	})
}

// TestOutage_notSent: what is not sent leaves nothing behind, and does not try to clean up.
func TestOutage_notSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Inject(r2fake.Fault{Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
		failing(t, w, 2)
		w.Reset()
		var steps []string
		err := w.connector.RoundTrip(t.Context(), connection(t, r2.Destination, w.admin()), func(step string) { steps = append(steps, step) })
		if err == nil || len(steps) != 1 || w.Count("") != 0 {
			t.Errorf("got %v after %q, %d requests", err, steps, w.Count(""))
		}
		if failure, ok := err.(*r2.Failure); !ok || failure.Kind != r2.Unavailable || failure.Status != 503 { //nolint:errorlint // the very error
			t.Errorf("got %+v, want the failure of the requests before", err)
		}
	})
}

// TestRetry_pauses: what an answer asks for is waited for, within bounds, and pauses are random otherwise.
func TestRetry_pauses(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, header    string
		status          int
		atLeast, atMost time.Duration // of two pauses
	}{
		{"none", "", 503, 0, 1500 * time.Millisecond},
		{"none, throttled", "", 429, 0, 3 * time.Second},
		{"seconds", "3", 429, 6 * time.Second, 6 * time.Second},
		{"seconds, not throttled", "3", 503, 6 * time.Second, 6 * time.Second},
		{"too many seconds", "86400", 429, 20 * time.Second, 20 * time.Second},
		{"date", "Sat, 01 Jan 2000 00:00:05 GMT", 503, 5 * time.Second, 6 * time.Second}, // A bubble's clock begins at midnight.
		{"date that is over", "Fri, 31 Dec 1999 00:00:00 GMT", 503, 0, 1500 * time.Millisecond},
		{"nonsense", "soon", 503, 0, 1500 * time.Millisecond},
		{"negative", "-5", 503, 0, 1500 * time.Millisecond},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				effect := r2fake.Error{Status: row.status, Code: "ServiceUnavailable", RetryAfter: row.header}
				w.Inject(r2fake.Fault{Effect: effect})
				started := time.Now()
				_, err := r2.NewBuckets(w.connector).At(endpoint("default", bucket), w.admin()).CORS(t.Context())
				if took := time.Since(started); took < row.atLeast || took > row.atMost {
					t.Errorf("took %s, want %s to %s", took, row.atLeast, row.atMost)
				}
				if err == nil || w.Count("") != 3 {
					t.Errorf("%v after %d requests, want 3", err, w.Count(""))
				}
			})
		})
	}
}

// TestRetry_jitter: clients that fail at the same time do not come back at the same time.
func TestRetry_jitter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		arrived := map[time.Duration]bool{}
		var mu sync.Mutex
		started := time.Now()
		w.Inject(r2fake.Fault{Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}, Hook: func(r2fake.Request) {
			mu.Lock()
			defer mu.Unlock()
			arrived[time.Since(started)] = true
		}})
		verifyMany(t, w, 1)
		if got := len(slices.Collect(maps.Keys(arrived))); got != 1+4*2 {
			t.Errorf("requests arrived at %d times, want one for the first of each, and one for each of the eight others", got)
		}
	})
}
