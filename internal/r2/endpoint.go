package r2

import (
	"regexp"
	"strings"
)

// domain is what every S3 API host of R2 ends in.
const domain = "r2.cloudflarestorage.com"

// accountID is how Cloudflare writes account ids.
var accountID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// ValidAccountID tells whether the id is 32 lower-case hexadecimal characters.
func ValidAccountID(id string) bool { return accountID.MatchString(id) }

// Endpoint is a bucket as an S3 client addresses it: the account and the
// jurisdiction choose the host, the bucket is the path.
type Endpoint struct {
	// AccountID is 32 lower-case hexadecimal characters.
	AccountID string
	// Jurisdiction is [DefaultJurisdiction] or a label such as "eu".
	Jurisdiction string
	// Bucket is the bucket's name. It is empty where an endpoint stands for an
	// account and not for one bucket.
	Bucket string
}

// Host is the host that serves the account's buckets in the jurisdiction. A
// bucket is reachable through the host of its own jurisdiction only.
// See https://developers.cloudflare.com/r2/reference/data-location/#using-jurisdictions-with-the-s3-api.
func (e Endpoint) Host() string {
	if e.Jurisdiction == DefaultJurisdiction || e.Jurisdiction == "" {
		return e.AccountID + "." + domain
	}
	return e.AccountID + "." + e.Jurisdiction + "." + domain
}

// Base is the endpoint's URL without the bucket, as most S3 clients want it.
func (e Endpoint) Base() string { return "https://" + e.Host() }

// String is the endpoint's URL, the bucket appended: the canonical form.
func (e Endpoint) String() string {
	if e.Bucket == "" {
		return e.Base()
	}
	return e.Base() + "/" + e.Bucket
}

// In is the endpoint of the bucket of the same name in another jurisdiction.
func (e Endpoint) In(jurisdiction string) Endpoint {
	e.Jurisdiction = jurisdiction
	return e
}

// splitHost takes a host of R2 apart: the labels in front of the domain and
// whether it ends in the domain at all. The host must be in lower case.
func splitHost(host string) (labels []string, ok bool) {
	if host == domain {
		return nil, true
	}
	front, ok := strings.CutSuffix(host, "."+domain)
	if !ok {
		return nil, false
	}
	return strings.Split(front, "."), true
}
