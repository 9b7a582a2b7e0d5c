package r2

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"unicode"

	"github.com/aws/smithy-go/middleware"
)

// hostPlaceholder stands, in a redirect, for the host of R2 that a request
// would have gone to.
const hostPlaceholder = "{host}"

// Redirect sends all requests to another S3 service than R2 itself, such as a
// fake or Cloudflare's local R2, while endpoints go on naming R2. Requests are
// sent to, and signed for, its URL, the path included. The zero value sends
// them to R2.
type Redirect struct{ template string }

// ParseRedirect reads the URL of another S3 service. "{host}" in it stands for
// the R2 host that the request would have gone to. Plain http is taken for this
// machine only, since it would show credentials' signatures and objects to the
// network. "" is the zero value.
func ParseRedirect(raw string) (Redirect, error) {
	if raw == "" {
		return Redirect{}, nil
	}
	sample := Endpoint{AccountID: strings.Repeat("0", 32), Jurisdiction: DefaultJurisdiction}.Host()
	parsed, err := url.Parse(strings.ReplaceAll(raw, hostPlaceholder, sample))
	switch {
	case err != nil || parsed.Hostname() == "" || (parsed.Scheme != "https" && parsed.Scheme != "http"):
		return Redirect{}, fmt.Errorf("it must be a URL that begins with http:// or https://, such as http://127.0.0.1:9000/{host}")
	case parsed.User != nil || parsed.RawQuery != "" || parsed.ForceQuery || strings.Contains(raw, "#"):
		return Redirect{}, fmt.Errorf("it must have no user name, query or fragment, only a scheme, a host, a port and a path")
	case strings.ContainsFunc(raw, unicode.IsSpace):
		return Redirect{}, fmt.Errorf("it must have no blanks, at its ends or inside")
	case !isASCII(parsed.Host):
		return Redirect{}, fmt.Errorf("its host must have plain letters only (a to z), since others may look like them; write an international name in its form that begins with xn--")
	case parsed.Scheme == "http" && !isLoopback(parsed.Hostname()):
		return Redirect{}, fmt.Errorf("plain http:// is taken for this machine only (127.0.0.1, [::1] or localhost); write https:// for another one")
	}
	return Redirect{strings.TrimRight(raw, "/")}, nil
}

// IsZero tells whether requests go to R2 itself.
func (r Redirect) IsZero() bool { return r.template == "" }

// base is the URL in front of the bucket for requests to the endpoint.
func (r Redirect) base(e Endpoint) string {
	if r.IsZero() {
		return e.Base()
	}
	return strings.ReplaceAll(r.template, hostPlaceholder, e.Host())
}

// redirectedError says where a request went that did not go to R2.
type redirectedError struct {
	base string
	err  error
}

// Error implements error.
func (e *redirectedError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *redirectedError) Unwrap() error { return e.err }

// markRedirected puts where requests go into their errors.
func markRedirected(base string) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("R2Redirect", func(
			ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
		) (middleware.InitializeOutput, middleware.Metadata, error) {
			out, metadata, err := next.HandleInitialize(ctx, in)
			if err != nil {
				err = &redirectedError{base, err}
			}
			return out, metadata, err
		}), middleware.Before)
	}
}

// redirected says that it was not R2 which was asked, where that may be the fault, or "". Who has forgotten an environment
// variable would look for it at R2.
func (f *Failure) redirected(endpoint Endpoint) string {
	if f.RedirectedTo == "" {
		return ""
	}
	text := "\n\nRequests go to " + f.RedirectedTo + " instead of R2, since endpoint_url of the provider, or R2_ENDPOINT_URL in the environment, is set. Unset it to ask R2. "
	switch f.Kind {
	case Unavailable, Foreign, BadTLS, NotImplemented:
		return text + "To ask that service, check that it runs there."
	case Refused:
		if !strings.Contains(f.RedirectedTo, endpoint.Host()) {
			return text + "To ask that service, see whether it wants the host of R2 in the path, as the fake of this provider does: " + f.RedirectedTo + "/" + hostPlaceholder + "."
		}
	}
	return "" // The service knows what it is asked about.
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
