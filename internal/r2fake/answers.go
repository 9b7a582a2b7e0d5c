package r2fake

// Answers holds a switch for every behaviour of R2 on which public sources conflict or are silent. The zero value gives the
// expected answers; the JSON names are those of a seed file (see [ParseSeed]).
type Answers struct {
	// CreateExistingBucket is the answer to CreateBucket for a bucket the account has already.
	CreateExistingBucket CreateExistingBucket `json:"create_existing_bucket"`

	// AbortRevealsMissingUpload answers AbortMultipartUpload with an unknown upload id 404 NoSuchUpload, instead of
	// AccessDenied, for a token that may read the bucket but not write to it.
	AbortRevealsMissingUpload bool `json:"abort_reveals_missing_upload"`

	// HeadBucketNeedsAdmin denies HeadBucket to Object levels. Reports conflict:
	// https://github.com/remotely-save/remotely-save/issues/826 says denied, later measurements say allowed.
	HeadBucketNeedsAdmin bool `json:"head_bucket_needs_admin"`

	// GetBucketEncryptionNeedsAdmin denies GetBucketEncryption to Object levels.
	GetBucketEncryptionNeedsAdmin bool `json:"get_bucket_encryption_needs_admin"`

	// DeleteRevealsMissingBucket answers DeleteBucket, DeleteBucketCors and DeleteBucketLifecycle of a missing bucket
	// 404 NoSuchBucket, instead of AccessDenied, under Admin Read only.
	DeleteRevealsMissingBucket bool `json:"delete_reveals_missing_bucket"`

	// MissingBucketDeniesObjectTokens answers AccessDenied instead of NoSuchBucket where an Object level covers a bucket
	// that does not exist.
	MissingBucketDeniesObjectTokens bool `json:"missing_bucket_denies_object_tokens"`

	// ConfigurationChecksumsRefused answers PutBucketCors and PutBucketLifecycleConfiguration 501 NotImplemented when they
	// carry a checksum header (x-amz-checksum-crc32 and the like).
	ConfigurationChecksumsRefused bool `json:"configuration_checksums_refused"`

	// BucketLocation is what GetBucketLocation tells.
	BucketLocation BucketLocation `json:"bucket_location"`

	// MissingCORS is the answer to GetBucketCors of a bucket without rules.
	MissingCORS MissingCORS `json:"missing_cors"`

	// TemporaryAdminListsBuckets lets temporary credentials of an Admin scope use ListBuckets, although they are bound to
	// one bucket.
	TemporaryAdminListsBuckets bool `json:"temporary_admin_lists_buckets"`

	// LockCoversAbsentKeys answers DeleteObject of an absent key under a lock rule 403 ObjectLockedByBucketPolicy instead
	// of 204.
	LockCoversAbsentKeys bool `json:"lock_covers_absent_keys"`

	// LargeDeletesFail answers DeleteObjects with more than 700 keys 500 InternalError, which is why Apache OpenDAL keeps
	// its batches below (https://github.com/apache/opendal).
	LargeDeletesFail bool `json:"large_deletes_fail"`

	// AbortUnknownUploadSucceeds answers AbortMultipartUpload with an unknown upload id 204 instead of 404 NoSuchUpload.
	// Release note of 2022-06-10: https://developers.cloudflare.com/r2/platform/release-notes/
	AbortUnknownUploadSucceeds bool `json:"abort_unknown_upload_succeeds"`

	// UploadsBlockBucketDeletion lets open multipart uploads keep a bucket from being deleted (409 BucketNotEmpty).
	UploadsBlockBucketDeletion bool `json:"uploads_block_bucket_deletion"`

	// ExpiredIsBadRequest gives ExpiredRequest the status of the documentation, 400, instead of the observed 403.
	ExpiredIsBadRequest bool `json:"expired_is_bad_request"`

	// UnknownKeyIsInvalidAccessKeyID answers an unknown access key id 403 InvalidAccessKeyId, as S3 does, instead of
	// 401 Unauthorized.
	UnknownKeyIsInvalidAccessKeyID bool `json:"unknown_key_is_invalid_access_key_id"`

	// StreamingUploadsAccepted takes aws-chunked request bodies (x-amz-content-sha256: STREAMING-...), which R2 answered
	// 501 for years: https://github.com/aws/aws-sdk-go-v2/issues/3258
	StreamingUploadsAccepted bool `json:"streaming_uploads_accepted"`

	// UnknownAccountUnauthorized answers a request to an account that was never seeded 401 Unauthorized. Without it the
	// connection is dropped unanswered, the nearest to R2's failing TLS handshake that a plain connection allows:
	// https://github.com/gobackup/gobackup/issues/107
	UnknownAccountUnauthorized bool `json:"unknown_account_unauthorized"`

	// WithoutBucketOperations answers whatever creates, deletes or configures a bucket 501 NotImplemented, and a bucket that
	// does not exist 404 NoSuchBucket before that and before the permission is looked at. So does Cloudflare's local R2:
	// https://github.com/cloudflare/workers-sdk/tree/main/packages/miniflare/src/workers/r2/s3
	WithoutBucketOperations bool `json:"without_bucket_operations"`
}

// CreateExistingBucket is an answer to CreateBucket for a bucket the account has already.
type CreateExistingBucket string

// The answers to CreateBucket for a bucket the account has already.
const (
	CreateExistingOwnedByYou    CreateExistingBucket = ""                    // 409 BucketAlreadyOwnedByYou
	CreateExistingAlreadyExists CreateExistingBucket = "BucketAlreadyExists" // 409
	CreateExistingConflict      CreateExistingBucket = "BucketConflict"      // 409
	CreateExistingOK            CreateExistingBucket = "OK"                  // 200, nothing changes
)

// BucketLocation is what GetBucketLocation tells.
type BucketLocation string

// The answers to GetBucketLocation.
const (
	LocationAuto  BucketLocation = ""      // always "auto", as the release note of 2022 has it
	LocationEmpty BucketLocation = "empty" // an empty element, as S3 does for us-east-1
	LocationHint  BucketLocation = "hint"  // the location hint in upper case, such as ENAM
)

// MissingCORS is an answer to GetBucketCors of a bucket without rules.
type MissingCORS string

// The answers to GetBucketCors of a bucket without rules.
const (
	MissingCORSNoSuchConfiguration MissingCORS = ""                               // 404 NoSuchCORSConfiguration
	MissingCORSNotFoundError       MissingCORS = "CORSConfigurationNotFoundError" // 404, named like R2's code for object lock
	MissingCORSNoSuchKey           MissingCORS = "NoSuchKey"                      // 404 with a generic code
	MissingCORSEmptyDocument       MissingCORS = "empty"                          // 200 with a CORSConfiguration without rules
)

// setAnswers maps the switches with more than two positions to the values they may take, for reading seeds.
var setAnswers = map[string][]string{
	"create_existing_bucket": {string(CreateExistingOwnedByYou), string(CreateExistingAlreadyExists), string(CreateExistingConflict), string(CreateExistingOK)},
	"bucket_location":        {string(LocationAuto), string(LocationEmpty), string(LocationHint)},
	"missing_cors":           {string(MissingCORSNoSuchConfiguration), string(MissingCORSNotFoundError), string(MissingCORSNoSuchKey), string(MissingCORSEmptyDocument)},
}
