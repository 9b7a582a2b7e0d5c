package r2fake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestCompleteMultipartUpload has what parts an upload can be completed from.
func TestCompleteMultipartUpload(t *testing.T) {
	t.Parallel()
	const minimum = 5 << 20
	tests := map[string]struct {
		sizes []int
		named []int // numbers of the parts to complete from; 0 stands for a wrong ETag of part 1
		body  string
		code  string
	}{
		"one small part":       {sizes: []int{1}, named: []int{1}},
		"smaller last part":    {sizes: []int{minimum, 1}, named: []int{1, 2}},
		"equal parts":          {sizes: []int{minimum, minimum}, named: []int{1, 2}},
		"some of the parts":    {sizes: []int{minimum, 1, 1}, named: []int{1, 3}},
		"small first part":     {sizes: []int{minimum - 1, 1}, named: []int{1, 2}, code: "EntityTooSmall"},
		"unequal parts":        {sizes: []int{minimum, minimum + 1, 1}, named: []int{1, 2, 3}, code: "InvalidPart"},
		"larger last part":     {sizes: []int{minimum, minimum + 1}, named: []int{1, 2}, code: "InvalidPart"},
		"last part first":      {sizes: []int{minimum, 1}, named: []int{2, 1}, code: "EntityTooSmall"},
		"another order":        {sizes: []int{minimum, minimum, 1}, named: []int{2, 1, 3}},
		"twice the same":       {sizes: []int{minimum}, named: []int{1, 1}, code: "InvalidPart"},
		"part that is missing": {sizes: []int{1}, named: []int{2}, code: "InvalidPart"},
		"wrong ETag":           {sizes: []int{1}, named: []int{0}, code: "InvalidPart"},
		"part zero":            {sizes: []int{1}, body: "<CompleteMultipartUpload><Part><PartNumber>0</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>", code: "InvalidPart"},
		"part without ETag":    {sizes: []int{1}, body: "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>", code: "MalformedXML"},
		"no parts":             {sizes: []int{1}, body: "<CompleteMultipartUpload/>", code: "MalformedXML"},
		"no body":              {sizes: []int{1}, code: "MalformedXML"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.AddBucket(accountID, "default", "acme-backups")
			id := w.AddUpload(accountID, "default", "acme-backups", "k")
			etags := []string{`"wrong"`}
			for i, size := range test.sizes {
				got := w.expect(w.admin, request{
					method: "PUT", path: "/acme-backups/k", query: fmt.Sprintf("partNumber=%d&uploadId=%s", i+1, id), body: strings.Repeat("x", size),
					header: header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
				}, 200, "")
				etags = append(etags, got.header.Get("Etag"))
			}
			for _, n := range test.named {
				etag := etags[0]
				if n < len(etags) {
					etag = etags[n]
				}
				test.body += fmt.Sprintf("<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", max(n, 1), etag)
			}
			if test.named != nil {
				test.body = "<CompleteMultipartUpload>" + test.body + "</CompleteMultipartUpload>"
			}
			status := 400
			if test.code == "" {
				status = 200
			}
			w.expect(w.admin, request{method: "POST", path: "/acme-backups/k", query: "uploadId=" + id, body: test.body}, status, test.code)
			_, exists := w.Object(accountID, "default", "acme-backups", "k")
			if exists != (status == 200) || (len(w.Uploads(accountID, "default", "acme-backups")) == 0) != exists {
				t.Errorf("object: %t, uploads: %v", exists, w.Uploads(accountID, "default", "acme-backups"))
			}
		})
	}
}

// multipartETagOfX is made by: printf x | md5sum | cut -d' ' -f1 | xxd -r -p | md5sum
const multipartETagOfX = "9affad555af89da9b0bfcd5e45bc93da"

// TestCompleteMultipartUpload_etag has the way of an object through an upload of one part.
func TestCompleteMultipartUpload_etag(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups", r2fake.WithLockRules(r2fake.LockRule{Prefix: "k"}))
	created := w.expect(w.admin, request{method: "POST", path: "/acme-backups/k", query: "uploads", header: header("X-Amz-Meta-By", "test")}, 200, "")
	id := elements(created.body, "UploadId")[0]
	if diff := cmp.Diff([]r2fake.Upload{{Key: "k", ID: id}}, w.Uploads(accountID, "default", "acme-backups")); diff != "" {
		t.Errorf("uploads (-want +got):\n%s", diff)
	}
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", query: "partNumber=1&uploadId=" + id, body: "x"}, 200, "")
	body := `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>9dd4e461268c8034f5c8564e155c67a6</ETag></Part></CompleteMultipartUpload>`
	done := w.expect(w.admin, request{method: "POST", path: "/acme-backups/k", query: "uploadId=" + id, body: body}, 200, "")
	want := `<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUploadResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Bucket>acme-backups</Bucket>` +
		`<Key>k</Key><ETag>&quot;` + multipartETagOfX + `-1&quot;</ETag><Location>https://` + r2Host + `/acme-backups/k</Location></CompleteMultipartUploadResult>`
	if done.body != want {
		t.Errorf("got  %s\nwant %s", done.body, want)
	}
	if got := w.expect(w.admin, request{path: "/acme-backups/k"}, 200, ""); got.header.Get("X-Amz-Meta-By") != "test" || got.body != "x" {
		t.Errorf("object %q %v", got.body, got.header)
	}

	again := w.AddUpload(accountID, "default", "acme-backups", "k")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", query: "partNumber=1&uploadId=" + again, body: "x"}, 200, "")
	w.expect(w.admin, request{method: "POST", path: "/acme-backups/k", query: "uploadId=" + again, body: body}, 403, "ObjectLockedByBucketPolicy")
}

// TestCompleteMultipartUpload_order: parts are joined by their numbers, whatever the order in which they are named.
func TestCompleteMultipartUpload_order(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	id := w.AddUpload(accountID, "default", "acme-backups", "k")
	named := ""
	for _, number := range []string{"2", "1"} {
		body := strings.Repeat(number, 5<<20)
		sent := w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", query: "partNumber=" + number + "&uploadId=" + id, body: body}, 200, "")
		named += "<Part><PartNumber>" + number + "</PartNumber><ETag>" + strings.Trim(sent.header.Get("Etag"), `"`) + "</ETag></Part>"
	}
	w.expect(w.admin, request{method: "POST", path: "/acme-backups/k", query: "uploadId=" + id, body: "<CompleteMultipartUpload>" + named + "</CompleteMultipartUpload>"}, 200, "")
	got := w.expect(w.admin, request{path: "/acme-backups/k", header: header("Range", "bytes=5242878-5242881")}, 206, "")
	// The ETag is made by: for n in 1 2; do head -c 5242880 /dev/zero | tr '\0' $n | md5sum | cut -d' ' -f1 | xxd -r -p; done | md5sum
	if want := `"63a814bc1f352d8149b1dd9f3747e89e-2"`; got.body != "1122" || got.header.Get("Etag") != want {
		t.Errorf("got %q with the ETag %s, want that to be %s", got.body, got.header.Get("Etag"), want)
	}
}

func TestMultipartUpload_misuse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	id := w.AddUpload(accountID, "default", "acme-backups", "k")
	for _, number := range []string{"0", "10001", "-1", ""} {
		w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", query: "uploadId=" + id + "&partNumber=" + number}, 400, "InvalidArgument")
	}
	for _, number := range []string{"x", "1.0"} {
		w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", query: "uploadId=" + id + "&partNumber=" + number}, 404, "RouteNotFound")
	}
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", query: "uploadId=" + id}, 501, "NotImplemented")
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/other", query: "uploadId=" + id}, 404, "NoSuchUpload")
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/k", query: "uploadId=" + id}, 204, "")
	w.expect(w.admin, request{path: "/acme-backups/k", query: "uploadId=" + id}, 404, "NoSuchUpload")
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/k", query: "uploadId=" + id}, 204, "") // once more
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/other", query: "uploadId=" + id}, 404, "NoSuchUpload")
}

func TestUploadPartCopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "source", []byte("0123456789"))
	id := w.AddUpload(accountID, "default", "acme-backups", "k")
	part := func(number, source, copied string) request {
		return request{
			method: "PUT", path: "/acme-backups/k", query: "partNumber=" + number + "&uploadId=" + id,
			header: header("X-Amz-Copy-Source", source, "X-Amz-Copy-Source-Range", copied),
		}
	}
	w.expect(w.admin, part("1", "/acme-backups/source", "bytes=2-5"), 200, "")
	got := w.expect(w.admin, request{path: "/acme-backups/k", query: "uploadId=" + id}, 200, "")
	if diff := cmp.Diff([]string{"4"}, elements(got.body, "Size")); diff != "" {
		t.Errorf("size (-want +got):\n%s", diff)
	}
	w.expect(w.admin, part("1", "/acme-backups/source", "bytes=10-12"), 416, "InvalidRange")
	w.expect(w.admin, part("1", "/acme-backups/source", "bytes=5-2"), 400, "InvalidArgument")
	w.expect(w.admin, part("1", "/acme-backups/source", "bytes=5-"), 400, "InvalidArgument")
	w.expect(w.admin, part("1", "/acme-backups/absent", "bytes=0-1"), 404, "NoSuchKey")
	w.expect(w.admin, part("0", "/acme-backups/source", "bytes=0-1"), 400, "InvalidArgument")
	bad := request{method: "PUT", path: "/acme-backups/k", query: "partNumber=1&uploadId=" + id, body: "x", header: header("X-Amz-Checksum-Crc32", crc32Of("y"))}
	w.expect(w.admin, bad, 400, "BadDigest")
}

func TestListParts_pages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	id := w.AddUpload(accountID, "default", "acme-backups", "k")
	for _, n := range []string{"3", "1", "2"} {
		w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", query: "partNumber=" + n + "&uploadId=" + id, body: n}, 200, "")
	}
	first := w.expect(w.admin, request{path: "/acme-backups/k", query: "max-parts=2&uploadId=" + id}, 200, "")
	rest := w.expect(w.admin, request{path: "/acme-backups/k", query: "part-number-marker=" + elements(first.body, "NextPartNumberMarker")[0] + "&uploadId=" + id}, 200, "")
	got := [][]string{elements(first.body, "PartNumber"), elements(first.body, "IsTruncated"), elements(rest.body, "PartNumber"), elements(rest.body, "IsTruncated")}
	if diff := cmp.Diff([][]string{{"1", "2"}, {"true"}, {"3"}, {"false"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
