// Package r2fake is a strict fake of Cloudflare R2's S3 API, for tests and demonstrations: an [http.Handler] that keeps
// accounts, buckets and tokens in memory.
//
//	fake := r2fake.New()
//	fake.AddBucket(account, "default", "acme-backups")
//	cred := fake.AddToken(r2fake.Token{Account: account, Policies: []r2fake.Policy{{Level: r2fake.ObjectReadWrite}}})
//	server := httptest.NewServer(fake) // base endpoint: server.URL + "/" + account + ".r2.cloudflarestorage.com"
//
// # Strictness
//
// A permissive fake proves nothing, so this one answers only what it knows. Signatures are verified, a header or query
// parameter the operation does not know is refused, and every answer follows from R2's documentation, a public
// report, or Cloudflare's own local R2 (https://github.com/cloudflare/workers-sdk/tree/main/packages/miniflare/src/workers/r2/s3).
// Where these conflict or are silent, [Answers] has a switch whose zero value is the expected answer.
//
// # Addressing
//
// R2 tells accounts and jurisdictions apart by host name. The fake takes the R2 host a request is meant for from, in this
// order: the Host header, virtual-hosted style included; the first segment of the path (/<R2 host>/<bucket>/<key>); the
// default host ([WithDefaultHost]). Signatures cover the path as it was sent, R2 host segment included.
//
// # Assumptions about R2
//
//  1. Authentication comes first, then arguments (unknown headers and parameters, bucket names, XML bodies of configuration
//     writes), then permission, then existence of the bucket, then the operation.
//  2. A token that is unknown, revoked, expired, not yet valid, not yet propagated, or of another account is 401 Unauthorized.
//  3. A client address outside the token's allow list is 403 AccessDenied.
//  4. The static answers (GetBucketAcl and the like) need no more than reading objects.
//  5. A session token that does not verify is 400 InvalidArgument; one that verifies but has expired is 401 Unauthorized.
//  6. Temporary credentials restricted to paths may list only below a prefix of theirs, and may not touch the configuration
//     of the bucket. They never create or delete buckets.
//  7. The parts of a multipart upload are at least 5 MiB and of equal size, but for the last.
//
// # What is left out
//
// SSE-C, cf-create-bucket-if-missing, response header overrides, and partNumber on reads exist in R2, but are
// 501 NotImplemented here. Time-driven behaviour (lifecycle rules taking effect, propagation of CORS rules) is not modelled.
package r2fake
