package r2fake

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Class is the billing class of an operation: https://developers.cloudflare.com/r2/pricing/
type Class string

// The billing classes.
const (
	ClassA        Class = "A"        // writes and lists
	ClassB        Class = "B"        // reads
	ClassFree     Class = "free"     // deletes and aborts
	ClassUnlisted Class = "unlisted" // the price list does not say
)

// resource is what an operation works on.
type resource int

const (
	onService resource = iota
	onBucket
	onObject
)

func (t target) resource() resource {
	switch {
	case t.bucket == "":
		return onService
	case t.key == "":
		return onBucket
	}
	return onObject
}

// operation is an operation of the S3 API: how to tell its requests, what they may carry, and what they need.
type operation struct {
	name   string
	class  Class
	access access

	method  string
	on      resource
	marks   []string // query parameters that tell it from others
	copies  bool     // told from others by x-amz-copy-source
	params  []string // further query parameters it knows
	headers []string // request headers it knows besides the common ones

	lists          bool // lists keys below the parameter prefix
	bucketDeletion bool // deletes the bucket or a configuration of it
	refusal        error

	validate func(*call) error // of arguments, before authorisation
	run      func(*call) (*response, error)
}

// needsBucket reports whether the operation works on a bucket that exists.
func (o *operation) needsBucket() bool {
	return o.on != onService && o.name != opCreateBucket
}

// opUnknown is the name of requests that are no operation the fake knows.
const opUnknown = "Unknown"

// subresources are parameters that turn a request into another operation. A request with one that no operation of the table
// claims must not be taken for the plain operation: DELETE /bucket?policy does not delete the bucket.
var subresources = []string{
	"accelerate", "acl", "analytics", "attributes", "cors", "delete", "encryption", "intelligent-tiering", "inventory",
	"legal-hold", "lifecycle", "list-type", "location", "logging", "metadataConfiguration", "metadataTable", "metrics", "notification",
	"object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "renameObject", "replication", "requestPayment",
	"restore", "retention", "select", "session", "tagging", "torrent", "uploadId", "uploads", "versioning", "versions", "website",
}

// partNumberPattern is what the routes of parts take for a number, in their range or not.
var partNumberPattern = regexp.MustCompile(`^ *-?\d*$`)

// matchOperation finds the operation of a request: of those whose marks it carries, the one with the most.
func matchOperation(r *http.Request, t target, query url.Values) *operation {
	if query.Has("uploadId") && !partNumberPattern.MatchString(query.Get("partNumber")) {
		return &operation{name: opUnknown, class: ClassUnlisted, on: t.resource(), refusal: errRouteNotFound}
	}
	copies := r.Header.Get("X-Amz-Copy-Source") != ""
	var candidates []*operation
	for _, op := range operations {
		if op.method == r.Method && op.on == t.resource() && op.copies == copies &&
			!slices.ContainsFunc(op.marks, func(m string) bool { return !query.Has(m) }) {
			candidates = append(candidates, op)
		}
	}
	for name := range query {
		if slices.Contains(subresources, name) {
			candidates = slices.DeleteFunc(candidates, func(op *operation) bool { return !slices.Contains(op.marks, name) })
		}
	}
	if len(candidates) > 0 {
		return slices.MaxFunc(candidates, func(a, b *operation) int { return cmp.Compare(len(a.marks), len(b.marks)) })
	}
	return &operation{name: opUnknown, class: ClassUnlisted, on: t.resource(), refusal: refusal(r, t, query)}
}

// ignoredParams may accompany any operation: x-id (https://developers.cloudflare.com/r2/platform/release-notes/, 2023-12-11)
// and those of presigned URLs.
var ignoredParams = []string{
	"x-id", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature",
	"X-Amz-Security-Token",
}

// checkQuery refuses parameters the operation does not know, in the order of the query.
func (o *operation) checkQuery(rawQuery string, query url.Values) error {
	names := parameterNames(rawQuery)
	for _, name := range names {
		known := slices.Contains(o.marks, name) || slices.Contains(o.params, name)
		switch {
		case known && len(query[name]) > 1:
			return errInvalidArgument("Parameter %s is repeated", name)
		case known, slices.Contains(ignoredParams, name):
		case o.name == opCreateBucket, o.name == opDeleteBucket:
			return errUnsupportedParameters(o.method, names)
		case o.name == opGetBucketLocation:
			return errInvalidArgument("Search param %s is unsupported for bucket location", name)
		case name == "partNumber" && o.on == onObject && o.class == ClassB: // HeadObject and GetObject
			return errNotImplemented("partNumber not implemented")
		case o.name == opListObjects:
			return errNotImplemented("ListObjectsV1 search parameter %s not implemented", name)
		default:
			return errNotImplemented("%s search parameter %s not implemented", o.name, name)
		}
	}
	return nil
}

// commonHeaders may accompany any operation.
var commonHeaders = []string{"x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent"}

// streamingHeaders accompany an aws-chunked body.
var streamingHeaders = []string{"x-amz-trailer", "x-amz-decoded-content-length"}

// truisms are the values of headers that ask of an object what is so of every object of R2, and are the only ones taken:
// it is encrypted, and has no access control list (Cloudflare's own configuration of rclone asks for one:
// https://developers.cloudflare.com/r2/examples/rclone/).
var truisms = map[string][]string{
	"x-amz-acl": {
		"private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control",
	},
	"x-amz-server-side-encryption": {"AES256"},
}

// checkHeader refuses headers with a meaning in S3 or R2 that the operation does not know.
func (o *operation) checkHeader(header http.Header, answers Answers) error {
	for _, canonical := range slices.Sorted(maps.Keys(header)) {
		name := strings.ToLower(canonical)
		if !meaningful(name) || slices.Contains(commonHeaders, name) {
			continue
		}
		known := slices.Contains(o.headers, name) || strings.HasPrefix(name, "x-amz-meta-") && slices.Contains(o.headers, anyMetadata)
		switch {
		case answers.StreamingUploadsAccepted && slices.Contains(streamingHeaders, name):
		case !known,
			truisms[name] != nil && !slices.Contains(truisms[name], header.Get(name)),
			answers.ConfigurationChecksumsRefused && o.validate != nil && slices.Contains(digestHeaders, name):
			return errHeaderNotImplemented(name, strings.Join(header[canonical], ", "))
		}
	}
	if strings.Contains(header.Get("Content-Encoding"), "aws-chunked") && !answers.StreamingUploadsAccepted {
		return errHeaderNotImplemented("content-encoding", "aws-chunked")
	}
	return nil
}

// meaningful reports whether a header changes what a request means.
func meaningful(name string) bool {
	return strings.HasPrefix(name, "x-amz-") || strings.HasPrefix(name, "cf-") || strings.HasPrefix(name, "if-") || name == "range"
}
