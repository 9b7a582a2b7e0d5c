package r2

import (
	"slices"
	"strconv"
	"strings"
)

// endpointForm is how an endpoint looks, with the parts to fill in.
const endpointForm = "https://<account id>." + domain + "/<bucket>"

// jurisdictionForm is the same for a bucket in a jurisdiction.
const jurisdictionForm = "https://<account id>.eu." + domain + "/<bucket>"

// invalidEndpoint says what is wrong with the input, in sentences, then what to
// write instead.
func invalidEndpoint(code, problem string, meant location) *Finding {
	return &Finding{Code: code, Field: FieldEndpoint, Summary: "Invalid Endpoint", Detail: problem + " " + meant.advice()}
}

// advice shows the endpoint that was meant, as far as the input tells it.
func (l location) advice() string {
	endpoint := l.endpoint
	named := ValidBucketName(endpoint.Bucket) && shapeOf(endpoint.Bucket) != shapeGlobalAPIKey
	if !named && endpoint.AccountID == "" {
		return "Use the S3 API endpoint of the account, with the name of the bucket appended. The second form is for a bucket in a jurisdiction:\n\n" +
			"  " + endpointForm + "\n  " + jurisdictionForm + "\n\n" +
			"The Cloudflare dashboard shows it under R2 > (the bucket) > Settings > S3 API."
	}
	if endpoint.AccountID == "" {
		endpoint.AccountID = "<account id>"
	}
	if !named {
		endpoint.Bucket, l.folder = "<bucket>", ""
	}
	text := "Write:\n\n  " + endpoint.String()
	if l.folder != "" {
		text = "Folders go to the attribute path. Write:\n\n" +
			"  endpoint = " + strconv.Quote(endpoint.String()) + "\n  path     = " + l.quotedFolder()
	}
	if endpoint.Jurisdiction == "" {
		text += "\n\nFor a bucket in a jurisdiction, write that behind the account id, as in " + jurisdictionForm + "."
	}
	return text
}

// quotedFolder is a value of the attribute path; too long a one, or one that
// may be a secret, is left to fill in.
func (l location) quotedFolder() string {
	if len(l.folder) > mostPrinted || SecretLike(l.folder) {
		return `"/<folder>"`
	}
	return strconv.Quote("/" + l.folder)
}

// notAURL does not show the input: what cannot be parsed may hold a password.
func notAURL() *Finding {
	return invalidEndpoint("R2-003", "The endpoint is not a URL.", location{})
}

func superfluous(meant location, parts []string) *Finding {
	return invalidEndpoint("R2-004", "An endpoint has https://, the host and the bucket, and nothing else. Remove "+list(parts, "and")+".", meant)
}

func noBucket(meant location) *Finding {
	return invalidEndpoint("R2-001", "The endpoint names the account but no bucket. Append the name of the bucket.", meant)
}

func folderBehindBucket(meant location) *Finding {
	return invalidEndpoint("R2-002", "There is a folder behind the bucket in the endpoint.", meant)
}

func virtualHosted(meant location) *Finding {
	return invalidEndpoint("R2-003", "The bucket stands in front of the host (virtual-hosted style). It belongs behind it.", meant)
}

func jurisdictionInFront(meant location) *Finding {
	return invalidEndpoint("R2-005", "The jurisdiction stands in front of the account id. It belongs behind it.", meant)
}

func defaultJurisdictionInHost(meant location) *Finding {
	return invalidEndpoint("R2-005", "The host names the jurisdiction \""+DefaultJurisdiction+"\", which means that there is none. It is not a part of the host.", meant)
}

func badJurisdiction(labels []string, meant location) *Finding {
	if slices.Contains(labels, "") {
		return invalidEndpoint("R2-005", "There is a doubled dot in the host.", meant)
	}
	return invalidEndpoint("R2-005", "What stands between the account id and "+domain+", "+Pasted(strings.Join(labels, "."))+
		", is not a jurisdiction. That is one word, such as eu; a bucket in none has nothing there.", meant)
}

func noAccount(meant location) *Finding {
	return invalidEndpoint("R2-005", "The account id is missing in front of the host.", meant)
}

func badAccountID(label string, meant location) *Finding {
	fault := "this has " + count(len([]rune(label)), "character")
	if i := strings.IndexFunc(label, func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) }); i >= 0 && len(label) == 32 {
		fault = "this has " + printable(label[i:i+1]) + " in it"
	}
	return invalidEndpoint("R2-005", "The host begins with "+Pasted(label)+", which is not an account id. An account id has "+
		"32 hexadecimal characters (0-9, a-f); "+fault+".", meant)
}

func encodedBucketName(meant location) *Finding {
	return invalidEndpoint("R2-004", "The name of the bucket is percent-encoded. It needs no encoding.", meant)
}

func badBucketName(name string) *Finding {
	return &Finding{
		Code: "R2-006", Field: FieldEndpoint, Summary: "Invalid Bucket Name",
		Detail: "R2 has no bucket of the name " + Pasted(name) + ": " + bucketNameFault(name) + ". " + BucketNameRule,
	}
}

// bucketNameFault says which part of the rule a name breaks.
func bucketNameFault(name string) string {
	has := func(set string) bool { return strings.ContainsAny(name, set) }
	runes := []rune(name)
	foreign := slices.IndexFunc(runes, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", r) })
	switch {
	case has("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
		return "it has upper-case letters"
	case has("."):
		return "it has a dot in it"
	case has("_"):
		return "it has an underscore in it"
	case foreign >= 0:
		return "it has " + printable(string(runes[foreign])) + " in it"
	case len(runes) < 3 || len(runes) > 63:
		return "it has " + count(len(runes), "character")
	default:
		return "it has a hyphen at an end"
	}
}
