package r2_test

import (
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestBucketEmpty_generated empties a bucket of many objects, with no request more than their number asks for, and in
// bounded memory: never is more listed than two batches that are being deleted, one that waits, and one that is read.
func TestBucketEmpty_generated(t *testing.T) {
	t.Parallel()
	const objects, batch, ahead = 20_001, 700, 4
	w := onLoopback(t)
	w.connector = w.patient(t)
	w.AddBucket(account, "default", newBucket)
	w.GenerateObjects(account, "default", newBucket, "2026/", objects)
	if err := w.manage(newBucket, r2fake.AdminReadWrite).Empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wantHolding(t, 0)

	const batches = (objects + batch - 1) / batch
	want := map[string]int{"ListObjectsV2": batches, "DeleteObjects": batches, "ListMultipartUploads": 1}
	if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	var listed, deleted int
	for _, request := range w.Requests() {
		switch request.Operation {
		case "ListObjectsV2":
			listed++
		case "DeleteObjects":
			deleted++
		}
		if listed-deleted > ahead {
			t.Fatalf("%d pages were listed when %d batches had been sent", listed, deleted)
		}
	}
	// A control: the order of the requests is that of their arrival, so that it would show a listing that runs ahead.
	if first := slices.IndexFunc(w.Requests(), func(r r2fake.Request) bool { return r.Operation == "DeleteObjects" }); first < 1 || first > ahead {
		t.Errorf("the first batch was sent as request %d", first+1)
	}
}

// patient is a connector that no load of the machine makes ask twice.
func (w *world) patient(t *testing.T) *r2.Connector {
	t.Helper()
	server := httptest.NewServer(w.Server)
	t.Cleanup(server.Close)
	redirect, err := r2.ParseRedirect(server.URL + "/{host}")
	if err != nil {
		t.Fatal(err)
	}
	connector := r2.NewConnector(r2.ConnectorConfig{Redirect: redirect, RequestTimeout: time.Hour, Product: "terraform-provider-r2", Version: "test"})
	t.Cleanup(connector.CloseIdle)
	return connector
}
