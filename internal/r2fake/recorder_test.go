package r2fake_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "eu", "acme-backups")
	w.do(w.admin, request{host: r2HostEU, path: "/acme-backups", query: "list-type=2&prefix=a"})
	w.do(r2fake.Credentials{AccessKeyID: w.admin.AccessKeyID, SecretAccessKey: "wrong"}, request{method: "DELETE", host: r2HostEU, path: "/acme-backups/a/b"})
	w.do(w.admin, request{path: "/acme-backups/x", query: "tagging"})

	var got []r2fake.Request
	for _, r := range w.Requests() {
		if r.Header.Get("Authorization") == "" {
			t.Error("no Authorization")
		}
		r.Header = nil
		got = append(got, r)
	}
	key := w.admin.AccessKeyID
	want := []r2fake.Request{
		{
			Operation: "ListObjectsV2", Method: "GET", Host: r2HostEU, Account: accountID, Jurisdiction: "eu", Bucket: "acme-backups",
			Query: map[string][]string{"list-type": {"2"}, "prefix": {"a"}}, AccessKeyID: key, Verified: true, Status: 200, Class: r2fake.ClassA,
		},
		{
			Operation: "DeleteObject", Method: "DELETE", Host: r2HostEU, Account: accountID, Jurisdiction: "eu", Bucket: "acme-backups", Key: "a/b",
			Query: map[string][]string{}, AccessKeyID: key, Status: 403, Code: "SignatureDoesNotMatch", Class: r2fake.ClassFree,
		},
		{
			Operation: "Unknown", Method: "GET", Host: r2Host, Account: accountID, Jurisdiction: "default", Bucket: "acme-backups", Key: "x",
			Query: map[string][]string{"tagging": {""}}, AccessKeyID: key, Verified: true, Status: 501, Code: "NotImplemented", Class: r2fake.ClassUnlisted,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := []int{w.Count(""), w.Count("ListObjectsV2"), w.Count("GetObject")}; !cmp.Equal(got, []int{3, 1, 0}) {
		t.Errorf("counts %v", got)
	}
	w.Reset()
	if got := w.Count(""); got != 0 {
		t.Errorf("%d requests after Reset", got)
	}
}

// TestBilling has the class of operations, and what is billed of it.
func TestBilling(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	reader := w.token(r2fake.ObjectReadOnly)
	tests := map[string]struct {
		cred    r2fake.Credentials
		request request
		class   r2fake.Class
		billed  bool
	}{
		"write":             {w.admin, request{method: "PUT", path: "/acme-backups/k"}, r2fake.ClassA, true},
		"denied write":      {reader, request{method: "PUT", path: "/acme-backups/k"}, r2fake.ClassA, false},
		"failed condition":  {w.admin, request{method: "PUT", path: "/acme-backups/k", header: header("If-Match", `"x"`)}, r2fake.ClassA, true},
		"read":              {reader, request{path: "/acme-backups/absent"}, r2fake.ClassB, true},
		"unauthorized read": {r2fake.Credentials{AccessKeyID: accountID}, request{path: "/acme-backups/k"}, r2fake.ClassB, false},
		"wrong secret":      {r2fake.Credentials{AccessKeyID: reader.AccessKeyID}, request{path: "/acme-backups/k"}, r2fake.ClassB, false},
		"delete":            {w.admin, request{method: "DELETE", path: "/acme-backups/absent"}, r2fake.ClassFree, false},
		"abort":             {w.admin, request{method: "DELETE", path: "/acme-backups/absent", query: "uploadId=u"}, r2fake.ClassFree, false},
		"not in the list":   {w.admin, request{method: "DELETE", path: "/acme-backups", query: "cors"}, r2fake.ClassUnlisted, false},
	}
	for name, test := range tests {
		w.Reset()
		w.do(test.cred, test.request)
		if r := w.Requests()[0]; r.Class != test.class || r.Billed() != test.billed {
			t.Errorf("%s: class %s, billed %t", name, r.Class, r.Billed())
		}
	}
}

// TestObserver has that each request is observed once, when its answer is settled.
func TestObserver(t *testing.T) {
	t.Parallel()
	seen := make(chan r2fake.Request, 2)
	w := newWorld(t, r2fake.WithObserver(func(r r2fake.Request) { seen <- r }))
	w.do(w.admin, request{path: "/"})
	if r := <-seen; r.Operation != "ListBuckets" || r.Status != http.StatusOK {
		t.Errorf("%+v", r)
	}
	w.Inject(r2fake.Fault{Effect: r2fake.Reset{}})
	if _, err := w.try(t.Context(), w.admin, request{path: "/"}); err == nil {
		t.Error("answered")
	}
	if r := <-seen; r.Status != 0 || r.Fault != "reset" {
		t.Errorf("%+v", r)
	}
}
