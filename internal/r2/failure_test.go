package r2

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestClassify_codes has the codes of
// https://developers.cloudflare.com/r2/api/error-codes/, those that were seen
// beside them, and codes with a status that does not go with them.
func TestClassify_codes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status int
		code   string
		want   Kind
	}{
		{401, "Unauthorized", Unauthorized},
		{403, "InvalidAccessKeyId", Unauthorized},
		{403, "AccessDenied", AccessDenied},
		{403, "NotEntitled", NotEntitled},
		{403, "SignatureDoesNotMatch", BadSignature},
		{403, "RequestTimeTooSkewed", ClockSkew},
		{403, "ObjectLockedByBucketPolicy", Locked},
		{404, "NoSuchBucket", NoSuchBucket},
		{404, "NoSuchKey", NoSuchThing},
		{404, "NoSuchUpload", NoSuchThing},
		{404, "NoSuchCORSConfiguration", NoSuchThing},
		{404, "NoSuchLifecycleConfiguration", NoSuchThing},
		{409, "BucketAlreadyOwnedByYou", BucketExists},
		{409, "BucketAlreadyExists", BucketExists},
		{409, "BucketNotEmpty", BucketNotEmpty},
		{501, "NotImplemented", NotImplemented},
		{500, "InternalError", Unavailable},
		{503, "ServiceUnavailable", Unavailable},
		{503, "SlowDown", Unavailable},
		{429, "TooManyRequests", Unavailable},
		{429, "ServiceUnavailable", Unavailable},
		{400, "RequestTimeout", Unavailable},

		{400, "ExpiredRequest", Refused},
		{403, "ExpiredRequest", Refused},
		{400, "InvalidArgument", Refused},
		{400, "InvalidRegionName", Refused},
		{400, "InvalidRequest", Refused},
		{400, "InvalidBucketName", Refused},
		{400, "TooManyBuckets", Refused},
		{409, "BucketConflict", Refused},
		{400, "InvalidObjectName", Refused},
		{400, "EntityTooLarge", Refused},
		{400, "EntityTooSmall", Refused},
		{400, "MetadataTooLarge", Refused},
		{400, "InvalidPart", Refused},
		{411, "MissingContentLength", Refused},
		{400, "IncompleteBody", Refused},
		{400, "InvalidDigest", Refused},
		{400, "BadDigest", Refused},
		{416, "InvalidRange", Refused},
		{412, "PreconditionFailed", Refused},
		{400, "MalformedXML", Refused},
		{404, "RouteNotFound", Refused},
		{404, "NoSuchTagSet", Refused},
		{418, "SomethingNew", Refused},

		// A refusal is believed only with the status of one.
		{400, "AccessDenied", Refused},
		{404, "AccessDenied", Refused},
		{400, "Unauthorized", Refused},
		{404, "SignatureDoesNotMatch", Refused},
		{409, "ObjectLockedByBucketPolicy", Refused},
		// A passing fault is one whatever it says.
		{500, "AccessDenied", Unavailable},
		{503, "Unauthorized", Unavailable},
		{502, "NoSuchBucket", Unavailable},
		{500, "NoSuchKey", Unavailable},
		{429, "AccessDenied", Unavailable},
		{429, "NoSuchUpload", Unavailable},
		{520, "AccessDenied", Unavailable},
		// 501 does not pass.
		{501, "AccessDenied", Refused},
		{501, "SomethingNew", Refused},
	} {
		t.Run(test.code+" with "+http.StatusText(test.status), func(t *testing.T) {
			t.Parallel()
			server := newService(t, xmlError(test.status, test.code, "It&apos;s so."))
			got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL+"/{host}")))
			want := &Failure{
				RedirectedTo: server.URL + "/" + aHost,
				Kind:         test.want, Operation: "ListObjectsV2", Status: test.status, Code: test.code, Message: "It's so.", Ray: "8f0a1b2c3d4e5f60-FRA",
			}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Failure{}, "Err")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestClassify_oddCodes: what does not look like a code is told quoted and shortened, and is none that is known.
func TestClassify_oddCodes(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		strings.Repeat("a", 64):   strings.Repeat("a", 64),
		strings.Repeat("a", 65):   `"` + strings.Repeat("a", 65) + `"`,
		strings.Repeat("a", 3000): `"` + strings.Repeat("a", 80) + `..."`,
		"\u202eNoSuchBucket":      `"\u202eNoSuchBucket"`,
		"NoSuchBucket\n":          `"NoSuchBucket\n"`,
		"NoSuchBucket\u0085":      `"NoSuchBucket\u0085"`,
		"No such bucket":          `"No such bucket"`,
	} {
		server := newService(t, xmlError(404, code, "x"))
		got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL+"/{host}")))
		if got.Kind != Refused || got.Words() != "404 "+want {
			t.Errorf("%q: kind %d, %s, want 404 %s", code, got.Kind, got.Words(), want)
		}
	}
}

// TestClassify_oddRays: what does not look like an id of Cloudflare's is not told.
func TestClassify_oddRays(t *testing.T) {
	t.Parallel()
	for ray, want := range map[string]string{
		"8f0a1b2c3d4e5f60-FRA":            "8f0a1b2c3d4e5f60-FRA",
		"8f0a1b2c3d4e5f60":                "8f0a1b2c3d4e5f60",
		"":                                "",
		strings.Repeat("8", 3000):         "",
		"8f0a1b2c3d4e5f60-FRA\x1b[31m":    "",
		"8f0a1b2c3d4e5f60-FRA\u202e":      "",
		"8f0a1b2c3d4e5f60-FRA, see below": "",
	} {
		answer := func(w http.ResponseWriter, r *http.Request) {
			xmlError(404, "NoSuchBucket", "x")(header{w, ray}, r)
		}
		if got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, "", within(answer)))); got.Kind != NoSuchBucket || got.Ray != want {
			t.Errorf("%q: got kind %d and %q, want %q", ray, got.Kind, got.Ray, want)
		}
	}
}

// header replaces the id of the request in an answer.
type header struct {
	http.ResponseWriter
	ray string
}

func (h header) WriteHeader(status int) {
	h.Header().Set("Cf-Ray", h.ray)
	h.ResponseWriter.WriteHeader(status)
}

func TestClassify_foreignAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		want   Kind
		words  string
	}{
		{"200 with a web page", body(200, "text/html", aWebPage), Foreign, "HTTP status 200"},
		{"401 with a web page", body(401, "text/html", aWebPage), Foreign, "HTTP status 401"},
		{"403 with a web page", body(403, "text/html", aWebPage), Foreign, "HTTP status 403"},
		{"404 with a web page", body(404, "text/html", aWebPage), Foreign, "HTTP status 404"},
		{"407 with a web page", body(407, "text/html", aWebPage), Foreign, "HTTP status 407"},
		{"429 with a web page", body(429, "text/html", aWebPage), Unavailable, "HTTP status 429"},
		{"500 with a web page", body(500, "text/html", aWebPage), Unavailable, "HTTP status 500"},
		{"520 with a web page", body(520, "text/html", aWebPage), Unavailable, "HTTP status 520"},
		{"530 with a web page", body(530, "text/html", aWebPage), Unavailable, "HTTP status 530"},
		{"403 with XHTML", document(403, `<html xmlns="http://www.w3.org/1999/xhtml"><body>AccessDenied</body></html>`), Foreign, "HTTP status 403"},
		{"403 without a body", body(403, "application/xml", ""), Foreign, "HTTP status 403"},
		{"404 without a body", body(404, "", ""), Foreign, "HTTP status 404"},
		{"403 with JSON", body(403, "application/json", `{"Code":"AccessDenied"}`), Foreign, "HTTP status 403"},
		{"503 without a body", body(503, "", ""), Unavailable, "HTTP status 503"},
		{"AccessDenied with 200", xmlError(200, "AccessDenied", "Access Denied"), Foreign, "HTTP status 200"},
		{"AccessDenied with 202", xmlError(202, "AccessDenied", "Access Denied"), Foreign, "HTTP status 202"},
		{"204", body(204, "", ""), Foreign, "HTTP status 204"},
		{"redirect with an error document", redirectTo("https://portal.example/"), Foreign, "HTTP status 302"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := newService(t, test.answer)
			got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL)))
			if got == nil || got.Kind != test.want || got.Words() != test.words {
				t.Errorf("got %+v, want the kind %d and %q", got, test.want, test.words)
			}
		})
	}
}

func redirectTo(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		xmlError(http.StatusFound, "AccessDenied", "Access Denied")(w, nil)
	}
}

// TestClassify_redirects: requests with a signature go to no other host. The
// control shows that the other host would have noticed.
func TestClassify_redirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			other := newService(t, document(200, `<ListBucketResult><Name>backups</Name><KeyCount>0</KeyCount></ListBucketResult>`))
			server := newService(t, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, other.URL+r.URL.Path, status)
			})

			got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL)))
			var foreign *ForeignAnswerError
			if got == nil || got.Kind != Foreign || !errors.As(got, &foreign) || foreign.Location != other.URL+"/backups" {
				t.Errorf("got %+v (%+v), want a foreign answer", got, foreign)
			}
			if n := len(other.recorded()); n != 0 {
				t.Errorf("the other host got %d requests", n)
			}

			if err := listOnce(t.Context(), connectorTo(t, other.URL)); err != nil || len(other.recorded()) != 1 {
				t.Errorf("control: %v, %d requests", err, len(other.recorded()))
			}
		})
	}
}

// hijacked answers with raw bytes, then ends the connection.
func hijacked(raw string, end func(*net.TCPConn) error) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, raw)
		_ = end(conn.(*net.TCPConn))
	}
}

func closeConn(conn *net.TCPConn) error { return conn.Close() }

func resetConn(conn *net.TCPConn) error {
	if err := conn.SetLinger(0); err != nil {
		return err
	}
	return conn.Close()
}

func TestClassify_brokenConnections(t *testing.T) {
	t.Parallel()
	const (
		begun     = "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
		half      = `<ListBucketResult><Name>backups</Name>`
		closed    = "the connection was closed before the answer had arrived"
		reset     = "read: connection reset by peer"
		malformed = "HTTP status 200"
	)
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		want   Kind
		words  string
	}{
		{"closed without an answer", hijacked("", closeConn), Unavailable, closed},
		{"closed in the body", hijacked(begun+"Content-Length: 500\r\n\r\n"+half, closeConn), Unavailable, closed},
		{"403, closed in the body", hijacked("HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n<Error><Code>AccessDenied</Code>", closeConn), Unavailable, closed},
		{"503, closed in the body", hijacked("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 500\r\n\r\n<Error>", closeConn), Unavailable, "HTTP status 503"},
		{"closed in a chunk", hijacked(begun+"Transfer-Encoding: chunked\r\n\r\n40\r\n"+half, closeConn), Unavailable, closed},
		{"reset without an answer", hijacked("", resetConn), Unavailable, reset},
		{"content length too short", hijacked(begun+"Connection: close\r\nContent-Length: 10\r\n\r\n"+half, closeConn), Foreign, malformed},
		{"content length of zero", hijacked(begun+"Connection: close\r\nContent-Length: 0\r\n\r\n"+half, closeConn), Foreign, malformed},
		{"no content length, cut off", hijacked(begun+"\r\n"+half, closeConn), Foreign, malformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := newService(t, test.answer)
			got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL)))
			if got == nil || got.Kind != test.want || got.Words() != test.words {
				t.Errorf("got %+v in the words %q, want the kind %d and %q", got, got.Words(), test.want, test.words)
			}
		})
	}
}

func TestClassify_unreachable(t *testing.T) {
	t.Parallel()
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		server := newService(t, nil)
		server.Close()
		got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL)))
		if got.Kind != Unavailable || got.Words() != "dial: connect: connection refused" {
			t.Errorf("got %+v in the words %q", got, got.Words())
		}
	})
	t.Run("unknown host", func(t *testing.T) {
		t.Parallel()
		got := Classify("ListObjectsV2", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "x.example", IsNotFound: true}})
		if got.Kind != Unavailable || got.Words() != "dial: lookup x.example: no such host" {
			t.Errorf("got %+v in the words %q", got, got.Words())
		}
	})
}

// hanging answers with the beginning, then waits until the client has gone.
func hanging(beginning string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if beginning != "" {
			w.Header().Set("Content-Type", "application/xml")
			_, _ = io.WriteString(w, beginning)
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	}
}

func TestClassify_timeouts(t *testing.T) {
	t.Parallel()
	short := func(c *ConnectorConfig) { c.RequestTimeout = 50 * time.Millisecond }
	for name, answer := range map[string]http.HandlerFunc{
		"no answer": hanging(""), "half a body": hanging("<ListBucketResult><Name>"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newService(t, answer)
			got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL, short)))
			if got == nil || got.Kind != Unavailable || got.Words() != "no answer in time" {
				t.Errorf("got %+v in the words %q", got, got.Words())
			}
		})
	}
	t.Run("deadline of the run", func(t *testing.T) {
		t.Parallel()
		server := newService(t, hanging(""))
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		got := Classify("ListObjectsV2", listOnce(ctx, connectorTo(t, server.URL)))
		if got == nil || got.Kind != Unavailable || got.Words() != "no answer in time" {
			t.Errorf("got %+v in the words %q", got, got.Words())
		}
	})
}

func TestClassify_cancelled(t *testing.T) {
	t.Parallel()
	for name, beginning := range map[string]string{"before the answer": "", "in the body": "<ListBucketResult><Name>"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := make(chan struct{})
			server := newService(t, func(w http.ResponseWriter, r *http.Request) {
				close(asked)
				hanging(beginning)(w, r)
			})
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				<-asked
				cancel()
			}()
			got := Classify("ListObjectsV2", listOnce(ctx, connectorTo(t, server.URL)))
			if got == nil || got.Kind != Cancelled {
				t.Errorf("got %+v", got)
			}
		})
	}
	t.Run("before the request", func(t *testing.T) {
		t.Parallel()
		server := newService(t, document(200, "<ListBucketResult/>"))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		got := Classify("ListObjectsV2", listOnce(ctx, connectorTo(t, server.URL)))
		if got == nil || got.Kind != Cancelled || len(server.recorded()) != 0 {
			t.Errorf("got %+v, %d requests", got, len(server.recorded()))
		}
	})
	t.Run("between two attempts", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		server := newService(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "5") // So long that the run is stopped in the pause on the busiest machine, too.
			xmlError(503, "ServiceUnavailable", "")(w, r)
			w.(http.Flusher).Flush()
			cancel()
		})
		result := probeList.send(ctx, connectorTo(t, server.URL).Client(anEndpoint, aPair), target{Endpoint: anEndpoint})
		if result.Failure == nil || result.Failure.Kind != Cancelled || len(server.recorded()) != 1 {
			t.Errorf("got %+v, %d requests", result.Failure, len(server.recorded()))
		}
	})
}

// newTLSService starts a service with a certificate that nobody trusts.
func newTLSService(t *testing.T, change func(*tls.Config)) *service {
	t.Helper()
	s := &service{}
	s.Server = httptest.NewUnstartedServer(s.recording(document(200, `<ListBucketResult><Name>backups</Name><KeyCount>0</KeyCount></ListBucketResult>`)))
	s.Config.ErrorLog = newService(t, nil).Config.ErrorLog
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	change(s.TLS)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func TestClassify_tls(t *testing.T) {
	t.Parallel()
	nothing := func(*tls.Config) {}
	for _, test := range []struct {
		name   string
		server func(t *testing.T) string
		words  string
	}{
		{"unknown authority", func(t *testing.T) string { t.Helper(); return newTLSService(t, nothing).URL }, "x509: certificate signed by unknown authority"},
		{"handshake refused", func(t *testing.T) string {
			t.Helper()
			return newTLSService(t, func(c *tls.Config) {
				c.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) { return nil, errors.New("unknown account") }
			}).URL
		}, "remote error: tls: internal error"},
		{"version too old", func(t *testing.T) string {
			t.Helper()
			return newTLSService(t, func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }).URL
		}, "remote error: tls: protocol version not supported"},
		{"no TLS at all", func(t *testing.T) string {
			t.Helper()
			return "https" + newService(t, body(200, "text/html", aWebPage)).URL[len("http"):]
		}, "http: server gave HTTP response to HTTPS client"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			connector := connectorTo(t, test.server(t))
			attempts := 0
			_, err := connector.Client(anEndpoint, aPair).ListBuckets(t.Context(), nil, countAttempts(&attempts))
			got := Classify("ListBuckets", err)
			if got == nil || got.Kind != BadTLS || got.Words() != test.words {
				t.Errorf("got %+v in the words %q, want %q", got, got.Words(), test.words)
			}
			if attempts != 1 {
				t.Errorf("%d attempts: a handshake that fails does not get better", attempts)
			}
		})
	}
	t.Run("control", func(t *testing.T) {
		t.Parallel()
		server := newTLSService(t, nothing)
		trusting := func(c *ConnectorConfig) {
			c.Wrap = func(http.RoundTripper) http.RoundTripper { return server.Client().Transport }
		}
		if err := listOnce(t.Context(), connectorTo(t, server.URL, trusting)); err != nil || len(server.recorded()) != 1 {
			t.Errorf("got %v, %d requests", err, len(server.recorded()))
		}
	})
}

func TestClassify_nothing(t *testing.T) {
	t.Parallel()
	if got := Classify("ListObjectsV2", nil); got != nil {
		t.Errorf("got %+v for no error", got)
	}
	if err := asError(Classify("ListObjectsV2", nil)); err != nil {
		t.Errorf("got %v for no error", err)
	}
}

// TestFailure_withoutCause: some failures are found out and not answered.
func TestFailure_withoutCause(t *testing.T) {
	t.Parallel()
	f := &Failure{Kind: BucketExists, Operation: "CreateBucket"}
	if got := f.Error(); got != "CreateBucket: no answer" {
		t.Errorf("got %q", got)
	}
	if f.Unwrap() != nil {
		t.Errorf("got the cause %v", f.Unwrap())
	}
}

// TestFailure_echoesNoSecret: what goes into messages is not the SDK's error,
// but even that holds no secret.
func TestFailure_echoesNoSecret(t *testing.T) {
	t.Parallel()
	server := newService(t, xmlError(403, "SignatureDoesNotMatch", "The signature does not match."))
	got := Classify("ListObjectsV2", listOnce(t.Context(), connectorTo(t, server.URL)))
	for _, text := range []string{got.Error(), got.Err.Error(), Explain(got, "list", anEndpoint).Detail} {
		refuse(t, text)
	}
}
