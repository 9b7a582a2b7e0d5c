package r2

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// MaxCORSRules is how many CORS rules a bucket can have.
const MaxCORSRules = 100

// CORSRule is one CORS rule of a bucket. ID may be empty; MaxAgeSeconds is nil
// where the browser decides.
type CORSRule struct {
	ID             string
	AllowedMethods []string
	AllowedOrigins []string
	AllowedHeaders []string
	ExposeHeaders  []string
	MaxAgeSeconds  *int32
}

// CORS gives the CORS rules of the bucket.
func (b *Bucket) CORS(ctx context.Context) ([]CORSRule, error) {
	out, err := b.client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: b.name()})
	if failure := Classify("GetBucketCors", err); failure != nil {
		if noCORS(failure) {
			return nil, nil
		}
		return nil, failure
	}
	var rules []CORSRule
	for i := range out.CORSRules {
		rule := &out.CORSRules[i]
		rules = append(rules, CORSRule{
			ID:             aws.ToString(rule.ID),
			AllowedMethods: rule.AllowedMethods,
			AllowedOrigins: rule.AllowedOrigins,
			AllowedHeaders: rule.AllowedHeaders,
			ExposeHeaders:  rule.ExposeHeaders,
			MaxAgeSeconds:  rule.MaxAgeSeconds,
		})
	}
	return rules, nil
}

// noCORS tells whether a failed GetBucketCors says that there are no rules. The
// code for it is not documented for the S3 API, so any 404 does that is not
// about the bucket.
func noCORS(f *Failure) bool {
	return f.Kind == NoSuchThing || f.Kind == Refused && f.Status == 404
}

// SetCORS replaces all CORS rules of the bucket. Browsers may see the old ones
// for up to 30 seconds.
// See https://developers.cloudflare.com/r2/buckets/cors/.
func (b *Bucket) SetCORS(ctx context.Context, rules []CORSRule) error {
	if len(rules) == 0 {
		_, err := b.client.DeleteBucketCors(ctx, &s3.DeleteBucketCorsInput{Bucket: b.name()})
		failure := Classify("DeleteBucketCors", err)
		if failure != nil && noCORS(failure) {
			return nil
		}
		return asError(failure)
	}
	configuration := &types.CORSConfiguration{}
	for _, rule := range rules {
		configuration.CORSRules = append(configuration.CORSRules, types.CORSRule{
			ID:             optional(rule.ID),
			AllowedMethods: rule.AllowedMethods,
			AllowedOrigins: rule.AllowedOrigins,
			AllowedHeaders: rule.AllowedHeaders,
			ExposeHeaders:  rule.ExposeHeaders,
			MaxAgeSeconds:  rule.MaxAgeSeconds,
		})
	}
	_, err := b.client.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: b.name(), CORSConfiguration: configuration}, withContentMD5)
	return asError(Classify("PutBucketCors", err))
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
