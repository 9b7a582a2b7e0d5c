package r2fake

import (
	"net/http"
	"sync"
	"time"
)

// Server is a fake of R2: an [http.Handler] over accounts, buckets and tokens in memory. Make one with [New]. All methods
// are safe for concurrent use.
type Server struct {
	clock       func() time.Time
	defaultHost string
	maxBody     int64
	observer    func(Request)

	recorder recorder
	faults   faultQueue

	stop     chan struct{} // closed by Shutdown
	stopOnce sync.Once

	mu            sync.Mutex // guards everything below
	answers       Answers
	accounts      map[string]*Account
	tokens        map[string]*token // by access key id
	jurisdictions map[string]bool   // labels that have an endpoint
	uploadCount   int               // makes upload ids
}

// Option configures a [Server].
type Option func(*Server)

// WithClock sets the clock by which the fake judges signatures, expiry and locks, and dates what it keeps. The default is
// [time.Now].
func WithClock(now func() time.Time) Option {
	return func(s *Server) { s.clock = now }
}

// WithDefaultHost sets the R2 host (<account id>[.<jurisdiction>].r2.cloudflarestorage.com) of requests that name none,
// neither by their Host header nor by the first segment of their path. Without it they are 404 RouteNotFound. It panics if
// host is no R2 host.
func WithDefaultHost(host string) Option {
	must(validDefaultHost(host))
	return func(s *Server) { s.defaultHost = host }
}

// WithAnswers sets the switches for what is not known for sure about R2.
func WithAnswers(answers Answers) Option {
	return func(s *Server) { s.answers = answers }
}

// WithMaxBody bounds request bodies, in bytes. A longer one is 400 EntityTooLarge. The default is 64 MiB.
func WithMaxBody(bytes int64) Option {
	return func(s *Server) { s.maxBody = bytes }
}

// WithJurisdictions adds jurisdictions to those known to have an endpoint: eu, fedramp, us, and all that [Server.AddBucket]
// was given. A host with another label is treated like an unknown account.
func WithJurisdictions(labels ...string) Option {
	return func(s *Server) {
		for _, label := range labels {
			s.jurisdictions[label] = true
		}
	}
}

// WithObserver sets a function that is called with every request when its answer is complete or was given up. Calls may be
// concurrent.
func WithObserver(observe func(Request)) Option {
	return func(s *Server) { s.observer = observe }
}

// New returns a fake without accounts.
func New(options ...Option) *Server {
	s := &Server{
		clock:    time.Now,
		maxBody:  64 << 20,
		stop:     make(chan struct{}),
		accounts: map[string]*Account{},
		tokens:   map[string]*token{},
		// https://developers.cloudflare.com/r2/reference/data-location/
		jurisdictions: map[string]bool{DefaultJurisdiction: true, "eu": true, "fedramp": true, "us": true},
	}
	for _, option := range options {
		option(s)
	}
	return s
}

// SetAnswers replaces the switches for what is not known for sure about R2.
func (s *Server) SetAnswers(answers Answers) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = answers
}

// Shutdown ends everything that waits (injected latency, hangs, barriers) by dropping its connection. Call it before
// closing the server that runs the fake, which would otherwise wait for them.
func (s *Server) Shutdown() {
	s.stopOnce.Do(func() { close(s.stop) })
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := s.receive(w, r)
	defer x.finish()

	if x.unreachable {
		x.drop()
	}
	if fault := s.faults.pick(x.snapshot()); fault != nil {
		fault.run(x)
		return
	}
	x.respond(x.perform())
}
