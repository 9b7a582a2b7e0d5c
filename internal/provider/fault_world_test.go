package provider_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	tfprovider "github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/memnet"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// faultWorld is a fake of R2 in memory, for a bubble of [testing/synctest], with an Admin Read & Write token and two for its
// bucket, and a server beside it that has a certificate for another name. No two worlds differ but in their host.
type faultWorld struct {
	*acctest.R2
	admin, object, reader r2fake.Credentials
	host                  string
	network               *faultNetwork
}

func newFaultWorld(t *testing.T) *faultWorld {
	t.Helper()
	fake := r2fake.New()
	for _, name := range []string{acctest.Bucket, acctest.OtherBucket} {
		fake.AddBucket(acctest.Account, r2fake.DefaultJurisdiction, name)
	}
	fake.PutObject(acctest.Account, r2fake.DefaultJurisdiction, acctest.Bucket, "monday.dump", []byte("monday"))
	host := fmt.Sprintf("127.0.0.1:%d", worlds.Add(1))
	w := &faultWorld{R2: &acctest.R2{Server: fake, EndpointURL: "http://" + host + "/{host}"}, host: host, network: newFaultNetwork(t, fake)}
	w.admin = w.token("admin", acctest.Policy(r2fake.AdminReadWrite))
	w.object = w.token("object", acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket))
	w.reader = w.token("reader", acctest.Policy(r2fake.ObjectReadOnly, acctest.Bucket))
	t.Cleanup(fake.Shutdown) // Runs first, so that nothing keeps the server from closing.
	return w
}

func (w *faultWorld) token(value string, policy r2fake.Policy) r2fake.Credentials {
	return w.AddToken(r2fake.Token{Account: acctest.Account, Value: value, Policies: []r2fake.Policy{policy}})
}

// worlds counts the worlds. Each has a host of its own in its network, so that the notes which providers keep on this machine
// are not those of another one.
var worlds atomic.Int64

// provider gives the constructor of a provider of a new run.
func (w *faultWorld) provider() func() tfprovider.Provider { return provider.NewOver(w.network.wrap) }

// settings are those of a provider block with the token.
func (w *faultWorld) settings(cred r2fake.Credentials) acctest.Values {
	return asProvider(cred).With(acctest.Values{"endpoint_url": w.EndpointURL})
}

// run gives a provider of a new run.
func (w *faultWorld) run(t *testing.T, cred r2fake.Credentials) *acctest.Protocol {
	t.Helper()
	p := acctest.Serve(t, w.provider())
	if diags := p.Configure(w.settings(cred)); len(diags) > 0 {
		t.Fatal(diags)
	}
	return p
}

// faultNetwork counts what providers send, leads it to the fake, or some of it to a server whose certificate is for another
// name, and closes everything at the end of the test.
type faultNetwork struct {
	genuine, other *memnet.Network

	mu         sync.Mutex
	transports []*http.Transport
	sent       map[string]int  // attempts by operation
	hosts      map[string]bool // that were asked
	misled     misled
}

// misled says which requests go to the other server: those of an operation, after some that are spared, some or (0) all.
type misled struct {
	operation   string
	skip, count int
}

// otherCertificate is one for example.com, and who believes in it.
var otherCertificate = sync.OnceValues(func() (tls.Certificate, *x509.CertPool) {
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	return server.TLS.Certificates[0], pool
})

func newFaultNetwork(t *testing.T, fake http.Handler) *faultNetwork {
	t.Helper()
	n := &faultNetwork{genuine: memnet.New(), other: memnet.New()}
	n.reset()
	certificate, _ := otherCertificate()
	quiet := log.New(io.Discard, "", 0) // Handshakes and connections break here on purpose.
	server := &http.Server{Handler: fake, ErrorLog: quiet}
	other := &http.Server{ErrorLog: quiet, TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}}
	go func() { _ = server.Serve(n.genuine) }()
	go func() { _ = other.ServeTLS(n.other, "", "") }()
	t.Cleanup(func() {
		for _, transport := range n.transports {
			transport.CloseIdleConnections()
		}
		_ = server.Close()
		_ = other.Close()
	})
	return n
}

// reset forgets what was sent, and what is misled.
func (n *faultNetwork) reset() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sent, n.hosts, n.misled = map[string]int{}, map[string]bool{}, misled{}
}

// mislead leads requests to the other server.
func (n *faultNetwork) mislead(m misled) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.misled = m
}

func (n *faultNetwork) wrap(next http.RoundTripper) http.RoundTripper {
	transport := next.(*http.Transport)
	other := transport.Clone()
	_, other.TLSClientConfig.RootCAs = otherCertificate()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.transports = append(n.transports, transport, other)
	return &faultRoundTripper{n, n.genuine.Wrap(transport), n.other.Wrap(other)}
}

type faultRoundTripper struct {
	network        *faultNetwork
	genuine, other http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (r *faultRoundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	if !r.network.leaves(request) {
		return r.genuine.RoundTrip(request)
	}
	// As if the name of R2's host led to the other server.
	host, rest, _ := strings.Cut(strings.TrimPrefix(request.URL.Path, "/"), "/")
	request = request.Clone(request.Context())
	request.URL.Scheme, request.URL.Host, request.URL.Path = "https", host, "/"+rest
	return r.other.RoundTrip(request)
}

// leaves counts a request, and tells whether it is misled.
func (n *faultNetwork) leaves(request *http.Request) bool {
	operation := awsmiddleware.GetOperationName(request.Context())
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sent[operation]++
	n.hosts[request.URL.Host] = true
	nth := n.sent[operation] - n.misled.skip
	return operation == n.misled.operation && nth > 0 && (n.misled.count == 0 || nth <= n.misled.count)
}
