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

func (r *request) Value(key any) any { return r.context().Value(key) }

// handle answers a request. The framework keeps a function to cancel each
// request until the provider is stopped, and with it all that its context holds,
// some ten kilobytes
// (https://github.com/hashicorp/terraform-plugin-framework/blob/v1.19.0/internal/proto6server/serve.go).
// Terraform sends three requests and more for each resource.
//
//nolint:contextcheck // what is stored in the end is a context on purpose
func handle[Question, Answer any](ctx context.Context, question Question, by func(context.Context, Question) (Answer, error)) (Answer, error) {
	r := &request{}
	r.from.Store(&ctx)
	defer r.from.Store(&answered)
	return by(r, question)
}
