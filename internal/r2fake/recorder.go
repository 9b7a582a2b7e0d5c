package r2fake

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// Request is what the fake noted of a request.
type Request struct {
	Operation string // name of the S3 API, or Unknown
	Method    string

	// What it was addressed to. Host is the R2 host, whichever way it was named, without a bucket.
	Host         string
	Account      string
	Jurisdiction string
	Bucket       string
	Key          string

	Query       url.Values
	Header      http.Header // including Authorization
	AccessKeyID string      // as claimed
	Verified    bool        // the signature is that of a token the fake knows

	Status int    // of the answer; 0 as long as there is none, and if the connection was dropped instead
	Code   string // of the error, if it was one
	Class  Class  // billing class of the operation
	Fault  string // name of the injected effect, if there was one
}

// Billed reports whether R2 charges for the request: not for free operations, nor where it was refused for lack of
// authentication or permission (https://developers.cloudflare.com/r2/pricing/, FAQ), nor without an answer.
func (r Request) Billed() bool {
	unbilled := []string{"AccessDenied", "SignatureDoesNotMatch", "ExpiredRequest", "RequestTimeTooSkewed"}
	return (r.Class == ClassA || r.Class == ClassB) && r.Status != 0 && r.Status != http.StatusUnauthorized && !slices.Contains(unbilled, r.Code)
}

// Requests returns all requests since the start or the last [Server.Reset], in the order of their arrival.
func (s *Server) Requests() []Request {
	s.recorder.mu.Lock()
	defer s.recorder.mu.Unlock()
	requests := make([]Request, len(s.recorder.records))
	for i, rec := range s.recorder.records {
		requests[i] = rec.request
	}
	return requests
}

// Count returns how many requests were recorded for an operation, or for all if it is empty.
func (s *Server) Count(operation string) int {
	count := 0
	for _, r := range s.Requests() {
		if operation == "" || r.Operation == operation {
			count++
		}
	}
	return count
}

// Reset forgets the recorded requests. Nothing else changes.
func (s *Server) Reset() {
	s.recorder.mu.Lock()
	defer s.recorder.mu.Unlock()
	s.recorder.records = nil
}

// recorder keeps the requests in the order of their arrival.
type recorder struct {
	mu      sync.Mutex
	records []*record
	total   int // never reset
}

// record is a request that may still be under way.
type record struct {
	recorder *recorder
	request  Request
	serial   int
}

func (r *recorder) add(c *call) *record {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total++
	rec := &record{recorder: r, serial: r.total, request: Request{
		Operation: c.operation.name, Method: c.request.Method,
		Host: c.target.host, Account: c.target.account, Jurisdiction: c.target.jurisdiction, Bucket: c.target.bucket, Key: c.target.key,
		Query: c.query, Header: c.request.Header.Clone(), AccessKeyID: claimedAccessKeyID(c.request, c.query),
		Class: c.operation.class,
	}}
	r.records = append(r.records, rec)
	return rec
}

func (r *record) verified() {
	r.update(func(q *Request) { q.Verified = true })
}

func (r *record) settle(status int, code string) {
	r.update(func(q *Request) { q.Status, q.Code = status, code })
}

func (r *record) faulted(name string) {
	r.update(func(q *Request) { q.Fault = name })
}

func (r *record) update(change func(*Request)) {
	r.recorder.mu.Lock()
	defer r.recorder.mu.Unlock()
	change(&r.request)
}

func (r *record) snapshot() Request {
	r.recorder.mu.Lock()
	defer r.recorder.mu.Unlock()
	return r.request
}

// number counts the requests of the fake, from 1.
func (r *record) number() int {
	return r.serial
}
