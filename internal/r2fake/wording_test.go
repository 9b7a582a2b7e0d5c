package r2fake_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestWording pins what R2 says where the code alone leaves open what was wrong. The words, and which of two mistakes is told
// first, are those of Cloudflare's local R2: https://github.com/cloudflare/workers-sdk/tree/main/packages/miniflare/src/workers/r2/s3
func TestWording(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", []byte("content"))
	const (
		bucketPath = "/acme-backups"
		key        = bucketPath + "/k"
	)
	copying := func(pairs ...string) request {
		return request{method: "PUT", path: bucketPath + "/copy", header: header(append([]string{"X-Amz-Copy-Source", key}, pairs...)...)}
	}
	tests := map[string]struct {
		request request
		status  int
		message string
	}{
		"route":                   {request{method: "PATCH", path: key}, 404, "No route matches this url."},
		"bucket policy":           {request{path: bucketPath, query: "policy"}, 501, "GetBucketPolicy not implemented"},
		"status of the policy":    {request{path: bucketPath, query: "policyStatus"}, 501, "GetGetBucketPolicyStatus not implemented"},
		"write bucket tags":       {request{method: "PUT", path: bucketPath, query: "tagging"}, 501, "PutBucketTagging not implemented"},
		"delete bucket tags":      {request{method: "DELETE", path: bucketPath, query: "x-id=x&tagging"}, 501, "DeleteBucketTagging not implemented"},
		"object tags":             {request{path: key, query: "tagging"}, 501, "GetObjectTagging not implemented"},
		"subresource of reads":    {request{method: "DELETE", path: bucketPath, query: "versioning"}, 400, `Unsupported search param(s) "versioning" on a DELETE bucket route`},
		"order of parameters":     {request{method: "PUT", path: bucketPath, query: "b=1&a=2&b=3&x-id=x"}, 400, `Unsupported search param(s) "b", "a" on a PUT bucket route`},
		"parameter of a location": {request{path: bucketPath, query: "location&prefix=a"}, 400, "Search param prefix is unsupported for bucket location"},
		"parameter of a list":     {request{path: bucketPath, query: "start-after=a"}, 501, "ListObjectsV1 search parameter start-after not implemented"},
		"version of a list":       {request{path: bucketPath, query: "list-type=1"}, 501, "ListObjectsV1 not implemented"},
		"token of a list":         {request{path: bucketPath, query: "continuation-token=a"}, 400, "continuation-token not supported in ListObjects"},
		"encoding of a list":      {request{path: bucketPath, query: "encoding-type=hex"}, 501, `Unrecognized encoding-type "hex" not implemented`},
		"number of keys":          {request{path: bucketPath, query: "max-keys="}, 400, "MaxKeys params must be positive integer <= 1000."},
		"form of a range":         {request{path: key, header: header("Range", "bytes=a-b")}, 400, "range must be in format 'bytes=start-end', 'bytes=start-' or 'bytes=-suffix'.'"},
		"direction of a range":    {request{path: key, header: header("Range", "bytes=3-1")}, 400, "range must be positive."},
		"range before the key":    {request{path: bucketPath + "/absent", header: header("Range", "bytes=3-1")}, 400, "range must be positive."},
		"range of nothing":        {request{path: key, header: header("Range", "bytes=-0")}, 416, "The requested range is not satisfiable"},
		"metadata directive":      {copying("X-Amz-Metadata-Directive", "SOMEHOW"), 400, "metadata directive SOMEHOW."},
		"directive before source": {copying("X-Amz-Copy-Source", "k", "X-Amz-Metadata-Directive", "SOMEHOW"), 400, "metadata directive SOMEHOW."},
		"copy source":             {copying("X-Amz-Copy-Source", "k"), 400, "copy source bucket name"},
		"storage class":           {copying("X-Amz-Storage-Class", "GLACIER"), 400, "The storage class specified is not valid."},
		"part number":             {request{method: "PUT", path: key, query: "partNumber=0&uploadId=u"}, 400, "Part number must be an integer between 1 and 10000, inclusive."},
		"document before upload":  {request{method: "POST", path: key, query: "uploadId=u", body: "x"}, 400, malformed},
		"quiet deletion":          {request{method: "POST", path: bucketPath, query: "delete", body: "<Delete><Quiet>maybe</Quiet><Object><Key>k</Key></Object></Delete>"}, 400, malformed},
		"form of a digest":        {request{method: "PUT", path: bucketPath + "/new", header: header("Content-Md5", "x")}, 400, "The checksum or Content-MD5 you specified is not valid."},
		"digest": {
			request{method: "PUT", path: bucketPath + "/new", header: header("Content-Md5", "AAAAAAAAAAAAAAAAAAAAAA==")},
			400,
			"The MD5 checksum you specified did not match what we received.\nYou provided a MD5 checksum with value: 00000000000000000000000000000000\n" +
				"Actual MD5 was: d41d8cd98f00b204e9800998ecf8427e",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := w.do(w.admin, test.request)
			escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&apos;").Replace(test.message)
			if got.status != test.status || !strings.Contains(got.body, "<Message>"+escaped+"</Message>") {
				t.Errorf("got  %d %s\nwant %d %s", got.status, got.body, test.status, test.message)
			}
		})
	}
}

const malformed = "The XML you provided was not well formed or did not validate against our published schema."

// TestConditionalPut_absent has conditions on an object that is not there.
func TestConditionalPut_absent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		value  string
		status int
		code   string
	}{
		"If-Match":            {"*", 412, "PreconditionFailed"},
		"If-None-Match":       {"*", 200, ""},
		"If-Modified-Since":   {"Sat, 01 Jan 2000 00:00:00 GMT", 412, "PreconditionFailed"},
		"If-Unmodified-Since": {"Sat, 01 Jan 2000 00:00:00 GMT", 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.AddBucket(accountID, "default", "acme-backups")
			w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", header: header(name, test.value)}, test.status, test.code)
		})
	}
}

// TestForm has what only a browser sends, unsigned.
func TestForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	unsigned := func(r request) request {
		r.signedWith = func(q *http.Request) { q.Header.Del("Authorization") }
		return r
	}
	w.expect(w.admin, unsigned(request{method: "POST", path: "/acme-backups"}), 501, "NotImplemented")
	w.expect(w.admin, unsigned(request{method: "POST", path: "/acme-backups", query: "delete"}), 400, "InvalidArgument")
	w.expect(w.admin, unsigned(request{method: "POST", path: "/acme-backups/k"}), 400, "InvalidArgument")
}
