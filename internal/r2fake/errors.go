package r2fake

import (
	"fmt"
	"net/http"
)

// apiError is an error as R2 tells it: an HTTP status, a code and a message. Codes and statuses:
// https://developers.cloudflare.com/r2/api/error-codes/
type apiError struct {
	status  int
	code    string
	message string
	details []errorDetail // further elements of the error document, in order
	reason  string        // what the message leaves open; not told to clients
}

// errorDetail is an element of an error document besides Code and Message.
type errorDetail struct {
	name, value string
}

func (e *apiError) Error() string {
	text := fmt.Sprintf("%d %s: %s", e.status, e.code, e.message)
	if e.reason != "" {
		text += " (" + e.reason + ")"
	}
	return text
}

// The errors whose text does not depend on the request.
var (
	errAccessDenied      = &apiError{status: http.StatusForbidden, code: "AccessDenied", message: "Access Denied"}
	errBadDigest         = &apiError{status: http.StatusBadRequest, code: "BadDigest", message: "The checksum you specified did not match what we received."}
	errBucketNotEmpty    = &apiError{status: http.StatusConflict, code: "BucketNotEmpty", message: "The bucket you tried to delete is not empty."}
	errEntityTooLarge    = &apiError{status: http.StatusBadRequest, code: "EntityTooLarge", message: "Your proposed upload exceeds the maximum allowed object size."}
	errEntityTooSmall    = &apiError{status: http.StatusBadRequest, code: "EntityTooSmall", message: "Your proposed upload is smaller than the minimum allowed object size."}
	errIncompleteBody    = &apiError{status: http.StatusBadRequest, code: "IncompleteBody", message: "You did not provide the number of bytes specified by the Content-Length header."}
	errInternal          = &apiError{status: http.StatusInternalServerError, code: "InternalError", message: "We encountered an internal error. Please try again."}
	errInvalidBucketName = &apiError{status: http.StatusBadRequest, code: "InvalidBucketName", message: "The specified bucket name is not valid."}
	errInvalidDigest     = &apiError{status: http.StatusBadRequest, code: "InvalidDigest", message: "The checksum or Content-MD5 you specified is not valid."}
	errInvalidObjectName = &apiError{status: http.StatusBadRequest, code: "InvalidObjectName", message: "The specified object name is not valid."}
	errInvalidPart       = &apiError{status: http.StatusBadRequest, code: "InvalidPart", message: "One or more of the specified parts could not be found."}
	errInvalidRange      = &apiError{status: http.StatusRequestedRangeNotSatisfiable, code: "InvalidRange", message: "The requested range is not satisfiable"}
	errMetadataTooLarge  = &apiError{status: http.StatusBadRequest, code: "MetadataTooLarge", message: "Your metadata headers exceed the maximum allowed metadata size."}
	errMissingLength     = &apiError{status: http.StatusLengthRequired, code: "MissingContentLength", message: "You must provide the Content-Length HTTP header."}
	errNoSuchBucket      = &apiError{status: http.StatusNotFound, code: "NoSuchBucket", message: "The specified bucket does not exist."}
	errNoSuchKey         = &apiError{status: http.StatusNotFound, code: "NoSuchKey", message: "The specified key does not exist."}
	errNoSuchLifecycle   = &apiError{status: http.StatusNotFound, code: "NoSuchLifecycleConfiguration", message: "The lifecycle configuration does not exist."}
	errNoSuchUpload      = &apiError{status: http.StatusNotFound, code: "NoSuchUpload", message: "The specified multipart upload does not exist."}
	errNotEntitled       = &apiError{status: http.StatusForbidden, code: "NotEntitled", message: "Please enable R2 through the Cloudflare Dashboard."}
	errObjectLocked      = &apiError{status: http.StatusForbidden, code: "ObjectLockedByBucketPolicy", message: "The object is locked by the bucket policy."}
	errPrecondition      = &apiError{status: http.StatusPreconditionFailed, code: "PreconditionFailed", message: "At least one of the pre-conditions you specified did not hold."}
	errRouteNotFound     = &apiError{status: http.StatusNotFound, code: "RouteNotFound", message: "No route matches this url."}
	errTimeSkewed        = &apiError{status: http.StatusForbidden, code: "RequestTimeTooSkewed", message: "The difference between the request time and the server's time is too large."}
	errUnauthorized      = &apiError{status: http.StatusUnauthorized, code: "Unauthorized", message: "Unauthorized"}
)

func errInvalidArgument(format string, args ...any) *apiError {
	return &apiError{status: http.StatusBadRequest, code: "InvalidArgument", message: fmt.Sprintf(format, args...)}
}

func errInvalidRequest(message string) *apiError {
	return &apiError{status: http.StatusBadRequest, code: "InvalidRequest", message: message}
}

// errMalformedXML says what is wrong with a document behind R2's own words, which do not.
func errMalformedXML(format string, args ...any) *apiError {
	return &apiError{
		status: http.StatusBadRequest, code: "MalformedXML",
		message: "The XML you provided was not well formed or did not validate against our published schema.",
		reason:  fmt.Sprintf(format, args...),
	}
}

func errNotImplemented(format string, args ...any) *apiError {
	return &apiError{status: http.StatusNotImplemented, code: "NotImplemented", message: fmt.Sprintf(format, args...)}
}

func errHeaderNotImplemented(name, value string) *apiError {
	return errNotImplemented("Header '%s' with value '%s' not implemented", name, value)
}

// errInvalidRegion words the refusal as https://github.com/jeessy2/backup-x/issues/127 shows it.
func errInvalidRegion(region string) *apiError {
	return &apiError{
		status: http.StatusBadRequest, code: "InvalidRegionName",
		message: fmt.Sprintf("The region name '%s' is not valid. Must be one of: wnam, enam, weur, eeur, apac, oc, auto", region),
	}
}
