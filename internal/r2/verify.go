package r2

import (
	"context"
	"time"
)

// Connection is a storage as a backup service is given it.
type Connection struct {
	Endpoint    Endpoint
	Path        Path
	Use         Use
	Credentials Credentials
}

// Verifier proves that connections work, with at most four requests at once
// for a token and bucket that it has not seen. It is safe for concurrent use.
type Verifier struct{ prober *prober }

// NewVerifier makes a verifier. It sends nothing.
func NewVerifier(connector *Connector) *Verifier { return &Verifier{newProber(connector)} }

// Patience tells, after a token has been answered 401 for so long, whether to
// go on asking. A new token needs up to a minute or two to become known; nil
// does not wait.
// See https://developers.cloudflare.com/r2/reference/consistency/.
type Patience func(waited time.Duration) bool

// The pause before a token that was answered 401 is tried again: it doubles
// from the first to the longest.
const (
	firstPause   = 500 * time.Millisecond
	longestPause = 5 * time.Second
)

// Verify sends the requests that prove what the use needs, and reports what is
// wrong. Nothing is left in the bucket. An empty report is a connection that
// works and has no more rights than it needs.
func (v *Verifier) Verify(ctx context.Context, c Connection, patience Patience) Report {
	started := time.Now()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		evidence := v.gather(ctx, c)
		waited := time.Since(started)
		if evidence.failure(Unauthorized) == nil || patience == nil || !patience(waited) || !sleep(ctx, pause) {
			return v.report(ctx, c, evidence, waited)
		}
		v.prober.forget(c.target(), evidence.outcomes)
	}
}

// gather asks the probes that the use needs.
func (v *Verifier) gather(ctx context.Context, c Connection) evidence {
	return evidence{c, v.prober.ask(ctx, c.target(), needed(c.Use)...)}
}

// report turns the evidence into findings, and forgets it when there is an error
// among them.
func (v *Verifier) report(ctx context.Context, c Connection, e evidence, waited time.Duration) Report {
	report := e.report(waited, func() []Endpoint { return v.siblings(ctx, c) })
	if report.Failed() {
		v.prober.forget(c.target(), e.outcomes)
	}
	return report
}

// needed lists the probes for a use, at most four. The last ones are about
// least privilege, except where every one is a proof.
func needed(use Use) []probe {
	switch use {
	case Source:
		return []probe{probeListFolder, probeRead, probeDelete, probeConfiguration}
	case CreateBucket:
		return []probe{probeListBuckets, probeDeleteBucket, probeDelete, probeConfiguration}
	default:
		return []probe{probeList, probeAbort, probeDelete, probeConfiguration}
	}
}

func (c Connection) target() target {
	return target{Endpoint: c.Endpoint, Credentials: c.Credentials, Prefix: c.Path.Prefix()}
}

// siblings asks the other known jurisdictions for the bucket, and gives the
// endpoints that answer the token.
func (v *Verifier) siblings(ctx context.Context, c Connection) []Endpoint {
	var others []Endpoint
	for _, jurisdiction := range KnownJurisdictions() {
		if other := c.Endpoint.In(jurisdiction); other != c.Endpoint {
			others = append(others, other)
		}
	}
	return v.prober.answering(ctx, c, others)
}

// sleep waits, and tells whether it was left to.
func sleep(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
