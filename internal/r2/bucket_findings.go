package r2

import (
	"errors"
	"fmt"
)

// ExplainBucket says what an error of a [Bucket]'s method means for the user of
// an Admin token. what is what was attempted, such as "read the bucket".
func ExplainBucket(err error, what string, endpoint Endpoint, accessKeyID string) Finding {
	var locked *LockedError
	var leftover *LeftoverError
	var unsupported *UnsupportedRuleError
	var failure *Failure
	switch {
	case errors.As(err, &locked):
		return explainLocked(locked, endpoint)
	case errors.As(err, &leftover):
		return Finding{
			Code: "R2-052", Summary: "Bucket Could Not Be Emptied",
			Detail: "Some objects were not deleted: " + leftover.Error() + " (" + printable(leftover.Message) + "). The others are gone. Run again to go on.",
			Facts:  bucketFacts(endpoint, accessKeyID),
		}
	case errors.As(err, &unsupported):
		return explainUnsupported(unsupported, what, endpoint)
	case errors.As(err, &failure) && failure.Kind == NoSuchBucket:
		finding := Explain(failure, what, endpoint)
		finding.Code, finding.Summary = "R2-023", "Bucket Does Not Exist"
		finding.Detail = "Attempted to " + what + ". The account has no bucket of this name in the jurisdiction " + endpoint.Jurisdiction +
			" any more: it was deleted meanwhile. Run again: a new plan creates it anew, without the objects that it had."
		return finding
	case errors.As(err, &failure) && failure.Kind == AccessDenied:
		needed := "To create, change and delete buckets, the token of the provider must be \"" + AdminReadWrite.Label() + "\"; \"" + AdminReadOnly.Label() +
			"\" is enough to plan, refresh and import."
		if endpoint.Bucket == "" {
			needed = "To list buckets, the token of the provider must be \"" + AdminReadOnly.Label() + "\", or \"" + AdminReadWrite.Label() + "\" if it manages them, too."
		}
		finding := Explain(failure, what, endpoint)
		finding.Code, finding.Field, finding.Summary = "R2-028", FieldNone, "Token Lacks the Admin Permission"
		finding.Detail = "Attempted to " + what + ". R2 refuses it to this token.\n\n" + needed + " The Object permissions are for objects only. " +
			"In the Cloudflare dashboard open R2 > Overview > Manage R2 API Tokens and create an Account API token with that permission. " +
			"A client IP filter that leaves this machine out has the same effect on a token that has it."
		finding.Facts = append(finding.Facts, Fact{"access key id", accessKeyID})
		return finding
	case errors.As(err, &failure) && failure.Kind == Unavailable:
		finding := Explain(failure, what, endpoint)
		finding.Summary = "R2 Could Not Be Reached"
		return finding
	case errors.As(err, &failure) && failure.Kind == Cancelled:
		return Finding{
			Code: "R2-054", Summary: "Run Was Interrupted",
			Detail: "Attempted to " + what + ". The run was stopped before R2 had answered. Run again: the plan shows what is missing.",
			Facts:  bucketFacts(endpoint, accessKeyID),
		}
	case errors.As(err, &failure):
		return Explain(failure, what, endpoint)
	}
	return Finding{Code: "R2-047", Summary: "R2 Refused the Request", Detail: "Attempted to " + what + ". " + err.Error()}
}

// ExplainRoundTrip says what an error of [Connector.RoundTrip] means.
func ExplainRoundTrip(err error, connection Connection) Finding {
	e := evidence{connection: connection}
	var locked *LockedError
	var corrupt *CorruptionError
	var failure *Failure
	switch {
	case errors.As(err, &locked):
		finding := Finding{Facts: append(e.facts(), Fact{"key", printable(locked.Key)})}
		describe(&finding, &Failure{Kind: Locked}, connection.Endpoint)
		finding.Detail = "The test object was written and cannot be deleted: a lock rule keeps it until the rule ends. Backups work, but retention cannot delete them before that.\n\n" + finding.Detail
		return finding
	case errors.As(err, &corrupt):
		return Finding{
			Code: "R2-053", Summary: "Object Reads Back Differently",
			Detail: "What was read or listed is not what was written: " + corrupt.Error() + ". Something between this machine and R2 changes or caches answers; look for a proxy.",
			Facts:  e.facts(),
		}
	case errors.As(err, &failure) && failure.Kind == NoSuchBucket:
		return e.noSuchBucket(nil)
	case errors.As(err, &failure) && failure.Kind == AccessDenied:
		return e.cannot("Token Cannot Do What the Use Needs", "do this ("+failure.Operation+")", "R2-029")
	case errors.As(err, &failure):
		return e.obstacle(failure, 0)
	}
	return Finding{Code: "R2-047", Summary: "R2 Refused the Request", Detail: err.Error()}
}

func explainLocked(locked *LockedError, endpoint Endpoint) Finding {
	finding := Finding{Facts: []Fact{{"endpoint", endpoint.String()}, {"key", printable(locked.Key)}}}
	describe(&finding, &Failure{Kind: Locked}, endpoint)
	finding.Detail = "The bucket was not deleted, since an object in it is locked; objects that are not may be gone. " + finding.Detail +
		"\n\nRemove the rule there, or wait until it ends, and run again."
	return finding
}

func explainUnsupported(unsupported *UnsupportedRuleError, what string, endpoint Endpoint) Finding {
	problem := "The lifecycle rule " + printable(unsupported.ID) + " is one that the provider cannot declare, because of its " + unsupported.Element
	if unsupported.ID == "" {
		problem = "A lifecycle rule without ID is one that the provider cannot declare"
	}
	return Finding{
		Code: "R2-063", Summary: "Lifecycle Rule Is Not Supported",
		Detail: "Attempted to " + what + ". " + problem +
			". Written back it would do something else, so the rules were left as they are.\n\n" +
			"Remove or simplify that rule in the Cloudflare dashboard under R2 > (the bucket) > Settings > Object lifecycle rules, and run again. " +
			"Or leave lifecycle_rules out, so that the rules are not managed; if they are managed already, apply that once with -refresh=false, since a refresh reads them.",
		Facts: []Fact{{"endpoint", endpoint.String()}},
	}
}

func bucketFacts(endpoint Endpoint, accessKeyID string) []Fact {
	return []Fact{{"endpoint", endpoint.String()}, {"access key id", accessKeyID}}
}

// BucketTaken is the finding for a bucket that is to be created and exists.
// importCommand is what takes it over.
func BucketTaken(endpoint Endpoint, importCommand string) Finding {
	return Finding{
		Code: "R2-050", Summary: "Bucket Exists Already",
		Detail: "The account has a bucket of this name already, in the jurisdiction " + endpoint.Jurisdiction + ". Nothing was changed.\n\n" +
			"To manage that bucket, import it, with the address of this resource in place of r2_bucket.<name>:\n\n  " +
			importCommand + "\n\nOtherwise choose another name.",
		Facts: []Fact{{"endpoint", endpoint.String()}},
	}
}

// BucketMadeAnew is the finding for a bucket that was deleted and made again by
// somebody else, of which the dates tell. The commands forget the old one, and
// take the new one over.
func BucketMadeAnew(endpoint Endpoint, before, now, forgetCommand, importCommand string) Finding {
	return Finding{
		Code: "R2-062", Summary: "Bucket Is Another One",
		Detail: "The bucket that was managed here is gone, and somebody has made another one of the same name. Nothing in it was changed.\n\n" +
			"Find out whose it is. Then forget the old one, and either choose another name or take the new one over, with the address of this resource " +
			"in place of r2_bucket.<name>:\n\n" +
			"  " + forgetCommand + "\n  " + importCommand,
		Facts: []Fact{{"endpoint", endpoint.String()}, {"created, in the state", before}, {"created, in R2", now}},
	}
}

// BucketHoldsObjects is the finding for a bucket that is to be deleted and is
// not empty. how says what would have deleted it: "delete" or "replace".
func BucketHoldsObjects(endpoint Endpoint, contents Contents, how string) Finding {
	return Finding{
		Code: "R2-051", Summary: "Bucket Is Not Empty",
		Detail: fmt.Sprintf("The bucket %s holds %s, so it is not %sd. Nothing was deleted.\n\n"+
			"To delete all that is in it, for good: set force_destroy = true on the resource, apply that, and only then %s the bucket.\n\n"+
			"To keep the bucket, and only forget it in Terraform, write this in place of the resource, with its address:\n\n"+
			"  removed {\n    from = r2_bucket.<name>\n    lifecycle {\n      destroy = false\n    }\n  }", endpoint.Bucket, contents, how, how),
		Facts: []Fact{{"endpoint", endpoint.String()}},
	}
}

// BucketMissing is the finding for a bucket that is to be imported and does not
// exist. elsewhere are the endpoints of other jurisdictions that have it.
func BucketMissing(endpoint Endpoint, elsewhere []Endpoint) Finding {
	finding := Finding{
		Code: "R2-023", Summary: "Bucket Does Not Exist",
		Detail: "The account has no bucket of this name in the jurisdiction " + endpoint.Jurisdiction + ". Check the spelling, the account and the jurisdiction.",
		Facts:  []Fact{{"endpoint", endpoint.String()}},
	}
	if len(elsewhere) > 0 {
		finding.Code, finding.Summary = "R2-064", "Bucket Is in Another Jurisdiction"
		finding.Detail = "The account has no bucket of this name in the jurisdiction " + endpoint.Jurisdiction + ", but in another one. Import:\n"
		for _, other := range elsewhere {
			finding.Detail += "\n  " + other.Jurisdiction + "/" + other.Bucket
		}
	}
	return finding
}

// BucketNotYet is the finding for temporary credentials of a bucket that does
// not exist, and that the same run may create.
func BucketNotYet(endpoint Endpoint, accessKeyID string) Finding {
	return Finding{
		Code: "R2-065", Severity: Warning, Field: FieldEndpoint, Summary: "Bucket Does Not Exist Yet",
		Detail: "The account has no bucket of this name in the jurisdiction " + endpoint.Jurisdiction + ". The temporary credentials are signed all the same, since the same run may " +
			"create it; whether the token has the permission could not be asked.\n\nIf this run does not create it, check the spelling, the account and the jurisdiction.",
		Facts: bucketFacts(endpoint, accessKeyID),
	}
}
