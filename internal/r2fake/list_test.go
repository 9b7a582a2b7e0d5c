package r2fake_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestListObjects_pages walks through a bucket in pages of every size, with both versions, and expects to see everything once.
func TestListObjects_pages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	for _, key := range []string{"a", "b/1", "b/2", "b-", "c/1/x", "c/2", "d"} {
		w.PutObject(accountID, "default", "acme-backups", key, []byte(key))
	}
	tests := map[string]struct {
		prefix, delimiter string
		keys, prefixes    []string
	}{
		"everything":   {keys: []string{"a", "b-", "b/1", "b/2", "c/1/x", "c/2", "d"}},
		"folders":      {delimiter: "/", keys: []string{"a", "b-", "d"}, prefixes: []string{"b/", "c/"}},
		"below prefix": {prefix: "c/", delimiter: "/", keys: []string{"c/2"}, prefixes: []string{"c/1/"}},
		"prefix only":  {prefix: "b", keys: []string{"b-", "b/1", "b/2"}},
		"nothing":      {prefix: "x"},
	}
	for name, test := range tests {
		for size := 1; size <= 8; size++ {
			for _, version := range []string{"1", "2"} {
				t.Run(fmt.Sprintf("%s, pages of %d, version %s", name, size, version), func(t *testing.T) {
					t.Parallel()
					var keys, prefixes []string
					query := url.Values{"prefix": {test.prefix}, "delimiter": {test.delimiter}, "max-keys": {fmt.Sprint(size)}}
					for range 8 {
						if version == "2" {
							query.Set("list-type", "2")
						}
						body := w.expect(w.admin, request{path: "/acme-backups", query: query.Encode()}, 200, "").body
						found := elements(body, "Key")
						groups := elements(strings.Join(elements(body, "CommonPrefixes"), ""), "Prefix")
						if len(found)+len(groups) > size {
							t.Fatalf("%d entries", len(found)+len(groups))
						}
						keys, prefixes = append(keys, found...), append(prefixes, groups...)
						if elements(body, "IsTruncated")[0] == "false" {
							break
						}
						if version == "2" {
							query.Set("continuation-token", elements(body, "NextContinuationToken")[0])
						} else {
							query.Set("marker", elements(body, "NextMarker")[0])
						}
					}
					if diff := cmp.Diff([][]string{test.keys, test.prefixes}, [][]string{keys, prefixes}); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
				})
			}
		}
	}
}

func TestListObjectsV2_document(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "a b&c", []byte("content"))
	w.PutObject(accountID, "default", "acme-backups", "z", nil)
	got := w.expect(w.admin, request{path: "/acme-backups", query: "list-type=2&max-keys=1&start-after=a&fetch-owner=true&encoding-type=url"}, 200, "")
	want := `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>acme-backups</Name>` +
		`<Contents><Key>a%20b%26c</Key><Size>7</Size><LastModified>2026-03-04T05:06:07.000Z</LastModified><ETag>&quot;9a0364b9e99bb480dd25e1f0284c8555&quot;</ETag>` +
		`<StorageClass>STANDARD</StorageClass><Owner><ID>` + accountID + `</ID><DisplayName>` + accountID + `</DisplayName></Owner></Contents>` +
		`<IsTruncated>true</IsTruncated><Prefix></Prefix><StartAfter>a</StartAfter>` +
		`<NextContinuationToken>` + elements(got.body, "NextContinuationToken")[0] + `</NextContinuationToken>` +
		`<MaxKeys>1</MaxKeys><KeyCount>1</KeyCount><EncodingType>url</EncodingType></ListBucketResult>`
	if got.body != want {
		t.Errorf("got  %s\nwant %s", got.body, want)
	}

	for _, query := range []string{"continuation-token=%21", "fetch-owner=maybe"} {
		w.expect(w.admin, request{path: "/acme-backups", query: "list-type=2&" + query}, 400, "InvalidArgument")
	}
	for _, query := range []string{"max-keys=-1", "max-keys=x", "max-keys=", "max-keys=NaN"} {
		w.expect(w.admin, request{path: "/acme-backups", query: "list-type=2&" + query}, 400, "InvalidMaxKeys")
	}
	w.expect(w.admin, request{path: "/acme-backups", query: "list-type=2&encoding-type=gzip"}, 501, "NotImplemented")
	none := w.expect(w.admin, request{path: "/acme-backups", query: "list-type=2&max-keys=0"}, 200, "")
	if elements(none.body, "KeyCount")[0] != "0" || elements(none.body, "IsTruncated")[0] != "true" || elements(none.body, "NextContinuationToken") != nil {
		t.Errorf("no keys: %s", none.body)
	}
	for asked, want := range map[string]string{"5000": "5000", "1.9": "1"} {
		got := w.expect(w.admin, request{path: "/acme-backups", query: "list-type=2&max-keys=" + asked}, 200, "")
		if elements(got.body, "MaxKeys")[0] != want {
			t.Errorf("%s keys: %s", asked, got.body)
		}
	}
}

func TestListMultipartUploads_pages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	var want []string
	for _, key := range []string{"a/1", "a/1", "a/2", "b"} {
		id := w.AddUpload(accountID, "default", "acme-backups", key)
		if key != "b" {
			want = append(want, id)
		}
	}
	if want[0] > want[1] {
		want[0], want[1] = want[1], want[0]
	}
	var got []string
	query := url.Values{"uploads": {""}, "prefix": {"a/"}, "max-uploads": {"1"}}
	for range 4 {
		body := w.expect(w.admin, request{path: "/acme-backups", query: query.Encode()}, 200, "").body
		got = append(got, elements(body, "UploadId")...)
		if elements(body, "IsTruncated")[0] == "false" {
			break
		}
		query.Set("key-marker", elements(body, "NextKeyMarker")[0])
		query.Set("upload-id-marker", elements(body, "NextUploadIdMarker")[0])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	behind := w.expect(w.admin, request{path: "/acme-backups", query: "uploads&key-marker=a/1"}, 200, "")
	if diff := cmp.Diff([]string{"a/2", "b"}, elements(behind.body, "Key")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.expect(w.admin, request{path: "/acme-backups", query: "uploads&delimiter=/"}, 501, "NotImplemented")
}
