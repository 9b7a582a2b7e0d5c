package r2

import (
	"slices"
	"time"
)

// evidence is what the probes of one connection found out.
type evidence struct {
	connection Connection
	outcomes   map[probe]outcome
}

// failure gives the first failure of the kind, in the order in which the use
// needs its probes, or nil.
func (e evidence) failure(kind Kind) *Failure {
	for _, one := range needed(e.connection.Use) {
		if f := e.outcomes[one].Failure; f != nil && f.Kind == kind {
			return f
		}
	}
	return nil
}

func (e evidence) answer(one probe) Answer { return e.outcomes[one].Answer }

// report reads the evidence. What speaks about the token or the way to R2 comes
// before what speaks about rights, so that no fault is taken for a verdict.
// siblings is called only where another jurisdiction may be the answer.
func (e evidence) report(waited time.Duration, siblings func() []Endpoint) Report {
	for _, kind := range []Kind{Cancelled, BadTLS, Unauthorized, BadSignature, NotEntitled, ClockSkew} {
		if f := e.failure(kind); f != nil {
			return Report{e.obstacle(f, waited)}
		}
	}
	if f := e.inconclusive(); f != nil {
		return Report{e.obstacle(f, waited)}
	}
	switch e.connection.Use {
	case Source:
		return e.source(siblings)
	case CreateBucket:
		return e.createBucket()
	default:
		return e.destination(siblings)
	}
}

// proofs lists the probes without which the use is not proven.
func proofs(use Use) []probe {
	switch use {
	case Source:
		return []probe{probeListFolder, probeRead}
	case CreateBucket:
		return needed(CreateBucket)
	default:
		return []probe{probeList, probeAbort, probeDelete}
	}
}

// inconclusive gives the failure of a proof that says nothing about rights.
func (e evidence) inconclusive() *Failure {
	for _, one := range proofs(e.connection.Use) {
		if e.answer(one) == Undetermined && !e.dispensable(one) {
			return e.outcomes[one].Failure
		}
	}
	return nil
}

// dispensable tells whether the other write proof may stand alone: only where
// R2 refused the made-up upload id as malformed (400), in which case the abort
// did not get as far as the permission.
func (e evidence) dispensable(one probe) bool {
	f := e.outcomes[one].Failure
	return one == probeAbort && f != nil && f.Kind == Refused && f.Status == 400 && e.answer(probeDelete) != Undetermined
}

// writes combines the two write proofs.
func (e evidence) writes() Answer {
	if e.answer(probeAbort) == Undetermined && e.dispensable(probeAbort) {
		return e.answer(probeDelete)
	}
	return Both(e.answer(probeAbort), e.answer(probeDelete))
}

func (e evidence) destination(siblings func() []Endpoint) Report {
	list := e.outcomes[probeList]
	switch {
	case list.Missing:
		return Report{e.noSuchBucket(siblings())}
	case list.Answer == Denied && e.writes() == Denied:
		return Report{e.noAccess(siblings())}
	case list.Answer == Denied:
		return Report{e.cannot("Token Cannot List the Bucket", "list its objects", "R2-027")}
	case e.writes() == Denied:
		return Report{e.cannotWrite()}
	case e.answer(probeConfiguration) == Granted:
		return Report{e.moreThanNeeded("an Admin permission")}
	}
	return nil
}

func (e evidence) source(siblings func() []Endpoint) Report {
	list, get := e.outcomes[probeListFolder], e.outcomes[probeRead]
	var report Report
	switch {
	case list.Missing || get.Missing:
		return Report{e.noSuchBucket(siblings())}
	case list.Answer == Denied && get.Answer == Denied:
		return Report{e.noAccess(siblings())}
	case list.Answer == Denied:
		return Report{e.cannot("Token Cannot List the Bucket", "list its objects", "R2-027")}
	case get.Answer == Denied:
		return Report{e.cannot("Token Cannot Read From the Bucket", "read its objects", "R2-026")}
	case e.answer(probeConfiguration) == Granted:
		report = append(report, e.moreThanNeeded("an Admin permission"))
	case e.answer(probeDelete) == Granted:
		report = append(report, e.moreThanNeeded("the permission \""+ObjectReadWrite.Label()+"\""))
	}
	if list.Empty {
		report = append(report, e.emptySource())
	}
	return report
}

// createBucket asks for all four proofs. The deletion of an object tells Admin
// Read only from Admin Read & Write even if R2 were to look for the bucket to
// delete before it checks the permission, which is not documented. The CORS rules
// tell R2 from a service that cannot configure buckets, and so not create them.
func (e evidence) createBucket() Report {
	proven := func(one probe) bool { return e.answer(one) == Granted }
	if slices.ContainsFunc(needed(CreateBucket), func(one probe) bool { return !proven(one) }) {
		return Report{e.cannotCreateBuckets(proven(probeListBuckets))}
	}
	return nil
}
