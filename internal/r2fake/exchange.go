package r2fake

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// exchange is one request and its answer, from arrival to the last byte.
type exchange struct {
	server *Server
	writer http.ResponseWriter
	call   *call
	record *record

	unreachable bool  // the host names an account or jurisdiction without an endpoint
	early       error // what is wrong with the request before any operation is looked at
	answer      *response
	fault       *injectedFault
}

// receive records a request, reads its body and authenticates it.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) *exchange {
	query, queryErr := url.ParseQuery(r.URL.RawQuery)
	x := &exchange{server: s, writer: w, call: &call{request: r, query: query}}

	target, resolveErr := s.resolve(r)
	x.call.target = target
	x.call.operation = matchOperation(r, target, x.call.query)
	x.record = s.recorder.add(x.call)
	if resolveErr != nil {
		x.early = resolveErr
		return x
	}
	if s.unreachable(target) {
		x.unreachable = !s.currentAnswers().UnknownAccountUnauthorized
		x.early = errUnauthorized
		return x
	}
	if x.call.body, x.early = s.readBody(r); x.early != nil {
		return x
	}
	if queryErr != nil {
		x.early = errInvalidArgument("Query string is not valid percent-encoding")
		return x
	}
	x.early = s.authenticate(x.call, x.record)
	return x
}

func (s *Server) currentAnswers() Answers {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answers
}

// readBody reads the whole body: R2 too knows the hash of a body only at its end.
func (s *Server) readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, s.maxBody+1))
	switch {
	case err != nil:
		return nil, errIncompleteBody
	case int64(len(body)) > s.maxBody:
		return nil, errEntityTooLarge
	}
	return body, nil
}

// perform lets the operation take effect, once, and returns its answer.
func (x *exchange) perform() *response {
	if x.answer == nil {
		answer, err := x.server.execute(x.call, x.early)
		if err != nil {
			answer = errorAnswer(err)
		}
		x.answer = answer
	}
	return x.answer
}

// errorAnswer turns an error into its document. Anything but an apiError is a defect of the fake, and told as such.
func errorAnswer(err error) *response {
	var known *apiError
	if !errors.As(err, &known) {
		known = &apiError{status: http.StatusInternalServerError, code: "R2FakeDefect", message: err.Error()}
	}
	return &response{status: known.status, code: known.code, body: errorDocument(known)}
}

// respond sends an answer.
func (x *exchange) respond(answer *response) {
	x.begin(answer, len(answer.body))
	if x.call.request.Method != http.MethodHead {
		_, _ = x.writer.Write(answer.body) //nolint:gosec // no browser reads it, and the client may have left
	}
}

// begin sends the head of an answer and records it. The record is complete before the first byte leaves, so that a client
// that has its answer finds it in [Server.Requests].
func (x *exchange) begin(answer *response, contentLength int) {
	x.record.settle(answer.status, answer.code)
	header := x.writer.Header()
	maps.Copy(header, x.head(answer, contentLength))
	x.writer.WriteHeader(answer.status)
}

// head returns the header of an answer with what every answer of R2 carries.
func (x *exchange) head(answer *response, contentLength int) http.Header {
	header := http.Header{}
	maps.Copy(header, answer.header)
	header.Set("Server", "cloudflare")
	header.Set("Cf-Ray", fmt.Sprintf("%016x-R2F", x.record.number()))
	if header.Get("Date") == "" {
		header.Set("Date", x.server.clock().UTC().Format(http.TimeFormat))
	}
	head := x.call.request.Method == http.MethodHead
	if len(answer.body) > 0 && header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/xml")
	}
	bodyless := answer.status == http.StatusNoContent || answer.status == http.StatusNotModified
	if !head && !bodyless {
		header.Set("Content-Length", strconv.Itoa(contentLength))
	}
	return header
}

// wait pauses for d and reports whether it got there: not when the client left or the server was shut down.
func (x *exchange) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-x.abandoned():
		return false
	case <-x.server.stop:
		return false
	}
}

// abandoned is closed when the client has left.
func (x *exchange) abandoned() <-chan struct{} {
	return x.call.request.Context().Done()
}

// hang waits until the client leaves or the server is shut down.
func (x *exchange) hang() {
	select {
	case <-x.abandoned():
	case <-x.server.stop:
	}
}

// drop closes the connection where it stands. It does not return.
func (x *exchange) drop() {
	panic(http.ErrAbortHandler)
}

// snapshot is what the recorder knows of this request by now.
func (x *exchange) snapshot() Request {
	return x.record.snapshot()
}

func (x *exchange) finish() {
	if x.server.observer != nil {
		x.server.observer(x.snapshot())
	}
}
