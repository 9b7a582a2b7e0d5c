package r2

import (
	"errors"
	"strings"
)

// Explain says what a failed request means for the user, for any operation that
// is not a verification. what is what was attempted, such as "create the bucket
// backups".
func Explain(f *Failure, what string, endpoint Endpoint) Finding {
	finding := Finding{Facts: append([]Fact{{"endpoint", endpoint.String()}}, answered(f)...)}
	describe(&finding, f, endpoint)
	finding.Detail = "Attempted to " + what + ".\n\n" + finding.Detail
	return finding
}

// description is the part of a finding that depends on the kind of failure
// alone.
type description struct {
	code    string
	field   Field
	summary string
	detail  string
}

// descriptions of the kinds of failure whose text has no values in it.
var descriptions = map[Kind]description{
	Unauthorized: {
		"R2-020", FieldAccessKeyID, "Token Unknown to R2",
		"R2 does not know this Access Key ID in this account: the token was deleted or has expired, was created moments ago, " +
			"or belongs to another account. If it was a User API token, its creator may have left the account, and the token with them.\n\n" +
			"In the Cloudflare dashboard open R2 > Overview > Manage R2 API Tokens and look for the token. Where it is missing, create an " +
			"Account API token, which does not depend on a person, and put its Access Key ID and Secret Access Key here.",
	},
	BadSignature: {
		"R2-021", FieldSecretAccessKey, "Secret Does Not Belong to the Key",
		"R2 knows the Access Key ID, but the signature made with this Secret Access Key is not the key's. The two may come from " +
			"different tokens, or the token was rolled since.\n\n" +
			"Cloudflare shows a secret only once. In the dashboard open R2 > Overview > Manage R2 API Tokens, create a second token like this " +
			"one, and put both of its values here and into the backup service. (To roll the token works as well, but ends at once what still " +
			"uses its present secret.) A proxy that changes requests on their way has the same effect.",
	},
	AccessDenied: {
		"R2-022", FieldAccessKeyID, "Token Lacks the Permission",
		"R2 knows the token but refuses it this operation: its permission level is too low, it is for other buckets, or it has a client IP " +
			"filter that leaves this machine out.",
	},
	NotEntitled: {
		"R2-044", FieldEndpoint, "R2 Is Not Enabled on the Account",
		"The account of this endpoint has no R2 subscription. Open R2 in the Cloudflare dashboard of the account and enable it, or check the account id.",
	},
	ClockSkew: {
		"R2-045", FieldNone, "Clock Is Wrong",
		"R2 refuses requests whose time is off by more than 15 minutes. Set the clock of this machine (timedatectl status, or the host's " +
			"clock for a container or a virtual machine), then try again. The token was not checked.",
	},
	Locked: {
		"R2-046", FieldNone, "Object Is Locked",
		"A lock rule of the bucket forbids to overwrite or delete the object. This is not a matter of permissions: no token may. The rules are " +
			"in the Cloudflare dashboard under R2 > (the bucket) > Settings > Bucket lock rules.",
	},
	BadTLS: {
		"R2-042", FieldEndpoint, "TLS Handshake Failed",
		"No encrypted connection to this host could be made. Every account has a host and a certificate of its own, so the most frequent cause " +
			"is a wrong account id, or a jurisdiction that does not exist. An account that is new needs some 20 minutes. Behind a proxy that opens " +
			"TLS, its certificate authority must be known to this machine (SSL_CERT_FILE).\n\nThe token was not checked.",
	},
	Cancelled: {
		"R2-043", FieldNone, "Verification Was Interrupted",
		"The run was stopped before R2 had answered. Nothing is known about the token, and nothing was left in the bucket.",
	},
	NotImplemented: {
		"R2-048", FieldNone, "Operation Not Supported",
		"The service that answered does not have this operation. Nothing can be concluded about the token.",
	},
}

// describe fills in what the kind of failure says, and who was asked.
func describe(finding *Finding, f *Failure, endpoint Endpoint) {
	describeKind(finding, f, endpoint)
	finding.Detail += f.redirected(endpoint)
}

func describeKind(finding *Finding, f *Failure, endpoint Endpoint) {
	if d, ok := descriptions[f.Kind]; ok {
		finding.Code, finding.Field, finding.Summary, finding.Detail = d.code, d.field, d.summary, d.detail
		if cause := f.Words(); f.Kind == BadTLS {
			finding.Facts = append(finding.Facts, Fact{"cause", cause})
		}
		return
	}
	var foreign *ForeignAnswerError
	switch {
	case f.Kind == Foreign && errors.As(f.Err, &foreign):
		finding.Code, finding.Field, finding.Summary = "R2-041", FieldNone, "Answer Did Not Come From R2"
		finding.Detail = foreignDetail(f, foreign)
	case f.Kind == Unavailable:
		finding.Code, finding.Field, finding.Summary = "R2-040", FieldNone, "Storage Could Not Be Verified"
		finding.Detail = "R2 could not be asked, after several attempts: " + f.Words() + "." + notSent(f) + " This says nothing about the token or the bucket."
		if f.RedirectedTo == "" {
			finding.Detail += "\n\nTry again in a moment. If it goes on, check that this machine reaches https://" + endpoint.Host() +
				" (network, DNS, proxy) and https://www.cloudflarestatus.com."
		}
	default:
		finding.Code, finding.Field, finding.Summary = "R2-047", FieldNone, "R2 Refused the Request"
		finding.Detail = "R2 answered " + f.Words() + ", which is not about permissions."
		if f.Message != "" {
			finding.Detail += " In its own words: " + printable(strings.TrimRight(f.Message, ".")) + "."
		}
	}
}

// notSent says that the attempts were those of other requests.
func notSent(f *Failure) string {
	if _, ok := errors.AsType[*OutageError](f.Err); !ok {
		return ""
	}
	return " Earlier requests of this run went the same way, so this one was not sent."
}

func foreignDetail(f *Failure, foreign *ForeignAnswerError) string {
	detail := "The answer did not come from R2: " + foreign.Reason + ". A captive portal, a proxy or a firewall does this. " +
		"Nothing is known about the token." + notSent(f) + "\n\nOpen a web page on this machine to see whether a login is asked for, and check HTTPS_PROXY and NO_PROXY."
	if foreign.Location != "" {
		detail = "The answer is a redirect, which was not followed: credentials go to the host that the endpoint names and to no other. " +
			"A captive portal or a proxy does this. Nothing is known about the token." + notSent(f)
	}
	return detail
}
