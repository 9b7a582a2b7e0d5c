package r2fake_test

import (
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestStrictness has what the fake does not answer as if it knew.
func TestStrictness(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", []byte("content"))
	long := strings.Repeat("k", 1025)
	tests := map[string]struct {
		request request
		status  int
		code    string
	}{
		"list buckets by its S3 parameter": {request{path: "/", query: "max-buckets=1"}, 501, "NotImplemented"},
		"unknown parameter of a list":      {request{path: "/acme-backups", query: "list-type=2&foo=bar"}, 501, "NotImplemented"},
		"unknown list type":                {request{path: "/acme-backups", query: "list-type=3"}, 501, "NotImplemented"},
		"repeated parameter":               {request{path: "/acme-backups", query: "prefix=a&prefix=b"}, 400, "InvalidArgument"},
		"version of an object":             {request{path: "/acme-backups/k", query: "versionId=1"}, 501, "NotImplemented"},
		"part of an object":                {request{path: "/acme-backups/k", query: "partNumber=1"}, 501, "NotImplemented"},
		"bucket policy":                    {request{path: "/acme-backups", query: "policy"}, 501, "NotImplemented"},
		"delete bucket policy":             {request{method: "DELETE", path: "/acme-backups", query: "policy"}, 501, "NotImplemented"},
		"delete object tags":               {request{method: "DELETE", path: "/acme-backups/k", query: "tagging"}, 501, "NotImplemented"},
		"delete with unknown parameter":    {request{method: "DELETE", path: "/acme-backups/k", query: "foo"}, 501, "NotImplemented"},
		"put bucket encryption":            {request{method: "PUT", path: "/acme-backups", query: "encryption", body: "<x/>"}, 501, "NotImplemented"},
		"create bucket, unknown parameter": {request{method: "PUT", path: "/new-bucket", query: "foo=1"}, 400, "InvalidArgument"},
		"unknown method":                   {request{method: "PATCH", path: "/acme-backups"}, 404, "RouteNotFound"},
		"post to a bucket":                 {request{method: "POST", path: "/acme-backups"}, 501, "NotImplemented"},
		"bucket name":                      {request{path: "/Acme_Backups"}, 400, "InvalidBucketName"},
		"short bucket name":                {request{path: "/ab"}, 400, "InvalidBucketName"},
		"long key":                         {request{path: "/acme-backups/" + long}, 400, "InvalidObjectName"},
		"condition on a delete":            {request{method: "DELETE", path: "/acme-backups/k", header: header("If-Match", `"x"`)}, 501, "NotImplemented"},
		"copy source of a read":            {request{path: "/acme-backups/k", header: header("X-Amz-Copy-Source", "/acme-backups/k")}, 404, "RouteNotFound"},
		"chunks without streaming":         {request{method: "PUT", path: "/acme-backups/new", header: header("Content-Encoding", "aws-chunked,gzip")}, 501, "NotImplemented"},
		"metadata on a part":               {request{method: "PUT", path: "/acme-backups/k", query: "partNumber=1&uploadId=u", header: header("X-Amz-Meta-A", "1")}, 501, "NotImplemented"},
		"document type":                    {request{method: "PUT", path: "/acme-backups", query: "cors", body: "<!DOCTYPE x>" + corsBody}, 400, "MalformedXML"},
		"parameter out of range":           {request{path: "/acme-backups", query: "uploads&max-uploads=-1"}, 400, "InvalidArgument"},
		"encoding of uploads":              {request{path: "/acme-backups", query: "uploads&encoding-type=x"}, 400, "InvalidArgument"},
		"encoding of a list":               {request{path: "/acme-backups", query: "encoding-type=x"}, 501, "NotImplemented"},
		"number of parts":                  {request{path: "/acme-backups/k", query: "uploadId=u&max-parts=x"}, 400, "InvalidArgument"},
		"marker of parts":                  {request{path: "/acme-backups/k", query: "uploadId=u&part-number-marker=x"}, 400, "InvalidArgument"},
		"encoding of parts":                {request{path: "/acme-backups/k", query: "uploadId=u&encoding-type=x"}, 400, "InvalidArgument"},
		"storage class of an upload":       {request{method: "POST", path: "/acme-backups/k", query: "uploads", header: header("X-Amz-Storage-Class", "GLACIER")}, 400, "InvalidStorageClass"},
		"metadata of an upload":            {request{method: "POST", path: "/acme-backups/k", query: "uploads", header: header("X-Amz-Meta-A", strings.Repeat("x", 8192))}, 400, "MetadataTooLarge"},
		"storage class of a copy":          {request{method: "PUT", path: "/acme-backups/new", header: header("X-Amz-Copy-Source", "/acme-backups/k", "X-Amz-Storage-Class", "GLACIER")}, 400, "InvalidStorageClass"},
		"metadata of a copy":               {request{method: "PUT", path: "/acme-backups/new", header: header("X-Amz-Copy-Source", "/acme-backups/k", "X-Amz-Meta-A", strings.Repeat("x", 8192))}, 400, "MetadataTooLarge"},
		"digest of a CORS document":        {request{method: "PUT", path: "/acme-backups", query: "cors", body: corsBody, header: header("X-Amz-Checksum-Crc32", crc32Of("x"))}, 400, "BadDigest"},
		"digest of a lifecycle document":   {request{method: "PUT", path: "/acme-backups", query: "lifecycle", body: lifecycleBody, header: header("X-Amz-Checksum-Crc32", crc32Of("x"))}, 400, "BadDigest"},
		"several ranges":                   {request{path: "/acme-backups/k", header: header("Range", "bytes=0-1,3-4")}, 400, "InvalidArgument"},
		"algorithm of a CORS checksum": {
			request{method: "PUT", path: "/acme-backups", query: "cors", body: corsBody, header: header("X-Amz-Sdk-Checksum-Algorithm", "CRC32")}, 501, "NotImplemented",
		},
	}
	for _, unsupported := range []string{
		"X-Amz-Expected-Bucket-Owner", "X-Amz-Acl", "X-Amz-Tagging", "X-Amz-Server-Side-Encryption", "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id",
		"X-Amz-Object-Lock-Mode", "X-Amz-Bucket-Object-Lock-Enabled", "X-Amz-Object-Ownership", "X-Amz-Grant-Read", "X-Amz-Request-Payer",
		"Cf-Create-Bucket-If-Missing",
	} {
		for _, path := range []string{"/new-bucket", "/acme-backups/new"} {
			tests[unsupported+" "+path] = struct {
				request request
				status  int
				code    string
			}{request{method: "PUT", path: path, header: header(unsupported, "value")}, 501, "NotImplemented"}
		}
	}
	tests["a private bucket"] = struct {
		request request
		status  int
		code    string
	}{request{method: "PUT", path: "/new-bucket", header: header("X-Amz-Acl", "private")}, 501, "NotImplemented"}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.expect(w.admin, test.request, test.status, test.code)
		})
	}
	t.Cleanup(func() { // after the parallel subtests
		if got := w.Buckets(accountID, "default"); len(got) != 1 {
			t.Errorf("buckets %v", got)
		}
		if got := w.Keys(accountID, "default", "acme-backups"); len(got) != 1 {
			t.Errorf("keys %v", got)
		}
	})
}

// TestErrorDocument pins the form of an error to the byte.
func TestErrorDocument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	got := w.expect(w.admin, request{method: "DELETE", path: "/acme-backups", header: header("X-Amz-Mfa", `<"1">`)}, 501, "NotImplemented")
	want := `<?xml version="1.0" encoding="UTF-8"?><Error><Code>NotImplemented</Code>` +
		`<Message>Header &apos;x-amz-mfa&apos; with value &apos;&lt;&quot;1&quot;&gt;&apos; not implemented</Message></Error>`
	if got.body != want {
		t.Errorf("got  %s\nwant %s", got.body, want)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/xml", "Server": "cloudflare", "Date": "Wed, 04 Mar 2026 05:06:07 GMT", "Cf-Ray": "0000000000000001-R2F",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
		}
	}

	got = w.expect(w.admin, request{method: "HEAD", path: "/acme-backups/absent"}, 404, "")
	if got.body != "" || got.header.Get("Content-Type") != "application/xml" || got.header.Get("Cf-Ray") != "0000000000000002-R2F" {
		t.Errorf("HEAD: %q %v", got.body, got.header)
	}
}

func TestMaxBody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, r2fake.WithMaxBody(4))
	w.AddBucket(accountID, "default", "acme-backups")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", body: "1234"}, 200, "")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", body: "12345"}, 400, "EntityTooLarge")
}

func TestBrokenQuery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.expect(w.admin, request{path: "/", query: "prefix=%zz"}, 400, "InvalidArgument")
	if !strings.Contains(got.body, "<Message>Query string is not valid percent-encoding</Message>") {
		t.Error(got.body)
	}
}
