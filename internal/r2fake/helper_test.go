package r2fake_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const (
	accountID    = "0123456789abcdef0123456789abcdef"
	otherAccount = "fedcba9876543210fedcba9876543210"
	r2Host       = accountID + ".r2.cloudflarestorage.com"
	r2HostEU     = accountID + ".eu.r2.cloudflarestorage.com"
)

var startTime = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// testClock is a clock that stands until it is moved.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is a fake on a loopback port, with a clock and an admin.
type world struct {
	*r2fake.Server

	t      *testing.T
	clock  *testClock
	http   *httptest.Server
	secure *httptest.Server // see tls
	admin  r2fake.Credentials
}

func newWorld(t *testing.T, options ...r2fake.Option) *world {
	t.Helper()
	w := &world{t: t, clock: &testClock{now: startTime}}
	w.Server = r2fake.New(append([]r2fake.Option{r2fake.WithClock(w.clock.Now)}, options...)...)
	w.http = newServer(t, w.Server)
	w.admin = w.token(r2fake.AdminReadWrite)
	return w
}

// newServer serves a fake for the time of a test.
func newServer(t *testing.T, fake *r2fake.Server) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(fake)
	t.Cleanup(func() {
		fake.Shutdown()
		server.Close()
	})
	return server
}

// token adds a token with one policy, for all buckets if none are named.
func (w *world) token(level r2fake.Level, buckets ...r2fake.BucketRef) r2fake.Credentials {
	w.t.Helper()
	return w.AddToken(r2fake.Token{Account: accountID, Policies: []r2fake.Policy{{Level: level, Buckets: buckets}}})
}

// request is a request to be signed and sent.
type request struct {
	method string // GET if empty
	host   string // r2Host if empty
	path   string // of bucket and key, encoded
	query  string
	header http.Header
	body   string

	date         time.Time // of the signature; the clock of the world if zero
	region       string    // auto if empty
	sessionToken string
	signedWith   func(*http.Request) // replaces the signature
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// code is the error code in the body.
func (a answer) code() string {
	var document struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
	}
	if xml.Unmarshal([]byte(a.body), &document) != nil {
		return ""
	}
	return document.Code
}

// do sends a request and fails the test when there is no answer.
func (w *world) do(cred r2fake.Credentials, r request) answer {
	w.t.Helper()
	a, err := w.try(w.t.Context(), cred, r)
	if err != nil {
		w.t.Fatalf("%s %s: %v", r.method, r.path, err)
	}
	return a
}

// expect sends a request and compares status and error code.
func (w *world) expect(cred r2fake.Credentials, r request, status int, code string) answer {
	w.t.Helper()
	a := w.do(cred, r)
	if a.status != status || a.code() != code {
		w.t.Errorf("%s %s?%s: got %d %q, want %d %q\n%s", r.method, r.path, r.query, a.status, a.code(), status, code, a.body)
	}
	return a
}

func (w *world) try(ctx context.Context, cred r2fake.Credentials, r request) (answer, error) {
	response, err := w.client().Do(w.build(ctx, cred, r))
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{status: response.StatusCode, header: response.Header, body: string(body)}, err
}

// client keeps no connections and follows no redirects, so that every request shows what the fake does to it.
func (w *world) client() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (w *world) build(ctx context.Context, cred r2fake.Credentials, r request) *http.Request {
	w.t.Helper()
	if r.method == "" {
		r.method = http.MethodGet
	}
	if r.host == "" {
		r.host = r2Host
	}
	if r.region == "" {
		r.region = "auto"
	}
	if r.date.IsZero() {
		r.date = w.clock.Now()
	}
	target := w.http.URL + "/" + r.host + r.path
	if r.query != "" {
		target += "?" + r.query
	}
	q, err := http.NewRequestWithContext(ctx, r.method, target, bytes.NewReader([]byte(r.body)))
	if err != nil {
		w.t.Fatal(err)
	}
	for name, values := range r.header {
		q.Header[http.CanonicalHeaderKey(name)] = values
	}
	if r.sessionToken != "" {
		q.Header.Set("X-Amz-Security-Token", r.sessionToken)
	}
	if r.signedWith != nil {
		r.signedWith(q)
		return q
	}
	sign(q, cred, r.body, r.date, r.region)
	return q
}

// sign is a signer for tests, written apart from the verifier: it signs host and all headers that are set.
func sign(q *http.Request, cred r2fake.Credentials, body string, date time.Time, region string) {
	if q.Header.Get("X-Amz-Content-Sha256") == "" {
		q.Header.Set("X-Amz-Content-Sha256", sha256Hex(body))
	}
	stamp := date.UTC().Format("20060102T150405Z")
	q.Header.Set("X-Amz-Date", stamp)

	names := []string{"host"}
	for name := range q.Header {
		names = append(names, strings.ToLower(name))
	}
	slices.Sort(names)
	canonical := q.Method + "\n" + q.URL.EscapedPath() + "\n" + strings.ReplaceAll(q.URL.Query().Encode(), "+", "%20") + "\n"
	for _, name := range names {
		value := strings.Join(q.Header.Values(name), ",")
		if name == "host" {
			value = q.URL.Host
			if q.Host != "" {
				value = q.Host
			}
		}
		canonical += name + ":" + value + "\n"
	}
	canonical += "\n" + strings.Join(names, ";") + "\n" + q.Header.Get("X-Amz-Content-Sha256")

	scope := stamp[:8] + "/" + region + "/s3/aws4_request"
	toSign := "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + sha256Hex(canonical)
	key := []byte("AWS4" + cred.SecretAccessKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	q.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+cred.AccessKeyID+"/"+scope+
		", SignedHeaders="+strings.Join(names, ";")+", Signature="+hex.EncodeToString(mac(key, toSign)))
}

func mac(key []byte, data string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(data))
	return m.Sum(nil)
}

func sha256Hex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// realTime makes the fake run by the real time, for clients that sign by it.
func realTime(s *r2fake.Server) { r2fake.WithClock(time.Now)(s) }

// tls serves the same fake over TLS.
func (w *world) tls() *httptest.Server {
	w.t.Helper()
	if w.secure == nil {
		w.secure = httptest.NewTLSServer(w.Server)
		w.t.Cleanup(w.secure.Close)
	}
	return w.secure
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
