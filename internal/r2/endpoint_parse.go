package r2

import (
	"net/url"
	"strings"
)

// ParseEndpoint reads an S3 API endpoint with the bucket appended, such as
// https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/backups.
// The host may be in any case and one trailing slash is ignored. The error is
// always a [*Finding]: it recognises what people paste instead, and shows the
// endpoint they meant where that can be told.
func ParseEndpoint(raw string) (Endpoint, error) {
	endpoint, rest, err := parseLocation(raw)
	if err != nil {
		return Endpoint{}, err
	}
	if rest != "" {
		return Endpoint{}, pathBehindBucket(endpoint, rest)
	}
	return endpoint, nil
}

// ParseLocation reads an endpoint with, optionally, a folder behind the bucket.
// The error is always a [*Finding].
func ParseLocation(raw string) (Endpoint, Path, error) {
	endpoint, rest, err := parseLocation(raw)
	if err != nil {
		return Endpoint{}, Path{}, err
	}
	folder, err := ParsePath(rest)
	if err != nil {
		return Endpoint{}, Path{}, err
	}
	return endpoint, folder, nil
}

// parseLocation gives the endpoint and what stands behind the bucket, without
// slashes at its ends.
func parseLocation(raw string) (Endpoint, string, error) {
	if f := recogniseNoURL(raw); f != nil {
		return Endpoint{}, "", f
	}
	trimmed := strings.TrimSpace(raw)
	parsed, err := url.Parse(trimmed)
	if err != nil || parsed.Opaque != "" {
		return Endpoint{}, "", notAURL()
	}
	host := strings.ToLower(parsed.Hostname())
	labels, isR2 := splitHost(strings.TrimSuffix(host, "."))
	if !isR2 {
		return Endpoint{}, "", recogniseHost(host, parsed)
	}
	endpoint, rest, f := fromLabels(labels, parsed)
	if f == nil {
		f = superfluousParts(raw, parsed, endpoint)
	}
	if f == nil {
		f = checkPathShape(endpoint, parsed)
	}
	if f == nil {
		f = checkBucket(endpoint, parsed)
	}
	if f != nil {
		return Endpoint{}, "", f
	}
	return endpoint, rest, nil
}

// fromLabels reads the account and the jurisdiction from the host and the
// bucket from the path.
func fromLabels(labels []string, parsed *url.URL) (Endpoint, string, *Finding) {
	bucket, rest, _ := strings.Cut(strings.Trim(parsed.Path, "/"), "/")
	switch {
	case len(labels) == 0:
		return Endpoint{}, "", noAccount(bucket)
	case len(labels) == 1 && ValidAccountID(labels[0]):
		return Endpoint{labels[0], DefaultJurisdiction, bucket}, rest, nil
	case len(labels) == 2 && ValidAccountID(labels[0]) && ValidJurisdiction(labels[1]):
		return Endpoint{labels[0], labels[1], bucket}, rest, nil
	case len(labels) == 2 && ValidAccountID(labels[1]):
		return Endpoint{}, "", virtualHosted(Endpoint{labels[1], DefaultJurisdiction, labels[0]}, parsed.Path)
	case len(labels) == 3 && ValidAccountID(labels[1]) && ValidJurisdiction(labels[2]):
		return Endpoint{}, "", virtualHosted(Endpoint{labels[1], labels[2], labels[0]}, parsed.Path)
	default:
		return Endpoint{}, "", badAccountID(labels[0])
	}
}

// checkPathShape refuses empty path segments: R2 would take them as a part of
// the name.
func checkPathShape(endpoint Endpoint, parsed *url.URL) *Finding {
	if !strings.Contains(strings.TrimSuffix(parsed.Path, "/")+"/", "//") {
		return nil
	}
	return superfluous(endpoint, []string{"the doubled slash in the path"})
}

func checkBucket(endpoint Endpoint, parsed *url.URL) *Finding {
	if endpoint.Bucket == "" {
		return noBucket(endpoint)
	}
	if !ValidBucketName(endpoint.Bucket) || strings.Contains(parsed.EscapedPath(), "%") {
		return badBucketName(FieldEndpoint, strings.SplitN(strings.Trim(parsed.EscapedPath(), "/"), "/", 2)[0])
	}
	return nil
}
