package r2fake_test

import (
	"crypto/md5"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

func TestGetObject_range(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", []byte("0123456789"))
	w.PutObject(accountID, "default", "acme-backups", "empty", nil)
	tests := map[string]struct {
		key, value   string
		status       int
		body, header string // content, or error code
	}{
		"middle":       {"k", "bytes=2-4", 206, "234", "bytes 2-4/10"},
		"open":         {"k", "bytes=8-", 206, "89", "bytes 8-9/10"},
		"tail":         {"k", "bytes=-3", 206, "789", "bytes 7-9/10"},
		"longer tail":  {"k", "bytes=-30", 206, "0123456789", "bytes 0-9/10"},
		"beyond end":   {"k", "bytes=9-20", 206, "9", "bytes 9-9/10"},
		"behind end":   {"k", "bytes=10-", 416, "InvalidRange", ""},
		"no tail":      {"k", "bytes=-0", 416, "InvalidRange", ""},
		"of nothing":   {"empty", "bytes=0-", 416, "InvalidRange", ""},
		"backwards":    {"k", "bytes=4-2", 400, "InvalidArgument", ""},
		"other unit":   {"k", "lines=1-2", 400, "InvalidArgument", ""},
		"not a number": {"k", "bytes=a-b", 400, "InvalidArgument", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := w.do(w.admin, request{path: "/acme-backups/" + test.key, header: header("Range", test.value)})
			body := got.body
			if test.status >= 400 {
				body = got.code()
			}
			if got.status != test.status || body != test.body || got.header.Get("Content-Range") != test.header {
				t.Errorf("got %d %q %q", got.status, body, got.header.Get("Content-Range"))
			}
		})
	}
}

// TestPutObject_post: R2 takes POST for PUT.
func TestPutObject_post(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.expect(w.admin, request{method: "POST", path: "/acme-backups/k", body: "x"}, 200, "")
	if got := w.expect(w.admin, request{path: "/acme-backups/k"}, 200, ""); got.body != "x" {
		t.Errorf("got %q", got.body)
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	const etag = `"9a0364b9e99bb480dd25e1f0284c8555"`
	now, before, after := httpTime(0), httpTime(-time.Hour), httpTime(time.Hour)
	tests := map[string]struct {
		key                 string
		header              http.Header
		read, write, copied int // status of GetObject, PutObject, and CopyObject with the condition on the source
	}{
		"none":                       {"k", nil, 200, 200, 200},
		"match":                      {"k", header("If-Match", etag), 200, 200, 200},
		"match one of":               {"k", header("If-Match", `"x", `+etag), 200, 200, 200},
		"match another":              {"k", header("If-Match", `"x"`), 412, 412, 412},
		"match absent":               {"absent", header("If-Match", "*"), 404, 412, 404},
		"none match":                 {"k", header("If-None-Match", etag), 304, 412, 412},
		"none match any":             {"k", header("If-None-Match", "*"), 304, 412, 412},
		"none match any, absent":     {"absent", header("If-None-Match", "*"), 404, 200, 404},
		"none match another":         {"k", header("If-None-Match", `"x"`), 200, 200, 200},
		"modified since":             {"k", header("If-Modified-Since", before), 200, 200, 200},
		"not modified since":         {"k", header("If-Modified-Since", now), 304, 412, 412},
		"unmodified since":           {"k", header("If-Unmodified-Since", after), 200, 200, 200},
		"modified since, unmodified": {"k", header("If-Unmodified-Since", before), 412, 412, 412},
		"match before unmodified":    {"k", header("If-Match", etag, "If-Unmodified-Since", before), 200, 200, 200},
		"none match before modified": {"k", header("If-None-Match", `"x"`, "If-Modified-Since", now), 200, 200, 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.AddBucket(accountID, "default", "acme-backups")
			w.PutObject(accountID, "default", "acme-backups", "k", []byte("content"))
			if got := w.do(w.admin, request{path: "/acme-backups/" + test.key, header: test.header}); got.status != test.read {
				t.Errorf("GetObject: %d, want %d", got.status, test.read)
			}
			source := header("X-Amz-Copy-Source", "acme-backups/"+test.key)
			for name := range test.header {
				source.Set("X-Amz-Copy-Source-"+name, test.header.Get(name))
			}
			if got := w.do(w.admin, request{method: "PUT", path: "/acme-backups/copy", header: source}); got.status != test.copied {
				t.Errorf("CopyObject: %d, want %d", got.status, test.copied)
			}
			if got := w.do(w.admin, request{method: "PUT", path: "/acme-backups/" + test.key, header: test.header}); got.status != test.write {
				t.Errorf("PutObject: %d, want %d", got.status, test.write)
			}
		})
	}
}

func httpTime(d time.Duration) string { return startTime.Add(d).Format(http.TimeFormat) }

func TestPutObject_metadata(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	put := request{method: "PUT", path: "/acme-backups/k", body: corsBody, header: header(
		"Content-Type", "text/plain", "Cache-Control", "no-store", "X-Amz-Meta-By", "test", "X-Amz-Storage-Class", "STANDARD_IA",
		"X-Amz-Checksum-Crc32", crc32Of(corsBody),
	)}
	if got := w.expect(w.admin, put, 200, ""); got.header.Get("X-Amz-Checksum-Crc32") != crc32Of(corsBody) || got.header.Get("Etag") == "" {
		t.Errorf("PutObject: %v", got.header)
	}
	got := w.expect(w.admin, request{method: "HEAD", path: "/acme-backups/k", header: header("X-Amz-Checksum-Mode", "ENABLED")}, 200, "")
	seen := http.Header{}
	for _, name := range []string{"Content-Type", "Cache-Control", "X-Amz-Meta-By", "X-Amz-Storage-Class", "X-Amz-Checksum-Crc32", "Content-Length", "Last-Modified", "Accept-Ranges"} {
		seen[http.CanonicalHeaderKey(name)] = got.header.Values(name)
	}
	want := header("Content-Type", "text/plain", "Cache-Control", "no-store", "X-Amz-Meta-By", "test", "X-Amz-Storage-Class", "STANDARD_IA",
		"X-Amz-Checksum-Crc32", crc32Of(corsBody), "Content-Length", strconv.Itoa(len(corsBody)), "Last-Modified", "Wed, 04 Mar 2026 05:06:07 GMT", "Accept-Ranges", "bytes")
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	large := header("X-Amz-Meta-A", strings.Repeat("x", 8192))
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", header: large}, 400, "MetadataTooLarge")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", header: header("X-Amz-Storage-Class", "GLACIER")}, 400, "InvalidStorageClass")
}

func TestPutObject_digests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	sum := md5.Sum([]byte("content"))
	right, other := base64.StdEncoding.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString(make([]byte, 16))
	put := func(name, value string, status int, code string) {
		t.Helper()
		w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", body: "content", header: header(name, value)}, status, code)
	}
	put("Content-Md5", right, 200, "")
	put("Content-Md5", other, 400, "BadDigest")
	put("Content-Md5", "AAAA", 400, "InvalidDigest")
	put("Content-Md5", "!", 400, "InvalidDigest")
	put("X-Amz-Checksum-Crc32", crc32Of("content"), 200, "")
	put("X-Amz-Checksum-Crc32", crc32Of("other"), 400, "BadDigest")
	put("X-Amz-Checksum-Sha256", other, 400, "InvalidDigest")
}

// TestPutObject_length has an upload of a length that is not known in advance.
func TestPutObject_length(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	q := w.build(t.Context(), w.admin, request{method: "PUT", path: "/acme-backups/k", body: "content"})
	q.ContentLength = -1
	response, err := w.client().Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusLengthRequired {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestCopyObject(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.AddBucket(accountID, "default", "other")
	w.expect(w.admin, request{method: "PUT", path: "/other/a%20b", body: "content", header: header("X-Amz-Meta-A", "1", "X-Amz-Meta-B", "1")}, 200, "")
	copyFrom := func(source string, more ...string) request {
		return request{method: "PUT", path: "/acme-backups/k", header: header(append([]string{"X-Amz-Copy-Source", source, "X-Amz-Meta-B", "2"}, more...)...)}
	}
	for directive, want := range map[string][]string{"": {"1", "1"}, "COPY": {"1", "1"}, "REPLACE": {"", "2"}, "MERGE": {"1", "2"}} {
		w.expect(w.admin, copyFrom("/other/a%20b", "X-Amz-Metadata-Directive", directive), 200, "")
		got := w.expect(w.admin, request{path: "/acme-backups/k"}, 200, "")
		if got.body != "content" {
			t.Errorf("content %q", got.body)
		}
		if diff := cmp.Diff(want, []string{got.header.Get("X-Amz-Meta-A"), got.header.Get("X-Amz-Meta-B")}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", directive, diff)
		}
	}
	w.expect(w.admin, copyFrom("/other/a%20b", "X-Amz-Metadata-Directive", "DROP"), 400, "InvalidArgument")
	w.expect(w.admin, copyFrom("/other/a%20b", "Cf-Copy-Destination-If-None-Match", "*"), 412, "PreconditionFailed")
	w.expect(w.admin, copyFrom("/other/absent"), 404, "NoSuchKey")
	w.expect(w.admin, copyFrom("/missing/a"), 404, "NoSuchBucket")
	w.expect(w.admin, copyFrom("other"), 400, "InvalidArgument")
	w.expect(w.admin, copyFrom("/other/%zz"), 400, "InvalidArgument")

	narrow := w.token(r2fake.ObjectReadWrite, r2fake.BucketRef{Name: "acme-backups"})
	w.expect(narrow, copyFrom("/other/a%20b"), 403, "AccessDenied")
	w.expect(narrow, copyFrom("/acme-backups/k"), 200, "")
}

func TestDeleteObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups", r2fake.WithLockRules(r2fake.LockRule{Prefix: "locked/"}))
	w.PutObject(accountID, "default", "acme-backups", "a", nil)
	w.PutObject(accountID, "default", "acme-backups", "locked/b", nil)
	remove := func(body string) request {
		return request{method: "POST", path: "/acme-backups", query: "delete", body: body}
	}
	got := w.expect(w.admin, remove("<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object><Object><Key>locked/b</Key></Object><Object><Key>absent</Key></Object></Delete>"), 200, "")
	want := `<?xml version="1.0" encoding="UTF-8"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Deleted><Key>a</Key></Deleted><Deleted><Key>absent</Key></Deleted>` +
		`<Error><Key>locked/b</Key><Code>ObjectLockedByBucketPolicy</Code><Message>The object is locked by the bucket policy.</Message></Error></DeleteResult>`
	if got.body != want {
		t.Errorf("got  %s\nwant %s", got.body, want)
	}
	if diff := cmp.Diff([]string{"locked/b"}, w.Keys(accountID, "default", "acme-backups")); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}

	w.expect(w.admin, remove("<Delete/>"), 400, "MalformedXML")
	w.expect(w.admin, remove("<Delete>"+strings.Repeat("<Object><Key>a</Key></Object>", 1001)+"</Delete>"), 400, "MalformedXML")
	w.expect(w.admin, remove("<Delete><Object><Key></Key></Object></Delete>"), 400, "MalformedXML")
	w.expect(w.admin, remove("<Delete><Object><Key>a</Key><VersionId>1</VersionId></Object></Delete>"), 400, "MalformedXML")
	bad := remove("<Delete><Object><Key>a</Key></Object></Delete>")
	bad.header = header("X-Amz-Checksum-Crc32", crc32Of("other"))
	w.expect(w.admin, bad, 400, "BadDigest")
}

func TestLocks(t *testing.T) {
	t.Parallel()
	const locked = "ObjectLockedByBucketPolicy"
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups", r2fake.WithLockRules(
		r2fake.LockRule{Prefix: "forever/"}, r2fake.LockRule{Prefix: "hour/", MaxAge: time.Hour}, r2fake.LockRule{Prefix: "until/", Until: startTime.Add(time.Hour)},
	))
	for _, prefix := range []string{"forever/", "hour/", "until/"} {
		put := request{method: "PUT", path: "/acme-backups/" + prefix + "k", body: "x"}
		w.expect(w.admin, put, 200, "") // a first write is none over a locked object
		w.expect(w.admin, put, 403, locked)
		w.expect(w.admin, request{method: "DELETE", path: put.path}, 403, locked)
		w.expect(w.admin, request{method: "PUT", path: put.path, header: header("X-Amz-Copy-Source", "/acme-backups"+strings.TrimPrefix(put.path, "/acme-backups"))}, 403, locked)
	}
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/free"}, 200, "")
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/free"}, 204, "")

	w.clock.Advance(time.Hour)
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/forever/k"}, 403, locked)
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/hour/k"}, 204, "")
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/until/k"}, 204, "")

	w.SetLockRules(accountID, "default", "acme-backups")
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/forever/k"}, 204, "")
}

// TestPutObject_truisms: what is so of every object may be asked for.
func TestPutObject_truisms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", body: "x", header: header("X-Amz-Acl", "private")}, 200, "")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", body: "x", header: header("X-Amz-Server-Side-Encryption", "AES256")}, 200, "")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", body: "x", header: header("X-Amz-Acl", "mine")}, 501, "NotImplemented")
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups/k", body: "x", header: header("X-Amz-Server-Side-Encryption", "aws:kms")}, 501, "NotImplemented")
}
