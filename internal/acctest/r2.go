package acctest

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// What every fake is seeded with: an account with two empty buckets.
const (
	Account     = "0123456789abcdef0123456789abcdef"
	Bucket      = "acme-backups"
	OtherBucket = "acme-photos"
)

// R2 is a fake of R2 that listens on loopback.
type R2 struct {
	*r2fake.Server

	// EndpointURL is the value of the provider's endpoint_url that leads to the fake.
	EndpointURL string
}

// Start starts a fake for the time of the test.
func Start(t testing.TB, options ...r2fake.Option) *R2 {
	t.Helper()
	fake := r2fake.New(options...)
	fake.AddBucket(Account, r2fake.DefaultJurisdiction, Bucket)
	fake.AddBucket(Account, r2fake.DefaultJurisdiction, OtherBucket)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	t.Cleanup(fake.Shutdown) // Runs first, so that nothing keeps the server from closing.
	return &R2{Server: fake, EndpointURL: server.URL + "/{host}"}
}

// Token makes a token with a level, for the named buckets of the default jurisdiction or, without any, for all buckets.
func (f *R2) Token(level r2fake.Level, buckets ...string) r2fake.Credentials {
	return f.AddToken(r2fake.Token{Account: Account, Policies: []r2fake.Policy{Policy(level, buckets...)}})
}

// Policy grants a level on the named buckets of the default jurisdiction or, without any, on all buckets.
func Policy(level r2fake.Level, buckets ...string) r2fake.Policy {
	policy := r2fake.Policy{Level: level}
	for _, name := range buckets {
		policy.Buckets = append(policy.Buckets, r2fake.BucketRef{Name: name})
	}
	return policy
}

// Endpoint is the S3 API endpoint of a bucket of the account.
func Endpoint(jurisdiction, bucket string) string {
	host := Account
	if jurisdiction != r2fake.DefaultJurisdiction {
		host += "." + jurisdiction
	}
	return fmt.Sprintf("https://%s.r2.cloudflarestorage.com/%s", host, bucket)
}

// Provider is the provider block that leads to the fake, with further lines in it.
func (f *R2) Provider(lines ...string) string {
	return fmt.Sprintf("provider \"r2\" {\n  endpoint_url = %q\n  %s\n}\n", f.EndpointURL, strings.Join(lines, "\n  "))
}
