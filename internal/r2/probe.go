package r2

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// probe is one request whose answer tells one thing about a token. None of them
// leaves anything behind, and those that a denied token sends are not billed.
// What they cost otherwise: https://developers.cloudflare.com/r2/pricing/.
type probe uint8

const (
	// probeList lists one key, to prove the right: class A.
	probeList probe = iota
	// probeListFolder is the same request, also to see whether the folder is empty.
	probeListFolder
	// probeRead reads a random key, which is absent: class B.
	probeRead
	// probeAbort aborts an upload that was never begun: free.
	probeAbort
	// probeDelete deletes a random key, which is absent: free.
	probeDelete
	// probeConfiguration reads the CORS rules, which only Admin levels may: class B.
	probeConfiguration
	// probeListBuckets lists one bucket, which only Admin levels may: class A.
	probeListBuckets
	// probeDeleteBucket deletes a bucket of a random name, which is absent: free.
	probeDeleteBucket
	// probeOtherBucket reads from a bucket of a random name, which is absent: class B.
	probeOtherBucket
)

// outcome is what a probe found out.
type outcome struct {
	// Answer is about the right that the probe stands for.
	Answer Answer
	// Missing says that the token was let through, to a bucket that is not there.
	Missing bool
	// Bucket is a bucket of the account, if buckets were listed and there are any.
	Bucket string
	// Empty says that the listed folder holds no objects.
	Empty bool
	// Failure is why the answer is not Granted; nil when it is.
	Failure *Failure
}

// target is where a probe goes.
type target struct {
	Endpoint    Endpoint
	Credentials Credentials
	// Prefix is that of the folder. Absent keys are made up inside it, so that a
	// token which is restricted to the folder is judged by its own rights.
	Prefix string
}

// send carries the probe out.
func (p probe) send(ctx context.Context, client *s3.Client, at target) outcome {
	switch p {
	case probeList, probeListFolder:
		return list1(ctx, client, at)
	case probeRead:
		return read(ctx, client, at.Endpoint.Bucket, at.Prefix+absentName())
	case probeOtherBucket:
		return read(ctx, client, absentName(), absentName())
	case probeAbort:
		return abort(ctx, client, at)
	case probeDelete:
		return deleteAbsent(ctx, client, at)
	case probeConfiguration:
		return readConfiguration(ctx, client, at)
	case probeListBuckets:
		return listBuckets(ctx, client)
	case probeDeleteBucket:
		return deleteAbsentBucket(ctx, client)
	default:
		panic("r2: unknown probe")
	}
}

// absentPrefix says who made a name up, for those who read access logs.
const absentPrefix = "terraform-provider-r2-"

// absentName is a name for a key or a bucket that nothing has, with 128 random
// bits.
func absentName() string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return absentPrefix + hex.EncodeToString(random[:])
}

func list1(ctx context.Context, client *s3.Client, at target) outcome {
	out, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{
		Bucket: aws.String(at.Endpoint.Bucket), Prefix: aws.String(at.Prefix), MaxKeys: aws.Int32(1),
	})
	result := judge("ListObjectsV2", err)
	if err != nil {
		return result
	}
	if aws.ToString(out.Name) != at.Endpoint.Bucket || out.KeyCount == nil {
		return undetermined("ListObjectsV2", &ForeignAnswerError{
			Status: 200, ContentType: "application/xml", Reason: "it lists another bucket than was asked for",
		})
	}
	result.Empty = aws.ToInt32(out.KeyCount) == 0
	return result
}

func read(ctx context.Context, client *s3.Client, bucket, key string) outcome {
	_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)}, expectAbsent)
	return judge("GetObject", err)
}

// abort proves the right to upload. That R2 checks the permission before it
// looks for the upload is inferred and not documented, which is why a verdict
// "can write" needs deleteAbsent as well.
func abort(ctx context.Context, client *s3.Client, at target) outcome {
	_, err := client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{
		Bucket: aws.String(at.Endpoint.Bucket), Key: aws.String(at.Prefix + absentName()), UploadId: aws.String(absentName()),
	})
	return judge("AbortMultipartUpload", err)
}

// deleteAbsent proves the right to delete, and with it that to write: R2 has no
// level between.
func deleteAbsent(ctx context.Context, client *s3.Client, at target) outcome {
	_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{
		Bucket: aws.String(at.Endpoint.Bucket), Key: aws.String(at.Prefix + absentName()),
	})
	result := judge("DeleteObject", err)
	if result.Failure != nil && result.Failure.Kind == Locked {
		return outcome{Answer: Granted} // A lock rule speaks after the permission does.
	}
	return result
}

func readConfiguration(ctx context.Context, client *s3.Client, at target) outcome {
	_, err := client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: aws.String(at.Endpoint.Bucket)})
	result := judge("GetBucketCors", err)
	if f := result.Failure; f != nil && noCORS(f) {
		return outcome{Answer: Granted}
	}
	return result
}

func listBuckets(ctx context.Context, client *s3.Client) outcome {
	page, failure := bucketQuery{most: 1}.list(ctx, client)
	result := verdict(failure)
	if len(page.buckets) > 0 {
		result.Bucket = page.buckets[0].Name
	}
	return result
}

func deleteAbsentBucket(ctx context.Context, client *s3.Client) outcome {
	_, err := client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(absentName())})
	return judge("DeleteBucket", err)
}

// judge reads the error of a request: a thing that is not there was looked for,
// so the token was let through.
func judge(operation string, err error) outcome {
	return verdict(Classify(operation, err))
}

// verdict reads a classified failure, nil for none.
func verdict(failure *Failure) outcome {
	switch {
	case failure == nil || failure.Kind == NoSuchThing:
		return outcome{Answer: Granted}
	case failure.Kind == NoSuchBucket:
		return outcome{Answer: Granted, Missing: true, Failure: failure}
	case failure.Kind == AccessDenied:
		return outcome{Answer: Denied, Failure: failure}
	default:
		return outcome{Answer: Undetermined, Failure: failure}
	}
}

func undetermined(operation string, err error) outcome {
	return outcome{Answer: Undetermined, Failure: Classify(operation, err)}
}
