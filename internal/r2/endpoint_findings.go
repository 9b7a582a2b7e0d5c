package r2

import (
	"strconv"
	"strings"
)

// endpointForm is how an endpoint looks, with the parts to fill in.
const endpointForm = "https://<account id>." + domain + "/<bucket>"

// invalidEndpoint says what the input is, then what an endpoint looks like: the
// one that was meant, where it can be told.
func invalidEndpoint(code, problem string, meant Endpoint) *Finding {
	f := &Finding{Code: code, Field: FieldEndpoint, Summary: "Invalid Endpoint"}
	switch {
	case meant.Bucket != "" && ValidBucketName(meant.Bucket):
		f.Detail = problem + " Write:\n\n  " + meant.String()
	case meant.AccountID != "":
		f.Detail = problem + " Write:\n\n  " + meant.Base() + "/<bucket>"
	default:
		f.Detail = problem + " Use the S3 API endpoint, with the name of the bucket appended, and with the jurisdiction for a bucket that is in one:\n\n" +
			"  " + endpointForm + "\n  https://<account id>.eu." + domain + "/<bucket>\n\n" +
			"The Cloudflare dashboard shows it under R2 > (the bucket) > Settings > S3 API."
	}
	return f
}

// notAURL does not show the input: what cannot be parsed may hold a password.
func notAURL() *Finding {
	return invalidEndpoint("R2-003", "The endpoint is not a URL.", Endpoint{})
}

func superfluous(endpoint Endpoint, parts []string) *Finding {
	return invalidEndpoint("R2-004", "The endpoint is only the scheme, the host and the bucket. Remove "+list(parts, "and")+".", endpoint)
}

func noBucket(endpoint Endpoint) *Finding {
	return invalidEndpoint("R2-001", "The endpoint names the account but no bucket. Append the name of the bucket.", endpoint)
}

func pathBehindBucket(endpoint Endpoint, rest string) *Finding {
	return &Finding{
		Code: "R2-002", Field: FieldEndpoint, Summary: "Invalid Endpoint",
		Detail: "There is a folder behind the bucket in the endpoint. Folders go to the attribute path:\n\n" +
			"  endpoint = " + strconv.Quote(endpoint.String()) + "\n" +
			"  path     = " + strconv.Quote("/"+strings.Trim(rest, "/")),
	}
}

func virtualHosted(endpoint Endpoint, path string) *Finding {
	f := invalidEndpoint("R2-003", "The bucket stands in front of the host (virtual-hosted style). It belongs behind it.", endpoint)
	if rest := strings.Trim(path, "/"); rest != "" && ValidBucketName(endpoint.Bucket) {
		f.Detail += "\n\nand, if the folder was meant, path = " + strconv.Quote("/"+rest)
	}
	return f
}

func noAccount(bucket string) *Finding {
	if bucket == "" {
		bucket = "<bucket>"
	}
	return &Finding{
		Code: "R2-005", Field: FieldEndpoint, Summary: "Invalid Endpoint",
		Detail: "The account id is missing in front of the host. Write:\n\n  https://<account id>." + domain + "/" + printable(bucket),
	}
}

func badAccountID(label string) *Finding {
	return invalidEndpoint("R2-005", "The host begins with "+printable(label)+", which is not an account id. An account id has "+
		"32 hexadecimal characters (0-9, a-f); this has "+count(len([]rune(label)), "character")+".", Endpoint{})
}

func badBucketName(field Field, name string) *Finding {
	return &Finding{
		Code: "R2-006", Field: field, Summary: "Invalid Bucket Name",
		Detail: "R2 has no bucket of the name " + printable(name) + ". " + BucketNameRule,
	}
}
