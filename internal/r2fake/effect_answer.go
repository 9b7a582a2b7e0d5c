package r2fake

import (
	"cmp"
	"net/http"
	"time"
)

// Effect is what a [Fault] does to an answer. The effects are the types of this package that implement it.
type Effect interface {
	name() string
	play(x *exchange)
}

// Error answers with an error document. R2's answer to too many writes of one key, for example, is
// Error{Status: 429, Code: "ServiceUnavailable"}.
type Error struct {
	Status  int
	Code    string
	Message string
	// RetryAfter is the value of the header of that name, which is left out if empty.
	RetryAfter string
}

func (Error) name() string { return "error" }

func (e Error) play(x *exchange) {
	answer := errorAnswer(&apiError{status: e.Status, code: e.Code, message: e.Message})
	if e.RetryAfter != "" {
		answer.header = http.Header{"Retry-After": {e.RetryAfter}}
	}
	x.respond(answer)
}

// HTML answers with a web page, as captive portals, proxies and Cloudflare's own error pages do (status 520 to 530).
type HTML struct {
	Status int // 200 if zero
}

func (HTML) name() string { return "html" }

func (e HTML) play(x *exchange) {
	x.respond(&response{
		status: cmp.Or(e.Status, http.StatusOK),
		header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}},
		body:   []byte("<!DOCTYPE html><html><head><title>Not R2</title></head><body>Not R2</body></html>"),
	})
}

// Empty answers without a body.
type Empty struct {
	Status int // 200 if zero
}

func (Empty) name() string { return "empty" }

func (e Empty) play(x *exchange) {
	x.respond(&response{status: cmp.Or(e.Status, http.StatusOK)})
}

// ForeignXML answers 200 with a well-formed document that is none of S3's.
type ForeignXML struct{}

func (ForeignXML) name() string { return "foreign xml" }

func (ForeignXML) play(x *exchange) {
	x.respond(&response{status: http.StatusOK, body: []byte(xmlDeclaration + `<rss version="2.0"><channel><title>Not R2</title></channel></rss>`)})
}

// HalfDocument answers with half of the body of the genuine answer, in good order.
type HalfDocument struct{}

func (HalfDocument) name() string { return "half document" }

func (HalfDocument) play(x *exchange) {
	half := *x.perform()
	half.body = half.body[:len(half.body)/2]
	x.respond(&half)
}

// ClockSkew refuses a request for its time, as R2 does when it is off by more than 15 minutes, and dates the answer by R2's
// clock.
type ClockSkew struct {
	By time.Duration // how far R2's clock is ahead
}

func (ClockSkew) name() string { return "clock skew" }

func (e ClockSkew) play(x *exchange) {
	answer := errorAnswer(errTimeSkewed)
	answer.header = http.Header{"Date": {x.server.clock().Add(e.By).UTC().Format(http.TimeFormat)}}
	x.respond(answer)
}

// Redirect sends the client elsewhere.
type Redirect struct {
	Location string
	Status   int // 307 if zero
}

func (Redirect) name() string { return "redirect" }

func (e Redirect) play(x *exchange) {
	x.respond(&response{status: cmp.Or(e.Status, http.StatusTemporaryRedirect), header: http.Header{"Location": {e.Location}}})
}
