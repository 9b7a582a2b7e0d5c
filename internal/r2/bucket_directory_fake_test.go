package r2_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestBucketFind_shared: buckets that are looked for at the same time share one request.
func TestBucketFind_shared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	creds := w.token(level(r2fake.AdminReadOnly))
	buckets := r2.NewBuckets(w.connector)
	names := []string{}
	for i := range 30 {
		name := fmt.Sprintf("acme-site-%02d", i)
		w.AddBucket(account, "default", name)
		names = append(names, name)
	}
	found := make([]r2.BucketInfo, len(names))
	var wait sync.WaitGroup
	for i, name := range names {
		wait.Go(func() {
			info, exists, err := buckets.At(endpoint("default", name), creds).Find(t.Context())
			if err != nil || !exists {
				t.Errorf("%s: exists = %t, %v", name, exists, err)
			}
			found[i] = info
		})
	}
	wait.Wait()
	for i, name := range names {
		if found[i].Name != name || found[i].CreationDate.IsZero() {
			t.Errorf("%s: found %+v", name, found[i])
		}
	}
	if diff := cmp.Diff([]string{"ListBuckets"}, sequence(w.Requests())); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	// Control: another run asks again.
	if _, exists, err := w.manage(names[0], r2fake.AdminReadOnly).Find(t.Context()); err != nil || !exists {
		t.Errorf("in another run: exists = %t, %v", exists, err)
	}
	if got := w.Count(""); got != 2 {
		t.Errorf("after another run there were %d requests, want 2", got)
	}
}

// TestBucketFind_manyBuckets: in an account with more buckets than a page, one more page is listed, from the bucket on.
func TestBucketFind_manyBuckets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 2500 {
		w.AddBucket(account, "default", fmt.Sprintf("tenant-%04d", i))
	}
	buckets := r2.NewBuckets(w.connector)
	creds := w.token(level(r2fake.AdminReadOnly))
	for _, look := range []struct {
		name     string
		exists   bool
		requests int
	}{
		{"tenant-1700", true, 2}, // The first page, and the one that begins with the bucket.
		{"tenant-0000", true, 0}, // In the first page.
		{"tenant-0997", true, 0},
		{"tenant-2400", true, 0}, // In the second page.
		{"tenant-1699", true, 1}, // Right before it.
		{"tenant-0998", true, 1}, // Right after the first.
		{"tenant-9999", false, 1},
		{"tenant-1700a", false, 1}, // That it is missing is asked for by a request of its own.
		{bucket, true, 0},
	} {
		w.Reset()
		info, exists, err := buckets.At(endpoint("default", look.name), creds).Find(t.Context())
		if err != nil || exists != look.exists || exists != (info.Name == look.name) {
			t.Errorf("%s: %+v, exists = %t, %v", look.name, info, exists, err)
		}
		if got := w.Count("ListBuckets"); got != look.requests {
			t.Errorf("%s: %d requests, want %d", look.name, got, look.requests)
		}
	}
}

// TestBucketFind_separate: neither another jurisdiction nor another token is answered from what one has seen.
func TestBucketFind_separate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(account, "eu", newBucket)
	buckets := r2.NewBuckets(w.connector)
	admin, object := w.token(level(r2fake.AdminReadOnly)), w.token(level(r2fake.ObjectReadWrite))
	for _, look := range []struct {
		endpoint r2.Endpoint
		creds    r2.Credentials
		exists   bool
		failed   *failed
	}{
		{endpoint("default", bucket), admin, true, nil},
		{endpoint("eu", bucket), admin, false, nil},
		{endpoint("eu", newBucket), admin, true, nil},
		{endpoint("default", newBucket), admin, false, nil},
		{endpoint("default", bucket), object, false, &failed{r2.AccessDenied, "ListBuckets"}},
	} {
		_, exists, err := buckets.At(look.endpoint, look.creds).Find(t.Context())
		if diff := cmp.Diff(look.failed, inShort(t, err)); diff != "" || exists != look.exists {
			t.Errorf("%s: exists = %t, error (-want +got):\n%s", look.endpoint, exists, diff)
		}
	}
}

// TestBucketFind_failureIsNotRemembered: what could not be listed is listed again.
func TestBucketFind_failureIsNotRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.manage(bucket, r2fake.AdminReadOnly)
	w.Inject(r2fake.Fault{Count: 1, Effect: r2fake.Error{Status: 403, Code: "AccessDenied"}})
	_, _, err := b.Find(t.Context())
	if diff := cmp.Diff(&failed{r2.AccessDenied, "ListBuckets"}, inShort(t, err)); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if _, exists, err := b.Find(t.Context()); err != nil || !exists {
		t.Errorf("afterwards: exists = %t, %v", exists, err)
	}
}

// TestBucketCreate_neighbours: one bucket is told from those whose names sort next to it.
func TestBucketCreate_neighbours(t *testing.T) {
	t.Parallel()
	longest := "m0123456789012345678901234567890123456789012345678901234567890" // 62 characters
	present := []string{"aaa", "aa-a", "aa0", "m-m", "mmm", "mm-0", "mm0", "mm1", longest + "0", longest + "z", "zzz"}
	absent := []string{"aab", "aa-b", "aa1", "aaa0", "m-0", "mml", "mm-1", "mm00", "mm10", longest, longest + "1", longest + "y", "zzy", "zzz0"}
	w := newWorld(t)
	for _, name := range present {
		w.AddBucket(account, "default", name)
	}
	for _, name := range present {
		_, err := w.manage(name, r2fake.AdminReadWrite).Create(t.Context(), "")
		if diff := cmp.Diff(&failed{r2.BucketExists, "CreateBucket"}, inShort(t, err)); diff != "" {
			t.Errorf("%s is there, error (-want +got):\n%s", name, diff)
		}
	}
	for _, name := range absent {
		if _, err := w.manage(name, r2fake.AdminReadWrite).Create(t.Context(), ""); err != nil {
			t.Errorf("%s is not there: %v", name, err)
		}
	}
	want := slices.Sorted(slices.Values(slices.Concat(present, absent, []string{bucket, otherBucket})))
	if diff := cmp.Diff(want, w.Buckets(account, "default")); diff != "" {
		t.Errorf("buckets (-want +got):\n%s", diff)
	}
}

// TestBucketFind_repeatedPage: a service that answers every question with its first page, and says that there is more, is
// not followed for ever.
func TestBucketFind_repeatedPage(t *testing.T) {
	t.Parallel()
	requests := 0
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.Header().Set("Content-Type", "application/xml")
		w.Header().Set("cf-is-truncated", "true")
		_, _ = io.WriteString(w, "<ListAllMyBucketsResult><Buckets><Bucket><Name>aaa</Name></Bucket></Buckets></ListAllMyBucketsResult>")
	}))
	t.Cleanup(service.Close)
	redirect, err := r2.ParseRedirect(service.URL)
	if err != nil {
		t.Fatal(err)
	}
	connector := r2.NewConnector(r2.ConnectorConfig{Redirect: redirect, Product: "terraform-provider-r2", Version: "test"})
	t.Cleanup(connector.CloseIdle)
	buckets := r2.NewBuckets(connector)
	creds := r2.Credentials{AccessKeyID: strings.Repeat("a", 32), SecretAccessKey: r2.NewSecret(strings.Repeat("5", 64))}
	const want = "ListBuckets: the answer did not come from an S3 service: HTTP status 200, content type \"application/xml\": the page begins before the place that was asked for"
	for name, wantRequests := range map[string]int{"backups": 2, "aaa": 1} {
		requests = 0
		_, exists, err := r2.NewBuckets(connector).At(endpoint("default", name), creds).Find(t.Context())
		if found := name == "aaa"; exists != found || (err == nil) != found || err != nil && err.Error() != want {
			t.Errorf("%s: exists = %t, %v", name, exists, err)
		}
		if requests != wantRequests {
			t.Errorf("%s: %d requests, want %d", name, requests, wantRequests)
		}
	}
	requests = 0
	var listed []string
	for info, err := range buckets.List(t.Context(), endpoint("default", ""), creds, "") {
		if err != nil {
			listed = append(listed, err.Error())
			break
		}
		listed = append(listed, info.Name)
	}
	if diff := cmp.Diff([]string{"aaa", want}, listed); diff != "" || requests != 2 {
		t.Errorf("%d requests, listed (-want +got):\n%s", requests, diff)
	}
}
