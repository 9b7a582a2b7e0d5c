package r2fake

import (
	"sync"
	"time"
)

// Fault disturbs some of the requests. The first four fields select them, the others say what happens.
//
//	fake.Inject(r2fake.Fault{Operation: "PutObject", Count: 2, Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
type Fault struct {
	Operation   string // name of the S3 API; empty for every operation
	Bucket      string // empty for every bucket
	AccessKeyID string // empty for every token
	Skip        int    // how many matching requests to spare first
	Count       int    // how many to disturb then; 0 for all

	// After lets the operation take effect first: the state changes, and the answer is lost.
	After bool

	// Hook is called with the request, before latency and effect.
	Hook func(Request)

	// Latency is a pause before the effect. It ends early when the client leaves.
	Latency time.Duration

	// Effect replaces or damages the answer. Without one the request is answered as always, after Hook and Latency.
	Effect Effect
}

// Inject adds a fault. Of several that match a request the one that was injected first disturbs it, and the others do not
// count it.
func (s *Server) Inject(f Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.injected = append(s.faults.injected, &injectedFault{Fault: f, gate: newGate()})
}

// ClearFaults removes all faults. Requests they have already caught stay so.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.injected = nil
}

// injectedFault is a fault with what became of it.
type injectedFault struct {
	Fault

	seen int // matching requests, guarded by the queue
	gate *gate
}

// faultQueue holds the injected faults in order.
type faultQueue struct {
	mu       sync.Mutex
	injected []*injectedFault
}

// pick returns the fault that disturbs a request, nil if it goes undisturbed.
func (q *faultQueue) pick(r Request) *injectedFault {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, f := range q.injected {
		if !f.matches(r) || f.exhausted() {
			continue
		}
		f.seen++
		if f.seen > f.Skip {
			return f
		}
	}
	return nil
}

func (f *injectedFault) matches(r Request) bool {
	return (f.Operation == "" || f.Operation == r.Operation) &&
		(f.Bucket == "" || f.Bucket == r.Bucket) &&
		(f.AccessKeyID == "" || f.AccessKeyID == r.AccessKeyID)
}

func (f *injectedFault) exhausted() bool {
	return f.Count > 0 && f.seen >= f.Skip+f.Count
}

// run disturbs a request.
func (f *injectedFault) run(x *exchange) {
	x.fault = f
	x.record.faulted(f.name())
	if f.After {
		x.perform()
	}
	if f.Hook != nil {
		f.Hook(x.snapshot())
	}
	if !x.wait(f.Latency) {
		x.drop()
	}
	if f.Effect == nil {
		x.respond(x.perform())
		return
	}
	f.Effect.play(x)
}

func (f *injectedFault) name() string {
	switch {
	case f.Effect != nil:
		return f.Effect.name()
	case f.Latency > 0:
		return "latency"
	}
	return "hook"
}
