package r2fake_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// sdk makes a client of aws-sdk-go-v2. It signs with the real time, so the fake has to run by it.
func (w *world) sdk(cred r2fake.Credentials, baseEndpoint string) *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint:               aws.String(baseEndpoint),
		Region:                     "auto",
		UsePathStyle:               true,
		Credentials:                credentials.NewStaticCredentialsProvider(cred.AccessKeyID, cred.SecretAccessKey, ""),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenRequired,
		HTTPClient:                 w.client(),
		RetryMaxAttempts:           1,
	})
}

func apiErrorCode(err error) string {
	if failure, ok := errors.AsType[smithy.APIError](err); ok {
		return failure.ErrorCode()
	}
	return fmt.Sprint(err)
}

// TestAWSSDK runs the operations of the provider with the client it uses, once with the R2 host in the path and once without.
func TestAWSSDK(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options []r2fake.Option
		path    string
	}{
		"host in the path": {path: "/" + r2Host},
		"default host":     {options: []r2fake.Option{r2fake.WithDefaultHost(r2Host)}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, append(test.options, realTime)...)
			client := w.sdk(w.admin, w.http.URL+test.path)
			bucket := aws.String("acme-backups")
			ctx := t.Context()

			if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{
				Bucket:                    bucket,
				CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: "WEUR"},
			}); err != nil {
				t.Fatal(err)
			}
			if got := w.Location(accountID, "default", "acme-backups"); got != "weur" {
				t.Errorf("location %q", got)
			}
			buckets, err := client.ListBuckets(ctx, &s3.ListBucketsInput{})
			if err != nil {
				t.Fatal(err)
			}
			if len(buckets.Buckets) != 1 || *buckets.Buckets[0].Name != "acme-backups" {
				t.Errorf("ListBuckets: %+v", buckets.Buckets)
			}
			head, err := client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: bucket})
			if err != nil {
				t.Fatal(err)
			}
			if aws.ToString(head.BucketRegion) != "auto" {
				t.Errorf("HeadBucket region %q", aws.ToString(head.BucketRegion))
			}

			key := aws.String("a dir/dump+1 é.sql")
			if _, err := client.PutObject(ctx, &s3.PutObjectInput{
				Bucket: bucket, Key: key, Body: strings.NewReader("select 1"), ContentType: aws.String("application/sql"), Metadata: map[string]string{"by": "test"},
			}); err != nil {
				t.Fatal(err)
			}
			got, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key, Range: aws.String("bytes=0-5")})
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"select", "application/sql", "test", "bytes 0-5/8"}
			if diff := cmp.Diff(want, []string{string(body), *got.ContentType, got.Metadata["by"], *got.ContentRange}); diff != "" {
				t.Errorf("GetObject (-want +got):\n%s", diff)
			}
			list, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: bucket, Prefix: aws.String("a dir/"), EncodingType: types.EncodingTypeUrl})
			if err != nil {
				t.Fatal(err)
			}
			if *list.KeyCount != 1 || *list.Name != "acme-backups" {
				t.Errorf("ListObjectsV2: %d keys of %q", *list.KeyCount, *list.Name)
			}

			_, err = client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: bucket})
			if code := apiErrorCode(err); code != "NoSuchCORSConfiguration" {
				t.Errorf("GetBucketCors: %s", code)
			}
			if _, err := client.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: bucket, CORSConfiguration: &types.CORSConfiguration{
				CORSRules: []types.CORSRule{{AllowedOrigins: []string{"https://example.com"}, AllowedMethods: []string{"GET"}, MaxAgeSeconds: aws.Int32(60)}},
			}}); err != nil {
				t.Fatal(err)
			}
			wantCORS := []r2fake.CORSRule{{AllowedOrigins: []string{"https://example.com"}, AllowedMethods: []string{"GET"}, MaxAgeSeconds: 60}}
			if diff := cmp.Diff(wantCORS, w.CORS(accountID, "default", "acme-backups")); diff != "" {
				t.Errorf("CORS (-want +got):\n%s", diff)
			}
			if _, err := client.DeleteBucketCors(ctx, &s3.DeleteBucketCorsInput{Bucket: bucket}); err != nil {
				t.Fatal(err)
			}

			if _, err := client.PutBucketLifecycleConfiguration(ctx, &s3.PutBucketLifecycleConfigurationInput{
				Bucket: bucket, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: []types.LifecycleRule{{
					ID: aws.String("expire"), Status: types.ExpirationStatusEnabled, Filter: &types.LifecycleRuleFilter{Prefix: aws.String("tmp/")},
					Expiration: &types.LifecycleExpiration{Days: aws.Int32(30)},
				}}},
			}); err != nil {
				t.Fatal(err)
			}
			wantRules := []r2fake.LifecycleRule{{ID: "expire", Enabled: true, Prefix: "tmp/", Expiration: r2fake.After{Days: 30}}}
			if diff := cmp.Diff(wantRules, w.Lifecycle(accountID, "default", "acme-backups")); diff != "" {
				t.Errorf("lifecycle (-want +got):\n%s", diff)
			}
			lifecycle, err := client.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: bucket})
			if err != nil {
				t.Fatal(err)
			}
			if len(lifecycle.Rules) != 1 || *lifecycle.Rules[0].Expiration.Days != 30 || *lifecycle.Rules[0].Filter.Prefix != "tmp/" {
				t.Errorf("lifecycle: %+v", lifecycle.Rules)
			}

			_, err = client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: bucket, Key: key, UploadId: aws.String("bogus")})
			if _, ok := errors.AsType[*types.NoSuchUpload](err); !ok {
				t.Errorf("AbortMultipartUpload: %v", err)
			}
			_, err = client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: bucket})
			if code := apiErrorCode(err); code != "BucketNotEmpty" {
				t.Errorf("DeleteBucket: %s", code)
			}
			deleted, err := client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: bucket, Delete: &types.Delete{
				Objects: []types.ObjectIdentifier{{Key: key}, {Key: aws.String("absent")}}, Quiet: aws.Bool(true),
			}})
			if err != nil {
				t.Fatal(err)
			}
			if len(deleted.Deleted) != 2 || len(deleted.Errors) != 0 {
				t.Errorf("DeleteObjects: %+v", deleted)
			}
			if _, err := client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: bucket}); err != nil {
				t.Fatal(err)
			}
			if got := w.Buckets(accountID, "default"); len(got) != 0 {
				t.Errorf("buckets left: %v", got)
			}
		})
	}
}

// TestAWSSDK_streamingUpload pins that an upload with a trailing checksum, the SDK's own default, is refused as R2 did.
func TestAWSSDK_streamingUpload(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answers r2fake.Answers
		want    string
	}{
		"refused":  {want: "NotImplemented"},
		"accepted": {answers: r2fake.Answers{StreamingUploadsAccepted: true}, want: "<nil>"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, realTime, r2fake.WithAnswers(test.answers))
			w.AddBucket(accountID, "default", "acme-backups")
			options := w.sdk(w.admin, w.tls().URL+"/"+r2Host).Options()
			options.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenSupported
			options.HTTPClient = w.tls().Client()
			body := bytes.Repeat([]byte("0123456789abcdef"), 20_000)
			_, err := s3.New(options).PutObject(t.Context(), &s3.PutObjectInput{
				Bucket: aws.String("acme-backups"), Key: aws.String("k"), Body: bytes.NewReader(body),
			})
			if code := apiErrorCode(err); code != test.want {
				t.Fatalf("got %s, want %s", code, test.want)
			}
			stored, exists := w.Object(accountID, "default", "acme-backups", "k")
			if exists != (err == nil) || exists && !bytes.Equal(stored, body) {
				t.Errorf("stored %t, %d bytes", exists, len(stored))
			}
		})
	}
}

// TestAWSSDK_multipart uploads in parts, one of them copied.
func TestAWSSDK_multipart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, realTime)
	w.AddBucket(accountID, "default", "acme-backups")
	block := bytes.Repeat([]byte("x"), 5<<20)
	w.PutObject(accountID, "default", "acme-backups", "source", block)
	client := w.sdk(w.admin, w.http.URL+"/"+r2Host)
	bucket, key, ctx := aws.String("acme-backups"), aws.String("big"), t.Context()

	upload, err := client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: bucket, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	copied, err := client.UploadPartCopy(ctx, &s3.UploadPartCopyInput{
		Bucket: bucket, Key: key, UploadId: upload.UploadId, PartNumber: aws.Int32(1), CopySource: aws.String("acme-backups/source"),
	})
	if err != nil {
		t.Fatal(err)
	}
	last, err := client.UploadPart(ctx, &s3.UploadPartInput{
		Bucket: bucket, Key: key, UploadId: upload.UploadId, PartNumber: aws.Int32(2), Body: strings.NewReader("tail"),
	})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := client.ListParts(ctx, &s3.ListPartsInput{Bucket: bucket, Key: key, UploadId: upload.UploadId})
	if err != nil {
		t.Fatal(err)
	}
	if len(parts.Parts) != 2 || *parts.Parts[1].Size != 4 {
		t.Errorf("ListParts: %+v", parts.Parts)
	}
	uploads, err := client.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{Bucket: bucket})
	if err != nil {
		t.Fatal(err)
	}
	if len(uploads.Uploads) != 1 || *uploads.Uploads[0].UploadId != *upload.UploadId {
		t.Errorf("ListMultipartUploads: %+v", uploads.Uploads)
	}
	done, err := client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
		Bucket: bucket, Key: key, UploadId: upload.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{
			{PartNumber: aws.Int32(1), ETag: copied.CopyPartResult.ETag}, {PartNumber: aws.Int32(2), ETag: last.ETag},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(*done.ETag, `-2"`) {
		t.Errorf("ETag %s", *done.ETag)
	}
	stored, _ := w.Object(accountID, "default", "acme-backups", "big")
	if !bytes.Equal(stored, append(block, "tail"...)) {
		t.Errorf("stored %d bytes", len(stored))
	}
	if left := w.Uploads(accountID, "default", "acme-backups"); len(left) != 0 {
		t.Errorf("uploads left: %v", left)
	}
}

// TestAWSSDK_presigned fetches a presigned URL with a plain client, in time and too late.
func TestAWSSDK_presigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, realTime)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", []byte("content"))
	presigner := s3.NewPresignClient(w.sdk(w.admin, w.http.URL+"/"+r2Host))
	signed, err := presigner.PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("acme-backups"), Key: aws.String("k")})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, signed.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := w.client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != "content" {
		t.Errorf("got %q, %v", body, err)
	}
}
