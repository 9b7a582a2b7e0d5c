package r2fake_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestAddressing has the ways to say which account, jurisdiction, bucket and key a request is for.
func TestAddressing(t *testing.T) {
	t.Parallel()
	type address struct {
		Host, Account, Jurisdiction, Bucket, Key string
	}
	def := address{r2Host, accountID, "default", "acme-backups", "a/b c"}
	eu := address{r2HostEU, accountID, "eu", "acme-backups", "a/b c"}
	tests := map[string]struct {
		options []r2fake.Option
		header  string // Host
		path    string // as sent
		want    address
	}{
		"path segment":             {path: "/" + r2Host + "/acme-backups/a/b%20c", want: def},
		"path segment, EU":         {path: "/" + r2HostEU + "/acme-backups/a/b%20c", want: eu},
		"path segment, upper case": {path: "/" + accountID + ".EU.R2.cloudflarestorage.com/acme-backups/a/b%20c", want: eu},
		"Host header":              {header: r2Host, path: "/acme-backups/a/b%20c", want: def},
		"Host header with port":    {header: r2HostEU + ":443", path: "/acme-backups/a/b%20c", want: eu},
		"virtual-hosted":           {header: "acme-backups." + r2Host, path: "/a/b%20c", want: def},
		"virtual-hosted, EU":       {header: "acme-backups." + r2HostEU, path: "/a/b%20c", want: eu},
		"default host":             {options: []r2fake.Option{r2fake.WithDefaultHost(r2HostEU)}, path: "/acme-backups/a/b%20c", want: eu},
		"path before default host": {options: []r2fake.Option{r2fake.WithDefaultHost(r2HostEU)}, path: "/" + r2Host + "/acme-backups/a/b%20c", want: def},
		"encoded slash is a slash": {path: "/" + r2Host + "/acme-backups/a%2Fb%20c", want: def},
		"double slash is part of it": {
			path: "/" + r2Host + "/acme-backups//a", want: address{r2Host, accountID, "default", "acme-backups", "/a"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, test.options...)
			w.AddBucket(accountID, "default", "acme-backups")
			w.AddBucket(accountID, "eu", "acme-backups")
			q, err := http.NewRequestWithContext(t.Context(), http.MethodPut, w.http.URL+test.path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			q.Host = test.header
			sign(q, w.admin, "", startTime, "auto")
			response, err := w.client().Do(q)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != http.StatusOK {
				t.Errorf("status %d", response.StatusCode)
			}
			r := w.Requests()[0]
			if diff := cmp.Diff(test.want, address{r.Host, r.Account, r.Jurisdiction, r.Bucket, r.Key}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, exists := w.Object(accountID, test.want.Jurisdiction, "acme-backups", test.want.Key); !exists {
				t.Error("not stored where it should be")
			}
		})
	}
}

// TestAddressing_nowhere has requests that lead to no account.
func TestAddressing_nowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, host := range []string{"acme-backups", "acme.r2.cloudflarestorage.com", accountID + ".default.r2.cloudflarestorage.com"} {
		w.expect(w.admin, request{host: host, path: "/k"}, 404, "RouteNotFound")
	}
	for _, host := range []string{otherAccount + ".r2.cloudflarestorage.com", accountID + ".mars.r2.cloudflarestorage.com"} {
		if got, err := w.try(t.Context(), w.admin, request{host: host, path: "/"}); err == nil {
			t.Errorf("%s answered %d", host, got.status)
		}
	}
	requests := w.Requests()
	if last := requests[len(requests)-1]; last.Status != 0 || last.Jurisdiction != "mars" {
		t.Errorf("recorded %+v", last)
	}

	w.AddBucket(accountID, "mars", "acme-backups")
	w.expect(w.admin, request{host: accountID + ".mars.r2.cloudflarestorage.com", path: "/acme-backups"}, 200, "")
}

// TestAddressing_proxy has requests in absolute form, which name the host twice.
func TestAddressing_proxy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	proxy, err := url.Parse(w.http.URL)
	if err != nil {
		t.Fatal(err)
	}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+r2Host+"/acme-backups?list-type=2", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	sign(q, w.admin, "", startTime, "auto")
	response, err := (&http.Transport{Proxy: http.ProxyURL(proxy), DisableKeepAlives: true}).RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}
}

// TestAddressing_encoding has names that are no percent-encoding, which net/http lets no client send: the fake sees them
// only when it is called directly.
func TestAddressing_encoding(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/b%zz/k", "/acme-backups/k%zz"} {
		w := newWorld(t, r2fake.WithDefaultHost(r2Host))
		q := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
		q.RequestURI = path
		recorder := httptest.NewRecorder()
		w.ServeHTTP(recorder, q)
		if recorder.Code != http.StatusBadRequest || !strings.Contains(recorder.Body.String(), "is not valid percent-encoding") {
			t.Errorf("%s: %d %s", path, recorder.Code, recorder.Body)
		}
	}
}

func TestWithJurisdictions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, r2fake.WithJurisdictions("mars"))
	w.expect(w.admin, request{host: accountID + ".mars.r2.cloudflarestorage.com", path: "/"}, 200, "")
}

func TestWithDefaultHost_misuse(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"localhost", "bucket." + r2Host, "https://" + r2Host} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was accepted", host)
				}
			}()
			r2fake.WithDefaultHost(host)
		}()
	}
}
