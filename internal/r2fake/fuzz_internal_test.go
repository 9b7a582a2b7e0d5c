package r2fake

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const (
	fuzzAccount = "0123456789abcdef0123456789abcdef"
	fuzzHost    = fuzzAccount + ".r2.cloudflarestorage.com"
	fuzzSecret  = "5b1f5a6c4c64b2b4f2a1d3f8f0a9c1b2e3d4f5a6b7c8d9e0f1a2b3c4d5e6f708"
)

// fuzzWorld is a fake with a bucket, an object and a token that may do everything.
func fuzzWorld() *Server {
	s := New(WithClock(func() time.Time { return exampleTime }), WithAnswers(Answers{StreamingUploadsAccepted: true}))
	s.AddBucket(fuzzAccount, DefaultJurisdiction, "acme-backups")
	s.PutObject(fuzzAccount, DefaultJurisdiction, "acme-backups", "k", []byte("content"))
	s.AddToken(Token{Account: fuzzAccount, ID: fuzzAccount, Secret: fuzzSecret, Policies: []Policy{{Level: AdminReadWrite}}})
	return s
}

// ask lets the fake answer, and fails the test on anything that no answer of R2 would be.
func ask(t *testing.T, s *Server, r *http.Request) *httptest.ResponseRecorder {
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
	r, err := http.NewRequest(method, "http://"+fuzzHost+path, strings.NewReader(body)) //nolint:noctx // nothing is sent
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
	const credential = "Credential=" + fuzzAccount + "/20130524/auto/s3/aws4_request"
	for _, authorization := range []string{
		"", "AWS x:y", "Basic Og==", sigAlgorithm, sigAlgorithm + " " + credential + ", SignedHeaders=host, Signature=" + strings.Repeat("0", 64),
		sigAlgorithm + " " + credential + ",SignedHeaders=;;,Signature=", sigAlgorithm + " Credential=////,SignedHeaders,Signature==",
	} {
		f.Add("GET", "/acme-backups/k", "", authorization, "UNSIGNED-PAYLOAD", "20130524T000000Z", "")
	}
	f.Add("PUT", "/acme-backups/k", "", sigAlgorithm+" "+credential+",SignedHeaders=host,Signature=0", streamSigned, "20130524T000000Z", "5;chunk-signature=0\r\nhello\r\n0\r\n\r\n")
	f.Add("GET", "/acme-backups/k", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="+fuzzAccount+"%2F20130524%2Fauto%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=1e400&X-Amz-SignedHeaders=host&X-Amz-Signature=0", "", "", "", "")
	f.Add("GET", "/acme-backups/k", "X-Amz-Credential=;&X-Amz-Expires=NaN&X-Amz-Date=&X-Amz-SignedHeaders=&X-Amz-Signature=&X-Amz-Algorithm=AWS4-HMAC-SHA256", "", "", "", "")
	s := fuzzWorld()
	good := newRequest("GET", "/acme-backups/k", "", "")
	signFuzzed(good, "")
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

// signFuzzed signs a request as the administrator.
func signFuzzed(r *http.Request, body string) {
	r.Header.Set("X-Amz-Content-Sha256", hexSHA256([]byte(body)))
	r.Header.Set("X-Amz-Date", exampleTime.Format(sigTimeFormat))
	g := signature{
		accessKeyID: fuzzAccount, date: exampleTime.Format(sigDateFormat), time: exampleTime, region: "auto",
		signedHeaders: []string{"host", "x-amz-content-sha256", "x-amz-date"}, payloadHash: r.Header.Get("X-Amz-Content-Sha256"),
	}
	r.Header.Set("Authorization", sigAlgorithm+" Credential="+fuzzAccount+"/"+g.scope()+", SignedHeaders="+strings.Join(g.signedHeaders, ";")+
		", Signature="+hex.EncodeToString(hmacSHA256(g.key(fuzzSecret), g.stringToSign(g.canonicalRequest(r)))))
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
		signFuzzed(r, body)
		ask(t, fuzzWorld(), r)
	})
}

// FuzzSession: no session token is taken that was not signed with the secret of the parent.
func FuzzSession(f *testing.F) {
	claims, _ := json.Marshal(session{
		Issuer: fuzzAccount, Subject: fuzzAccount, Audience: fuzzHost, IssuedAt: exampleTime.Unix(), ExpiresAt: exampleTime.Add(time.Hour).Unix(), Bucket: "acme-backups", Scope: ObjectReadWrite,
	})
	encode := base64.RawURLEncoding.EncodeToString
	unsigned := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(claims)
	f.Add("jwt/" + unsigned + "." + encode(hmacSHA256([]byte("another"), unsigned)))
	f.Add("jwt/" + encode([]byte(`{"alg":"none"}`)) + "." + encode(claims) + ".")
	f.Add("jwt/" + unsigned + ".")
	f.Add("jwt/..")
	f.Add("")
	parent := &token{Token: Token{Account: fuzzAccount, ID: fuzzAccount, Secret: fuzzSecret}}
	good := base64.StdEncoding.EncodeToString([]byte("jwt/" + unsigned + "." + encode(hmacSHA256([]byte(fuzzSecret), unsigned))))
	if n, err := parseSession(good); err != nil || n.verify(parent, target{host: fuzzHost}, exampleTime) != nil {
		f.Fatalf("a good token is not taken: %v", err)
	}
	f.Fuzz(func(t *testing.T, decoded string) {
		for _, sent := range []string{decoded, base64.StdEncoding.EncodeToString([]byte(decoded))} {
			if n, err := parseSession(sent); err == nil && n.verify(parent, target{host: fuzzHost}, exampleTime) == nil && sent != good {
				t.Errorf("%q is taken", sent)
			}
		}
	})
}

// FuzzSeed: a seed is refused with an error, or fits an empty fake.
func FuzzSeed(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"accounts": [{"id": "` + fuzzAccount + `", "buckets": {"eu": [{"name": "acme-backups", "objects": {"a": "b"}, "locks": [{"prefix": "", "until": "2030-01-01T00:00:00Z"}]}]}}], ` +
			`"tokens": [{"account": "` + fuzzAccount + `", "value": "v", "level": "object-read-write", "buckets": [{"jurisdiction": "eu", "name": "acme-backups"}]}]}`,
		`{"tokens": [{"account": "` + fuzzAccount + `", "id": "x", "propagation_seconds": 1e99, "client_ips": ["::/0"]}]}`, `{"answers": {"missing_cors": "empty"}} {}`,
		`{"accounts": [{"id": "` + fuzzAccount + `"}], "tokens": [{"account": "` + fuzzAccount + `", "value": "v", "propagation_seconds": 9223372036, "policies": [{"level": "admin-read-only"}]}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(_ *testing.T, document []byte) {
		if seed, err := ParseSeed(bytes.NewReader(document)); err == nil {
			New().Load(seed)
		}
	})
}
