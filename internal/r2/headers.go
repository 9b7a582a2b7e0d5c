package r2

import (
	"context"
	"slices"
	"strings"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// withHeader adds a header, such as one of R2's extensions, to one request.
func withHeader(name, value string) func(*s3.Options) {
	return func(o *s3.Options) {
		o.APIOptions = append(o.APIOptions, smithyhttp.AddHeaderValue(name, value))
	}
}

// countAttempts counts how often one request is sent.
func countAttempts(n *int) func(*s3.Options) {
	return func(o *s3.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("R2CountAttempts",
				func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
					*n++
					return next.HandleFinalize(ctx, in)
				}), "Retry", middleware.After)
		})
	}
}

// withContentMD5 replaces the SDK's x-amz-checksum-crc32 by a Content-MD5 for one
// request. R2 lists the checksum headers as not supported for the configuration
// of a bucket, and Content-MD5 is what S3 asked for there from the beginning.
// See https://developers.cloudflare.com/r2/api/s3/api/.
func withContentMD5(o *s3.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		_, _ = stack.Initialize.Remove("AWSChecksum:SetupInputContext")
		_, _ = stack.Finalize.Remove("AWSChecksum:ComputeInputPayloadChecksum")
		return smithyhttp.AddContentChecksumMiddleware(stack)
	})
}

// ignoreEnvironment takes out what the SDK would put into requests from the
// environment whatever its options say: the trace of a Lambda function, and
// AWS_EXECUTION_ENV in the User-Agent.
func ignoreEnvironment(stack *middleware.Stack) error {
	_, _ = stack.Build.Remove((*awsmiddleware.RecursionDetection)(nil).ID())
	return stack.Build.Insert(middleware.BuildMiddlewareFunc("R2IgnoreEnvironment",
		func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
			if request, ok := in.Request.(*smithyhttp.Request); ok {
				words := strings.Fields(request.Header.Get("User-Agent"))
				words = slices.DeleteFunc(words, func(word string) bool { return strings.HasPrefix(word, "exec-env/") })
				request.Header.Set("User-Agent", strings.Join(words, " "))
			}
			return next.HandleBuild(ctx, in)
		}), (*awsmiddleware.RequestUserAgent)(nil).ID(), middleware.After)
}
