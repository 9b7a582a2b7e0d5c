package provider

import (
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// requestLog logs every request at DEBUG: what was sent where, and what was
// answered. It takes no header and no body, so there is nothing to mask.
type requestLog struct{ next http.RoundTripper }

func logRequests(next http.RoundTripper) http.RoundTripper { return requestLog{next} }

// RoundTrip implements [http.RoundTripper].
func (l requestLog) RoundTrip(request *http.Request) (*http.Response, error) {
	started := time.Now()
	response, err := l.next.RoundTrip(request)
	fields := map[string]any{
		"method":   request.Method,
		"url":      request.URL.Redacted(),
		"duration": time.Since(started).String(),
	}
	if err != nil {
		fields["error"] = err.Error()
	} else {
		fields["status"] = response.StatusCode
		fields["ray_id"] = response.Header.Get("cf-ray")
	}
	tflog.Debug(request.Context(), "R2 request", fields)
	return response, err
}
