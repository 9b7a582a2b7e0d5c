package r2

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// maxAttempts bounds how often one request is sent.
const maxAttempts = 3

// The pause before an attempt is random, up to a bound that doubles from the
// first to the longest, and starts higher for a 429. It is short because a
// person waits for the plan.
const (
	firstBackoff   = 500 * time.Millisecond
	longestBackoff = 2 * time.Second
	// longestRetryAfter bounds the pause that an answer asks for.
	longestRetryAfter = 10 * time.Second
)

// retryableStatus are the answers of Cloudflare's edge, besides the usual 500,
// 502, 503 and 504, that say "not now".
// See https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/.
var retryableStatus = map[int]struct{}{429: {}, 520: {}, 521: {}, 522: {}, 523: {}, 524: {}, 530: {}}

// retryer decides what one client sends again: what the SDK's standard one does,
// the edge's answers, and answers that broke off or did not come from an S3
// service; but nothing while the host does not answer anybody.
type retryer struct {
	*retry.Standard
	host *host
}

func newRetryer(at *host) aws.Retryer {
	return retryer{host: at, Standard: retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.BaseDelay = firstBackoff
		o.MaxBackoff = longestBackoff
		// The SDK's quota of retries is for each token alone, and replaces the cause
		// by its own words. What a dead host costs is bounded by outages instead.
		o.RateLimiter = ratelimit.None
		o.Retryables = append([]retry.IsErrorRetryable{
			// A handshake that fails does not get better by trying again.
			retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
				if isTLSFailure(err) {
					return aws.FalseTernary
				}
				return aws.UnknownTernary
			}),
		}, o.Retryables...)
		o.Retryables = append(o.Retryables,
			retry.RetryableHTTPStatusCode{Codes: retryableStatus},
			retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
				var foreign *ForeignAnswerError
				if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &foreign) && foreign.Temporary() {
					return aws.TrueTernary
				}
				return aws.UnknownTernary
			}),
		)
	})}
}

// IsErrorRetryable implements [aws.Retryer].
func (r retryer) IsErrorRetryable(err error) bool {
	return !r.host.down() && r.Standard.IsErrorRetryable(err)
}

// RetryDelay implements [aws.Retryer]. It waits at least as long as the answer
// asks for, within bounds.
func (r retryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	delay, failed := r.Standard.RetryDelay(attempt, err)
	return max(delay, min(retryAfter(err), longestRetryAfter)), failed
}

// retryAfter is the pause that the answer asks for, in seconds or by a date.
// See https://www.rfc-editor.org/rfc/rfc9110#field.retry-after.
func retryAfter(err error) time.Duration {
	var response *smithyhttp.ResponseError
	if !errors.As(err, &response) || response.Response == nil {
		return 0
	}
	header := response.Response.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(header); err == nil {
		return time.Until(date)
	}
	return 0
}
