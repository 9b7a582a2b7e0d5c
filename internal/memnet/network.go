package memnet

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
)

// Network leads every dialled address to the one server that accepts its connections. It is a [net.Listener].
type Network struct {
	dialled chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

// New makes a network.
func New() *Network {
	return &Network{dialled: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial connects to the server. The address does not matter.
func (n *Network) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	var reset atomic.Bool
	select {
	case n.dialled <- &serverConn{far, &reset}:
		return &clientConn{near, &reset}, nil
	case <-n.closed:
		return nil, &net.OpError{Op: "dial", Net: "memory", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Wrap makes a transport dial into the network.
func (n *Network) Wrap(next http.RoundTripper) http.RoundTripper {
	transport := next.(*http.Transport)
	transport.DialContext = n.Dial
	return transport
}

// WrapHTTPS is Wrap, and connections of https are as if TLS had been taken off them on their way to the server.
func (n *Network) WrapHTTPS(next http.RoundTripper) http.RoundTripper {
	next.(*http.Transport).DialTLSContext = n.Dial
	return n.Wrap(next)
}

// Accept implements [net.Listener].
func (n *Network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.dialled:
		return conn, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener]. Connections are refused from now on; those that there are stay.
func (n *Network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

// Addr implements [net.Listener].
func (n *Network) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// serverConn is the server's end of a connection. Like one of TCP, it resets the connection when it is closed without
// lingering.
type serverConn struct {
	net.Conn
	reset *atomic.Bool
}

// SetLinger is that of [net.TCPConn].
func (c *serverConn) SetLinger(seconds int) error {
	c.reset.Store(seconds == 0)
	return nil
}

// clientConn is the client's end.
type clientConn struct {
	net.Conn
	reset *atomic.Bool
}

func (c *clientConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if err == io.EOF && c.reset.Load() { //nolint:errorlint // a pipe gives this very value
		err = &net.OpError{Op: "read", Net: "memory", Err: syscall.ECONNRESET}
	}
	return n, err
}
