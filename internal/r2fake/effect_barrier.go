package r2fake

import (
	"cmp"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// barrierPatience is how long a [Barrier] waits if it does not say.
const barrierPatience = 10 * time.Second

// Barrier holds requests back until N of them are in flight at once, which proves concurrency without measuring time. From
// then on it lets everything pass. If they do not come, those which wait are answered 500 BarrierNotReached.
type Barrier struct {
	N        int
	Patience time.Duration // how long to wait for the others; 10 s if zero
}

func (Barrier) name() string { return "barrier" }

func (e Barrier) play(x *exchange) {
	gate := x.fault.gate
	arrived := gate.enter(e.N)
	defer gate.leave()
	timer := time.NewTimer(cmp.Or(e.Patience, barrierPatience))
	defer timer.Stop()
	select {
	case <-gate.open:
		x.respond(x.perform())
	case <-timer.C:
		message := fmt.Sprintf("Barrier: %d of %d requests in flight when this one arrived.", arrived, e.N)
		x.respond(errorAnswer(&apiError{status: http.StatusInternalServerError, code: "BarrierNotReached", message: message}))
	case <-x.abandoned():
		x.drop()
	case <-x.server.stop:
		x.drop()
	}
}

// gate counts who stands before it and opens for good when enough do.
type gate struct {
	mu      sync.Mutex
	waiting int
	once    sync.Once
	open    chan struct{}
}

func newGate() *gate {
	return &gate{open: make(chan struct{})}
}

// enter returns how many stand before the gate, with the one that enters.
func (g *gate) enter(enough int) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting++
	if g.waiting >= enough {
		g.once.Do(func() { close(g.open) })
	}
	return g.waiting
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting--
}
