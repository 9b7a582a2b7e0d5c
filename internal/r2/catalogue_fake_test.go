package r2_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

var update = flag.Bool("update", false, "write the golden files of this package anew")

// cause is a state of affairs, and the connection whose verification tells about it.
type cause struct {
	name string
	// arrange makes the state of affairs and gives the token.
	arrange func(w *world) r2.Credentials
	use     r2.Use // destination if empty
	// jurisdiction, bucket and path default to those of the world's bucket.
	jurisdiction, bucket, path string
	patience                   r2.Patience
}

// holding arranges no more than a token.
func holding(policies ...r2fake.Policy) func(*world) r2.Credentials {
	return func(w *world) r2.Credentials { return w.token(policies...) }
}

// disturbed arranges a token and a fault in all requests or in those of one operation.
func disturbed(effect r2fake.Effect, operation string) func(*world) r2.Credentials {
	return func(w *world) r2.Credentials {
		w.Inject(r2fake.Fault{Effect: effect, Operation: operation})
		return w.token(level(r2fake.AdminReadWrite))
	}
}

// catalogue is everything that the verification of a connection may tell.
var catalogue = []cause{
	{name: "the token was revoked", arrange: func(w *world) r2.Credentials {
		creds := w.token(level(r2fake.ObjectReadWrite))
		w.RevokeToken(creds.AccessKeyID)
		return creds
	}},
	{name: "the token is unknown, in the words of S3", arrange: func(w *world) r2.Credentials {
		w.SetAnswers(r2fake.Answers{UnknownKeyIsInvalidAccessKeyID: true})
		return r2.Credentials{AccessKeyID: strings.Repeat("0", 32), SecretAccessKey: r2.SecretFromAPIToken("unknown")}
	}},
	{name: "the token stays unknown while it is waited for", patience: twoMinutes, arrange: func(w *world) r2.Credentials {
		creds := w.token(level(r2fake.ObjectReadWrite))
		w.RevokeToken(creds.AccessKeyID)
		return creds
	}},
	{name: "the secret belongs to another token", arrange: func(w *world) r2.Credentials {
		creds := w.token(level(r2fake.ObjectReadWrite))
		creds.SecretAccessKey = r2.SecretFromAPIToken("another")
		return creds
	}},

	{name: "the token is for another bucket", arrange: holding(level(r2fake.ObjectReadWrite, otherBucket))},
	{name: "the token is for another bucket, as source", use: r2.Source, arrange: holding(level(r2fake.ObjectReadOnly, otherBucket))},
	{name: "the bucket of the token is in the EU jurisdiction, the endpoint is not", bucket: "acme-eu", arrange: func(w *world) r2.Credentials {
		w.AddBucket(account, "eu", "acme-eu")
		return w.token(r2fake.Policy{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Jurisdiction: "eu", Name: "acme-eu"}}})
	}},
	{name: "the endpoint is of the EU jurisdiction, the bucket is not", jurisdiction: "eu", arrange: holding(level(r2fake.ObjectReadWrite, bucket))},
	{name: "the bucket does not exist", bucket: "acme-backup", arrange: holding(level(r2fake.ObjectReadWrite))},
	{name: "the bucket does not exist in the EU jurisdiction", jurisdiction: "eu", bucket: "acme-backup", arrange: holding(level(r2fake.ObjectReadWrite))},
	{name: "the bucket exists in another jurisdiction", jurisdiction: "eu", arrange: holding(level(r2fake.AdminReadWrite))},
	{name: "the bucket exists in two other jurisdictions", bucket: "acme-eu", arrange: func(w *world) r2.Credentials {
		w.AddBucket(account, "eu", "acme-eu")
		w.AddBucket(account, "fedramp", "acme-eu")
		return w.token(level(r2fake.AdminReadWrite))
	}},

	{name: "Object Read only as destination", arrange: holding(level(r2fake.ObjectReadOnly, bucket))},
	{name: "Admin Read only as destination", arrange: holding(level(r2fake.AdminReadOnly))},
	{name: "a destination that cannot be listed", arrange: disturbed(r2fake.Error{Status: 403, Code: "AccessDenied", Message: "Access Denied"}, "ListObjectsV2")},
	{name: "a source that cannot be listed", use: r2.Source, arrange: disturbed(r2fake.Error{Status: 403, Code: "AccessDenied", Message: "Access Denied"}, "ListObjectsV2")},
	{name: "a source that cannot be read", use: r2.Source, arrange: disturbed(r2fake.Error{Status: 403, Code: "AccessDenied", Message: "Access Denied"}, "GetObject")},
	{name: "Object Read & Write for create_bucket", use: r2.CreateBucket, arrange: holding(level(r2fake.ObjectReadWrite))},
	{name: "Admin Read only for create_bucket", use: r2.CreateBucket, arrange: holding(level(r2fake.AdminReadOnly))},

	{name: "Admin Read & Write as destination", arrange: holding(level(r2fake.AdminReadWrite))},
	{name: "Admin Read only as source", use: r2.Source, arrange: holding(level(r2fake.AdminReadOnly))},
	{name: "Object Read & Write as source", use: r2.Source, arrange: holding(level(r2fake.ObjectReadWrite))},
	{name: "an empty source", use: r2.Source, bucket: "acme-empty", arrange: func(w *world) r2.Credentials {
		w.AddBucket(account, "default", "acme-empty")
		return w.token(level(r2fake.ObjectReadOnly, "acme-empty"))
	}},
	{name: "an empty folder as source, with more permission than needed", use: r2.Source, path: "/Postgres", arrange: holding(level(r2fake.ObjectReadWrite, bucket))},

	{name: "R2 is not enabled", arrange: func(w *world) r2.Credentials {
		w.AddAccount(account).SetEntitled(false)
		return w.token(level(r2fake.ObjectReadWrite))
	}},
	{name: "the clock is wrong", arrange: disturbed(r2fake.Error{Status: 403, Code: "RequestTimeTooSkewed"}, "")},
	{name: "no answer in time", arrange: disturbed(r2fake.Hang{}, "")},
	{name: "503", arrange: disturbed(r2fake.Error{Status: 503, Code: "ServiceUnavailable"}, "")},
	{name: "a web page with 520", arrange: disturbed(r2fake.HTML{Status: 520}, "")},
	{name: "a captive portal", arrange: disturbed(r2fake.HTML{}, "")},
	{name: "a proxy that forbids", arrange: disturbed(r2fake.HTML{Status: 403}, "")},
	{name: "a redirect", arrange: disturbed(r2fake.Redirect{Location: "https://portal.example/login"}, "")},
	{name: "another S3 service that lacks an operation", arrange: disturbed(r2fake.Error{Status: 501, Code: "NotImplemented"}, "AbortMultipartUpload")},
	{name: "a refusal that is not about permissions", arrange: disturbed(r2fake.Error{Status: 400, Code: "InvalidRegionName", Message: "The region name 'mars' is not valid."}, "")},
}

// TestVerify_catalogue pins every text that a verification gives, whole. After a change of a text:
//
//	go test ./internal/r2 -run TestVerify_catalogue -update
func TestVerify_catalogue(t *testing.T) {
	t.Parallel()
	var document strings.Builder
	for _, cause := range catalogue {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			c := connection(t, r2.Destination, cause.arrange(w))
			if cause.use != "" {
				c.Use = cause.use
			}
			if cause.jurisdiction != "" {
				c.Endpoint.Jurisdiction = cause.jurisdiction
			}
			if cause.bucket != "" {
				c.Endpoint.Bucket = cause.bucket
			}
			c.Path = mustPath(t, cause.path)
			report := w.verifier.Verify(t.Context(), c, cause.patience)
			if len(report) == 0 {
				t.Errorf("%s: nothing was reported", cause.name)
			}
			describe(&document, cause.name, report)
		})
	}
	describe(&document, "the run is stopped", interrupted(t))
	describe(&document, "the certificate is not trusted", untrusted(t))
	describe(&document, "nothing listens", unreachable(t))
	describe(&document, "endpoint_url lacks the host of R2", withoutHost(t))
	compareGolden(t, "verification.golden", document.String())
}

// interrupted verifies in a run that was stopped.
func interrupted(t *testing.T) (report r2.Report) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		report = w.verifier.Verify(ctx, connection(t, r2.Destination, w.token()), nil)
	})
	return report
}

// untrusted verifies at a host whose certificate no one vouches for. Not even a signature may be shown to it.
func untrusted(t *testing.T) r2.Report {
	t.Helper()
	fake := r2fake.New()
	server := httptest.NewUnstartedServer(fake)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // It logs the handshakes that fail.
	server.StartTLS()
	t.Cleanup(server.Close)
	report := verifyAt(t, server.URL+"/{host}")
	if got := fake.Count(""); got != 0 {
		t.Errorf("%d requests came through, want none", got)
	}
	return report
}

// unreachable verifies at an address where nothing listens.
func unreachable(t *testing.T) r2.Report {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	return verifyAt(t, "http://"+address)
}

// withoutHost verifies at a fake that is not told which host of R2 it stands for.
func withoutHost(t *testing.T) r2.Report {
	t.Helper()
	server := httptest.NewServer(r2fake.New())
	t.Cleanup(server.Close)
	return verifyAt(t, server.URL)
}

// TestVerify_clock: a clock that is wrong by more than R2 takes is found out from the answer and made up for, as the SDK
// does, since the backups run elsewhere. What remains to be told is in the catalogue.
func TestVerify_clock(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		skew     time.Duration
		requests int
	}{{14 * time.Minute, 4}, {16 * time.Minute, 8}, {-16 * time.Minute, 8}} {
		t.Run(row.skew.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, r2fake.WithClock(func() time.Time { return time.Now().Add(row.skew) }))
				report := w.verifier.Verify(t.Context(), connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite))), nil)
				if diff := cmp.Diff([]string{}, summaries(report)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if got := w.Count(""); got != row.requests {
					t.Errorf("%d requests, want %d", got, row.requests)
				}
			})
		})
	}
}

// TestVerify_followsNoRedirect: not even to another host of R2 does a signed request go where the endpoint does not lead.
func TestVerify_followsNoRedirect(t *testing.T) {
	t.Parallel()
	elsewhere := r2fake.New()
	other := httptest.NewServer(elsewhere)
	t.Cleanup(other.Close)
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	t.Cleanup(server.Close)
	if diff := cmp.Diff([]string{notR2}, summaries(verifyAt(t, server.URL))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := elsewhere.Count(""); got != 0 {
		t.Errorf("%d requests followed the redirect, want none", got)
	}
	verifyAt(t, other.URL+"/{host}")
	if got := elsewhere.Count(""); got == 0 {
		t.Error("no request was recorded that went there directly, so this shows nothing")
	}
}

// verifyAt verifies a destination at another service.
func verifyAt(t *testing.T, url string) r2.Report {
	t.Helper()
	redirect, err := r2.ParseRedirect(url)
	if err != nil {
		t.Fatal(err)
	}
	connector := r2.NewConnector(r2.ConnectorConfig{Redirect: redirect, Product: "terraform-provider-r2", Version: "test"})
	t.Cleanup(connector.CloseIdle)
	creds := r2.Credentials{AccessKeyID: strings.Repeat("a", 32), SecretAccessKey: r2.SecretFromAPIToken("value")}
	return r2.NewVerifier(connector).Verify(t.Context(), connection(t, r2.Destination, creds), nil)
}

// describe writes a report with everything about it.
func describe(document *strings.Builder, name string, report r2.Report) {
	fmt.Fprintf(document, "### %s\n\n", name)
	for _, finding := range report {
		severity := "Error"
		if finding.Severity == r2.Warning {
			severity = "Warning"
		}
		fmt.Fprintf(document, "%s: %s\non: %s\n\n%s\n\n", severity, finding.Summary, finding.Field, finding.Text())
	}
}

// variable is what differs from run to run.
var variable = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`ray id: \S+`), "ray id: <ray id>"},
	{regexp.MustCompile(`access key id: [0-9a-f]{32}`), "access key id: <access key id>"},
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:<port>"},
}

// compareGolden compares a document with a file of testdata, or writes the file where that is asked for.
func compareGolden(t *testing.T, name, document string) {
	t.Helper()
	for _, v := range variable {
		document = v.pattern.ReplaceAllString(document, v.instead)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), document); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
