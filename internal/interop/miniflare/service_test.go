package miniflare_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// The buckets that scripts/interop gives the local R2, all of the same credentials. Nothing is ever stored in the last one.
const (
	bucket      = acctest.Bucket
	otherBucket = acctest.OtherBucket
	emptyBucket = "acme-empty"
)

// service is an implementation of R2's S3 API.
type service struct {
	base        *url.URL // in front of the bucket
	name        string   // the same as the service itself tells it
	credentials r2fake.Credentials
	client      *http.Client
}

// local is Cloudflare's local R2 as scripts/interop started it. Without it the test is skipped.
func local(t *testing.T) service {
	t.Helper()
	endpoint := os.Getenv("INTEROP_MINIFLARE_ENDPOINT")
	if endpoint == "" {
		t.Skip("needs Cloudflare's local R2, which `make interop` starts")
	}
	return newService(t, endpoint, endpoint, r2fake.Credentials{
		AccessKeyID:     os.Getenv("INTEROP_MINIFLARE_ACCESS_KEY_ID"),
		SecretAccessKey: os.Getenv("INTEROP_MINIFLARE_SECRET_ACCESS_KEY"),
	})
}

// fake is a fake with the same buckets and credentials, which may do everything: the local R2 knows no permission levels.
func fake(t *testing.T, like service) service {
	t.Helper()
	server := r2fake.New()
	for _, name := range []string{bucket, otherBucket, emptyBucket} {
		server.AddBucket(acctest.Account, r2fake.DefaultJurisdiction, name)
	}
	server.AddToken(r2fake.Token{
		Account: acctest.Account, ID: like.credentials.AccessKeyID, Secret: like.credentials.SecretAccessKey,
		Policies: []r2fake.Policy{acctest.Policy(r2fake.AdminReadWrite)},
	})
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	t.Cleanup(server.Shutdown)
	host := acctest.Account + ".r2.cloudflarestorage.com"
	return newService(t, listener.URL+"/"+host, "https://"+host, like.credentials)
}

func newService(t *testing.T, endpoint, name string, credentials r2fake.Credentials) service {
	t.Helper()
	base, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return service{base: base, name: name, credentials: credentials, client: &http.Client{Transport: transport, Timeout: 30 * time.Second}}
}
