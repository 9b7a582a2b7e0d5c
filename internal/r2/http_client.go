package r2

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// httpClient is what S3 clients send requests with.
type httpClient struct{ *http.Client }

// newHTTPClient makes the client under all S3 clients. It follows no redirect:
// signed requests go to the host that the endpoint names and to no other.
func newHTTPClient(transport http.RoundTripper, timeout time.Duration) httpClient {
	return httpClient{&http.Client{
		Transport:     legible{transport},
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Do sends a request, with a body that can be sent again: HTTP/2 asks for that
// when a connection ends under a request. Nor can it be closed while it is being
// sent, as the SDK closes its own when the answer is there first, which would
// break the connection under the answer. All bodies here are small.
func (c httpClient) Do(request *http.Request) (*http.Response, error) {
	if request.Body != nil && request.Body != http.NoBody {
		content, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		_ = request.Body.Close()
		request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
		request.Body, _ = request.GetBody()
	}
	return c.Client.Do(request) //nolint:gosec // G704: to the host that the endpoint names, which is what the user wants
}

// legible drops the Location of a redirect where it is no URL: http.Client would
// make a broken connection of that, which is worth to try again.
type legible struct{ next http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (l legible) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := l.next.RoundTrip(request)
	if err == nil {
		if _, err := response.Location(); err != nil {
			response.Header.Del("Location")
		}
	}
	return response, err
}

// CloseIdleConnections is what [http.Client.CloseIdleConnections] calls.
func (l legible) CloseIdleConnections() {
	if closer, ok := l.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}
