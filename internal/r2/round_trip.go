package r2

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// cleanUpTimeout bounds the deletion of the test object after an interruption.
const cleanUpTimeout = 30 * time.Second

// RoundTrip does with a storage what a backup does: for a destination it writes,
// overwrites, reads, lists and deletes a small object under the path; for a
// source it lists and reads the first byte of an object. progress is told of
// each step before it is taken.
//
// The object is deleted whatever happens, also after ctx was cancelled. The
// error is a [*Failure], a [*LockedError] when a lock rule keeps
// the object, or a [*CorruptionError].
func (c *Connector) RoundTrip(ctx context.Context, connection Connection, progress func(step string)) (err error) {
	trip := &roundTrip{
		client: c.Client(connection.Endpoint, connection.Credentials),
		bucket: aws.String(connection.Endpoint.Bucket),
		prefix: connection.Path.Prefix(),
		tell:   progress,
	}
	if connection.Use == Source {
		return trip.source(ctx)
	}
	return trip.destination(ctx)
}

// CorruptionError says that what was read is not what was written.
type CorruptionError struct{ Key string }

// Error implements error.
func (e *CorruptionError) Error() string {
	return "the object " + printable(e.Key) + " does not read as it was written"
}

type roundTrip struct {
	client *s3.Client
	bucket *string
	prefix string
	tell   func(string)
}

func (t *roundTrip) destination(ctx context.Context) (err error) {
	key := t.prefix + absentName()
	defer func() {
		if cleaned := t.cleanUp(ctx, key); err == nil {
			err = cleaned
		}
	}()
	for i, body := range []string{"first", "second, which replaces the first"} {
		t.tell([]string{"Writing the test object " + key, "Overwriting it"}[i])
		_, err := t.client.PutObject(ctx, &s3.PutObjectInput{
			Bucket: t.bucket, Key: aws.String(key), Body: bytes.NewReader([]byte(body)), ContentType: aws.String("text/plain"),
		})
		if failure := Classify("PutObject", err); failure != nil {
			return t.explainLock(failure, key)
		}
		t.tell("Reading it back")
		if err := t.reads(ctx, key, body); err != nil {
			return err
		}
	}
	t.tell("Listing it")
	return t.lists(ctx, key)
}

// cleanUp deletes the test object, though ctx may have been cancelled. Deleting
// an object that was never written is no error.
func (t *roundTrip) cleanUp(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTimeout)
	defer cancel()
	t.tell("Deleting it")
	_, err := t.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: t.bucket, Key: aws.String(key)})
	failure := Classify("DeleteObject", err)
	if failure == nil || failure.Kind == NoSuchBucket {
		return nil
	}
	return t.explainLock(failure, key)
}

func (t *roundTrip) explainLock(failure *Failure, key string) error {
	if failure.Kind == Locked {
		return &LockedError{Key: key}
	}
	return failure
}

func (t *roundTrip) reads(ctx context.Context, key, want string) error {
	out, err := t.client.GetObject(ctx, &s3.GetObjectInput{Bucket: t.bucket, Key: aws.String(key)})
	if failure := Classify("GetObject", err); failure != nil {
		return failure
	}
	defer func() { _ = out.Body.Close() }()
	got, err := io.ReadAll(io.LimitReader(out.Body, int64(len(want))+1))
	if err != nil {
		return Classify("GetObject", err)
	}
	if string(got) != want {
		return &CorruptionError{Key: key}
	}
	return nil
}

func (t *roundTrip) lists(ctx context.Context, key string) error {
	out, err := t.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: t.bucket, Prefix: aws.String(key)})
	if failure := Classify("ListObjectsV2", err); failure != nil {
		return failure
	}
	if len(out.Contents) != 1 || aws.ToString(out.Contents[0].Key) != key {
		return &CorruptionError{Key: key}
	}
	return nil
}

func (t *roundTrip) source(ctx context.Context) error {
	t.tell("Listing the objects under /" + t.prefix)
	out, err := t.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: t.bucket, Prefix: aws.String(t.prefix), MaxKeys: aws.Int32(100)})
	if failure := Classify("ListObjectsV2", err); failure != nil {
		return failure
	}
	for i := range out.Contents {
		if aws.ToInt64(out.Contents[i].Size) == 0 {
			continue // Has no first byte.
		}
		return t.readsFirstByte(ctx, aws.ToString(out.Contents[i].Key))
	}
	t.tell(fmt.Sprintf("There is nothing to read: %s listed, none with content", count(len(out.Contents), "object")))
	return nil
}

func (t *roundTrip) readsFirstByte(ctx context.Context, key string) error {
	t.tell("Reading the first byte of " + key)
	out, err := t.client.GetObject(ctx, &s3.GetObjectInput{Bucket: t.bucket, Key: aws.String(key), Range: aws.String("bytes=0-0")})
	if failure := Classify("GetObject", err); failure != nil {
		return failure
	}
	defer func() { _ = out.Body.Close() }()
	got, err := io.ReadAll(io.LimitReader(out.Body, 2))
	if err != nil {
		return Classify("GetObject", err)
	}
	if len(got) != 1 {
		return &CorruptionError{Key: key}
	}
	return nil
}
