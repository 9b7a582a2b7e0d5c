package r2

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"golang.org/x/sync/errgroup"
)

const (
	// deleteBatch is how many keys one request deletes. S3 takes 1000; R2 was seen
	// to answer InternalError to more than 700
	// (https://github.com/apache/opendal, services/s3).
	deleteBatch = 700
	// deleteConcurrency is how many batches are deleted at once. R2 was seen to
	// drop deletions of more (https://litestream.io/guides/s3-compatible/).
	deleteConcurrency = 2
	// emptyPasses is how often a bucket is listed anew while deletions fail
	// without a reason that stays.
	emptyPasses = 5
)

// LockedError says that a lock rule of the bucket keeps an object.
type LockedError struct{ Key string }

// Error implements error.
func (e *LockedError) Error() string {
	return "the object " + printable(e.Key) + " is kept by a lock rule of the bucket"
}

// LeftoverError says that objects could not be deleted.
type LeftoverError struct {
	// Keys is how many.
	Keys int
	// Key, Code and Message are those of the first.
	Key, Code, Message string
}

// Error implements error.
func (e *LeftoverError) Error() string {
	return fmt.Sprintf("%s could not be deleted, such as %s: %s", count(e.Keys, "object"), printable(e.Key), e.Code)
}

// Empty deletes all objects of the bucket and aborts all incomplete uploads, in
// bounded memory. It can be interrupted and called again. It fails with a
// [*LockedError] at the first object that a lock rule keeps, with a
// [*LeftoverError] when objects remain after several passes, else with a
// [*Failure]. A bucket that does not exist is a success.
func (b *Bucket) Empty(ctx context.Context) error {
	var leftover *LeftoverError
	for range emptyPasses {
		err := b.deleteObjects(ctx)
		if err == nil {
			err = b.abortUploads(ctx)
		}
		switch {
		case err == nil || isKind(err, NoSuchBucket):
			return nil
		case !errors.As(err, &leftover):
			return err
		}
	}
	return leftover
}

// deleteObjects deletes every object that one listing shows. The next page is
// listed while those before are deleted.
func (b *Bucket) deleteObjects(ctx context.Context) error {
	group, working := errgroup.WithContext(ctx)
	group.SetLimit(deleteConcurrency)
	leftovers := &leftoverCount{}
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{
		Bucket: b.name(), MaxKeys: aws.Int32(deleteBatch),
	})
	var listed error
	for pages.HasMorePages() && working.Err() == nil {
		page, err := pages.NextPage(working)
		if failure := Classify("ListObjectsV2", err); failure != nil {
			listed = failure
			break
		}
		if len(page.Contents) > 0 {
			group.Go(func() error { return b.deleteBatch(working, page.Contents, leftovers) })
		}
	}
	deleted := group.Wait()
	switch {
	case deleted != nil:
		return deleted
	case listed != nil:
		return listed
	}
	return leftovers.err()
}

// deleteBatch deletes up to one batch of objects, and reads the result of each
// key: a batch can succeed while its keys do not.
func (b *Bucket) deleteBatch(ctx context.Context, objects []types.Object, leftovers *leftoverCount) error {
	batch := &types.Delete{Quiet: aws.Bool(true)}
	for i := range objects {
		if !FitsXML(aws.ToString(objects[i].Key)) {
			if err := b.deleteOne(ctx, objects[i].Key, leftovers); err != nil {
				return err
			}
			continue
		}
		batch.Objects = append(batch.Objects, types.ObjectIdentifier{Key: objects[i].Key})
	}
	if len(batch.Objects) == 0 {
		return nil
	}
	out, err := b.client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: b.name(), Delete: batch})
	if failure := Classify("DeleteObjects", err); failure != nil {
		return failure
	}
	for i := range out.Errors {
		code, key := aws.ToString(out.Errors[i].Code), aws.ToString(out.Errors[i].Key)
		switch codes[code] {
		case Locked:
			return &LockedError{Key: key}
		case AccessDenied:
			return &Failure{Kind: AccessDenied, Operation: "DeleteObjects", Status: 403, Code: code}
		case NoSuchThing:
		default:
			leftovers.add(out.Errors[i])
		}
	}
	return nil
}

// deleteOne deletes an object whose key a batch cannot name.
func (b *Bucket) deleteOne(ctx context.Context, key *string, leftovers *leftoverCount) error {
	_, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: b.name(), Key: key})
	failure := Classify("DeleteObject", err)
	switch {
	case failure == nil || failure.Kind == NoSuchThing:
		return nil
	case failure.Kind == Locked:
		return &LockedError{Key: aws.ToString(key)}
	case failure.Kind == Refused:
		leftovers.add(types.Error{Key: key, Code: aws.String(failure.Code), Message: aws.String(failure.Message)})
		return nil
	default:
		return failure
	}
}

// abortUploads aborts every incomplete multipart upload.
func (b *Bucket) abortUploads(ctx context.Context) error {
	pages := s3.NewListMultipartUploadsPaginator(b.client, &s3.ListMultipartUploadsInput{Bucket: b.name()})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if failure := Classify("ListMultipartUploads", err); failure != nil {
			return failure
		}
		group, working := errgroup.WithContext(ctx)
		group.SetLimit(deleteConcurrency)
		for i := range page.Uploads {
			group.Go(func() error { return b.abortUpload(working, &page.Uploads[i]) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bucket) abortUpload(ctx context.Context, upload *types.MultipartUpload) error {
	_, err := b.client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{
		Bucket: b.name(), Key: upload.Key, UploadId: upload.UploadId,
	})
	failure := Classify("AbortMultipartUpload", err)
	if failure == nil || failure.Kind == NoSuchThing {
		return nil // Gone either way.
	}
	return failure
}

func isKind(err error, kind Kind) bool {
	var failure *Failure
	return errors.As(err, &failure) && failure.Kind == kind
}
