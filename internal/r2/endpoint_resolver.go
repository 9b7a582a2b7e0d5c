package r2

import (
	"context"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyauth "github.com/aws/smithy-go/auth"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// endpointResolver tells the SDK where a request goes, and how it is signed. The
// SDK's own one weighs the rules of every region and service of AWS, and tries
// regular expressions on the region, twice for each request: that was more than
// a third of the time of a probe.
type endpointResolver struct{ base *url.URL }

// ResolveEndpoint implements [s3.EndpointResolverV2]. The bucket is the first
// segment behind the base.
func (r endpointResolver) ResolveEndpoint(_ context.Context, params s3.EndpointParameters) (smithyendpoints.Endpoint, error) {
	endpoint := smithyendpoints.Endpoint{URI: *r.base}
	if bucket := aws.ToString(params.Bucket); bucket != "" {
		endpoint.URI = *r.base.JoinPath(bucket)
	}
	var signer smithy.Properties
	smithyhttp.SetSigV4SigningName(&signer, "s3")
	smithyhttp.SetSigV4SigningRegion(&signer, Region)
	// Paths are signed as they are sent: keys are encoded once.
	smithyhttp.SetDisableDoubleEncoding(&signer, true)
	smithyauth.SetAuthOptions(&endpoint.Properties, []*smithyauth.Option{
		{SchemeID: smithyauth.SchemeIDSigV4, SignerProperties: signer},
	})
	return endpoint, nil
}

// noExpress stands for the credentials of directory buckets, which R2 does not
// have. In its place each client would have a cache of a few kilobytes.
type noExpress struct{}

// Retrieve implements [s3.ExpressCredentialsProvider]. Nothing calls it.
func (noExpress) Retrieve(context.Context, string) (aws.Credentials, error) {
	return aws.Credentials{}, nil
}
