package r2_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// The benchmarks are of what is pure: nothing is sent. `make microbench` runs them.

func BenchmarkParseEndpoint(b *testing.B) {
	for name, raw := range map[string]string{
		"valid":         "https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups",
		"no bucket":     "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
		"dashboard URL": "https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/r2/default/buckets/acme-backups",
		"other service": "https://s3.eu-central-1.amazonaws.com/acme-backups",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = r2.ParseEndpoint(raw)
			}
		})
	}
}

func BenchmarkParsePath(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = r2.ParsePath("/postgres/daily/")
	}
}

func BenchmarkCheckCredentials(b *testing.B) {
	const key, secret = "de57de57de57de57de57de57de57de57", "de57de57de57de57de57de57de57de57de57de57de57de57de57de57de57de57"
	for name, pair := range map[string][2]string{"valid": {key, secret}, "swapped": {secret, key}, "AWS": {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = r2.CheckCredentials(pair[0], r2.NewSecret(pair[1]))
			}
		})
	}
}

// BenchmarkClassify reads the errors of probes.
func BenchmarkClassify(b *testing.B) {
	answered := func(status int, code string) error {
		return &smithyhttp.ResponseError{
			Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status, Header: http.Header{}}},
			Err:      &smithy.GenericAPIError{Code: code},
		}
	}
	for name, err := range map[string]error{
		"granted": nil, "absent": answered(404, "NoSuchUpload"), "denied": answered(403, "AccessDenied"), "no answer": errors.New("connection refused"),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = r2.Classify("AbortMultipartUpload", err)
			}
		})
	}
}

func BenchmarkFindingText(b *testing.B) {
	_, err := r2.ParseEndpoint("https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com")
	var finding *r2.Finding
	if !errors.As(err, &finding) {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = finding.Text()
	}
}

func BenchmarkSecretFromAPIToken(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = r2.SecretFromAPIToken("cfat_0123456789012345678901234567890123456789")
	}
}

func BenchmarkTemporaryCredentials(b *testing.B) {
	parent := r2.Credentials{AccessKeyID: "de57de57de57de57de57de57de57de57", SecretAccessKey: r2.SecretFromAPIToken("parent")}
	grant := r2.Grant{Endpoint: endpoint("default", bucket), Permission: r2.ObjectReadOnly, Prefixes: []string{"postgres/"}, TTL: time.Hour}
	now := time.Now()
	b.ReportAllocs()
	for b.Loop() {
		_ = parent.Temporary(grant, now)
	}
}
