package r2fake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Signature Version 4 as S3 has it, header and query form:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
const (
	sigAlgorithm    = "AWS4-HMAC-SHA256"
	sigTerminator   = "aws4_request"
	sigService      = "s3"
	sigTimeFormat   = "20060102T150405Z"
	sigDateFormat   = "20060102"
	unsignedPayload = "UNSIGNED-PAYLOAD"
	streamingPrefix = "STREAMING-"
)

// signature is the claim of a request to be signed by somebody.
type signature struct {
	presigned     bool
	accessKeyID   string
	date          string // of the scope
	region        string
	signedHeaders []string
	value         string // hex
	time          time.Time
	payloadHash   string
	life          string // of a presigned URL, in seconds
	sessionToken  string
}

func (g signature) scope() string {
	return strings.Join([]string{g.date, g.region, sigService, sigTerminator}, "/")
}

// key derives the signing key from a secret.
func (g signature) key(secret string) []byte {
	key := []byte("AWS4" + secret)
	for _, part := range []string{g.date, g.region, sigService, sigTerminator} {
		key = hmacSHA256(key, part)
	}
	return key
}

// verify compares the signature with that of the holder of a secret.
func (g signature) verify(r *http.Request, secret string) error {
	canonical := g.canonicalRequest(r)
	toSign := g.stringToSign(canonical)
	want := hex.EncodeToString(hmacSHA256(g.key(secret), toSign))
	if hmac.Equal([]byte(want), []byte(g.value)) {
		return nil
	}
	return &apiError{
		status:  http.StatusForbidden,
		code:    "SignatureDoesNotMatch",
		message: "The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.",
		details: []errorDetail{
			{"StringToSign", toSign},
			{"StringToSignBytes", spacedHex(toSign)},
			{"CanonicalRequest", canonical},
			{"CanonicalRequestBytes", spacedHex(canonical)},
			{"SignatureProvided", g.value},
		},
	}
}

func (g signature) stringToSign(canonicalRequest string) string {
	return strings.Join([]string{sigAlgorithm, g.time.Format(sigTimeFormat), g.scope(), hexSHA256([]byte(canonicalRequest))}, "\n")
}

func (g signature) canonicalRequest(r *http.Request) string {
	var headers strings.Builder
	for _, name := range g.signedHeaders {
		headers.WriteString(name + ":" + canonicalHeader(r, name) + "\n")
	}
	return strings.Join([]string{
		r.Method, wirePath(r), canonicalQuery(r.URL.Query()), headers.String(), strings.Join(g.signedHeaders, ";"), g.payloadHash,
	}, "\n")
}

// canonicalHeader gives the value of a header as the client has to have signed it. net/http keeps some headers apart.
func canonicalHeader(r *http.Request, name string) string {
	var values []string
	switch name {
	case "host":
		values = []string{r.Host}
	case "content-length":
		values = []string{strconv.FormatInt(r.ContentLength, 10)}
	case "transfer-encoding":
		values = r.TransferEncoding
	default:
		values = r.Header.Values(name)
	}
	trimmed := make([]string, len(values))
	for i, value := range values {
		trimmed[i] = strings.Join(strings.Fields(value), " ")
	}
	return strings.Join(trimmed, ",")
}

func canonicalQuery(query url.Values) string {
	var pairs []string
	for name, values := range query {
		if name == "X-Amz-Signature" {
			continue
		}
		for _, value := range values {
			pairs = append(pairs, uriEncode(name)+"="+uriEncode(value))
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

// uriEncode encodes everything but the unreserved characters of RFC 3986.
func uriEncode(s string) string {
	const upperHex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteString(string([]byte{'%', upperHex[c>>4], upperHex[c&15]}))
	}
	return b.String()
}

func hmacSHA256(key []byte, data string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(data))
	return mac.Sum(nil)
}

func hexSHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// spacedHex writes bytes as S3 does in its signature errors: two digits each, separated by blanks.
func spacedHex(s string) string {
	pairs := make([]string, len(s))
	for i := range len(s) {
		pairs[i] = hex.EncodeToString([]byte{s[i]})
	}
	return strings.Join(pairs, " ")
}
