package r2

import (
	"context"
	"maps"
	"slices"
)

// Inspection is what a token may do, as [Inspector.Inspect] found out.
type Inspection struct {
	Capabilities Capabilities
	// Permission is the level that the capabilities come to; see
	// [Capabilities.Permission].
	Permission Permission
	// BucketScoped is Granted when the token is for named buckets, Denied when it
	// is for all buckets of the account.
	BucketScoped Answer
	// BucketMissing tells that nothing was found out since the bucket does not
	// exist, which the report says, too.
	BucketMissing bool
}

// Inspector finds out what tokens may do. It is safe for concurrent use.
type Inspector struct{ prober *prober }

// NewInspector makes an inspector. It sends nothing.
func NewInspector(connector *Connector) *Inspector { return &Inspector{newProber(connector)} }

// Inspect sends up to eight requests at once and leaves nothing behind. Without
// a bucket in the endpoint, the rights to objects are those to every bucket of
// the account; a token for named buckets has them undetermined.
//
// The findings say why nothing could be found out: a key that R2 does not know,
// a bucket that does not exist, an answer that is not R2's. What could not be
// found out beside the rest is a warning. A right that the token does not have is
// not a finding.
func (i *Inspector) Inspect(ctx context.Context, endpoint Endpoint, creds Credentials) (Inspection, Report) {
	e := i.ask(ctx, endpoint, creds)
	if obstacle := e.obstacleToInspection(); obstacle != nil {
		i.prober.forget(e.connection.target(), e.outcomes)
		return Inspection{}, Report{*obstacle}
	}
	if endpoint.Bucket != "" && e.outcomes[probeList].Missing {
		i.prober.forget(e.connection.target(), e.outcomes)
		return Inspection{BucketMissing: true}, Report{e.noSuchBucket(nil)}
	}
	return e.inspection(endpoint.Bucket != ""), e.gaps()
}

// inspected is what an inspection asks.
var inspected = []probe{
	probeList, probeRead, probeAbort, probeDelete, probeConfiguration,
	probeListBuckets, probeDeleteBucket, probeOtherBucket,
}

func (i *Inspector) ask(ctx context.Context, endpoint Endpoint, creds Credentials) evidence {
	at := target{Endpoint: endpoint, Credentials: creds}
	if endpoint.Bucket == "" {
		at.Endpoint.Bucket = absentName()
	}
	outcomes := i.prober.ask(ctx, at, inspected...)
	// A service that does not have the operation at all may look for the bucket
	// first, so that only one that exists shows it.
	if existing := outcomes[probeListBuckets].Bucket; endpoint.Bucket == "" && existing != "" {
		at.Endpoint.Bucket = existing
		maps.Copy(outcomes, i.prober.ask(ctx, at, probeConfiguration))
	}
	return evidence{Connection{Endpoint: endpoint, Credentials: creds}, outcomes}
}

// obstacleToInspection gives what made it impossible to find out anything: a
// fault that speaks about the token as a whole, or no answer about any right.
func (e evidence) obstacleToInspection() *Finding {
	for _, kind := range []Kind{Cancelled, BadTLS, Unauthorized, BadSignature, NotEntitled, ClockSkew} {
		for _, one := range inspected {
			if f := e.outcomes[one].Failure; f != nil && f.Kind == kind {
				return e.inspectionFinding(f)
			}
		}
	}
	for _, one := range inspected {
		if e.answer(one) != Undetermined {
			return nil
		}
	}
	return e.inspectionFinding(e.outcomes[probeList].Failure)
}

func (e evidence) inspectionFinding(f *Failure) *Finding {
	finding := e.obstacle(f, 0)
	return &finding
}

// inspection reads the outcomes. Rights to a bucket that does not exist are
// rights to any bucket; a refusal there says nothing about the named ones.
func (e evidence) inspection(named bool) Inspection {
	// One permission group, Workers R2 Storage Write, holds both bucket rights.
	// The write proofs guard against a service that looks for the bucket to
	// delete before it checks the permission.
	admin := Both(e.answer(probeDeleteBucket), e.writes())
	if e.answer(probeListBuckets) == Denied {
		admin = Both(admin, Denied)
	}
	scoped := e.scoped()
	if e.incomplete() {
		scoped = Undetermined
		if admin == Granted {
			admin = Undetermined
		}
	}
	rights := Capabilities{
		ListBuckets:             e.answer(probeListBuckets),
		CreateBuckets:           admin,
		ReadBucketConfiguration: e.answer(probeConfiguration),
		EditBucketConfiguration: admin,
		ListObjects:             e.answer(probeList),
		ReadObjects:             e.answer(probeRead),
		WriteObjects:            e.writes(),
	}
	result := Inspection{Capabilities: rights, Permission: rights.Permission(), BucketScoped: scoped}
	if !named {
		for _, right := range []*Answer{&result.Capabilities.ListObjects, &result.Capabilities.ReadObjects, &result.Capabilities.WriteObjects} {
			if *right == Denied {
				*right = Undetermined
			}
		}
	}
	return result
}

// incomplete tells whether the service that answers lacks an operation of R2,
// and so is another one. That a bucket does not exist, which R2 tells only those
// who may know, is no proof there: Cloudflare's local R2, which neither creates
// nor configures buckets, looks for the bucket before anything else.
// See https://github.com/cloudflare/workers-sdk/tree/main/packages/miniflare/src/workers/r2/s3.
func (e evidence) incomplete() bool {
	return slices.ContainsFunc(inspected, func(one probe) bool {
		f := e.outcomes[one].Failure
		return f != nil && f.Kind == NotImplemented
	})
}

// scoped tells by a bucket that does not exist whether the token is for named
// buckets: R2 refuses it to such a token, and answers NoSuchBucket to others.
func (e evidence) scoped() Answer {
	switch e.answer(probeOtherBucket) {
	case Granted:
		return Denied
	case Denied:
		return Granted
	default:
		return Undetermined
	}
}

// gaps warns of rights that could not be determined.
func (e evidence) gaps() Report {
	var failures []*Failure
	for _, one := range inspected {
		if e.answer(one) == Undetermined && !e.dispensable(one) {
			failures = append(failures, e.outcomes[one].Failure)
		}
	}
	if len(failures) == 0 {
		return nil
	}
	return Report{e.notDetermined(failures)}
}
