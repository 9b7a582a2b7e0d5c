package r2_test

import (
	"net/http"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/memnet"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// What every world holds: an account with two buckets, each with an object at its root and one in a folder.
const (
	account     = "0123456789abcdef0123456789abcdef"
	bucket      = "acme-backups"
	otherBucket = "acme-photos"
	folder      = "postgres"
)

// world is a fake of R2, and what asks it, over a network in memory. In a [synctest] bubble, time-outs and pauses take no
// time, and are exact.
type world struct {
	*r2fake.Server
	connector *r2.Connector
	verifier  *r2.Verifier
	inspector *r2.Inspector
	network   *memnet.Network
}

func newWorld(t *testing.T, options ...r2fake.Option) *world {
	t.Helper()
	fake := r2fake.New(options...)
	for _, name := range []string{bucket, otherBucket} {
		fake.AddBucket(account, r2fake.DefaultJurisdiction, name)
		fake.PutObject(account, r2fake.DefaultJurisdiction, name, "monday.tar", []byte("monday"))
		fake.PutObject(account, r2fake.DefaultJurisdiction, name, folder+"/tuesday.dump", []byte("tuesday"))
	}
	network := memnet.New()
	server := &http.Server{Handler: fake}
	go func() { _ = server.Serve(network) }()

	w := &world{Server: fake, network: network, connector: r2.NewConnector(r2.ConnectorConfig{
		Product: "terraform-provider-r2", Version: "test", Wrap: network.WrapHTTPS,
	})}
	w.verifier, w.inspector = r2.NewVerifier(w.connector), r2.NewInspector(w.connector)
	t.Cleanup(func() {
		w.connector.CloseIdle()
		fake.Shutdown()
		_ = server.Close()
	})
	return w
}

// stop makes the network refuse connections.
func (w *world) stop() { _ = w.network.Close() }

// token makes a token with policies.
func (w *world) token(policies ...r2fake.Policy) r2.Credentials {
	return credentials(w.AddToken(r2fake.Token{Account: account, Policies: policies}))
}

func credentials(c r2fake.Credentials) r2.Credentials {
	return r2.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: r2.NewSecret(c.SecretAccessKey)}
}

// level is a policy for the named buckets of the default jurisdiction or, without any, for all buckets.
func level(l r2fake.Level, buckets ...string) r2fake.Policy {
	policy := r2fake.Policy{Level: l}
	for _, name := range buckets {
		policy.Buckets = append(policy.Buckets, r2fake.BucketRef{Name: name})
	}
	return policy
}

// connection is a connection to the bucket.
func connection(t *testing.T, use r2.Use, creds r2.Credentials) r2.Connection {
	t.Helper()
	return r2.Connection{Endpoint: endpoint("default", bucket), Use: use, Credentials: creds}
}

func endpoint(jurisdiction, name string) r2.Endpoint {
	return r2.Endpoint{AccountID: account, Jurisdiction: jurisdiction, Bucket: name}
}

func mustPath(t *testing.T, raw string) r2.Path {
	t.Helper()
	path, err := r2.ParsePath(raw)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// summaries is a report in short: the severity and the summary of each finding.
func summaries(report r2.Report) []string {
	short := []string{}
	for _, finding := range report {
		severity := "Error: "
		if finding.Severity == r2.Warning {
			severity = "Warning: "
		}
		short = append(short, severity+finding.Summary)
	}
	return short
}

// operations counts recorded requests by operation.
func operations(requests []r2fake.Request) map[string]int {
	counts := map[string]int{}
	for _, request := range requests {
		counts[request.Operation]++
	}
	return counts
}
