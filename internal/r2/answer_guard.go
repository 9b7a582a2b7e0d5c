package r2

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// maxDocument bounds an XML answer in bytes. A page of 1000 objects with the
// longest keys stays well below.
const maxDocument = 16 << 20

// beginningOfObject is how much of an object is read with its answer, in bytes.
const beginningOfObject = 1 << 10

// documents names the root element of the XML that an operation answers with.
// Operations that are not listed answer a success without a body.
var documents = map[string]string{
	"CompleteMultipartUpload":         "CompleteMultipartUploadResult",
	"CopyObject":                      "CopyObjectResult",
	"CreateMultipartUpload":           "InitiateMultipartUploadResult",
	"DeleteObjects":                   "DeleteResult",
	"GetBucketCors":                   "CORSConfiguration",
	"GetBucketLifecycleConfiguration": "LifecycleConfiguration",
	"GetBucketLocation":               "LocationConstraint",
	"ListBuckets":                     "ListAllMyBucketsResult",
	"ListMultipartUploads":            "ListMultipartUploadsResult",
	"ListObjectsV2":                   "ListBucketResult",
	"ListParts":                       "ListPartsResult",
}

// ForeignAnswerError says that an answer did not come from an S3 service: a
// captive portal, a proxy, an error page of the edge. The SDK takes any 200,
// with whatever body, as the empty result of any operation; this provider must
// not.
type ForeignAnswerError struct {
	// Status is the HTTP status code.
	Status int
	// ContentType is that of the answer.
	ContentType string
	// Location is where a redirect points, else empty.
	Location string
	// Reason says what gave it away.
	Reason string
}

// Error implements error.
func (e *ForeignAnswerError) Error() string {
	return fmt.Sprintf("the answer did not come from an S3 service: HTTP status %d, content type %q: %s", e.Status, e.ContentType, e.Reason)
}

// Temporary tells whether it is worth to ask again. A redirect, or a page that
// forbids, stays; a document that broke off does not.
func (e *ForeignAnswerError) Temporary() bool {
	return e.Status < 300 || e.Status >= 500 || e.Status == http.StatusTooManyRequests || e.Reason == incomplete
}

// incomplete is the reason of an answer that may be S3's but for its end.
const incomplete = "it is not a complete XML document"

// addAnswerGuard puts the guard next to the transport, so that it sees every
// attempt's answer before the SDK reads it.
func addAnswerGuard(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("R2AnswerGuard", guardAnswer), middleware.After)
}

func guardAnswer(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	out, metadata, err := next.HandleDeserialize(ctx, in)
	if err != nil {
		return out, metadata, err
	}
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if !ok {
		return out, metadata, nil
	}
	return out, metadata, checkAnswer(middleware.GetOperationName(ctx), response.Response)
}

// expectAbsent is for a GetObject of a key that nothing has: whatever answers it with an object is not R2. Each attempt is
// looked at, so that a portal which passes is asked again.
func expectAbsent(o *s3.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("R2ExpectAbsent", refuseSuccess), middleware.After)
	})
}

func refuseSuccess(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	out, metadata, err := next.HandleDeserialize(ctx, in)
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || response.StatusCode >= 300 {
		return out, metadata, err
	}
	_ = response.Body.Close()
	return out, metadata, &ForeignAnswerError{
		Status: response.StatusCode, ContentType: response.Header.Get("Content-Type"), Reason: "it gives an object that does not exist",
	}
}

// checkAnswer reads the body, puts it back, and tells whether it is what the
// operation answers with.
func checkAnswer(operation string, response *http.Response) error {
	success := response.StatusCode >= 200 && response.StatusCode < 300
	switch {
	case response.Request != nil && response.Request.Method == http.MethodHead:
		return nil
	case operation == "GetObject" && success:
		return readAhead(response)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxDocument+1))
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if reason := foreign(operation, response, body, success); reason != "" {
		return &ForeignAnswerError{
			Status:      response.StatusCode,
			ContentType: response.Header.Get("Content-Type"),
			Location:    response.Header.Get("Location"),
			Reason:      reason,
		}
	}
	return nil
}

// readAhead reads the beginning of an object, which is all that is ever read of
// one here, so that a body which breaks off there fails the attempt.
func readAhead(response *http.Response) error {
	beginning, err := io.ReadAll(io.LimitReader(response.Body, beginningOfObject))
	if err != nil {
		_ = response.Body.Close()
		return fmt.Errorf("reading the object: %w", err)
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(beginning), response.Body), response.Body}
	return nil
}

// foreign says what is wrong with an answer, or "".
func foreign(operation string, response *http.Response, body []byte, success bool) string {
	root := "Error"
	if success {
		root = documents[operation]
	}
	switch {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		return "it is a redirect"
	case len(body) > maxDocument:
		return "it is longer than any document of S3"
	case isEncoded(response):
		return "its Content-Encoding is " + printable(response.Header.Get("Content-Encoding")) + ", which was not asked for"
	case isWebPage(response, body):
		return "it is a web page"
	case root != "":
		return foreignDocument(root, body)
	case len(body) > 0:
		return "it has a body where S3 sends none"
	case response.Request != nil && response.Request.Method == http.MethodDelete && response.StatusCode != http.StatusNoContent:
		return "a deletion is answered with 204"
	case (operation == "PutObject" || operation == "UploadPart") && response.Header.Get("ETag") == "":
		return "it has no ETag"
	}
	return ""
}

// isEncoded tells whether something on the way has compressed the answer: the
// SDK asks for documents as they are.
func isEncoded(response *http.Response) bool {
	encoding := response.Header.Get("Content-Encoding")
	return encoding != "" && !strings.EqualFold(encoding, "identity")
}

// isWebPage tells whether the body is what a browser shows, as those of captive
// portals and proxies are.
func isWebPage(response *http.Response, body []byte) bool {
	beginning := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 256)]))
	return bytes.HasPrefix(beginning, []byte("<!doctype html")) || bytes.HasPrefix(beginning, []byte("<html")) ||
		len(beginning) > 0 && strings.HasPrefix(response.Header.Get("Content-Type"), "text/html")
}

// foreignDocument says why the body is not a complete XML document with the
// root element, or "".
func foreignDocument(root string, body []byte) string {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	found := false
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && found:
			return ""
		case errors.Is(err, io.EOF):
			return "it is empty"
		case err != nil:
			return incomplete
		}
		if element, ok := token.(xml.StartElement); ok && !found {
			if element.Name.Local != root {
				return "its root element is not " + root
			}
			found = true
		}
	}
}
