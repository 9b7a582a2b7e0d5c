package r2

import (
	"context"
	"crypto/md5" //nolint:gosec // S3's ETag of an object is its MD5
	"encoding/hex"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The contents of a test object, first and last.
const (
	firstBody  = "first"
	secondBody = "second, which replaces the first"
)

// leftoverAge is how old a test object is that no run is busy with any more.
const leftoverAge = time.Hour

// absentNames matches what absentName makes.
var absentNames = regexp.MustCompile(`^` + absentPrefix + `[0-9a-f]{32}$`)

// lists finds the test object in a listing, and with it those that runs have
// left behind which were killed.
func (t *roundTrip) lists(ctx context.Context, key string) (leftovers []string, err error) {
	pages := s3.NewListObjectsV2Paginator(t.client, &s3.ListObjectsV2Input{Bucket: t.bucket, Prefix: aws.String(t.prefix + absentPrefix)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if failure := Classify("ListObjectsV2", err); failure != nil {
			return nil, failure
		}
		found := false
		for i := range page.Contents {
			object := &page.Contents[i]
			found = found || aws.ToString(object.Key) == key
			if t.left(object, answeredAt(page)) {
				leftovers = append(leftovers, aws.ToString(object.Key))
			}
		}
		if found {
			return leftovers, nil
		}
	}
	return nil, &CorruptionError{Key: key}
}

// left tells whether an object is a test object of a run that ended before it
// had deleted it: the name, the content and the age say so.
func (t *roundTrip) left(object *types.Object, now time.Time) bool {
	etag := strings.Trim(aws.ToString(object.ETag), `"`)
	return absentNames.MatchString(strings.TrimPrefix(aws.ToString(object.Key), t.prefix)) &&
		(etag == md5Of(firstBody) || etag == md5Of(secondBody)) &&
		object.LastModified != nil && now.Sub(*object.LastModified) > leftoverAge
}

// sweep deletes what was left behind. It stops at the first object that cannot
// be deleted, as under a lock rule: that says nothing about the storage which
// the test object itself does not say.
func (t *roundTrip) sweep(ctx context.Context, leftovers []string) {
	if len(leftovers) == 0 {
		return
	}
	t.tell("Deleting " + count(len(leftovers), "test object") + " that an earlier run left behind")
	for _, key := range leftovers {
		if t.delete(ctx, key) != nil {
			return
		}
	}
}

// answeredAt is when R2 answered, by its own clock; zero where it does not say.
func answeredAt(page *s3.ListObjectsV2Output) time.Time {
	response, ok := awsmiddleware.GetRawResponse(page.ResultMetadata).(*smithyhttp.Response)
	if !ok {
		return time.Time{}
	}
	at, _ := http.ParseTime(response.Header.Get("Date"))
	return at
}

func md5Of(body string) string {
	sum := md5.Sum([]byte(body)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}
