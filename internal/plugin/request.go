package plugin

import (
	"context"
	"sync/atomic"
	"time"
)

// request is the context of one request. Once the request is answered it lets go
// of the context that it was made from, and is one that was cancelled.
type request struct {
	from atomic.Pointer[context.Context]
	// stopped tells whether the user has interrupted the run.
	stopped *atomic.Bool
}

// answered is what is left of the context of a request.
var answered = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (r *request) context() context.Context { return *r.from.Load() }

func (r *request) Deadline() (time.Time, bool) { return r.context().Deadline() }

func (r *request) Done() <-chan struct{} { return r.context().Done() }

func (r *request) Err() error { return r.context().Err() }

func (r *request) Value(key any) any {
	if key == (requestKey{}) {
		return r
	}
	return r.context().Value(key)
}

// requestKey is the key under which a context has its request.
type requestKey struct{}

// Unheard tells, while a request is being answered, whether nobody will hear the
// answer: whoever asked is gone. An interruption by the user, which ends ctx as
// well, is announced before.
func Unheard(ctx context.Context) bool {
	r, ok := ctx.Value(requestKey{}).(*request)
	return ok && r.Err() != nil && !r.stopped.Load()
}

// handle answers a request. The framework keeps a function to cancel each
// request until the provider is stopped, and with it all that its context holds,
// some ten kilobytes
// (https://github.com/hashicorp/terraform-plugin-framework/blob/v1.19.0/internal/proto6server/serve.go).
// Terraform sends three requests and more for each resource.
//
//nolint:contextcheck // what is stored in the end is a context on purpose
func handle[Question, Answer any](ctx context.Context, s server, question Question, by func(context.Context, Question) (Answer, error)) (Answer, error) {
	r := &request{stopped: s.stopped}
	r.from.Store(&ctx)
	defer r.from.Store(&answered)
	return by(r, question)
}
