package r2

import (
	"context"
	"strconv"
	"sync"

	"golang.org/x/sync/singleflight"
)

// prober sends probes through a connector and remembers what they found out,
// for the life of the process: a thousand storages on one token cost what one
// costs. What was found out about a connection that does not pass is forgotten
// again, so that a token which was mended, or has become known, is seen at once.
type prober struct {
	connector *Connector

	flights singleflight.Group
	mu      sync.Mutex
	known   map[string]outcome
}

func newProber(connector *Connector) *prober {
	return &prober{connector: connector, known: map[string]outcome{}}
}

// ask carries out the probes at the same time and gives their outcomes by probe.
func (p *prober) ask(ctx context.Context, at target, probes ...probe) map[probe]outcome {
	outcomes := make([]outcome, len(probes))
	var wait sync.WaitGroup
	for i, one := range probes {
		wait.Go(func() { outcomes[i] = p.once(ctx, at, one) })
	}
	wait.Wait()
	byProbe := make(map[probe]outcome, len(probes))
	for i, one := range probes {
		byProbe[one] = outcomes[i]
	}
	return byProbe
}

// once gives a remembered outcome, joins the same probe under way, or sends it.
func (p *prober) once(ctx context.Context, at target, one probe) outcome {
	key := one.key(at)
	for {
		if known, ok := p.recall(key); ok {
			return known
		}
		flight := p.flights.DoChan(key, func() (any, error) {
			// The same probe may have landed between the look and the take-off.
			if known, ok := p.recall(key); ok {
				return known, nil
			}
			result := one.send(ctx, p.connector.Client(at.Endpoint, at.Credentials), at)
			p.remember(one, at, result)
			return result, nil
		})
		select {
		case <-ctx.Done():
			return undetermined("", ctx.Err())
		case landed := <-flight:
			result := landed.Val.(outcome)
			if cancelled(result) && ctx.Err() == nil {
				continue // The one that sent it was interrupted, this one was not.
			}
			return result
		}
	}
}

func (p *prober) recall(key string) (outcome, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.known[key]
	return known, ok
}

// remember keeps a conclusive outcome, before those who wait for it go on.
func (p *prober) remember(one probe, at target, result outcome) {
	if result.Answer == Undetermined {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if result.Failure != nil {
		result.Failure = result.Failure.withoutCause()
	}
	p.known[one.key(at)] = result
	if one == probeListFolder {
		p.known[probeList.key(at)] = result // It proves the same right.
	}
}

// forget drops what was found out about a connection that does not pass.
func (p *prober) forget(at target, outcomes map[probe]outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for one := range outcomes {
		delete(p.known, one.key(at))
	}
	delete(p.known, probeList.key(at)) // A list of the folder was taken for one, too.
}

// key identifies what a probe asks about: the token alone, the bucket, or the
// folder in it.
func (p probe) key(at target) string {
	parts := []string{strconv.Itoa(int(p)), at.Endpoint.Host(), at.Credentials.AccessKeyID, at.Credentials.SecretAccessKey.Reveal()}
	if p < probeListBuckets {
		parts = append(parts, at.Endpoint.Bucket)
	}
	if p == probeListFolder {
		parts = append(parts, at.Prefix)
	}
	sum := digest(parts...)
	return string(sum[:])
}

func cancelled(o outcome) bool { return o.Failure != nil && o.Failure.Kind == Cancelled }

// answering lists, at the same time, one key at each of the endpoints and gives
// those that let the token through.
func (p *prober) answering(ctx context.Context, c Connection, endpoints []Endpoint) []Endpoint {
	lists := make([]outcome, len(endpoints))
	var wait sync.WaitGroup
	for i, endpoint := range endpoints {
		at := c.target()
		at.Endpoint = endpoint
		wait.Go(func() {
			lists[i] = p.once(ctx, at, probeList)
			p.forget(at, map[probe]outcome{probeList: lists[i]})
		})
	}
	wait.Wait()
	var answering []Endpoint
	for i, list := range lists {
		if list.Answer == Granted && !list.Missing {
			answering = append(answering, endpoints[i])
		}
	}
	return answering
}
