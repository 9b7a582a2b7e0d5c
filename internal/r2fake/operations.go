package r2fake

import (
	"net/http"
	"slices"
)

// The names of operations that are referred to.
const (
	opListBuckets          = "ListBuckets"
	opHeadBucket           = "HeadBucket"
	opCreateBucket         = "CreateBucket"
	opDeleteBucket         = "DeleteBucket"
	opGetBucketLocation    = "GetBucketLocation"
	opGetBucketEncryption  = "GetBucketEncryption"
	opListObjects          = "ListObjects"
	opDeleteObjects        = "DeleteObjects"
	opAbortMultipartUpload = "AbortMultipartUpload"
)

// anyMetadata stands for all headers x-amz-meta-*.
const anyMetadata = "x-amz-meta-*"

// Groups of request headers.
var (
	metadataHeaders = []string{anyMetadata, "x-amz-storage-class", "x-amz-acl", "x-amz-server-side-encryption"}
	digestHeaders   = []string{
		"x-amz-checksum-crc32", "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme", "x-amz-checksum-sha1", "x-amz-checksum-sha256",
	}
	// The headers that name an algorithm are listed as unsupported for configuration writes.
	checksumHeaders   = slices.Concat(digestHeaders, []string{"x-amz-sdk-checksum-algorithm", "x-amz-checksum-algorithm"})
	conditionHeaders  = []string{"if-match", "if-none-match", "if-modified-since", "if-unmodified-since"}
	copySourceHeaders = []string{
		"x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-copy-source-if-none-match",
		"x-amz-copy-source-if-modified-since", "x-amz-copy-source-if-unmodified-since",
	}
	// https://developers.cloudflare.com/r2/api/s3/extensions/
	copyDestinationHeaders = []string{
		"cf-copy-destination-if-match", "cf-copy-destination-if-none-match",
		"cf-copy-destination-if-modified-since", "cf-copy-destination-if-unmodified-since",
	}
	listBucketsHeaders = []string{"cf-prefix", "cf-start-after", "cf-continuation-token", "cf-max-keys"}
	readHeaders        = slices.Concat(conditionHeaders, []string{"range", "x-amz-checksum-mode"})
)

// operations is everything the fake understands. The table follows https://developers.cloudflare.com/r2/api/s3/api/; what
// each operation needs follows the levels of https://developers.cloudflare.com/r2/api/tokens/.
var operations = slices.Concat(serviceOperations, bucketOperations, configurationOperations, staticOperations, objectOperations, multipartOperations)

var serviceOperations = []*operation{
	{
		name: opListBuckets, class: ClassA, access: accessAdminRead, method: http.MethodGet, on: onService,
		params: []string{"prefix", "start-after", "continuation-token", "max-keys"}, headers: listBucketsHeaders, run: listBuckets,
	},
}

var bucketOperations = []*operation{
	{name: opHeadBucket, class: ClassB, access: accessObjectRead, method: http.MethodHead, on: onBucket, run: headBucket},
	{name: opCreateBucket, class: ClassA, access: accessAdminWrite, method: http.MethodPut, on: onBucket, run: createBucket},
	{name: opDeleteBucket, class: ClassFree, access: accessAdminWrite, method: http.MethodDelete, on: onBucket, bucketDeletion: true, run: deleteBucket},
	{
		name: opListObjects, class: ClassA, access: accessObjectRead, method: http.MethodGet, on: onBucket, lists: true,
		params: []string{"prefix", "delimiter", "max-keys", "marker", "encoding-type", "continuation-token"}, validate: validateListObjects, run: listObjects,
	},
	{
		name: "ListObjectsV2", class: ClassA, access: accessObjectRead, method: http.MethodGet, on: onBucket, lists: true, marks: []string{"list-type"},
		params: []string{"prefix", "delimiter", "max-keys", "start-after", "continuation-token", "encoding-type", "fetch-owner"}, validate: validateListObjectsV2, run: listObjectsV2,
	},
	{
		name: "ListMultipartUploads", class: ClassA, access: accessObjectRead, method: http.MethodGet, on: onBucket, lists: true, marks: []string{"uploads"},
		params: []string{"prefix", "delimiter", "max-uploads", "key-marker", "upload-id-marker", "encoding-type"}, run: listMultipartUploads,
	},
	{
		name: opDeleteObjects, class: ClassFree, access: accessObjectWrite, method: http.MethodPost, on: onBucket, marks: []string{"delete"},
		headers: checksumHeaders, run: deleteObjects,
	},
}

var configurationOperations = []*operation{
	{name: "GetBucketCors", class: ClassB, access: accessAdminRead, method: http.MethodGet, on: onBucket, marks: []string{"cors"}, run: getBucketCORS},
	{
		name: "PutBucketCors", class: ClassA, access: accessAdminWrite, method: http.MethodPut, on: onBucket, marks: []string{"cors"},
		headers: digestHeaders, validate: validateCORS, run: putBucketCORS,
	},
	{
		name: "DeleteBucketCors", class: ClassUnlisted, access: accessAdminWrite, method: http.MethodDelete, on: onBucket, marks: []string{"cors"},
		bucketDeletion: true, run: deleteBucketCORS,
	},
	{
		name: "GetBucketLifecycleConfiguration", class: ClassB, access: accessAdminRead, method: http.MethodGet, on: onBucket,
		marks: []string{"lifecycle"}, run: getBucketLifecycle,
	},
	{
		name: "PutBucketLifecycleConfiguration", class: ClassA, access: accessAdminWrite, method: http.MethodPut, on: onBucket,
		marks: []string{"lifecycle"}, headers: digestHeaders, validate: validateLifecycle, run: putBucketLifecycle,
	},
	{
		name: "DeleteBucketLifecycle", class: ClassUnlisted, access: accessAdminWrite, method: http.MethodDelete, on: onBucket,
		marks: []string{"lifecycle"}, bucketDeletion: true, run: deleteBucketLifecycle,
	},
}

// staticOperations tell the same of every bucket: https://developers.cloudflare.com/r2/platform/release-notes/ (July 2022).
var staticOperations = []*operation{
	{name: opGetBucketLocation, class: ClassB, access: accessObjectRead, method: http.MethodGet, on: onBucket, marks: []string{"location"}, run: getBucketLocation},
	{name: opGetBucketEncryption, class: ClassB, access: accessObjectRead, method: http.MethodGet, on: onBucket, marks: []string{"encryption"}, run: getBucketEncryption},
	{name: "GetBucketVersioning", class: ClassUnlisted, access: accessObjectRead, method: http.MethodGet, on: onBucket, marks: []string{"versioning"}, run: getBucketVersioning},
	{name: "GetBucketAcl", class: ClassUnlisted, access: accessObjectRead, method: http.MethodGet, on: onBucket, marks: []string{"acl"}, run: getBucketACL},
	{name: "GetBucketTagging", class: ClassUnlisted, access: accessObjectRead, method: http.MethodGet, on: onBucket, marks: []string{"tagging"}, run: absent("NoSuchTagSet", "The TagSet does not exist.")},
	{name: "GetObjectLockConfiguration", class: ClassUnlisted, access: accessObjectRead, method: http.MethodGet, on: onBucket, marks: []string{"object-lock"}, run: absent("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket.")},
	{name: "GetBucketReplication", class: ClassUnlisted, access: accessObjectRead, method: http.MethodGet, on: onBucket, marks: []string{"replication"}, run: absent("ReplicationConfigurationNotFoundError", "The replication configuration was not found.")},
}

var objectOperations = []*operation{
	{name: "HeadObject", class: ClassB, access: accessObjectRead, method: http.MethodHead, on: onObject, headers: readHeaders, run: getObject},
	{name: "GetObject", class: ClassB, access: accessObjectRead, method: http.MethodGet, on: onObject, headers: readHeaders, run: getObject},
	{
		name: "PutObject", class: ClassA, access: accessObjectWrite, method: http.MethodPut, on: onObject,
		headers: slices.Concat(metadataHeaders, checksumHeaders, conditionHeaders), run: putObject,
	},
	{
		// So does Cloudflare's local R2, in the file detect.worker.ts.
		name: "PutObject", class: ClassA, access: accessObjectWrite, method: http.MethodPost, on: onObject,
		headers: slices.Concat(metadataHeaders, checksumHeaders, conditionHeaders), run: putObject,
	},
	{
		name: "CopyObject", class: ClassA, access: accessObjectWrite, method: http.MethodPut, on: onObject, copies: true,
		headers: slices.Concat(metadataHeaders, copySourceHeaders, copyDestinationHeaders, []string{"x-amz-metadata-directive"}), run: copyObject,
	},
	{name: "DeleteObject", class: ClassFree, access: accessObjectWrite, method: http.MethodDelete, on: onObject, run: deleteObject},
}

var multipartOperations = []*operation{
	{
		name: "CreateMultipartUpload", class: ClassA, access: accessObjectWrite, method: http.MethodPost, on: onObject, marks: []string{"uploads"},
		headers: slices.Concat(metadataHeaders, []string{"x-amz-checksum-algorithm"}), run: createMultipartUpload,
	},
	{
		name: "UploadPart", class: ClassA, access: accessObjectWrite, method: http.MethodPut, on: onObject, marks: []string{"partNumber", "uploadId"},
		headers: checksumHeaders, run: uploadPart,
	},
	{
		name: "UploadPartCopy", class: ClassA, access: accessObjectWrite, method: http.MethodPut, on: onObject, marks: []string{"partNumber", "uploadId"},
		copies: true, headers: []string{"x-amz-copy-source", "x-amz-copy-source-range"}, run: uploadPartCopy,
	},
	{name: "CompleteMultipartUpload", class: ClassA, access: accessObjectWrite, method: http.MethodPost, on: onObject, marks: []string{"uploadId"}, run: completeMultipartUpload},
	{name: opAbortMultipartUpload, class: ClassFree, access: accessObjectWrite, method: http.MethodDelete, on: onObject, marks: []string{"uploadId"}, run: abortMultipartUpload},
	{
		name: "ListParts", class: ClassA, access: accessObjectRead, method: http.MethodGet, on: onObject, marks: []string{"uploadId"},
		params: []string{"max-parts", "part-number-marker", "encoding-type"}, run: listParts,
	},
}
