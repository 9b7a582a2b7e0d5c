package r2

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/memnet"
)

// mute is a network whose connections can be made to say nothing any more, as those through a firewall that has forgotten
// them: what is written is lost, and nothing comes.
type mute struct {
	*memnet.Network
	mu    sync.Mutex
	conns []*muteConn
}

type muteConn struct {
	net.Conn
	once  sync.Once
	muted chan struct{}
}

func (n *mute) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := n.Dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	muted := &muteConn{Conn: conn, muted: make(chan struct{})}
	n.conns = append(n.conns, muted)
	return muted, nil
}

// silence mutes the connections that there are, and counts them.
func (n *mute) silence() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, conn := range n.conns {
		conn.once.Do(func() { close(conn.muted) })
	}
	return len(n.conns)
}

func (c *muteConn) Write(b []byte) (int, error) {
	select {
	case <-c.muted:
		return len(b), nil
	default:
		return c.Conn.Write(b)
	}
}

// Read forgets what comes after the connection was muted.
func (c *muteConn) Read(b []byte) (int, error) {
	for {
		n, err := c.Conn.Read(b)
		select {
		case <-c.muted:
			if err == nil {
				continue
			}
		default:
		}
		return n, err
	}
}

// TestConnector_http2: R2 is spoken to over one connection by HTTP/2, and a connection that has gone silent is replaced
// within one attempt, not waited for in each.
func TestConnector_http2(t *testing.T) {
	t.Parallel()
	certificates := httptest.NewTLSServer(nil)
	certificates.Close()
	certificate := certificates.TLS.Certificates[0]
	roots := x509.NewCertPool()
	roots.AddCert(certificates.Certificate())
	synctest.Test(t, func(t *testing.T) {
		network := &mute{Network: memnet.New()}
		var protocols []string
		server := &http.Server{TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}, Handler: http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				protocols = append(protocols, r.Proto)
				document(200, `<ListBucketResult><Name>backups</Name><KeyCount>0</KeyCount></ListBucketResult>`)(w, r)
			},
		)}
		go func() { _ = server.ServeTLS(network, "", "") }()
		defer func() { _ = server.Close() }()
		connector := connectorTo(t, "https://127.0.0.1:443/{host}", func(c *ConnectorConfig) {
			c.Wrap = func(next http.RoundTripper) http.RoundTripper {
				transport := next.(*http.Transport)
				transport.DialContext = network.dial
				// A certificate's dates are not those of a bubble's clock.
				transport.TLSClientConfig.RootCAs = roots
				transport.TLSClientConfig.Time = func() time.Time { return certificates.Certificate().NotBefore.Add(time.Hour) }
				return transport
			}
		})
		at := target{Endpoint: anEndpoint, Credentials: aPair}
		list := func() time.Duration {
			started := time.Now()
			if got := probeList.send(t.Context(), connector.Client(anEndpoint, aPair), at); got.Answer != Granted {
				t.Errorf("got %+v", got.Failure)
			}
			return time.Since(started)
		}
		list()
		list()
		if connections := network.silence(); connections != 1 {
			t.Errorf("%d connections for two requests", connections)
		}
		if took := list(); took > DefaultRequestTimeout+firstBackoff+longestBackoff {
			t.Errorf("took %s", took)
		}
		if len(protocols) != 3 || protocols[0] != "HTTP/2.0" || protocols[2] != "HTTP/2.0" {
			t.Errorf("got %q", protocols)
		}
		connector.CloseIdle()
	})
}
