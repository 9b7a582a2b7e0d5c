package miniflare_test

import (
	"net/http"
	"strings"
	"time"
)

// unknownKey is an access key id that neither service knows.
const unknownKey = "ffffffffffffffffffffffffffffffff"

// noSignature has the form of a signature.
var noSignature = strings.Repeat("0", 64)

// onObject makes requests go to an object that is stored before them.
func onObject(requests ...request) []request {
	all := []request{stored("k")}
	for _, r := range requests {
		if r.path == "" {
			r.path = "/" + bucket + "/{row}k"
		}
		all = append(all, r)
	}
	return all
}

var authenticationScenarios = []scenario{
	{"scheme", onObject(
		request{name: "none", anonymous: true},
		request{name: "empty", change: withHeader("Authorization", " ")},
		request{name: "basic", change: inAuthorization(algorithm, "Basic")},
		request{name: "lower case", change: inAuthorization(algorithm, strings.ToLower(algorithm))},
		request{name: "without fields", change: withHeader("Authorization", algorithm)},
		request{name: "version 2", change: withHeader("Authorization", "AWS "+unknownKey+":c2lnbmF0dXJl")},
		request{name: "no credential", change: withoutField("Credential")},
		request{name: "no signed headers", change: withoutField("SignedHeaders")},
		request{name: "no signature", change: withoutField("Signature")},
		request{name: "fields without blanks", change: func(r *http.Request) {
			r.Header.Set("Authorization", strings.ReplaceAll(r.Header.Get("Authorization"), ", ", ","))
		}},
		request{name: "good"},
	)},
	{"time", onObject(
		request{name: "no date", change: withHeader("X-Amz-Date", "")},
		request{name: "not a date", change: withHeader("X-Amz-Date", "yesterday")},
		request{name: "date of ISO 8601 with separators", change: withHeader("X-Amz-Date", "2026-01-02T03:04:05Z")},
		request{name: "date in the header date, in basic form", sign: func(g *signing) {
			g.timeHeader, g.signedHeaders = "Date", []string{"date", "host", "x-amz-content-sha256"}
		}},
		request{name: "date in the header date, in HTTP form", change: func(r *http.Request) {
			r.Header.Del("X-Amz-Date")
			r.Header.Set("Date", "Fri, 02 Jan 2026 03:04:05 GMT")
		}},
		request{name: "fourteen minutes slow", sign: func(g *signing) { g.at(g.time.Add(-14 * time.Minute)) }},
		request{name: "sixteen minutes slow", sign: func(g *signing) { g.at(g.time.Add(-16 * time.Minute)) }},
		request{name: "fourteen minutes fast", sign: func(g *signing) { g.at(g.time.Add(14 * time.Minute)) }},
		request{name: "sixteen minutes fast", sign: func(g *signing) { g.at(g.time.Add(16 * time.Minute)) }},
	)},
	{"payload", onObject(
		request{name: "no hash", change: withHeader("X-Amz-Content-Sha256", "")},
		request{name: "not signed", sign: func(g *signing) { g.payloadHash = "UNSIGNED-PAYLOAD" }},
		request{name: "hash of another body", method: "PUT", path: "/" + bucket + "/{row}other", body: content, sign: func(g *signing) { g.payloadHash = hexSHA256("other") }},
		request{name: "hash of another body, of a read", sign: func(g *signing) { g.payloadHash = hexSHA256("other") }},
		request{name: "not stored", path: "/" + bucket + "/{row}other"},
		request{name: "not a hash", sign: func(g *signing) { g.payloadHash = "none" }},
		request{name: "streaming", method: "PUT", path: "/" + bucket + "/{row}other", body: "0\r\n\r\n", sign: func(g *signing) { g.payloadHash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER" }},
	)},
	{"credential", onObject(
		request{name: "of four parts", change: inAuthorization("/aws4_request,", ",")},
		request{name: "of one part", change: inAuthorization("/s3/aws4_request,", ",")},
		request{name: "of six parts", sign: func(g *signing) { g.accessKeyID = "more/" + g.accessKeyID }},
		request{name: "for another service", sign: func(g *signing) { g.service = "iam" }},
		request{name: "with another end", sign: func(g *signing) { g.terminator = "aws5_request" }},
		request{name: "of another day", sign: func(g *signing) { g.date = "20260102" }},
		request{name: "with a short access key id", sign: func(g *signing) { g.accessKeyID = "AKIAIOSFODNN7EXAMPLE" }},
		request{name: "with an unknown access key id", sign: func(g *signing) { g.accessKeyID = unknownKey }},
		request{name: "in region us-east-1", sign: func(g *signing) { g.region = "us-east-1" }},
		request{name: "in region weur", sign: func(g *signing) { g.region = "weur" }},
		request{name: "in no region", sign: func(g *signing) { g.region = "" }},
		request{name: "in a region of AWS", sign: func(g *signing) { g.region = "eu-central-1" }},
	)},
	{"signature", onObject(
		request{name: "of another secret", sign: func(g *signing) { g.secret = strings.Repeat("f", 64) }},
		request{name: "of zeros", change: withSignature(noSignature)},
		request{name: "empty", change: withSignature("")},
		request{name: "too short", change: withSignature("0")},
		request{name: "without host", sign: func(g *signing) { g.signedHeaders = []string{"x-amz-content-sha256", "x-amz-date"} }},
		request{name: "of host alone", sign: func(g *signing) { g.signedHeaders = []string{"host"} }},
		request{name: "of a header that is not sent", sign: func(g *signing) { g.signedHeaders = append(g.signedHeaders, "x-amz-meta-a") }},
		request{name: "of a header with blanks", header: map[string]string{"X-Amz-Meta-A": "a  b"}, method: "PUT", path: "/" + bucket + "/{row}blanks", sign: func(g *signing) {
			g.signedHeaders = append(g.signedHeaders, "x-amz-meta-a")
		}, change: withHeader("X-Amz-Meta-A", "c")},
		request{name: "for another path", change: func(r *http.Request) { r.URL.Path += "other"; withSignature(noSignature)(r) }},
		request{name: "for another query", query: "response-content-type=text%2Fplain", change: withSignature(noSignature)},
	)},
	{"order of checks", onObject(
		request{name: "no hash before no date", change: func(r *http.Request) { r.Header.Del("X-Amz-Content-Sha256"); r.Header.Del("X-Amz-Date") }},
		request{name: "clock before scheme", sign: func(g *signing) { g.at(g.time.Add(-time.Hour)) }, change: inAuthorization(algorithm, "Basic")},
		request{name: "scheme before credential", sign: func(g *signing) { g.service = "iam" }, change: inAuthorization(algorithm, "Basic")},
		request{name: "service before end", sign: func(g *signing) { g.service, g.terminator = "iam", "aws5_request" }},
		request{name: "end before day", sign: func(g *signing) { g.terminator, g.date = "aws5_request", "20260102" }},
		request{name: "day before key", sign: func(g *signing) { g.date, g.accessKeyID = "20260102", unknownKey }},
		request{name: "key before signed headers", sign: func(g *signing) { g.accessKeyID, g.signedHeaders = unknownKey, []string{"x-amz-date"} }},
		request{name: "signed headers before signature", sign: func(g *signing) { g.signedHeaders = []string{"x-amz-date"} }, change: withSignature(noSignature)},
		request{name: "signature before payload", method: "PUT", body: content, sign: func(g *signing) { g.payloadHash = hexSHA256("other") }, change: withSignature(noSignature)},
		request{name: "payload before subresource", query: "acl", method: "PUT", sign: func(g *signing) { g.payloadHash = hexSHA256("other") }},
		request{name: "signature before subresource", path: "/" + bucket, query: "policy", change: withSignature(noSignature)},
		request{name: "signature before method", path: "/" + bucket, method: "PATCH", change: withSignature(noSignature)},
		request{name: "signature before key", path: "/" + bucket + "/{row}absent", change: withSignature(noSignature)},
		request{name: "signature before bucket", path: "/acme-absent/k", change: withSignature(noSignature)},
	)},
	{"session token", onObject(
		request{name: "of nothing", header: map[string]string{"X-Amz-Security-Token": "token"}},
		request{name: "after the key", header: map[string]string{"X-Amz-Security-Token": "token"}, sign: func(g *signing) { g.accessKeyID = unknownKey }},
		request{name: "after the signature", header: map[string]string{"X-Amz-Security-Token": "token"}, change: withSignature(noSignature)},
		request{name: "after the subresource", header: map[string]string{"X-Amz-Security-Token": "token"}, query: "acl"},
		request{name: "before the key of the object", header: map[string]string{"X-Amz-Security-Token": "token"}, path: "/" + bucket + "/{row}absent"},
	)},
}

// withSignature replaces the signature of the Authorization header.
func withSignature(value string) func(*http.Request) {
	return func(r *http.Request) {
		before, _, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
		r.Header.Set("Authorization", before+"Signature="+value)
	}
}
