package r2fake

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// The effects in this file act on the connection. Those which damage the genuine answer let the operation take effect, also
// without [Fault.After]. An answer without a body (204, or to HEAD) cannot be damaged.

// Hang never answers. It ends when the client leaves or the server is shut down.
type Hang struct{}

func (Hang) name() string { return "hang" }

func (Hang) play(x *exchange) {
	x.hang()
	x.drop()
}

// HangInBody sends the head and half of the body of the genuine answer, and then hangs.
type HangInBody struct{}

func (HangInBody) name() string { return "hang in body" }

func (HangInBody) play(x *exchange) {
	x.sendHalf()
	x.hang()
	x.drop()
}

// Reset resets the connection before the first byte of an answer.
type Reset struct{}

func (Reset) name() string { return "reset" }

func (Reset) play(x *exchange) {
	conn := x.seize()
	reset(conn)
}

// ResetInBody sends the head and half of the body of the genuine answer, and then resets the connection.
type ResetInBody struct{}

func (ResetInBody) name() string { return "reset in body" }

func (ResetInBody) play(x *exchange) {
	x.sendHalf()
	reset(x.seize())
}

// Truncate sends half of the body of the genuine answer, and then closes the connection in order.
type Truncate struct{}

func (Truncate) name() string { return "truncate" }

func (Truncate) play(x *exchange) {
	x.sendHalf()
	x.drop()
}

// WrongContentLength sends the genuine answer, but announces half of its length, or twice its length.
type WrongContentLength struct {
	Twice bool
}

func (WrongContentLength) name() string { return "wrong content length" }

func (e WrongContentLength) play(x *exchange) {
	answer := x.perform()
	length := len(answer.body) / 2
	if e.Twice {
		length = len(answer.body) * 2
	}
	x.record.settle(answer.status, answer.code)
	conn := x.seize()
	defer hangUp(conn)
	header := x.head(answer, length)
	header.Set("Connection", "close")
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\n", answer.status, http.StatusText(answer.status))
	_ = header.Write(conn) // errors mean that the client has left
	_, _ = fmt.Fprintf(conn, "\r\n%s", answer.body)
}

// Drip sends the body of the genuine answer byte by byte.
type Drip struct {
	Every time.Duration // pause before each byte
}

func (Drip) name() string { return "drip" }

func (e Drip) play(x *exchange) {
	answer := x.perform()
	x.begin(answer, len(answer.body))
	controller := http.NewResponseController(x.writer)
	for i := range answer.body {
		_ = controller.Flush()
		if !x.wait(e.Every) {
			x.drop()
		}
		if _, err := x.writer.Write(answer.body[i : i+1]); err != nil {
			return
		}
	}
}

// sendHalf sends the head and half of the body of the genuine answer, under its full length.
func (x *exchange) sendHalf() {
	answer := x.perform()
	x.begin(answer, len(answer.body))
	_, _ = x.writer.Write(answer.body[:len(answer.body)/2]) // the client may have left
	_ = http.NewResponseController(x.writer).Flush()
}

// seize takes the connection from the HTTP server. Where that cannot be done, as with HTTP/2, the stream is aborted.
func (x *exchange) seize() net.Conn {
	conn, _, err := http.NewResponseController(x.writer).Hijack()
	if err != nil {
		x.drop()
	}
	return conn
}

// reset closes a connection so that the client sees a reset instead of its orderly end.
func reset(conn net.Conn) {
	defer hangUp(conn)
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = wrapped.NetConn() // of TLS
		defer hangUp(conn)
	}
	if lingering, ok := conn.(interface{ SetLinger(seconds int) error }); ok { // as those of TCP
		_ = lingering.SetLinger(0) // fails only on a connection that is closed already
	}
}

// hangUp closes a connection that nobody wants to hear of any more.
func hangUp(conn net.Conn) {
	_ = conn.Close()
}
