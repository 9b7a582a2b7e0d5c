package r2

import "context"

// Inspection is what a token may do, as [Inspector.Inspect] found out.
type Inspection struct {
	Capabilities Capabilities
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
// a bucket that does not exist, an answer that is not R2's. A right that the
// token does not have is not a finding.
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
	return e.inspection(endpoint.Bucket != ""), nil
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
	return evidence{Connection{Endpoint: endpoint, Credentials: creds}, i.prober.ask(ctx, at, inspected...)}
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
	object := func(a Answer) Answer {
		if !named && a == Denied {
			return Undetermined
		}
		return a
	}
	// One permission group, Workers R2 Storage Write, holds both bucket rights.
	// The write proofs guard against a service that looks for the bucket to
	// delete before it checks the permission.
	admin := Both(e.answer(probeDeleteBucket), e.writes())
	if e.answer(probeListBuckets) == Denied {
		admin = Both(admin, Denied)
	}
	return Inspection{
		Capabilities: Capabilities{
			ListBuckets:             e.answer(probeListBuckets),
			CreateBuckets:           admin,
			ReadBucketConfiguration: e.answer(probeConfiguration),
			EditBucketConfiguration: admin,
			ListObjects:             object(e.answer(probeList)),
			ReadObjects:             object(e.answer(probeRead)),
			WriteObjects:            object(e.writes()),
		},
		BucketScoped: e.scoped(),
	}
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
