package r2

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Kind is what the failure of a request means.
type Kind uint8

// The kinds of failure.
const (
	// Refused is an answer of R2 that none of the other kinds fits.
	Refused Kind = iota
	// AccessDenied is a lack of permission: the level or the bucket scope, or a
	// filter for client IP addresses.
	AccessDenied
	// Unauthorized is an access key id that R2 does not know (yet, or any more).
	Unauthorized
	// BadSignature is a secret that does not belong to the key.
	BadSignature
	// NotEntitled is an account on which R2 is not enabled.
	NotEntitled
	// ClockSkew is a clock that is off by more than 15 minutes.
	ClockSkew
	// Locked is a bucket lock rule: a 403 that is not about permissions.
	Locked
	// NoSuchBucket is a bucket that the account does not have in this jurisdiction.
	NoSuchBucket
	// NoSuchThing is an object, an upload or a configuration that does not exist:
	// the token was let through.
	NoSuchThing
	// BucketExists is a name that is taken.
	BucketExists
	// BucketNotEmpty is a bucket that cannot be deleted yet.
	BucketNotEmpty
	// NotImplemented is an operation that the service does not have.
	NotImplemented
	// Unavailable is a fault of the service or the network that passes: 5xx, 429,
	// a time-out, a broken connection.
	Unavailable
	// Foreign is an answer that did not come from an S3 service.
	Foreign
	// BadTLS is a handshake that failed.
	BadTLS
	// Cancelled is a request that the user interrupted.
	Cancelled
)

// Failure is a request that did not succeed, and what that means.
type Failure struct {
	Kind Kind
	// Operation is the S3 name of the request, such as "DeleteObject".
	Operation string
	// Status is the HTTP status code, 0 when there was no answer.
	Status int
	// Code and Message are the service's own words. A code that does not look like
	// one is quoted.
	Code, Message string
	// Ray is Cloudflare's id of the request, for its support.
	Ray string
	// RedirectedTo is the URL in front of the bucket where the request did not go to
	// R2, else empty; see [Redirect].
	RedirectedTo string
	// Err is the cause.
	Err error
}

// Error implements error. It holds no secret: neither the SDK's errors nor R2's
// messages do.
func (f *Failure) Error() string { return f.Operation + ": " + f.Words() }

// asError avoids that a nil Failure becomes an error that is not nil.
func asError(f *Failure) error {
	if f == nil {
		return nil
	}
	return f
}

// withoutCause is the failure without its cause, which holds the whole exchange:
// some kilobytes. An answer with a code says all that is told of it.
func (f *Failure) withoutCause() *Failure {
	if f.Code == "" {
		return f
	}
	short := *f
	short.Err = nil
	return &short
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Words is what was answered, such as "403 AccessDenied", or what went wrong on
// the way.
func (f *Failure) Words() string {
	switch {
	case !f.answered():
		return rootCause(f.Err)
	case f.Code != "":
		return fmt.Sprintf("%d %s", f.Status, f.Code)
	default:
		return fmt.Sprintf("HTTP status %d", f.Status)
	}
}

// answered tells whether the failure is an answer, and not one that broke off
// after its status.
func (f *Failure) answered() bool {
	var foreign *ForeignAnswerError
	return f.Status != 0 && (f.Code != "" || f.passing() || errors.As(f.Err, &foreign))
}

// fromR2 tells whether the failure is R2's own answer, and not a fault of the
// service or of the way there.
func (f *Failure) fromR2() bool {
	switch f.Kind {
	case Unavailable, Foreign, BadTLS, Cancelled:
		return false
	default:
		return true
	}
}

// passing tells whether the status is of a fault that passes.
func (f *Failure) passing() bool { return f.Status >= 500 || f.Status == http.StatusTooManyRequests }

// codes maps S3 error codes to kinds.
// See https://developers.cloudflare.com/r2/api/error-codes/.
var codes = map[string]Kind{
	"AccessDenied":                 AccessDenied,
	"Unauthorized":                 Unauthorized,
	"InvalidAccessKeyId":           Unauthorized,
	"SignatureDoesNotMatch":        BadSignature,
	"NotEntitled":                  NotEntitled,
	"RequestTimeTooSkewed":         ClockSkew,
	"ObjectLockedByBucketPolicy":   Locked,
	"NoSuchBucket":                 NoSuchBucket,
	"NoSuchKey":                    NoSuchThing,
	"NoSuchUpload":                 NoSuchThing,
	"NoSuchCORSConfiguration":      NoSuchThing,
	"NoSuchLifecycleConfiguration": NoSuchThing,
	"BucketAlreadyOwnedByYou":      BucketExists,
	"BucketAlreadyExists":          BucketExists,
	"BucketNotEmpty":               BucketNotEmpty,
	"NotImplemented":               NotImplemented,
	"InternalError":                Unavailable,
	"ServiceUnavailable":           Unavailable,
	"TooManyRequests":              Unavailable,
	"SlowDown":                     Unavailable,
	"RequestTimeout":               Unavailable,
}

// Classify tells what the error of an S3 operation means. It is nil for nil. A
// request that was not sent, because its host does not answer, failed like the
// one which showed that.
func Classify(operation string, err error) *Failure {
	if err == nil {
		return nil
	}
	f := &Failure{Operation: operation}
	outage, notSent := errors.AsType[*OutageError](err)
	if notSent {
		*f = *outage.Failure // What is said was answered to that request, not to this one.
	}
	f.Err = err
	if redirected, ok := errors.AsType[*redirectedError](err); ok {
		f.RedirectedTo = redirected.base
	}
	if notSent {
		return f
	}
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) && response.Response != nil {
		f.Status = response.HTTPStatusCode()
		f.Ray = rayID(response.Response.Header.Get("cf-ray"))
	}
	var api smithy.APIError
	if f.Status != 0 && errors.As(err, &api) {
		f.Code, f.Message = printableCode(api.ErrorCode()), api.ErrorMessage()
	}
	f.Kind = f.kind()
	return f
}

func (f *Failure) kind() Kind {
	var foreign *ForeignAnswerError
	var canceled *smithy.CanceledError
	switch {
	case errors.As(f.Err, &foreign):
		if foreign.Status >= 500 || foreign.Status == http.StatusTooManyRequests {
			return Unavailable
		}
		return Foreign
	case f.Code != "":
		return f.kindOfCode()
	case f.passing():
		return Unavailable
	case isTLSFailure(f.Err):
		return BadTLS
	case errors.Is(f.Err, context.Canceled) || errors.As(f.Err, &canceled) && !isTimeout(f.Err):
		return Cancelled
	default:
		return Unavailable
	}
}

// kindOfCode trusts a code only together with its status: a refusal must be a
// 401 or a 403, and a 429 or a 5xx is a passing fault whatever its code says.
// R2 was seen to answer 429 with the code ServiceUnavailable.
func (f *Failure) kindOfCode() Kind {
	if f.passing() && f.Status != http.StatusNotImplemented {
		return Unavailable
	}
	kind, known := codes[f.Code]
	forbidden := f.Status == http.StatusUnauthorized || f.Status == http.StatusForbidden
	switch {
	case !known:
		return Refused
	case (kind == AccessDenied || kind == Unauthorized || kind == BadSignature || kind == Locked) && !forbidden:
		return Refused
	default:
		return kind
	}
}

func isTLSFailure(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		record       tls.RecordHeaderError
		authority    x509.UnknownAuthorityError
		hostname     x509.HostnameError
		op           *net.OpError
	)
	return errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &verification) || errors.As(err, &record) || errors.As(err, &authority) || errors.As(err, &hostname) ||
		errors.As(err, &op) && op.Op == "remote error" && strings.Contains(op.Err.Error(), "tls:")
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

// rootCause is the innermost error's text: what surrounds it names operations
// of the SDK, which mean nothing to the user.
func rootCause(err error) string {
	var op *net.OpError
	switch {
	case err == nil:
		return "no answer"
	case isTimeout(err):
		return "no answer in time"
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed before the answer had arrived"
	case errors.As(err, &op):
		return op.Op + ": " + strings.TrimPrefix(op.Err.Error(), op.Op+": ")
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
