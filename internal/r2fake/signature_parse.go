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
	// maxPresignedLife is the longest life of a presigned URL.
	maxPresignedLife = 7 * 24 * time.Hour
)

var (
	errNoAuthorization = errInvalidArgument("Authorization")
	errSigV2           = &apiError{status: http.StatusUnauthorized, code: "Unauthorized", message: "SigV2 authorization is not supported. Please use SigV4 instead."}
	errScheme          = errInvalidRequest("Please use " + sigAlgorithm)
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
	case query.Has("X-Amz-Signature") || query.Has("X-Amz-Algorithm"):
		return s.parsePresigned(r, query)
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
	if scheme != sigAlgorithm {
		return g, errScheme
	}
	fields := map[string]string{}
	for field := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		fields[name] = value
	}
	return g.complete(fields["Credential"], fields["SignedHeaders"], fields["Signature"])
}

func (s *Server) parsePresigned(r *http.Request, query url.Values) (signature, error) {
	g := signature{presigned: true, payloadHash: unsignedPayload, sessionToken: query.Get("X-Amz-Security-Token")}
	if hash := r.Header.Get("X-Amz-Content-Sha256"); hash != "" {
		g.payloadHash = hash
	}

	var err error
	if g.time, err = time.Parse(sigTimeFormat, query.Get("X-Amz-Date")); err != nil {
		return g, errInvalidArgument("X-Amz-Date")
	}
	seconds, err := strconv.Atoi(query.Get("X-Amz-Expires"))
	life := time.Duration(seconds) * time.Second
	if err != nil || seconds < 1 || life > maxPresignedLife {
		return g, errInvalidArgument("X-Amz-Expires")
	}
	now := s.clock()
	switch {
	case g.time.Sub(now) > maxSkew:
		return g, errTimeSkewed
	case now.After(g.time.Add(life)):
		return g, s.expired()
	case query.Get("X-Amz-Algorithm") != sigAlgorithm:
		return g, errScheme
	}
	return g.complete(query.Get("X-Amz-Credential"), query.Get("X-Amz-SignedHeaders"), query.Get("X-Amz-Signature"))
}

// expired is the answer to a presigned URL after its time. The documentation gives it another status than Cloudflare's local R2.
func (s *Server) expired() error {
	status := http.StatusForbidden
	if s.currentAnswers().ExpiredIsBadRequest {
		status = http.StatusBadRequest
	}
	return &apiError{status: status, code: "ExpiredRequest", message: "Request has expired"}
}

// complete checks the parts which header and query form have in common.
func (g signature) complete(credential, signedHeaders, value string) (signature, error) {
	parts := strings.Split(credential, "/")
	if len(parts) != 5 {
		return g, errInvalidArgument("Credential should have 5 parts, not %d", len(parts))
	}
	g.accessKeyID, g.date, g.region = parts[0], parts[1], parts[2]
	switch {
	case parts[3] != sigService:
		return g, errInvalidArgument("Credential service should be s3, not %s", parts[3])
	case parts[4] != sigTerminator:
		return g, errInvalidArgument("Credential should end with %s, not %s", sigTerminator, parts[4])
	case g.date != g.time.Format(sigDateFormat):
		return g, errInvalidArgument("Credential date should be %s, not %s", g.time.Format(sigDateFormat), g.date)
	case len(g.accessKeyID) != 32:
		return g, errInvalidArgument("Credential access key has length %d, should be 32", len(g.accessKeyID))
	case !slices.Contains(regionAliases, g.region) && !slices.Contains(locationHints, g.region):
		return g, errInvalidRegion(g.region)
	}
	g.signedHeaders = strings.Split(signedHeaders, ";")
	g.value = value
	return g, nil
}

// signingTime is the time a request claims to be signed at: X-Amz-Date, or else Date.
func signingTime(r *http.Request) (time.Time, error) {
	if value := r.Header.Get("X-Amz-Date"); value != "" {
		t, err := time.Parse(sigTimeFormat, value)
		if err != nil {
			return t, errInvalidArgument("X-Amz-Date")
		}
		return t, nil
	}
	t, err := http.ParseTime(r.Header.Get("Date"))
	if err != nil {
		return t, errInvalidArgument("Date")
	}
	return t.UTC(), nil
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
