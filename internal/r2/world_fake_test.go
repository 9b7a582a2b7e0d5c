package r2_test

import (
	"context"
	"net"
	"net/http"
	"testing"

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
}

func newWorld(t *testing.T, options ...r2fake.Option) *world {
	t.Helper()
	fake := r2fake.New(options...)
	for _, name := range []string{bucket, otherBucket} {
		fake.AddBucket(account, r2fake.DefaultJurisdiction, name)
		fake.PutObject(account, r2fake.DefaultJurisdiction, name, "monday.tar", []byte("monday"))
		fake.PutObject(account, r2fake.DefaultJurisdiction, name, folder+"/tuesday.dump", []byte("tuesday"))
	}
	network := newMemoryNetwork()
	server := &http.Server{Handler: fake}
	go func() { _ = server.Serve(network) }()

	redirect, err := r2.ParseRedirect("http://127.0.0.1:80/{host}")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Server: fake, connector: r2.NewConnector(r2.ConnectorConfig{
		Redirect: redirect, Product: "terraform-provider-r2", Version: "test", Wrap: network.wrap,
	})}
	w.verifier, w.inspector = r2.NewVerifier(w.connector), r2.NewInspector(w.connector)
	t.Cleanup(func() {
		w.connector.CloseIdle()
		fake.Shutdown()
		_ = server.Close()
	})
	return w
}

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

// memoryNetwork is a listener whose connections are pipes.
type memoryNetwork struct {
	dialled chan net.Conn
	closed  chan struct{}
}

func newMemoryNetwork() *memoryNetwork {
	return &memoryNetwork{dialled: make(chan net.Conn), closed: make(chan struct{})}
}

// wrap makes a transport dial into the network.
func (n *memoryNetwork) wrap(next http.RoundTripper) http.RoundTripper {
	transport := next.(*http.Transport)
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		client, server := net.Pipe()
		select {
		case n.dialled <- server:
			return client, nil
		case <-n.closed:
			return nil, net.ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return transport
}

func (n *memoryNetwork) Accept() (net.Conn, error) {
	select {
	case conn := <-n.dialled:
		return conn, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *memoryNetwork) Close() error {
	close(n.closed)
	return nil
}

func (n *memoryNetwork) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }
