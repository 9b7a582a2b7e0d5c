package r2fake

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// maxSkew is how far the clock of a client may be off: https://developers.cloudflare.com/r2/pricing/ (FAQ) names the
	// error, Cloudflare's local R2 the fifteen minutes.
	maxSkew = 15 * time.Minute
	// maxPresignedSeconds is the longest life of a presigned URL, a week.
	maxPresignedSeconds = 604800
)

var (
	errNoAuthorization = errInvalidArgument("Authorization")
	// https://github.com/sansan0/TrendRadar/issues/664
	errSigV2  = &apiError{status: http.StatusUnauthorized, code: "Unauthorized", message: "SigV2 authorization is not supported. Please use SigV4 instead."}
	errScheme = errInvalidRequest("Please use " + sigAlgorithm)
)

// parseSignature reads the signature of a request. Its checks are in the order of Cloudflare's local R2, except that Signature
// Version 2 is told first: its requests would otherwise fail for the headers of Version 4 that they cannot have.
func (s *Server) parseSignature(r *http.Request, query url.Values) (signature, error) {
	authorization := r.Header.Get("Authorization")
	switch {
	case strings.HasPrefix(authorization, "AWS "), query.Has("AWSAccessKeyId"):
		return signature{}, errSigV2
	case authorization != "":
		return s.parseHeaderSignature(r, authorization)
	case query.Has("X-Amz-Credential"):
		return parsePresigned(query)
	}
	return signature{}, errNoAuthorization
}

func (s *Server) parseHeaderSignature(r *http.Request, authorization string) (signature, error) {
	g := signature{
		payloadHash:  r.Header.Get("X-Amz-Content-Sha256"),
		sessionToken: r.Header.Get("X-Amz-Security-Token"),
	}
	if g.payloadHash == "" {
		return g, errInvalidRequest("Missing x-amz-content-sha256")
	}

	var err error
	if g.time, err = signingTime(r); err != nil {
		return g, err
	}
	if s.clock().Sub(g.time).Abs() > maxSkew {
		return g, errTimeSkewed
	}

	scheme, rest, _ := strings.Cut(authorization, " ")
	fields := map[string]string{}
	for field := range strings.SplitSeq(rest, ",") {
		if name, value, found := strings.Cut(strings.TrimSpace(field), "="); found {
			fields[name] = value
		}
	}
	if scheme != sigAlgorithm || len(missing([]string{"Credential", "SignedHeaders", "Signature"}, fields)) > 0 {
		return g, errScheme
	}
	return g.complete(fields["Credential"], fields["SignedHeaders"], fields["Signature"])
}

// missing returns those of the names that a map has not.
func missing[V any](names []string, in map[string]V) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, found := in[name]
		return found
	})
}

// parsePresigned reads the signature of a presigned URL. When it expires is checked later: see [signature.checkLife].
func parsePresigned(query url.Values) (signature, error) {
	g := signature{presigned: true, payloadHash: unsignedPayload, life: query.Get("X-Amz-Expires"), sessionToken: query.Get("X-Amz-Security-Token")}
	required := []string{"X-Amz-Algorithm", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"}
	switch absent := missing(required, query); len(absent) {
	case 0:
	case 1:
		return g, errInvalidArgument("Required search parameter %s missing", absent[0])
	default:
		return g, errInvalidArgument("Required search parameters %s missing", strings.Join(absent, ",  "))
	}
	if query.Get("X-Amz-Algorithm") != sigAlgorithm {
		return g, errScheme
	}
	var err error
	if g.time, err = time.Parse(sigTimeFormat, query.Get("X-Amz-Date")); err != nil {
		return g, errDate("X-Amz-Date", query.Get("X-Amz-Date"))
	}
	return g.complete(query.Get("X-Amz-Credential"), query.Get("X-Amz-SignedHeaders"), query.Get("X-Amz-Signature"))
}

// checkLife refuses a presigned URL that has expired, or was to live for too long.
func (s *Server) checkLife(g signature) error {
	if !g.presigned {
		return nil
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(g.life), 64)
	switch {
	case err != nil:
		return errInvalidArgument("X-Amz-Expires should be a number")
	case seconds > maxPresignedSeconds:
		return errInvalidArgument("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than %d seconds", maxPresignedSeconds)
	case seconds >= 1 && !s.clock().After(g.time.Add(time.Duration(seconds*float64(time.Second)))):
		return nil
	}
	// The documentation gives it another status than Cloudflare's local R2.
	status := http.StatusForbidden
	if s.currentAnswers().ExpiredIsBadRequest {
		status = http.StatusBadRequest
	}
	return &apiError{status: status, code: "ExpiredRequest", message: "Request has expired"}
}

// complete checks the parts which header and query form have in common.
func (g signature) complete(credential, signedHeaders, value string) (signature, error) {
	parts := strings.Split(credential, "/")
	last := len(parts) - 1
	if last < 4 {
		return g, errInvalidArgument("Credential sigv4 header should have at least 5 slash-separated parts, not %d", len(parts))
	}
	// What there is too much belongs to the access key id.
	g.accessKeyID, g.date, g.region = strings.Join(parts[:last-3], "/"), parts[last-3], parts[last-2]
	switch {
	case parts[last-1] != sigService:
		return g, errInvalidArgument("Credential service should be s3, not %s", parts[last-1])
	case parts[last] != sigTerminator:
		return g, errInvalidArgument("Credential termination string should be %s, not %s", sigTerminator, parts[last])
	case g.date != g.time.Format(sigDateFormat):
		return g, errInvalidArgument("Credential signed date %s does not match %s from 'x-amz-date' header", g.date, g.time.Format(sigDateFormat))
	case len(g.accessKeyID) != 32:
		return g, errInvalidArgument("Credential access key has length %d, should be 32", len(g.accessKeyID))
	case !slices.Contains(regionAliases, g.region) && !slices.Contains(locationHints, g.region):
		return g, errInvalidRegion(g.region)
	}
	g.signedHeaders = strings.Split(signedHeaders, ";")
	g.value = value
	return g, nil
}

// signingTime is the time a request claims to be signed at: X-Amz-Date, or else Date, in the same form.
func signingTime(r *http.Request) (time.Time, error) {
	name, value := "x-amz-date", r.Header.Get("X-Amz-Date")
	if value == "" {
		name, value = "date", r.Header.Get("Date")
	}
	if value == "" {
		return time.Time{}, errInvalidArgument("No date provided in x-amz-date nor date header")
	}
	t, err := time.Parse(sigTimeFormat, value)
	if err != nil {
		return t, errDate("'"+name+"' header", value)
	}
	return t, nil
}

func errDate(source, value string) *apiError {
	return errInvalidArgument("Date provided in %s (%s) didn't parse successfully", source, value)
}

// claimedAccessKeyID is the access key id a request names, however malformed the rest.
func claimedAccessKeyID(r *http.Request, query url.Values) string {
	credential := query.Get("X-Amz-Credential")
	if _, rest, found := strings.Cut(r.Header.Get("Authorization"), "Credential="); found {
		credential, _, _ = strings.Cut(rest, ",")
	}
	id, _, _ := strings.Cut(credential, "/")
	return id
}
