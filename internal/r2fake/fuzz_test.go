package r2fake_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const algorithm = "AWS4-HMAC-SHA256"

// fuzzWorld is a fake with a bucket, an object and an administrator.
func fuzzWorld() (*r2fake.Server, r2fake.Credentials) {
	s := r2fake.New(r2fake.WithClock(func() time.Time { return startTime }), r2fake.WithAnswers(r2fake.Answers{StreamingUploadsAccepted: true}))
	s.AddBucket(accountID, r2fake.DefaultJurisdiction, "acme-backups")
	s.PutObject(accountID, r2fake.DefaultJurisdiction, "acme-backups", "k", []byte("content"))
	admin := s.AddToken(r2fake.Token{Account: accountID, Policies: []r2fake.Policy{{Level: r2fake.AdminReadWrite}}})
	return s, admin
}

// ask lets the fake answer, and fails the test on anything that no answer of R2 would be.
func ask(t *testing.T, s *r2fake.Server, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	func() {
		defer func() {
			if what := recover(); what != nil && what != http.ErrAbortHandler { //nolint:errorlint // what net/http compares as well
				panic(what)
			}
		}()
		s.ServeHTTP(w, r)
	}()
	if strings.Contains(w.Body.String(), "R2FakeDefect") {
		t.Errorf("%s %s: a defect of the fake: %s", r.Method, r.URL, w.Body)
	}
	if w.Header().Get("Content-Type") == "application/xml" && r.Method != http.MethodHead {
		for decoder := xml.NewDecoder(w.Body); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s %s: the answer is no XML: %v", r.Method, r.URL, err)
			}
		}
	}
	return w
}

// newRequest makes a request, or nil where net/http would not take one of that kind.
func newRequest(method, path, query, body string) *http.Request {
	r, err := http.NewRequest(method, "http://"+r2Host+path, strings.NewReader(body)) //nolint:noctx // nothing is sent
	if err != nil || !strings.HasPrefix(path, "/") {
		return nil
	}
	r.URL.RawQuery = query
	r.RequestURI = r.URL.RequestURI()
	r.RemoteAddr = "127.0.0.1:1"
	return r
}

// FuzzSignature: no request that is not signed with the secret is let through, however its signature looks.
func FuzzSignature(f *testing.F) {
	s, admin := fuzzWorld()
	credential := "Credential=" + admin.AccessKeyID + "/20260304/auto/s3/aws4_request"
	for _, authorization := range []string{
		"", "AWS x:y", "Basic Og==", algorithm, algorithm + " " + credential + ", SignedHeaders=host, Signature=" + strings.Repeat("0", 64),
		algorithm + " " + credential + ",SignedHeaders=;;,Signature=", algorithm + " Credential=////,SignedHeaders,Signature==",
	} {
		f.Add("GET", "/acme-backups/k", "", authorization, "UNSIGNED-PAYLOAD", "20260304T050607Z", "")
	}
	f.Add("PUT", "/acme-backups/k", "", algorithm+" "+credential+",SignedHeaders=host,Signature=0", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "20260304T050607Z", "5;chunk-signature=0\r\nhello\r\n0\r\n\r\n")
	f.Add("GET", "/acme-backups/k", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="+admin.AccessKeyID+"%2F20260304%2Fauto%2Fs3%2Faws4_request&X-Amz-Date=20260304T050607Z&X-Amz-Expires=1e400&X-Amz-SignedHeaders=host&X-Amz-Signature=0", "", "", "", "")
	f.Add("GET", "/acme-backups/k", "X-Amz-Credential=;&X-Amz-Expires=NaN&X-Amz-Date=&X-Amz-SignedHeaders=&X-Amz-Signature=&X-Amz-Algorithm=AWS4-HMAC-SHA256", "", "", "", "")
	good := newRequest("GET", "/acme-backups/k", "", "")
	sign(good, admin, "", startTime, "auto")
	control := httptest.NewRecorder()
	if s.ServeHTTP(control, good); control.Code != 200 {
		f.Fatalf("a signed request is not let through: %s", control.Body)
	}
	f.Fuzz(func(t *testing.T, method, path, query, authorization, hash, date, body string) {
		s.Reset() // The record of requests.
		r := newRequest(method, path, query, body)
		if r == nil {
			return
		}
		for name, value := range map[string]string{"Authorization": authorization, "X-Amz-Content-Sha256": hash, "X-Amz-Date": date} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		if w := ask(t, s, r); w.Code < 300 {
			t.Errorf("%s %s with %q was let through: %d", method, r.URL, authorization, w.Code)
		}
	})
}

// FuzzRequest: whatever an administrator asks, the answer is one that R2 could give.
func FuzzRequest(f *testing.F) {
	for _, seed := range []struct{ method, path, query, body string }{
		{"GET", "/", "max-keys=1", ""},
		{"GET", "/acme-backups", "list-type=2&max-keys=1&prefix=%00&delimiter=/", ""},
		{"PUT", "/acme-backups", "cors", "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>"},
		{"PUT", "/acme-backups", "lifecycle", "<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter><Prefix/></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"},
		{"PUT", "/acme-new", "", "<CreateBucketConfiguration><LocationConstraint>WEUR</LocationConstraint></CreateBucketConfiguration>"},
		{"POST", "/acme-backups", "delete", "<Delete><Object><Key>k</Key></Object><Quiet>true</Quiet></Delete>"},
		{"POST", "/acme-backups/k", "uploads", ""},
		{"POST", "/acme-backups/k", "uploadId=a", "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>"},
		{"PUT", "/acme-backups/k", "partNumber=1&uploadId=a", "x"},
		{"GET", "/acme-backups/k", "response-content-type=a", ""},
		{"DELETE", "/acme-backups/%2f..", "", ""},
		{"HEAD", "/acme-backups/\x7f", "", ""},
	} {
		f.Add(seed.method, seed.path, seed.query, seed.body)
	}
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		r := newRequest(method, path, query, body)
		if r == nil {
			return
		}
		s, admin := fuzzWorld()
		sign(r, admin, body, startTime, "auto")
		ask(t, s, r)
	})
}

// FuzzSeed: a seed is refused with an error, or fits an empty fake.
func FuzzSeed(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"accounts": [{"id": "` + accountID + `", "buckets": {"eu": [{"name": "acme-backups", "objects": {"a": "b"}, "locks": [{"prefix": "", "until": "2030-01-01T00:00:00Z"}]}]}}], ` +
			`"tokens": [{"account": "` + accountID + `", "value": "v", "level": "object-read-write", "buckets": [{"jurisdiction": "eu", "name": "acme-backups"}]}]}`,
		`{"tokens": [{"account": "` + accountID + `", "id": "x", "propagation_seconds": 1e99, "client_ips": ["::/0"]}]}`, `{"answers": {"missing_cors": "empty"}} {}`,
		`{"accounts": [{"id": "` + accountID + `"}], "tokens": [{"account": "` + accountID + `", "value": "v", "propagation_seconds": 9223372036, "policies": [{"level": "admin-read-only"}]}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(_ *testing.T, document []byte) {
		if seed, err := r2fake.ParseSeed(bytes.NewReader(document)); err == nil {
			r2fake.New().Load(seed)
		}
	})
}
