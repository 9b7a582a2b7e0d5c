package provider_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// stop is a request of one bucket at which a run is to end.
type stop struct {
	bucket string
	// nth counts the requests of this bucket, from 1.
	nth int
	// done tells whether the request takes effect; its answer is lost in any case.
	done bool
	// operation is what is expected of it; "" where the order is open.
	operation string
}

// stops are both ends of each request of a run on one bucket, each on a bucket of its own, so that one run can be ended at
// all of them at once.
func stops(prefix string, operations ...string) []stop {
	var all []stop
	for i, operation := range operations {
		all = append(all,
			stop{fmt.Sprintf("%s-%d-before", prefix, i+1), i + 1, false, operation},
			stop{fmt.Sprintf("%s-%d-after", prefix, i+1), i + 1, true, operation})
	}
	return all
}

// names are the buckets of stops, sorted.
func names(all []stop) []string {
	var names []string
	for _, s := range all {
		names = append(names, s.bucket)
	}
	slices.Sort(names)
	return names
}

// barrier stands in front of a fake and lets requests pass until it is told to hold those of stops.
type barrier struct {
	t    *testing.T
	next http.Handler

	mu     sync.Mutex
	stops  []stop
	count  map[string]int
	held   sync.WaitGroup // until all stops are reached
	left   sync.WaitGroup // until all but those that stay have been given up by the client
	opened chan struct{}  // closed when those who are still held may go on
}

// behindBarrier is a world with a barrier in front of it.
func behindBarrier(t *testing.T) (*bucketWorld, *barrier) {
	t.Helper()
	w := startBuckets(t)
	b := &barrier{t: t, next: w.Server}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	w.EndpointURL = server.URL + "/{host}"
	return w, b
}

// hold makes the barrier hold the requests of the stops. It returns what waits until it holds all of them, and what waits
// until the client has given them up, except for some that it does not, and then lets those go on.
func (b *barrier) hold(all []stop, staying int) (reached, release func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	opened := make(chan struct{})
	b.stops, b.count, b.opened = all, map[string]int{}, opened
	b.held.Add(len(all))
	b.left.Add(len(all) - staying)
	return b.held.Wait, func() {
		b.left.Wait()
		b.mu.Lock()
		defer b.mu.Unlock()
		b.stops = nil
		close(opened)
	}
}

func (b *barrier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at, opened := b.at(r)
	if at == nil {
		b.next.ServeHTTP(w, r)
		return
	}
	if got := operationOf(r); at.operation != "" && got != at.operation {
		b.t.Errorf("request %d of %s is %s, want %s", at.nth, at.bucket, got, at.operation)
	}
	// Only with its whole body read does the server see that a client leaves.
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.t.Errorf("request %d of %s: %v", at.nth, at.bucket, err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	if at.done {
		b.next.ServeHTTP(answer, r)
	}
	b.held.Done()
	select {
	case <-r.Context().Done():
		b.left.Done()
		return
	case <-opened:
	}
	if !at.done {
		b.next.ServeHTTP(w, r)
		return
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// at gives the stop that a request has reached, nil for none.
func (b *barrier) at(r *http.Request) (*stop, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	bucket := b.bucketOf(r)
	if bucket == "" {
		return nil, nil
	}
	b.count[bucket]++
	for i := range b.stops {
		if s := &b.stops[i]; s.bucket == bucket && s.nth == b.count[bucket] {
			return s, b.opened
		}
	}
	return nil, nil
}

// bucketOf gives the bucket of a stop that a request is about: that of its path or, where one bucket is looked up in the
// listing of all, the first behind the given name.
func (b *barrier) bucketOf(r *http.Request) string {
	if len(b.stops) == 0 {
		return ""
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/") // without the host
	name, _, _ := strings.Cut(path, "/")
	all := names(b.stops)
	if after := r.Header.Get("cf-start-after"); name == "" && after != "" {
		// What is given is the name that sorts right before it.
		if i := slices.IndexFunc(all, func(n string) bool { return n > after }); i >= 0 && strings.HasPrefix(after, all[i][:len(all[i])-1]) {
			name = all[i]
		}
	}
	if !slices.Contains(all, name) {
		return ""
	}
	return name
}

// operationOf names what a request asks for, among what is asked for of buckets.
func operationOf(r *http.Request) string {
	query := r.URL.Query()
	for _, known := range []struct{ method, parameter, operation string }{
		{"GET", "lifecycle", "GetBucketLifecycleConfiguration"},
		{"PUT", "lifecycle", "PutBucketLifecycleConfiguration"},
		{"GET", "cors", "GetBucketCors"},
		{"PUT", "cors", "PutBucketCors"},
		{"GET", "list-type", "ListObjectsV2"},
		{"POST", "delete", "DeleteObjects"},
		{"GET", "uploads", "ListMultipartUploads"},
		{"DELETE", "uploadId", "AbortMultipartUpload"},
	} {
		if r.Method == known.method && query.Has(known.parameter) {
			return known.operation
		}
	}
	return map[string]string{"GET": "ListBuckets", "PUT": "CreateBucket", "DELETE": "DeleteBucket"}[r.Method]
}

// kill ends processes as kill -9 does.
func kill(t *testing.T, processes ...*os.Process) {
	t.Helper()
	for _, process := range processes {
		if err := process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Error(err)
		}
	}
}

// children are the provider processes of a run of the CLI.
func children(t *testing.T, cli *os.Process) []*os.Process {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", cli.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var found []*os.Process
	for _, list := range lists {
		pids, _ := os.ReadFile(list)
		for field := range strings.FieldsSeq(string(pids)) {
			pid, err := strconv.Atoi(field)
			if err != nil {
				t.Fatal(err)
			}
			child, err := os.FindProcess(pid)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, child)
		}
	}
	if len(found) == 0 {
		t.Error("the run has no provider process")
	}
	return found
}

// needsProc skips a test where processes cannot be looked up in /proc.
func needsProc(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("/proc/self/task"); err != nil {
		t.Skip("SKIPPED: kill -9 of the provider is tested on Linux only, where /proc shows its process id")
	}
}
