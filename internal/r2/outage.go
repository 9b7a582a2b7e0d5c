package r2

import (
	"context"
	"sync"
	"time"

	"github.com/aws/smithy-go/middleware"
)

const (
	// outageAfter is how many requests in a row have to fail, each with all its
	// attempts and none answered by R2, until the host is taken to be down.
	outageAfter = 5
	// outagePause is how long a host that is down is left alone before it is asked
	// again, once.
	outagePause = time.Second
)

// OutageError says that a request was not sent, since earlier ones to the same
// host had no answer.
type OutageError struct {
	// Failure is that of the request which showed it.
	Failure *Failure
}

// Error implements error.
func (e *OutageError) Error() string {
	return "not sent, since the host does not answer: " + e.Failure.Error()
}

// Unwrap gives the cause.
func (e *OutageError) Unwrap() error { return e.Failure }

// host knows whether R2 answers at one host, to anybody: a thousand storages at
// a dead one fail in the time of a few, and for the same reason. Once it is
// down nothing is sent again, and one request at a time finds out whether it
// still is; any answer of R2 ends it. It is safe for concurrent use.
type host struct {
	mu sync.Mutex
	// unanswered counts requests in a row; last is the failure of the latest.
	unanswered int
	last       *Failure
	// probing is set while one request finds out whether the host is back; asked is
	// when the latest such request ended.
	probing bool
	asked   time.Time
}

// watch puts the host in front of all attempts of an operation.
func (h *host) watch(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("R2Outage", func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		probe, outage := h.admit()
		if outage != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, outage
		}
		out, metadata, err := next.HandleFinalize(ctx, in)
		h.heard(ctx, probe, Classify(middleware.GetOperationName(ctx), err))
		return out, metadata, err
	}), "Retry", middleware.Before)
}

func (h *host) down() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.unanswered >= outageAfter
}

// admit refuses a request while the host is down, unless it is time for one that
// finds out whether it still is.
func (h *host) admit() (probe bool, outage error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.unanswered < outageAfter:
		return false, nil
	case h.probing || time.Since(h.asked) < outagePause:
		return false, &OutageError{h.last}
	}
	h.probing = true
	return true, nil
}

// heard takes note of how a request ended. One that the user interrupted says
// nothing.
func (h *host) heard(ctx context.Context, probe bool, failure *Failure) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if probe {
		h.probing = false
	}
	switch {
	case failure == nil || failure.fromR2():
		h.unanswered, h.last = 0, nil
	case ctx.Err() == nil:
		h.unanswered++
		h.last, h.asked = failure, time.Now()
	}
}
