package r2

import (
	"context"
	"sync"
)

// Elsewhere gives the endpoints of the other known jurisdictions in which the
// account has a bucket of the same name.
func (b *Buckets) Elsewhere(ctx context.Context, endpoint Endpoint, creds Credentials) []Endpoint {
	var others []Endpoint
	for _, jurisdiction := range KnownJurisdictions() {
		if jurisdiction != endpoint.Jurisdiction {
			others = append(others, endpoint.In(jurisdiction))
		}
	}
	has := make([]bool, len(others))
	var wait sync.WaitGroup
	for i, other := range others {
		wait.Go(func() {
			seen, failure := b.At(other, creds).ask(ctx)
			has[i] = failure == nil && seen.exists
		})
	}
	wait.Wait()
	var found []Endpoint
	for i, other := range others {
		if has[i] {
			found = append(found, other)
		}
	}
	return found
}
