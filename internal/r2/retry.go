package r2

import (
	"errors"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// maxAttempts bounds how often one request is sent.
const maxAttempts = 3

// maxBackoff bounds the pause between two attempts. It is short because a
// person waits for the plan.
const maxBackoff = 2 * time.Second

// retryableStatus are the answers of Cloudflare's edge, besides the usual 500,
// 502, 503 and 504, that say "not now".
// See https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/.
var retryableStatus = map[int]struct{}{429: {}, 520: {}, 521: {}, 522: {}, 523: {}, 524: {}, 530: {}}

// newRetryer makes the retryer of one client: the standard one, the edge's
// answers, and answers that broke off or did not come from an S3 service.
func newRetryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.MaxBackoff = maxBackoff
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
	})
}
