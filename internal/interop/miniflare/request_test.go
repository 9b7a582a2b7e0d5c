package miniflare_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// request is a request to be sent to both services. In its path, query, headers and body, "{name}" stands for a [variables] of
// the scenario.
type request struct {
	name   string // what is particular about it
	method string // GET if empty
	path   string // behind the base of the service, percent-encoded
	query  string
	header map[string]string
	body   string

	// sign, if set, changes what is signed, and change what was: with it the request may carry a signature that does not fit.
	sign   func(*signing)
	change func(*http.Request)
	// presign signs by the query instead of the Authorization header, for that many seconds; anonymous does not sign.
	presign   string
	anonymous bool

	// save keeps an element of the answer (its path) or the ETag header under a name, as a variable for later requests.
	save map[string]string
}

// variables are what differs between two services, or two runs, by name.
type variables map[string]string

func (v variables) expand(s string) string {
	for name, value := range v {
		s = strings.ReplaceAll(s, "{"+name+"}", value)
	}
	return s
}

// conceal is the reverse of expand.
func (v variables) conceal(s string) string {
	for name, value := range v {
		s = strings.ReplaceAll(s, value, "{"+name+"}")
	}
	return s
}

// build makes the request as it goes to a service.
func (r request) build(t *testing.T, s service, v variables, now time.Time) *http.Request {
	t.Helper()
	target := s.base.String() + v.expand(r.path)
	if r.query != "" {
		target += "?" + v.expand(r.query)
	}
	body := v.expand(r.body)
	built, err := http.NewRequestWithContext(t.Context(), r.method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range r.header {
		built.Header.Set(name, v.expand(value))
	}
	g := newSigning(s, now, body)
	g.expires = r.presign
	if r.sign != nil {
		r.sign(g)
	}
	switch {
	case r.anonymous:
	case r.presign != "":
		g.query(built)
	default:
		g.header(built)
	}
	if r.change != nil {
		r.change(built)
	}
	return built
}

// withHeader changes a header after it was signed; "" removes it.
func withHeader(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
}

// inAuthorization replaces a part of the Authorization header after it was made.
func inAuthorization(old, replacement string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, replacement, 1))
	}
}

// withoutField removes a field of the Authorization header after it was made.
func withoutField(name string) func(*http.Request) {
	return func(r *http.Request) {
		scheme, rest, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		var kept []string
		for field := range strings.SplitSeq(rest, ", ") {
			if !strings.HasPrefix(field, name+"=") {
				kept = append(kept, field)
			}
		}
		r.Header.Set("Authorization", scheme+" "+strings.Join(kept, ", "))
	}
}

// withQuery changes parameters of a presigned URL after it was made, given as names and values; "" removes one.
func withQuery(pairs ...string) func(*http.Request) {
	return func(r *http.Request) {
		values := r.URL.Query()
		for i := 0; i < len(pairs); i += 2 {
			values.Del(pairs[i])
			if pairs[i+1] != "" {
				values.Set(pairs[i], pairs[i+1])
			}
		}
		r.URL.RawQuery = values.Encode()
	}
}
