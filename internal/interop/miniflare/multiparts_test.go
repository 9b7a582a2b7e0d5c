package miniflare_test

import (
	"maps"
	"strings"
)

// fullPart is a part of the least size, 5 MiB: https://developers.cloudflare.com/r2/platform/limits/
var fullPart = strings.Repeat("r2", 5<<19)

// Requests of an upload to the key m.
func begin(r request) request {
	r.method, r.path, r.query = "POST", "/"+bucket+"/{row}m", "uploads"
	r.save = map[string]string{"upload": "InitiateMultipartUploadResult/UploadId"}
	return r
}

func part(number, body string) request {
	return request{
		name: "part " + number, method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=" + number + "&uploadId={upload}", body: body,
		save: map[string]string{"etag" + number: "Etag"},
	}
}

func complete(name, parts string) request {
	return request{
		name: name, method: "POST", path: "/" + bucket + "/{row}m", query: "uploadId={upload}",
		body: "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>",
	}
}

func named(number string) string {
	return "<Part><PartNumber>" + number + "</PartNumber><ETag>{etag" + number + "}</ETag></Part>"
}

var multipartScenarios = []scenario{
	{"upload in parts", []request{
		begin(request{name: "begin", header: map[string]string{"Content-Type": "text/plain", "X-Amz-Meta-Colour": "blue"}}),
		{name: "not there yet", method: "HEAD", path: "/" + bucket + "/{row}m"},
		part("1", fullPart),
		part("2", content),
		complete("complete", named("1")+named("2")),
		{name: "head", method: "HEAD", path: "/" + bucket + "/{row}m"},
		{name: "read where the parts meet", path: "/" + bucket + "/{row}m", header: map[string]string{"Range": "bytes=5242870-5242889"}},
		{name: "list", path: "/" + bucket, query: "list-type=2&prefix={row}"},
		{name: "part of what is complete", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=3&uploadId={upload}", body: content},
		{name: "abort what is complete", method: "DELETE", path: "/" + bucket + "/{row}m", query: "uploadId={upload}"},
	}},
	{"upload in one part", []request{
		begin(request{name: "begin"}),
		part("1", content),
		complete("complete", named("1")),
		{name: "read", path: "/" + bucket + "/{row}m"},
	}},
	{"abort an upload", []request{
		begin(request{name: "begin"}),
		part("1", content),
		{name: "abort", method: "DELETE", path: "/" + bucket + "/{row}m", query: "uploadId={upload}"},
		{name: "abort again", method: "DELETE", path: "/" + bucket + "/{row}m", query: "uploadId={upload}"},
		{name: "part of what was aborted", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=2&uploadId={upload}", body: content},
		complete("complete what was aborted", named("1")),
		{name: "not there", path: "/" + bucket + "/{row}m"},
	}},
	{"no upload", []request{
		{name: "abort", method: "DELETE", path: "/" + bucket + "/{row}m", query: "uploadId=absent"},
		{name: "abort nothing", method: "DELETE", path: "/" + bucket + "/{row}m", query: "uploadId="},
		{name: "part", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=1&uploadId=absent", body: content},
		{name: "complete", method: "POST", path: "/" + bucket + "/{row}m", query: "uploadId=absent", body: "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>"},
		{name: "document before upload", method: "POST", path: "/" + bucket + "/{row}m", query: "uploadId=absent", body: "none"},
		{name: "part number before upload", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=0&uploadId=absent", body: content},
		{name: "list parts", path: "/" + bucket + "/{row}m", query: "uploadId=absent"},
		{name: "list uploads", path: "/" + emptyBucket, query: "uploads"},
		{name: "patch", method: "PATCH", path: "/" + bucket + "/{row}m", query: "uploadId=absent"},
	}},
	{"part numbers", []request{
		begin(request{name: "begin"}),
		{name: "zero", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=0&uploadId={upload}", body: content},
		{name: "too high", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=10001&uploadId={upload}", body: content},
		{name: "negative", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=-1&uploadId={upload}", body: content},
		{name: "empty", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=&uploadId={upload}", body: content},
		{name: "of a fraction", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=1.0&uploadId={upload}", body: content},
		{name: "of a word", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=one&uploadId={upload}", body: content},
		part("10000", content),
		{name: "with another digest", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=1&uploadId={upload}", body: content, header: md5Header("other")},
		{name: "of another key", method: "PUT", path: "/" + bucket + "/{row}other", query: "partNumber=1&uploadId={upload}", body: content},
		{name: "encrypted", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=1&uploadId={upload}", body: content, header: map[string]string{"X-Amz-Server-Side-Encryption": "AES256"}},
	}},
	{"incomplete", []request{
		begin(request{name: "begin"}),
		part("1", content),
		part("2", "other"),
		complete("no parts", ""),
		complete("a part that is not there", named("1")+"<Part><PartNumber>3</PartNumber><ETag>{etag1}</ETag></Part>"),
		complete("a part of another tag", "<Part><PartNumber>1</PartNumber><ETag>other</ETag></Part>"),
		complete("a part twice", named("1")+named("1")),
		complete("a part zero", "<Part><PartNumber>0</PartNumber><ETag>{etag1}</ETag></Part>"),
		complete("a part of a word", "<Part><PartNumber>one</PartNumber><ETag>{etag1}</ETag></Part>"),
		complete("a part without tag", "<Part><PartNumber>1</PartNumber></Part>"),
		complete("a small part", named("1")+named("2")),
		{name: "another document", method: "POST", path: "/" + bucket + "/{row}m", query: "uploadId={upload}", body: "<Complete/>"},
		{name: "not a document", method: "POST", path: "/" + bucket + "/{row}m", query: "uploadId={upload}", body: "complete"},
		{name: "nothing", method: "POST", path: "/" + bucket + "/{row}m", query: "uploadId={upload}"},
		complete("one of them", named("1")),
	}},
	{"last part first", []request{
		begin(request{name: "begin"}),
		part("1", fullPart),
		part("2", content),
		complete("complete", named("2")+named("1")),
	}},
	{"parts in another order", []request{
		begin(request{name: "begin"}),
		part("1", fullPart),
		part("2", strings.ToUpper(fullPart)),
		part("3", content),
		complete("complete", named("2")+named("1")+named("3")),
		{name: "read where the parts meet", path: "/" + bucket + "/{row}m", header: map[string]string{"Range": "bytes=5242870-5242889"}},
	}},
	{"parts of unequal size", []request{
		begin(request{name: "begin"}),
		part("1", fullPart),
		part("2", fullPart+content),
		part("3", content),
		complete("complete", named("1")+named("2")+named("3")),
	}},
	{"copy to a part", []request{
		stored("k"),
		begin(request{name: "begin"}),
		saving("etag1", partCopy("whole", "1", nil)),
		saving("etag2", partCopy("in part", "2", map[string]string{"X-Amz-Copy-Source-Range": "bytes=0-3"})),
		saving("etag3", partCopy("beyond the end", "3", map[string]string{"X-Amz-Copy-Source-Range": "bytes=5-100"})),
		partCopy("behind the end", "2", map[string]string{"X-Amz-Copy-Source-Range": "bytes=50-100"}),
		partCopy("backwards", "2", map[string]string{"X-Amz-Copy-Source-Range": "bytes=3-0"}),
		partCopy("to the end", "2", map[string]string{"X-Amz-Copy-Source-Range": "bytes=3-"}),
		partCopy("some way", "2", map[string]string{"X-Amz-Copy-Source-Range": "all"}),
		partCopy("absent", "2", map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/{row}absent"}),
		partCopy("from a missing bucket", "2", map[string]string{"X-Amz-Copy-Source": "/acme-absent/k"}),
		partCopy("from nothing", "2", map[string]string{"X-Amz-Copy-Source": "k"}),
		partCopy("if it matches", "2", map[string]string{"X-Amz-Copy-Source-If-Match": `"other"`}),
		partCopy("to part zero", "0", nil),
		{name: "to no upload", method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=1&uploadId=absent", header: map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/{row}k"}},
		complete("complete", "<Part><PartNumber>1</PartNumber><ETag>{etag1}</ETag></Part>"),
	}},
	{"begin an upload", []request{
		begin(request{name: "in the standard class", header: map[string]string{"X-Amz-Storage-Class": "STANDARD"}}),
		{name: "in another class", method: "POST", path: "/" + bucket + "/{row}m", query: "uploads", header: map[string]string{"X-Amz-Storage-Class": "GLACIER"}},
		{name: "with tags", method: "POST", path: "/" + bucket + "/{row}m", query: "uploads", header: map[string]string{"X-Amz-Tagging": "a=b"}},
		{name: "with an unknown acl", method: "POST", path: "/" + bucket + "/{row}m", query: "uploads", header: map[string]string{"X-Amz-Acl": "mine"}},
		{name: "with too much metadata", method: "POST", path: "/" + bucket + "/{row}m", query: "uploads", header: map[string]string{"X-Amz-Meta-A": strings.Repeat("a", 9000)}},
	}},
}

// saving keeps the ETag of the part that a copy makes: those of the local R2 are random.
func saving(name string, r request) request {
	r.save = map[string]string{name: "CopyPartResult/ETag"}
	return r
}

// partCopy copies from the object k to a part.
func partCopy(name, number string, header map[string]string) request {
	r := request{
		name: name, method: "PUT", path: "/" + bucket + "/{row}m", query: "partNumber=" + number + "&uploadId={upload}",
		header: map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/{row}k"},
	}
	maps.Copy(r.header, header)
	return r
}
