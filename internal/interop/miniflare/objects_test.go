package miniflare_test

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"strings"
)

// md5Header is the header Content-MD5 for a body.
func md5Header(body string) map[string]string {
	sum := md5.Sum([]byte(body))
	return map[string]string{"Content-Md5": base64.StdEncoding.EncodeToString(sum[:])}
}

// etag is the ETag of an object of the content that most rows store.
func etag() string {
	return fmt.Sprintf(`"%x"`, md5.Sum([]byte(content)))
}

const (
	longAgo = "Sat, 01 Jan 2000 00:00:00 GMT"
	farOff  = "Fri, 01 Jan 2100 00:00:00 GMT"
)

var objectScenarios = []scenario{
	{"read", onObject(
		request{name: "all"},
		request{name: "head", method: "HEAD"},
		request{name: "with x-id", query: "x-id=GetObject"},
		request{name: "with an unknown parameter", query: "colour=blue"},
		request{name: "with an unknown header", header: map[string]string{"X-Amz-Colour": "blue"}},
		request{name: "with another owner", header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
		request{name: "head with another owner", method: "HEAD", header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
		request{name: "checksum mode", header: map[string]string{"X-Amz-Checksum-Mode": "ENABLED"}},
		request{name: "part number", query: "partNumber=1"},
		request{name: "absent", path: "/" + bucket + "/{row}absent"},
		request{name: "head absent", method: "HEAD", path: "/" + bucket + "/{row}absent"},
		request{name: "absent on condition", path: "/" + bucket + "/{row}absent", header: map[string]string{"If-Match": "*"}},
		request{name: "absent in part", path: "/" + bucket + "/{row}absent", header: map[string]string{"Range": "bytes=0-1"}},
		request{name: "a folder", path: "/" + bucket + "/{row}"},
	)},
	{"ranges", append(onObject(
		request{name: "first bytes", header: map[string]string{"Range": "bytes=0-3"}},
		request{name: "one byte", header: map[string]string{"Range": "bytes=9-9"}},
		request{name: "to the end", header: map[string]string{"Range": "bytes=5-"}},
		request{name: "last bytes", header: map[string]string{"Range": "bytes=-3"}},
		request{name: "more last bytes than there are", header: map[string]string{"Range": "bytes=-30"}},
		request{name: "beyond the end", header: map[string]string{"Range": "bytes=5-100"}},
		request{name: "head", method: "HEAD", header: map[string]string{"Range": "bytes=0-3"}},
		request{name: "behind the end", header: map[string]string{"Range": "bytes=10-"}},
		request{name: "behind the end, head", method: "HEAD", header: map[string]string{"Range": "bytes=10-"}},
		request{name: "of no last bytes", header: map[string]string{"Range": "bytes=-0"}},
		request{name: "backwards", header: map[string]string{"Range": "bytes=3-0"}},
		request{name: "of another unit", header: map[string]string{"Range": "lines=0-3"}},
		request{name: "of nothing", header: map[string]string{"Range": "bytes="}},
		request{name: "of a hyphen", header: map[string]string{"Range": "bytes=-"}},
		request{name: "of words", header: map[string]string{"Range": "bytes=a-b"}},
		request{name: "several", header: map[string]string{"Range": "bytes=0-1,3-4"}},
	), request{name: "store nothing", method: "PUT", path: "/" + bucket + "/{row}nothing"},
		request{name: "of nothing stored", path: "/" + bucket + "/{row}nothing", header: map[string]string{"Range": "bytes=0-"}},
		request{name: "last of nothing stored", path: "/" + bucket + "/{row}nothing", header: map[string]string{"Range": "bytes=-1"}},
	)},
	{"conditional reads", onObject(
		request{name: "match", header: map[string]string{"If-Match": etag()}},
		request{name: "match without quotes", header: map[string]string{"If-Match": strings.Trim(etag(), `"`)}},
		request{name: "match anything", header: map[string]string{"If-Match": "*"}},
		request{name: "match one of two", header: map[string]string{"If-Match": `"other", ` + etag()}},
		request{name: "no match", header: map[string]string{"If-Match": `"other"`}},
		request{name: "no match, head", method: "HEAD", header: map[string]string{"If-Match": `"other"`}},
		request{name: "none match", header: map[string]string{"If-None-Match": `"other"`}},
		request{name: "one matches", header: map[string]string{"If-None-Match": etag()}},
		request{name: "one matches, head", method: "HEAD", header: map[string]string{"If-None-Match": etag()}},
		request{name: "anything matches", header: map[string]string{"If-None-Match": "*"}},
		request{name: "modified", header: map[string]string{"If-Modified-Since": longAgo}},
		request{name: "not modified", header: map[string]string{"If-Modified-Since": farOff}},
		request{name: "unmodified", header: map[string]string{"If-Unmodified-Since": farOff}},
		request{name: "not unmodified", header: map[string]string{"If-Unmodified-Since": longAgo}},
		request{name: "match, but modified", header: map[string]string{"If-Match": etag(), "If-Unmodified-Since": longAgo}},
		request{name: "none match, but not modified", header: map[string]string{"If-None-Match": `"other"`, "If-Modified-Since": farOff}},
		request{name: "no match and one matches", header: map[string]string{"If-Match": `"other"`, "If-None-Match": etag()}},
		request{name: "match in part", header: map[string]string{"If-Match": etag(), "Range": "bytes=0-3"}},
		request{name: "one matches in part", header: map[string]string{"If-None-Match": etag(), "Range": "bytes=0-3"}},
		request{name: "bad range before the condition", header: map[string]string{"If-Match": `"other"`, "Range": "bytes=3-0"}},
		request{name: "the condition before a range behind the end", header: map[string]string{"If-Match": `"other"`, "Range": "bytes=10-"}},
	)},
	{"object subresources", onObject(
		request{name: "tags", query: "tagging"},
		request{name: "acl", query: "acl"},
		request{name: "attributes", query: "attributes"},
		request{name: "torrent", query: "torrent"},
		request{name: "retention", query: "retention"},
		request{name: "legal hold", query: "legal-hold"},
		request{name: "write tags", method: "PUT", query: "tagging"},
		request{name: "write an acl", method: "PUT", query: "acl"},
		request{name: "write a retention", method: "PUT", query: "retention"},
		request{name: "write a legal hold", method: "PUT", query: "legal-hold"},
		request{name: "tags of an absent object", path: "/" + bucket + "/{row}absent", query: "tagging"},
		request{name: "remove tags", method: "DELETE", query: "tagging", path: "/" + bucket + "/{row}other"},
		request{name: "still there"},
	)},
	{"write", []request{
		{name: "with metadata", method: "PUT", path: "/" + bucket + "/{row}k", body: content, header: map[string]string{
			"Content-Type": "text/plain", "Cache-Control": "no-store", "Content-Disposition": "attachment", "Content-Language": "en",
			"Expires": farOff, "X-Amz-Meta-Colour": "blue", "X-Amz-Meta-Size": "1",
		}},
		{name: "head the metadata", method: "HEAD", path: "/" + bucket + "/{row}k"},
		{name: "read the metadata", path: "/" + bucket + "/{row}k"},
		{name: "over it", method: "PUT", path: "/" + bucket + "/{row}k", body: "other"},
		{name: "head it", method: "HEAD", path: "/" + bucket + "/{row}k"},
		{name: "nothing", method: "PUT", path: "/" + bucket + "/{row}nothing"},
		{name: "read nothing", path: "/" + bucket + "/{row}nothing"},
		{name: "in the standard class", method: "PUT", path: "/" + bucket + "/{row}c", body: content, header: map[string]string{"X-Amz-Storage-Class": "STANDARD"}},
		{name: "in the class for infrequent access", method: "PUT", path: "/" + bucket + "/{row}c", body: content, header: map[string]string{"X-Amz-Storage-Class": "STANDARD_IA"}},
		{name: "in another class", method: "PUT", path: "/" + bucket + "/{row}c", body: content, header: map[string]string{"X-Amz-Storage-Class": "GLACIER"}},
		{name: "with its digest", method: "PUT", path: "/" + bucket + "/{row}d", body: content, header: md5Header(content)},
		{name: "with another digest", method: "PUT", path: "/" + bucket + "/{row}e", body: content, header: md5Header("other")},
		{name: "with no digest", method: "PUT", path: "/" + bucket + "/{row}e", body: content, header: map[string]string{"Content-Md5": "none"}},
		{name: "with a short digest", method: "PUT", path: "/" + bucket + "/{row}e", body: content, header: map[string]string{"Content-Md5": "bm9uZQ=="}},
		{name: "not stored", path: "/" + bucket + "/{row}e"},
		{name: "with another checksum", method: "PUT", path: "/" + bucket + "/{row}f", body: content, header: map[string]string{"X-Amz-Checksum-Crc32": "AAAAAA=="}},
		{name: "with a canned acl", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Acl": "private"}},
		{name: "with another acl", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Acl": "mine"}},
		{name: "with a grant", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Grant-Read": "id=1"}},
		{name: "with tags", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Tagging": "a=b"}},
		{name: "with a lock", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Object-Lock-Mode": "GOVERNANCE"}},
		{name: "with a redirect", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Website-Redirect-Location": "/b"}},
		{name: "encrypted as everything is", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Server-Side-Encryption": "AES256"}},
		{name: "encrypted by a service", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Server-Side-Encryption": "aws:kms"}},
		{name: "of another owner", method: "PUT", path: "/" + bucket + "/{row}a", body: content, header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
		{name: "with too much metadata", method: "PUT", path: "/" + bucket + "/{row}m", body: content, header: map[string]string{"X-Amz-Meta-A": strings.Repeat("a", 9000)}},
		{name: "by post", method: "POST", path: "/" + bucket + "/{row}p", body: content},
		{name: "with an upload id, but no part number", method: "PUT", path: "/" + bucket + "/{row}u", query: "uploadId=absent", body: content},
	}},
	{"conditional writes", []request{
		{name: "match absent", method: "PUT", path: "/" + bucket + "/{row}k", body: content, header: map[string]string{"If-Match": etag()}},
		{name: "match anything absent", method: "PUT", path: "/" + bucket + "/{row}k", body: content, header: map[string]string{"If-Match": "*"}},
		{name: "if there is none", method: "PUT", path: "/" + bucket + "/{row}k", body: content, header: map[string]string{"If-None-Match": "*"}},
		{name: "if there is none again", method: "PUT", path: "/" + bucket + "/{row}k", body: "other", header: map[string]string{"If-None-Match": "*"}},
		{name: "match", method: "PUT", path: "/" + bucket + "/{row}k", body: content, header: map[string]string{"If-Match": etag()}},
		{name: "no match", method: "PUT", path: "/" + bucket + "/{row}k", body: "other", header: map[string]string{"If-Match": `"other"`}},
		{name: "one matches", method: "PUT", path: "/" + bucket + "/{row}k", body: "other", header: map[string]string{"If-None-Match": etag()}},
		{name: "not unmodified", method: "PUT", path: "/" + bucket + "/{row}k", body: "other", header: map[string]string{"If-Unmodified-Since": longAgo}},
		{name: "not modified", method: "PUT", path: "/" + bucket + "/{row}k", body: "other", header: map[string]string{"If-Modified-Since": farOff}},
		{name: "modified", method: "PUT", path: "/" + bucket + "/{row}k", body: content, header: map[string]string{"If-Modified-Since": longAgo}},
		{name: "modified absent", method: "PUT", path: "/" + bucket + "/{row}absent", body: content, header: map[string]string{"If-Modified-Since": longAgo}},
		{name: "unmodified absent", method: "PUT", path: "/" + bucket + "/{row}absent2", body: content, header: map[string]string{"If-Unmodified-Since": farOff}},
		{name: "what is stored", path: "/" + bucket + "/{row}k"},
	}},
	{"keys", []request{
		{name: "with blanks", method: "PUT", path: "/" + bucket + "/{row}a%20b", body: content},
		{name: "read with blanks", path: "/" + bucket + "/{row}a%20b"},
		{name: "with a plus", method: "PUT", path: "/" + bucket + "/{row}a+b", body: content},
		{name: "read with an encoded plus", path: "/" + bucket + "/{row}a%2Bb"},
		{name: "of other alphabets", method: "PUT", path: "/" + bucket + "/{row}%C3%A4%E6%97%A5", body: content},
		{name: "with an encoded slash", method: "PUT", path: "/" + bucket + "/{row}s%2Ft", body: content},
		{name: "read with a slash", path: "/" + bucket + "/{row}s/t"},
		{name: "with slashes in a row", method: "PUT", path: "/" + bucket + "/{row}a//b", body: content},
		{name: "read with slashes in a row", path: "/" + bucket + "/{row}a//b"},
		{name: "with a slash at the end", method: "PUT", path: "/" + bucket + "/{row}folder/", body: content},
		{name: "read with a slash at the end", path: "/" + bucket + "/{row}folder/"},
		{name: "with marks", method: "PUT", path: "/" + bucket + "/{row}!'()*~", body: content},
		{name: "list them", path: "/" + bucket, query: "list-type=2&prefix={row}"},
		{name: "list them encoded", path: "/" + bucket, query: "list-type=2&encoding-type=url&prefix={row}"},
		{name: "too long", method: "PUT", path: "/" + bucket + "/{row}" + strings.Repeat("k", 1024), body: content},
	}},
	{"remove", onObject(
		request{name: "once", method: "DELETE"},
		request{name: "not there", method: "HEAD"},
		request{name: "twice", method: "DELETE"},
		request{name: "with an unknown parameter", method: "DELETE", query: "colour=blue"},
		request{name: "with a version", method: "DELETE", query: "versionId=1"},
		request{name: "of another owner", method: "DELETE", header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
		request{name: "past a lock", method: "DELETE", header: map[string]string{"X-Amz-Bypass-Governance-Retention": "true"}},
		request{name: "with a second factor", method: "DELETE", header: map[string]string{"X-Amz-Mfa": "1 2"}},
	)},
	{"remove several", append([]request{stored("a"), stored("b"), stored("c")}, deletions(
		request{name: "two and one absent", body: "<Delete><Object><Key>{row}a</Key></Object><Object><Key>{row}b</Key></Object><Object><Key>{row}absent</Key></Object></Delete>"},
		request{name: "quietly", body: "<Delete><Quiet>true</Quiet><Object><Key>{row}c</Key></Object></Delete>"},
		request{
			name: "with a namespace and a digest", body: `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>k</Key></Object></Delete>`,
			header: md5Header(`<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>k</Key></Object></Delete>`),
		},
		request{name: "with another digest", body: "<Delete><Object><Key>k</Key></Object></Delete>", header: md5Header("other")},
		request{name: "neither quietly nor not", body: "<Delete><Quiet>maybe</Quiet><Object><Key>k</Key></Object></Delete>"},
		request{name: "none", body: "<Delete></Delete>"},
		request{name: "without a key", body: "<Delete><Object></Object></Delete>"},
		request{name: "another document", body: "<Remove/>"},
		request{name: "not a document", body: "remove everything"},
		request{name: "a document that ends too early", body: "<Delete><Object>"},
		request{name: "nothing"},
		request{name: "too many", body: "<Delete>" + strings.Repeat("<Object><Key>k</Key></Object>", 1001) + "</Delete>"},
		request{name: "with marks", body: "<Delete><Object><Key>{row}&amp;&lt;&apos;</Key></Object></Delete>"},
		request{name: "of another owner", body: "<Delete><Object><Key>k</Key></Object></Delete>", header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
	)...)},
}

// deletions makes requests to be for DeleteObjects.
func deletions(requests ...request) []request {
	for i := range requests {
		requests[i].method, requests[i].path, requests[i].query = "POST", "/"+bucket, "delete"
	}
	return requests
}
