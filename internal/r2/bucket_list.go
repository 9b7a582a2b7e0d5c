package r2

import (
	"context"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// bucketQuery asks for one page of the buckets of an account and jurisdiction,
// in the order of their names. It uses R2's headers, since the SDK's query
// parameters are not R2's.
// See https://developers.cloudflare.com/r2/api/s3/extensions/#listbuckets.
type bucketQuery struct {
	// prefix is what the names begin with.
	prefix string
	// after is the name after which the page begins.
	after string
	// most is how many there are at most, 1 to 1000.
	most int
}

// bucketListing is one page.
type bucketListing struct {
	buckets   []BucketInfo
	truncated bool
	// at is when R2 answered, by its own clock; zero where it does not say.
	at time.Time
}

func (q bucketQuery) list(ctx context.Context, client *s3.Client) (bucketListing, *Failure) {
	options := []func(*s3.Options){withHeader("cf-max-keys", strconv.Itoa(q.most))}
	if q.prefix != "" {
		options = append(options, withHeader("cf-prefix", q.prefix))
	}
	if q.after != "" {
		options = append(options, withHeader("cf-start-after", q.after))
	}
	out, err := client.ListBuckets(ctx, &s3.ListBucketsInput{}, options...)
	if err == nil && out.Buckets == nil {
		err = &ForeignAnswerError{Status: 200, ContentType: "application/xml", Reason: "it has no list of buckets"}
	}
	if failure := Classify("ListBuckets", err); failure != nil {
		return bucketListing{}, failure
	}
	page := bucketListing{}
	for _, bucket := range out.Buckets {
		page.buckets = append(page.buckets, BucketInfo{Name: aws.ToString(bucket.Name), CreationDate: aws.ToTime(bucket.CreationDate)})
	}
	if response, ok := awsmiddleware.GetRawResponse(out.ResultMetadata).(*smithyhttp.Response); ok {
		page.truncated = response.Header.Get("cf-is-truncated") == "true"
		page.at, _ = http.ParseTime(response.Header.Get("Date"))
	}
	if page.truncated && len(page.buckets) > 0 && page.buckets[0].Name <= q.after {
		// Who follows such pages does so for ever.
		return bucketListing{}, Classify("ListBuckets", &ForeignAnswerError{
			Status: 200, ContentType: "application/xml", Reason: "the page begins before the place that was asked for",
		})
	}
	return page, nil
}

// List gives the buckets of the endpoint's account and jurisdiction whose names
// begin with the prefix, in the order of their names, a thousand to a request.
// It ends with the first error, which is a [*Failure].
func (b *Buckets) List(ctx context.Context, endpoint Endpoint, creds Credentials, prefix string) iter.Seq2[BucketInfo, error] {
	client := b.connector.Client(endpoint, creds)
	return func(yield func(BucketInfo, error) bool) {
		query := bucketQuery{prefix: prefix, most: bucketPage}
		for {
			page, failure := query.list(ctx, client)
			if failure != nil {
				yield(BucketInfo{}, failure)
				return
			}
			for _, bucket := range page.buckets {
				if !yield(bucket, nil) {
					return
				}
				query.after = bucket.Name
			}
			if !page.truncated || len(page.buckets) == 0 {
				return
			}
		}
	}
}
