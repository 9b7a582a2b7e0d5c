package r2

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Locations lists the location hints, where a bucket's data is kept for
// preference.
// See https://developers.cloudflare.com/r2/reference/data-location/#available-hints.
func Locations() []string { return []string{"wnam", "enam", "weur", "eeur", "apac", "oc"} }

// Buckets manages buckets through a connector. It is safe for concurrent use.
type Buckets struct {
	// NotesDir is a directory on this machine for notes of creations that are
	// under way, by which a run finds the bucket of one that was killed. Without
	// it, or where it cannot be written, there are no notes.
	NotesDir string

	connector *Connector
	directory *directory
}

// NewBuckets makes a manager of buckets. It sends nothing.
func NewBuckets(connector *Connector) *Buckets {
	return &Buckets{connector: connector, directory: newDirectory()}
}

// At gives the bucket at the endpoint, to be managed with the credentials of an
// Admin token. It sends nothing.
func (b *Buckets) At(endpoint Endpoint, creds Credentials) *Bucket {
	return &Bucket{
		Endpoint:  endpoint,
		client:    b.connector.Client(endpoint, creds),
		directory: b.directory.of(endpoint, creds),
		notePath:  notePath(b.NotesDir, b.connector.config.Redirect.base(endpoint), endpoint.Bucket),
		span:      maxAttempts * (b.connector.config.RequestTimeout + longestBackoff),
	}
}

// Bucket is one bucket, whether it exists or not. Errors of its methods are
// a [*Failure], but for those that say something else.
type Bucket struct {
	// Endpoint is where the bucket is.
	Endpoint Endpoint

	client    *s3.Client
	directory *accountDirectory

	notePath string        // of the note of its creation; "" for none
	span     time.Duration // how long one request may take, with all its attempts
}

// BucketInfo is what R2 tells about a bucket that exists.
type BucketInfo struct {
	Name         string
	CreationDate time.Time
}

func (b *Bucket) name() *string { return aws.String(b.Endpoint.Bucket) }

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
	return b.Look(ctx)
}

// Manageable tells what R2 has against managing buckets of this account with
// this token at all: that it has no Admin permission, for one. It takes a request
// where no page of the listing is known yet. Admin Read & Write is not told from
// Admin Read only, and a token that R2 does not know passes, since it may be new,
// as does everything where R2 could not be asked.
func (b *Bucket) Manageable(ctx context.Context) error {
	failure := b.directory.open(ctx, b.client)
	if failure == nil {
		return nil
	}
	switch failure.Kind {
	case AccessDenied, BadSignature, NotEntitled:
		return failure
	default:
		return nil
	}
}

// Look is [Bucket.Find] with a request of its own, for what must not be older
// than the call.
func (b *Bucket) Look(ctx context.Context) (info BucketInfo, exists bool, err error) {
	seen, failure := b.ask(ctx)
	return seen.info, seen.exists, asError(failure)
}

// sighting is what R2 said about a bucket, and when, by its own clock.
type sighting struct {
	info   BucketInfo
	exists bool
	at     time.Time
}

// ask looks for the bucket with a request of its own.
func (b *Bucket) ask(ctx context.Context) (sighting, *Failure) {
	page, failure := bucketQuery{after: before(b.Endpoint.Bucket), most: 1}.list(ctx, b.client)
	if failure != nil {
		return sighting{}, failure
	}
	// R2 lists one bucket; another service may not know the bounds and list all.
	i := slices.IndexFunc(page.buckets, func(info BucketInfo) bool { return info.Name == b.Endpoint.Bucket })
	if i < 0 {
		return sighting{at: page.at}, nil
	}
	return sighting{info: page.buckets[i], exists: true, at: page.at}, nil
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
