package provider_test

import (
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// meaning is what a fault amounts to for who sent the request.
type meaning struct {
	name string
	// once and lasting are how often the request is sent when it is disturbed one time, and every time.
	once, lasting int
	// cures tells whether the run goes on as if nothing had happened after the fault has struck once.
	cures bool
	// told is the summary of the diagnostic, "" where it depends on what was attempted; silent is where there is none.
	told   string
	silent bool
}

var (
	// unnoticed: the answer is right, or as good as right.
	unnoticed = meaning{name: "unnoticed", once: 1, lasting: 1, cures: true, silent: true}
	// passing: R2 is not there for the moment.
	passing = meaning{name: "passing", once: 2, lasting: 3, cures: true}
	// portal: something else answers, perhaps for the moment.
	portal = meaning{name: "portal", once: 2, lasting: 3, cures: true, told: "Answer Did Not Come From R2"}
	// barred: something else answers, and will.
	barred = meaning{name: "barred", once: 1, lasting: 1, told: "Answer Did Not Come From R2"}
	// exposed: a success that has no body is found out to be none.
	exposed = meaning{name: "exposed", once: 1, lasting: 1, told: "Answer Did Not Come From R2"}
	// skewed: the SDK signs again by the clock of the answer, which is a mistake if only one answer's clock is wrong.
	skewed = meaning{name: "skewed", once: 3, lasting: 2, cures: true, told: "Clock Is Wrong"}
	// masked: there is no encrypted connection to R2.
	masked = meaning{name: "masked", once: 1, lasting: 1, told: "TLS Handshake Failed"}
	// garbled: an object is not what was written.
	garbled = meaning{name: "garbled", once: 1, lasting: 1, told: "Object Reads Back Differently"}
	// believed: nothing can tell the answer from a success. The next plan sees what is missing.
	believed = unnoticed
)

// fault is a column of the matrix: what goes wrong, and what that means by what is answered when it does not.
type fault struct {
	name string
	// effect is what the fake does to the request in the row. Without one the request is led to another server.
	effect func(row int) r2fake.Effect
	// after lets the request take effect first.
	after bool
	// document, object and nothing are about requests that are answered with XML (errors among it), with an object, and
	// with a status alone.
	document, object, nothing meaning
}

// edge are the codes of Cloudflare's own error pages, which the rows take in turns.
var edge = []int{520, 521, 522, 523, 524}

func always(effect r2fake.Effect) func(int) r2fake.Effect {
	return func(int) r2fake.Effect { return effect }
}

var faults = []fault{
	{"429", always(r2fake.Error{Status: 429, Code: "TooManyRequests"}), false, passing, passing, passing},
	{"429 busy", always(r2fake.Error{Status: 429, Code: "ServiceUnavailable"}), false, passing, passing, passing},
	{"500", always(r2fake.Error{Status: 500, Code: "InternalError"}), false, passing, passing, passing},
	{"503", always(r2fake.Error{Status: 503, Code: "ServiceUnavailable"}), false, passing, passing, passing},
	{"52x page", func(row int) r2fake.Effect { return r2fake.HTML{Status: edge[row%len(edge)]} }, false, passing, passing, passing},
	{"hang", always(r2fake.Hang{}), false, passing, passing, passing},
	{"hang in body", always(r2fake.HangInBody{}), false, passing, passing, unnoticed},
	{"reset", always(r2fake.Reset{}), false, passing, passing, passing},
	{"reset, done", always(r2fake.Reset{}), true, passing, passing, passing},
	{"reset in body", always(r2fake.ResetInBody{}), false, passing, passing, unnoticed},
	{"closed in body", always(r2fake.Truncate{}), false, passing, passing, unnoticed},
	{"half XML", always(r2fake.HalfDocument{}), false, portal, garbled, unnoticed},
	{"200 page", always(r2fake.HTML{}), false, portal, garbled, portal},
	{"200 empty", always(r2fake.Empty{}), false, portal, garbled, portal},
	{"200 feed", always(r2fake.ForeignXML{}), false, portal, garbled, portal},
	{"drip", always(r2fake.Drip{Every: time.Millisecond}), false, unnoticed, unnoticed, unnoticed},
	{"slow drip", always(r2fake.Drip{Every: 11 * time.Second}), false, passing, passing, unnoticed},
	{"too long", always(r2fake.WrongContentLength{Twice: true}), false, passing, passing, unnoticed},
	{"too short", always(r2fake.WrongContentLength{}), false, portal, garbled, unnoticed},
	{"redirect", always(r2fake.Redirect{Location: "https://portal.example/"}), false, barred, barred, barred},
	{"403 page", always(r2fake.HTML{Status: 403}), false, barred, barred, barred},
	{"skew", always(r2fake.ClockSkew{By: time.Hour}), false, skewed, skewed, skewed},
	{"certificate", nil, false, masked, masked, masked},
}

// role is what a request is for, which decides what becomes of a fault that lasts.
type role int

const (
	// needed: without its answer the run fails.
	needed role = iota
	// spare: it only finds out whether the token has more rights than it needs.
	spare
	// right: it finds out one right of the token, which is then said not to be known.
	right
	// unseen: nobody misses its answer.
	unseen
	// creating: it makes the bucket, whose existence decides in the end.
	creating
	// cleaning: it deletes the test object.
	cleaning
)

// speaksOfAll tells whether a fault says something about all requests with the token, so that each of them is heeded.
func (m meaning) speaksOfAll() bool { return m.name == skewed.name || m.name == masked.name }
