package r2

import (
	"context"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"
)

// encodeLists asks for the keys of lists percent-encoded, and decodes them: a key may have characters that XML has not, and
// one such object would make the list of a whole bucket unreadable.
// See https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html (encoding-type).
func encodeLists(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("R2EncodeLists", func(
		ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
	) (middleware.InitializeOutput, middleware.Metadata, error) {
		switch input := in.Parameters.(type) {
		case *s3.ListObjectsV2Input:
			input.EncodingType = types.EncodingTypeUrl
		case *s3.ListMultipartUploadsInput:
			input.EncodingType = types.EncodingTypeUrl
		}
		out, metadata, err := next.HandleInitialize(ctx, in)
		switch output := out.Result.(type) {
		case *s3.ListObjectsV2Output:
			for i := range output.Contents {
				output.Contents[i].Key = decoded(output.EncodingType, output.Contents[i].Key)
			}
		case *s3.ListMultipartUploadsOutput:
			for i := range output.Uploads {
				output.Uploads[i].Key = decoded(output.EncodingType, output.Uploads[i].Key)
			}
			output.NextKeyMarker = decoded(output.EncodingType, output.NextKeyMarker)
		}
		return out, metadata, err
	}), middleware.Before)
}

// decoded is a key as it is. Like boto, it takes a plus for a blank: Amazon S3 writes one so, and others as %20.
func decoded(encoding types.EncodingType, key *string) *string {
	plain, err := url.QueryUnescape(aws.ToString(key))
	if encoding != types.EncodingTypeUrl || key == nil || err != nil {
		return key
	}
	return &plain
}

// FitsXML tells whether XML 1.0 has all of the characters, so that S3 can name them in a document.
// See https://www.w3.org/TR/xml/#charsets.
func FitsXML(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
	})
}
