package r2

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Locations lists the location hints, where a bucket's data is kept for
// preference.
// See https://developers.cloudflare.com/r2/reference/data-location/#available-hints.
func Locations() []string { return []string{"wnam", "enam", "weur", "eeur", "apac", "oc"} }

// Buckets manages buckets through a connector. It is safe for concurrent use.
type Buckets struct {
	connector *Connector
	directory *directory
}

// NewBuckets makes a manager of buckets. It sends nothing.
func NewBuckets(connector *Connector) *Buckets { return &Buckets{connector, newDirectory()} }

// At gives the bucket at the endpoint, to be managed with the credentials of an
// Admin token. It sends nothing.
func (b *Buckets) At(endpoint Endpoint, creds Credentials) *Bucket {
	return &Bucket{
		Endpoint:  endpoint,
		client:    b.connector.Client(endpoint, creds),
		directory: b.directory.of(endpoint, creds),
	}
}

// Bucket is one bucket, whether it exists or not. Errors of its methods are
// always a [*Failure].
type Bucket struct {
	// Endpoint is where the bucket is.
	Endpoint Endpoint

	client    *s3.Client
	directory *accountDirectory
}

// BucketInfo is what R2 tells about a bucket that exists.
type BucketInfo struct {
	Name         string
	CreationDate time.Time
}

func (b *Bucket) name() *string { return aws.String(b.Endpoint.Bucket) }

// Create makes the bucket, in the location where R2 honours the hint; "" leaves
// it to R2. It fails with [BucketExists] when the name is taken already, but not
// when it is taken because the answer to an earlier attempt of this very call
// was lost. What it gives has no creation date where R2 could not be asked.
func (b *Bucket) Create(ctx context.Context, location string) (BucketInfo, error) {
	// Some answers to the creation of an existing bucket are a success, so it is
	// looked for first.
	if _, exists, failure := b.ask(ctx); failure != nil {
		return BucketInfo{}, failure
	} else if exists {
		return BucketInfo{}, &Failure{Kind: BucketExists, Operation: "CreateBucket"}
	}
	if ctx.Err() != nil {
		return BucketInfo{}, Classify("CreateBucket", ctx.Err())
	}
	// From here on an interruption is not heeded: a request that is given up may
	// have made a bucket that nobody knows of. What hangs is ended by the bound on
	// each attempt.
	ctx = context.WithoutCancel(ctx)
	input := &s3.CreateBucketInput{Bucket: b.name()}
	if location != "" {
		input.CreateBucketConfiguration = &types.CreateBucketConfiguration{
			LocationConstraint: types.BucketLocationConstraint(location),
		}
	}
	attempts := 0
	_, err := b.client.CreateBucket(ctx, input, countAttempts(&attempts))
	failure := Classify("CreateBucket", err)
	switch {
	case failure == nil:
		return b.confirm(ctx)
	case failure.Status == 409 && attempts == 1:
		failure.Kind = BucketExists // A run beside this one was faster.
		return BucketInfo{}, failure
	case failure.Status == 409 || failure.Kind == Unavailable || failure.Kind == Foreign:
		return b.settle(ctx, failure)
	default:
		return BucketInfo{}, failure
	}
}

// settle finds out, after answers were lost, whether the bucket came to be.
func (b *Bucket) settle(ctx context.Context, failure *Failure) (BucketInfo, error) {
	if info, exists, unsettled := b.ask(ctx); unsettled == nil && exists {
		return info, nil
	}
	return BucketInfo{}, failure
}

// confirm makes sure that a success was R2's: it has no body that could tell.
// Where R2 cannot be asked the success is believed, since the next refresh sees
// that a bucket is missing, but nobody sees one that is in no state.
func (b *Bucket) confirm(ctx context.Context) (BucketInfo, error) {
	info, exists, failure := b.ask(ctx)
	if failure == nil && !exists {
		return BucketInfo{}, Classify("CreateBucket", &ForeignAnswerError{Status: 200, Reason: "the bucket does not exist after it was created"})
	}
	info.Name = b.Endpoint.Bucket
	return info, nil
}

// Find tells whether the bucket exists and, if so, what R2 says about it. Many
// calls for the buckets of one account share pages of a listing; that a bucket
// does not exist is confirmed by a request of its own.
func (b *Bucket) Find(ctx context.Context) (info BucketInfo, exists bool, err error) {
	info, exists, failure := b.directory.find(ctx, b.client, b.Endpoint.Bucket)
	if failure != nil {
		return BucketInfo{}, false, failure
	}
	if exists {
		return info, true, nil
	}
	info, exists, failure = b.ask(ctx)
	return info, exists, asError(failure)
}

// ask looks for the bucket with a request of its own.
func (b *Bucket) ask(ctx context.Context) (BucketInfo, bool, *Failure) {
	page, failure := bucketQuery{after: before(b.Endpoint.Bucket), most: 1}.list(ctx, b.client)
	if failure != nil {
		return BucketInfo{}, false, failure
	}
	// R2 lists one bucket; another service may not know the bounds and list all.
	i := slices.IndexFunc(page.buckets, func(info BucketInfo) bool { return info.Name == b.Endpoint.Bucket })
	if i < 0 {
		return BucketInfo{}, false, nil
	}
	return page.buckets[i], true, nil
}

// Location gives the location hint that R2 reports for the bucket, in lower
// case, or "" where it reports none: it was seen to answer "auto", nothing, and
// the hint.
func (b *Bucket) Location(ctx context.Context) (string, error) {
	out, err := b.client.GetBucketLocation(ctx, &s3.GetBucketLocationInput{Bucket: b.name()})
	if failure := Classify("GetBucketLocation", err); failure != nil {
		return "", failure
	}
	location := strings.ToLower(string(out.LocationConstraint))
	if !slices.Contains(Locations(), location) {
		return "", nil
	}
	return location, nil
}

// Delete removes the bucket, which must be empty. A bucket that does not exist
// is a success.
func (b *Bucket) Delete(ctx context.Context) error {
	_, err := b.client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: b.name()})
	failure := Classify("DeleteBucket", err)
	if failure == nil || failure.Kind == NoSuchBucket {
		return nil
	}
	return failure
}
