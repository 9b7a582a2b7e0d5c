package r2

import (
	"net/url"
	"slices"
	"strings"
)

// ParseEndpoint reads an S3 API endpoint with the bucket appended, such as
// https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/backups.
// The host may be in any case and one trailing slash is ignored. The error is
// always a [*Finding]: it recognises what people paste instead, and shows the
// endpoint they meant where that can be told.
func ParseEndpoint(raw string) (Endpoint, error) {
	where, f := parseLocation(raw)
	if f == nil && where.folder != "" {
		f = folderBehindBucket(where)
	}
	if f != nil {
		f.HideSource = SecretLike(raw)
		return Endpoint{}, f
	}
	return where.endpoint, nil
}

// ParseLocation reads an endpoint with, optionally, a folder behind the bucket.
// The error is always a [*Finding].
func ParseLocation(raw string) (Endpoint, Path, error) {
	where, f := parseLocation(raw)
	if f != nil {
		return Endpoint{}, Path{}, f
	}
	folder, err := ParsePath(where.folder)
	if err != nil {
		return Endpoint{}, Path{}, err
	}
	return where.endpoint, folder, nil
}

// location is an endpoint and what stands behind the bucket, without slashes at
// its ends. In a finding, what the input does not tell is empty.
type location struct {
	endpoint Endpoint
	folder   string
}

// parseLocation reads an endpoint and what stands behind the bucket.
func parseLocation(raw string) (location, *Finding) {
	trimmed := strings.TrimSpace(raw)
	if f := recogniseNoURL(trimmed); f != nil {
		return location{}, f
	}
	parsed, err := url.Parse(trimmed)
	if err != nil || parsed.Opaque != "" {
		return location{}, notAURL()
	}
	where, f := locate(parsed)
	if f == nil {
		f = superfluousParts(raw, parsed, where)
	}
	if f == nil {
		f = checkPathShape(where, parsed)
	}
	if f == nil {
		f = checkBucket(where, parsed)
	}
	return where, f
}

// locate reads the account and the jurisdiction from the host and the rest from
// the path. Of these, it judges the host only.
func locate(parsed *url.URL) (location, *Finding) {
	// Lower case is for ASCII alone: elsewhere it can make an ASCII letter of one
	// that only looks like it.
	if !isASCII(parsed.Hostname()) {
		return location{}, lookAlike(parsed.Hostname())
	}
	host := strings.ToLower(parsed.Hostname())
	labels, isR2 := splitHost(strings.TrimSuffix(host, "."))
	if !isR2 {
		return location{}, recogniseHost(host, parsed)
	}
	where := behindHost(parsed.Path)
	if len(labels) == 0 || labels[0] == "" {
		return location{}, noAccount(where)
	}
	for position, label := range labels {
		if ValidAccountID(label) {
			where.endpoint.AccountID = label
			return checkLabels(labels[:position], labels[position+1:], where)
		}
	}
	if len(labels) == 1 {
		where.endpoint.Jurisdiction = DefaultJurisdiction
	} else if len(labels) == 2 && ValidJurisdiction(labels[1]) {
		where.endpoint.Jurisdiction = labels[1]
	}
	return location{}, badAccountID(labels[0], where)
}

// behindHost reads a bucket and what stands behind it.
func behindHost(path string) location {
	bucket, folder, _ := strings.Cut(strings.Trim(path, "/"), "/")
	return location{Endpoint{Bucket: bucket}, folder}
}

// checkLabels reads what stands in front of the account id in the host, which
// should be nothing, and behind it, which may be a jurisdiction.
func checkLabels(front, behind []string, where location) (location, *Finding) {
	switch {
	case len(behind) == 0:
		where.endpoint.Jurisdiction = DefaultJurisdiction
	case len(behind) == 1 && behind[0] == DefaultJurisdiction:
		where.endpoint.Jurisdiction = DefaultJurisdiction
		return location{}, defaultJurisdictionInHost(where)
	case len(behind) == 1 && ValidJurisdiction(behind[0]):
		where.endpoint.Jurisdiction = behind[0]
	default:
		return location{}, badJurisdiction(behind, where)
	}
	switch {
	case len(front) == 0:
		return where, nil
	case len(behind) == 0 && slices.Contains(KnownJurisdictions(), front[0]) && where.endpoint.Bucket != "":
		where.endpoint.Jurisdiction = front[0]
		return location{}, jurisdictionInFront(where)
	default:
		if where.endpoint.Bucket != "" {
			where.folder = strings.Trim(where.endpoint.Bucket+"/"+where.folder, "/")
		}
		where.endpoint.Bucket = strings.Join(front, ".")
		return location{}, virtualHosted(where)
	}
}

// checkPathShape refuses empty path segments: R2 would take them as a part of
// the name.
func checkPathShape(where location, parsed *url.URL) *Finding {
	if !strings.Contains(strings.TrimSuffix(parsed.Path, "/")+"/", "//") {
		return nil
	}
	segments := strings.FieldsFunc(where.folder, func(r rune) bool { return r == '/' })
	where.folder = strings.Join(segments, "/")
	return superfluous(where, []string{"the doubled slash in the path"})
}

func checkBucket(where location, parsed *url.URL) *Finding {
	written, _, _ := strings.Cut(strings.Trim(parsed.EscapedPath(), "/"), "/")
	switch bucket := where.endpoint.Bucket; {
	case bucket == "":
		return noBucket(where)
	case !ValidBucketName(bucket):
		return badBucketName(bucket)
	case strings.Contains(written, "%"):
		return encodedBucketName(where)
	}
	return nil
}
