package r2

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
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
// The object is deleted whatever happens, also after ctx was cancelled; should
// the process be killed, a later round trip under the same path deletes it. The
// error is a [*Failure], a [*LockedError] when a lock rule keeps the object, or
// a [*CorruptionError]; it is in a [*ResidueError] when the object could not be
// deleted.
func (c *Connector) RoundTrip(ctx context.Context, connection Connection, progress func(step string)) error {
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

// ResidueError says that the test object may have stayed in the bucket.
type ResidueError struct {
	// Key is that of the object.
	Key string
	// Err is why the round trip failed: its deletion, or what went before.
	Err error
}

// Error implements error.
func (e *ResidueError) Error() string {
	return e.Err.Error() + "; the object " + printable(e.Key) + " may have stayed in the bucket"
}

// Unwrap gives the cause.
func (e *ResidueError) Unwrap() error { return e.Err }

type roundTrip struct {
	client *s3.Client
	bucket *string
	prefix string
	tell   func(string)
}

func (t *roundTrip) destination(ctx context.Context) error {
	key := t.prefix + absentName()
	t.tell("Writing the test object " + key)
	err := t.write(ctx, key, firstBody)
	if refused(err) {
		return err // There is nothing to delete.
	}
	if err == nil {
		err = t.proceed(ctx, key)
	}
	t.tell("Deleting it")
	return residue(key, err, t.delete(ctx, key))
}

// proceed does what follows the first write, up to the deletion.
func (t *roundTrip) proceed(ctx context.Context, key string) error {
	t.tell("Reading it back")
	if err := t.reads(ctx, key, firstBody); err != nil {
		return err
	}
	t.tell("Overwriting it")
	if err := t.write(ctx, key, secondBody); err != nil {
		return err
	}
	t.tell("Reading it back")
	if err := t.reads(ctx, key, secondBody); err != nil {
		return err
	}
	t.tell("Listing it")
	leftovers, err := t.lists(ctx, key)
	if err == nil {
		t.sweep(ctx, leftovers)
	}
	return err
}

// refused tells whether a write failed in such a way that nothing was written.
// A write without an answer, for one, may have been carried out.
func refused(err error) bool {
	var failure *Failure
	var outage *OutageError
	switch {
	case !errors.As(err, &failure):
		return false
	case errors.As(err, &outage):
		return true // It was not sent.
	}
	switch failure.Kind {
	case Unavailable, Cancelled, Foreign:
		return false
	default:
		return true
	}
}

// residue joins why the round trip failed with why the test object could not be
// deleted; either may be nil. A lock rule speaks for itself.
func residue(key string, err, deletion error) error {
	var locked *LockedError
	switch {
	case deletion == nil:
		return err
	case errors.As(deletion, &locked):
		return deletion
	case err == nil:
		err = deletion
	}
	return &ResidueError{Key: key, Err: err}
}

func (t *roundTrip) write(ctx context.Context, key, body string) error {
	_, err := t.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: t.bucket, Key: aws.String(key), Body: strings.NewReader(body), ContentType: aws.String("text/plain"),
	})
	return explainLock(Classify("PutObject", err), key)
}

// delete deletes the test object, though ctx may have been cancelled. An object
// that was not written after all, or went with its bucket, is no error.
func (t *roundTrip) delete(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTimeout)
	defer cancel()
	_, err := t.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: t.bucket, Key: aws.String(key)})
	failure := Classify("DeleteObject", err)
	if failure != nil && failure.Kind == NoSuchBucket {
		return nil
	}
	return explainLock(failure, key)
}

func explainLock(failure *Failure, key string) error {
	if failure != nil && failure.Kind == Locked {
		return &LockedError{Key: key}
	}
	return asError(failure)
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
	t.tell("Reading the first byte of " + printable(key))
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
