package miniflare_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeFormat = "20060102T150405Z"
	dateFormat = "20060102"
)

// signing is what a signature of Signature Version 4 is made of. Requests change parts of it to be wrong in one way only: the
// signature itself always fits the rest. The scheme:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
type signing struct {
	accessKeyID, secret string
	time                time.Time
	timeHeader          string // that holds the time

	// The scope.
	date, region, service, terminator string

	payloadHash   string
	signedHeaders []string

	// Of presigned URLs.
	expires string
}

func newSigning(s service, now time.Time, body string) *signing {
	return &signing{
		accessKeyID: s.credentials.AccessKeyID, secret: s.credentials.SecretAccessKey,
		time: now, timeHeader: "X-Amz-Date", date: now.Format(dateFormat), region: "auto", service: "s3", terminator: "aws4_request",
		payloadHash: hexSHA256(body), signedHeaders: []string{"host", "x-amz-content-sha256", "x-amz-date"},
	}
}

// at moves the signature to another time.
func (g *signing) at(t time.Time) {
	g.time, g.date = t, t.Format(dateFormat)
}

// header signs a request by its Authorization header.
func (g *signing) header(r *http.Request) {
	r.Header.Set(g.timeHeader, g.time.Format(timeFormat))
	r.Header.Set("X-Amz-Content-Sha256", g.payloadHash)
	r.Header.Set("Authorization", algorithm+" Credential="+g.credential()+
		", SignedHeaders="+strings.Join(g.signedHeaders, ";")+", Signature="+g.signature(r))
}

// query signs a request by its query.
func (g *signing) query(r *http.Request) {
	g.payloadHash, g.signedHeaders = "UNSIGNED-PAYLOAD", slices.DeleteFunc(g.signedHeaders, func(name string) bool { return name != "host" })
	values := r.URL.Query()
	values.Set("X-Amz-Algorithm", algorithm)
	values.Set("X-Amz-Credential", g.credential())
	values.Set("X-Amz-Date", g.time.Format(timeFormat))
	values.Set("X-Amz-Expires", g.expires)
	values.Set("X-Amz-SignedHeaders", strings.Join(g.signedHeaders, ";"))
	r.URL.RawQuery = values.Encode()
	values.Set("X-Amz-Signature", g.signature(r))
	r.URL.RawQuery = values.Encode()
}

func (g *signing) credential() string {
	return g.accessKeyID + "/" + g.scope()
}

func (g *signing) scope() string {
	return strings.Join([]string{g.date, g.region, g.service, g.terminator}, "/")
}

func (g *signing) signature(r *http.Request) string {
	var headers strings.Builder
	for _, name := range g.signedHeaders {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.URL.Host
		}
		headers.WriteString(name + ":" + value + "\n")
	}
	canonical := strings.Join([]string{
		r.Method, r.URL.EscapedPath(), canonicalQuery(r.URL.Query()), headers.String(), strings.Join(g.signedHeaders, ";"), g.payloadHash,
	}, "\n")
	toSign := strings.Join([]string{algorithm, g.time.Format(timeFormat), g.scope(), hexSHA256(canonical)}, "\n")
	key := []byte("AWS4" + g.secret)
	for _, part := range []string{g.date, g.region, g.service, g.terminator} {
		key = hmacSHA256(key, part)
	}
	return hex.EncodeToString(hmacSHA256(key, toSign))
}

func canonicalQuery(values url.Values) string {
	// In a query "+" stands for a blank, and url.QueryEscape writes no other.
	return strings.ReplaceAll(values.Encode(), "+", "%20")
}

func hmacSHA256(key []byte, data string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(data))
	return mac.Sum(nil)
}

func hexSHA256(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:])
}
