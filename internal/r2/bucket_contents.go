package r2

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Contents is what a bucket holds, as far as one page of each listing shows.
type Contents struct {
	Objects, Uploads int
	// MoreObjects and MoreUploads say that there are more than were counted.
	MoreObjects, MoreUploads bool
}

// Empty tells whether there is nothing in the bucket.
func (c Contents) Empty() bool { return c.Objects == 0 && c.Uploads == 0 }

// String is such as "3 objects and 1 incomplete upload" or "more than 1000
// objects".
func (c Contents) String() string {
	var parts []string
	add := func(n int, more bool, noun string) {
		switch {
		case more:
			parts = append(parts, fmt.Sprintf("more than %d %ss", n, noun))
		case n > 0:
			parts = append(parts, count(n, noun))
		}
	}
	add(c.Objects, c.MoreObjects, "object")
	add(c.Uploads, c.MoreUploads, "incomplete upload")
	if len(parts) == 0 {
		return "no objects"
	}
	return list(parts, "and")
}

// Contents counts the objects and the incomplete multipart uploads of the
// bucket, up to a page of each, with two requests. A bucket that does not exist
// has none.
func (b *Bucket) Contents(ctx context.Context) (Contents, error) {
	var contents Contents
	objects, err := b.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: b.name()})
	if failure := Classify("ListObjectsV2", err); failure != nil {
		if failure.Kind == NoSuchBucket {
			return contents, nil
		}
		return contents, failure
	}
	contents.Objects, contents.MoreObjects = len(objects.Contents), aws.ToBool(objects.IsTruncated)
	uploads, err := b.client.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{Bucket: b.name()})
	if failure := Classify("ListMultipartUploads", err); failure != nil {
		return contents, failure
	}
	contents.Uploads, contents.MoreUploads = len(uploads.Uploads), aws.ToBool(uploads.IsTruncated)
	return contents, nil
}
