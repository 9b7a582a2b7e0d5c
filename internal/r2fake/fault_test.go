package r2fake_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// faulty is a world with an object of ten bytes, which putRequest overwrites and getRequest reads.
func faulty(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", []byte("0123456789"))
	return w
}

var (
	getRequest = request{path: "/acme-backups/k"}
	putRequest = request{method: "PUT", path: "/acme-backups/k", body: "new"}
)

// TestFault_answers has the effects that answer in the place of R2.
func TestFault_answers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		effect           r2fake.Effect
		status           int
		contentType      string
		body             string // begins with it
		fault, code      string // as recorded
		headerName, want string
	}{
		"error": {
			effect: r2fake.Error{Status: 429, Code: "ServiceUnavailable", Message: "Slow down"}, status: 429, contentType: "application/xml",
			body:  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>ServiceUnavailable</Code><Message>Slow down</Message></Error>`,
			fault: "error", code: "ServiceUnavailable",
		},
		"html":              {effect: r2fake.HTML{}, status: 200, contentType: "text/html; charset=UTF-8", body: "<!DOCTYPE html>", fault: "html"},
		"html of a status":  {effect: r2fake.HTML{Status: 520}, status: 520, contentType: "text/html; charset=UTF-8", body: "<!DOCTYPE html>", fault: "html"},
		"empty":             {effect: r2fake.Empty{}, status: 200, fault: "empty"},
		"empty of a status": {effect: r2fake.Empty{Status: 503}, status: 503, fault: "empty"},
		"foreign xml":       {effect: r2fake.ForeignXML{}, status: 200, contentType: "application/xml", body: `<?xml version="1.0" encoding="UTF-8"?><rss `, fault: "foreign xml"},
		"redirect": {
			effect: r2fake.Redirect{Location: "http://127.0.0.1:1/elsewhere"}, status: 307, fault: "redirect",
			headerName: "Location", want: "http://127.0.0.1:1/elsewhere",
		},
		"redirect of a status": {effect: r2fake.Redirect{Location: "/x", Status: 301}, status: 301, fault: "redirect", headerName: "Location", want: "/x"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := faulty(t)
			w.Inject(r2fake.Fault{Operation: "PutObject", Effect: test.effect})
			got := w.do(w.admin, putRequest)
			if got.status != test.status || got.header.Get("Content-Type") != test.contentType || !strings.HasPrefix(got.body, test.body) {
				t.Errorf("got %d %q\n%s", got.status, got.header.Get("Content-Type"), got.body)
			}
			if got.header.Get(test.headerName) != test.want {
				t.Errorf("header %v", got.header)
			}
			if got.header.Get("Cf-Ray") == "" {
				t.Error("no cf-ray")
			}
			r := w.Requests()[0]
			if diff := cmp.Diff([]any{test.fault, test.status, test.code, true}, []any{r.Fault, r.Status, r.Code, r.Verified}); diff != "" {
				t.Errorf("recorded (-want +got):\n%s", diff)
			}
			if content, _ := w.Object(accountID, "default", "acme-backups", "k"); string(content) != "0123456789" {
				t.Errorf("the operation took effect: %q", content)
			}
		})
	}
}

// TestFault_after has that the answer is lost, but not what the operation did.
func TestFault_after(t *testing.T) {
	t.Parallel()
	for _, effect := range []r2fake.Effect{r2fake.Error{Status: 503, Code: "ServiceUnavailable"}, r2fake.Reset{}} {
		w := faulty(t)
		w.Inject(r2fake.Fault{Operation: "PutObject", After: true, Effect: effect})
		got, err := w.try(t.Context(), w.admin, putRequest)
		if err == nil && got.status == http.StatusOK {
			t.Errorf("%T: answered %d", effect, got.status)
		}
		if content, _ := w.Object(accountID, "default", "acme-backups", "k"); string(content) != "new" {
			t.Errorf("%T: the operation took no effect: %q", effect, content)
		}
	}
}

// TestFault_connection has the effects that break the connection.
func TestFault_connection(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		effect r2fake.Effect
		status int    // 0 if there is no head
		body   string // what arrives of it
		err    error  // at the end of it
	}{
		"reset":                {effect: r2fake.Reset{}, err: syscall.ECONNRESET},
		"reset in body":        {effect: r2fake.ResetInBody{}, status: 200, body: "01234", err: syscall.ECONNRESET},
		"truncate":             {effect: r2fake.Truncate{}, status: 200, body: "01234", err: io.ErrUnexpectedEOF},
		"wrong content length": {effect: r2fake.WrongContentLength{}, status: 200, body: "01234"},
		"drip":                 {effect: r2fake.Drip{Every: time.Nanosecond}, status: 200, body: "0123456789"},
	}
	for name, test := range tests {
		for _, secure := range []bool{false, true} {
			t.Run(name+map[bool]string{true: " over TLS"}[secure], func(t *testing.T) {
				t.Parallel()
				w := faulty(t)
				client, q := w.client(), w.build(t.Context(), w.admin, getRequest)
				if secure {
					client = w.tls().Client()
					q.URL.Scheme, q.URL.Host = "https", strings.TrimPrefix(w.tls().URL, "https://")
					q.Host = ""
					q.Header.Del("Authorization")
					sign(q, w.admin, "", startTime, "auto")
				}
				w.Inject(r2fake.Fault{Operation: "GetObject", Count: 1, Effect: test.effect})
				response, err := client.Transport.RoundTrip(q)
				var body []byte
				if err == nil {
					defer response.Body.Close()
					if response.StatusCode != test.status {
						t.Errorf("status %d", response.StatusCode)
					}
					body, err = io.ReadAll(response.Body)
				} else if test.status != 0 {
					t.Fatalf("no head: %v", err)
				}
				if string(body) != test.body || !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
					t.Errorf("got %q, %v", body, err)
				}
				if r := w.Requests()[0]; r.Fault != name || r.Status != test.status {
					t.Errorf("recorded %q, status %d", r.Fault, r.Status)
				}
			})
		}
	}
}

// TestFault_hang ends hangs both ways: the client leaves, and the fake is shut down.
func TestFault_hang(t *testing.T) {
	t.Parallel()
	faults := map[string]r2fake.Fault{
		"hang":    {Effect: r2fake.Hang{}},
		"latency": {Latency: time.Hour},
		"drip":    {Effect: r2fake.Drip{Every: time.Hour}},
		"barrier": {Effect: r2fake.Barrier{N: 2, Patience: time.Hour}},
		"in body": {Effect: r2fake.HangInBody{}},
	}
	for name, fault := range faults {
		for _, leave := range []bool{true, false} {
			t.Run(name+map[bool]string{true: ", client leaves", false: ", shutdown"}[leave], func(t *testing.T) {
				t.Parallel()
				arrived, finished := make(chan struct{}), make(chan struct{})
				announced := fault
				announced.Hook = func(r2fake.Request) { close(arrived) }
				clock := &testClock{now: startTime}
				fake := r2fake.New(r2fake.WithClock(clock.Now), r2fake.WithObserver(func(r2fake.Request) { close(finished) }))
				server := httptest.NewServer(fake)
				w := &world{t: t, Server: fake, clock: clock, http: server}
				fake.AddBucket(accountID, "default", "acme-backups")
				fake.PutObject(accountID, "default", "acme-backups", "k", []byte("0123456789"))
				fake.Inject(announced)

				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				failed := make(chan error, 1)
				go func() {
					_, err := w.try(ctx, w.token(r2fake.AdminReadWrite), getRequest)
					failed <- err
				}()
				<-arrived
				if leave {
					cancel()
				} else {
					fake.Shutdown()
				}
				if err := <-failed; err == nil {
					t.Error("answered")
				}
				<-finished
				server.Close()
			})
		}
	}
}

// TestFault_selection has which requests a fault catches.
func TestFault_selection(t *testing.T) {
	t.Parallel()
	w := faulty(t)
	w.AddBucket(accountID, "default", "other")
	second := w.token(r2fake.ObjectReadOnly)
	teapot := r2fake.Error{Status: 418, Code: "Teapot"}
	statuses := func(cred r2fake.Credentials, requests ...request) []int {
		t.Helper()
		var got []int
		for _, r := range requests {
			got = append(got, w.do(cred, r).status)
		}
		return got
	}
	check := func(want, got []int) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		w.ClearFaults()
	}
	list, listOther := request{path: "/acme-backups"}, request{path: "/other"}

	w.Inject(r2fake.Fault{Operation: "ListObjects", Effect: teapot})
	check([]int{418, 200, 418}, statuses(w.admin, list, getRequest, listOther))
	w.Inject(r2fake.Fault{Bucket: "other", Effect: teapot})
	check([]int{200, 418}, statuses(w.admin, list, listOther))
	w.Inject(r2fake.Fault{AccessKeyID: second.AccessKeyID, Effect: teapot})
	check([]int{418, 418, 200}, append(statuses(second, list, getRequest), statuses(w.admin, list)...))
	w.Inject(r2fake.Fault{Skip: 1, Count: 2, Effect: teapot})
	check([]int{200, 418, 418, 200}, statuses(w.admin, list, list, list, list))

	// Faults follow each other.
	w.Inject(r2fake.Fault{Count: 1, Effect: teapot})
	w.Inject(r2fake.Fault{Count: 2, Effect: r2fake.Empty{Status: 503}})
	check([]int{418, 503, 503, 200}, statuses(w.admin, list, list, list, list))

	w.Inject(r2fake.Fault{Effect: teapot})
	w.ClearFaults()
	check([]int{200}, statuses(w.admin, list))
}

// TestFault_hook has that the hook comes before the operation takes effect, or after, and before the answer.
func TestFault_hook(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		w := faulty(t)
		want := map[bool]string{false: "0123456789", true: "new"}[after]
		called := 0
		w.Inject(r2fake.Fault{Operation: "PutObject", After: after, Hook: func(r r2fake.Request) {
			called++
			content, _ := w.Object(accountID, "default", "acme-backups", "k")
			if string(content) != want || r.Key != "k" || r.Status != 0 || r.Fault != "hook" {
				t.Errorf("after %t: content %q of %+v", after, content, r)
			}
		}})
		w.expect(w.admin, putRequest, 200, "")
		if called != 1 {
			t.Errorf("called %d times", called)
		}
	}
}

// TestFault_latency has a pause that ends, and an answer as always.
func TestFault_latency(t *testing.T) {
	t.Parallel()
	w := faulty(t)
	w.Inject(r2fake.Fault{Latency: time.Millisecond})
	w.expect(w.admin, getRequest, 200, "")
	if r := w.Requests()[0]; r.Fault != "latency" {
		t.Errorf("recorded %q", r.Fault)
	}
}

// TestBarrier has requests that are answered because they come together, and one that comes alone.
func TestBarrier(t *testing.T) {
	t.Parallel()
	w := faulty(t)
	w.Inject(r2fake.Fault{Operation: "GetObject", Effect: r2fake.Barrier{N: 3}})
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			if got, err := w.try(t.Context(), w.admin, getRequest); err != nil || got.status != http.StatusOK {
				t.Errorf("got %d, %v", got.status, err)
			}
		})
	}
	group.Wait()
	w.expect(w.admin, getRequest, 200, "") // the barrier stays open

	w.ClearFaults()
	w.Inject(r2fake.Fault{Effect: r2fake.Barrier{N: 2, Patience: time.Millisecond}})
	got := w.expect(w.admin, getRequest, 500, "BarrierNotReached")
	if want := "<Message>Barrier: 1 of 2 requests in flight when this one arrived.</Message>"; !strings.Contains(got.body, want) {
		t.Errorf("%s\nhas no %s", got.body, want)
	}
}
