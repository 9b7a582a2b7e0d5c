package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestProvider_rejected pins the whole text for provider blocks that cannot be used. After a change of a text:
//
//	go test ./internal/provider -run TestProvider_rejected -update
func TestProvider_rejected(t *testing.T) {
	t.Parallel()
	key, secret := strings.Repeat("a", 32), strings.Repeat("5ec3e7", 11)[:64]
	var document strings.Builder
	for _, row := range []struct {
		title  string
		config acctest.Values
	}{
		{"account_id", acctest.Values{"account_id": "acme"}},
		{"key without secret", acctest.Values{"access_key_id": key}},
		{"secret without key", acctest.Values{"secret_access_key": secret}},
		{"key and secret swapped", acctest.Values{"access_key_id": secret, "secret_access_key": key}},
		{"value of an API token as secret", acctest.Values{"access_key_id": key, "secret_access_key": "cfut_" + strings.Repeat("x", 48)}},
		{"endpoint_url without scheme", acctest.Values{"endpoint_url": "127.0.0.1:9000"}},
		{"endpoint_url with plain http to another machine", acctest.Values{"endpoint_url": "http://minio.example/{host}"}},
		{"endpoint_url with a query", acctest.Values{"endpoint_url": "https://minio.example/?x=1"}},
		{"endpoint_url with a password", acctest.Values{"endpoint_url": "https://user:" + secret + "@minio.example"}},
		{"credential_propagation_timeout", acctest.Values{"credential_propagation_timeout": "two minutes"}},
		{"credential_propagation_timeout below zero", acctest.Values{"credential_propagation_timeout": "-1s"}},
		{"request_timeout", acctest.Values{"request_timeout": "10"}},
		{"request_timeout of zero", acctest.Values{"request_timeout": "0s"}},
		{"several at once", acctest.Values{"account_id": "acme", "access_key_id": "AKIAIOSFODNN7EXAMPLE", "request_timeout": "soon", "endpoint_url": "ftp://minio.example"}},
	} {
		diags := acctest.Serve(t, provider.New("test")).Configure(row.config)
		if len(diags) == 0 {
			t.Errorf("%s: nothing was reported", row.title)
		}
		describe(&document, row.title, diags)
	}
	if strings.Contains(document.String(), secret) {
		t.Error("a secret is shown")
	}
	compareGolden(t, "provider.golden", document.String())

	wantSummaries(t, "nothing configured", acctest.Serve(t, provider.New("test")).Configure(acctest.Values{}))
	wantSummaries(t, "everything configured", acctest.Serve(t, provider.New("test")).Configure(acctest.Values{
		"account_id": acctest.Account, "access_key_id": key, "secret_access_key": secret, "endpoint_url": "https://minio.example/r2",
		"verify_at_plan": false, "credential_propagation_timeout": "0s", "request_timeout": "1m",
	}))
	wantSummaries(t, "nothing known yet", acctest.Serve(t, provider.New("test")).Configure(acctest.Values{
		"account_id": acctest.Unknown, "access_key_id": acctest.Unknown, "secret_access_key": acctest.Unknown, "endpoint_url": acctest.Unknown,
		"verify_at_plan": acctest.Unknown, "credential_propagation_timeout": acctest.Unknown, "request_timeout": acctest.Unknown,
	}))
}

// TestProvider_unknownValues: each setting that all requests depend on keeps them from being sent while it is not known, and
// the credentials where a storage has none of its own.
func TestProvider_unknownValues(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	borrowing := storage("destination", cred).With(acctest.Values{"access_key_id": nil, "secret_access_key_wo": nil})
	for _, row := range []struct {
		setting  string
		config   acctest.Values
		requests int
	}{
		{"endpoint_url", storage("destination", cred), 0},
		{"verify_at_plan", storage("destination", cred), 0},
		{"credential_propagation_timeout", storage("destination", cred), 0},
		{"request_timeout", storage("destination", cred), 0},
		{"access_key_id", borrowing, 0},
		{"secret_access_key", borrowing, 0},
		{"access_key_id", storage("destination", cred), 4},
		{"account_id", borrowing, 4}, // A storage takes its account from the endpoint.
	} {
		_, diags := serve(t, fake, asProvider(cred).With(acctest.Values{row.setting: acctest.Unknown})).Plan("r2_storage", nil, row.config)
		wantSummaries(t, row.setting, diags)
		wantRequests(t, fake, row.setting, row.requests)
	}
}

// TestProvider_userAgent: requests say whose they are, and in which version.
func TestProvider_userAgent(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	_, diags := serve(t, fake, nil).Plan("r2_storage", nil, storage("destination", fake.Token(r2fake.ObjectReadWrite)))
	wantSummaries(t, "plan", diags)
	requests := fake.Requests()
	if len(requests) == 0 {
		t.Fatal("no requests")
	}
	for _, request := range requests {
		if agent := " " + request.Header.Get("User-Agent") + " "; !strings.Contains(agent, " terraform-provider-r2/test ") {
			t.Errorf("%s: User-Agent %q does not name terraform-provider-r2/test", request.Operation, agent)
		}
	}
}
