package miniflare_test

import "maps"

// copied makes requests to copy to another key, from the object that is stored before them if they do not say.
func copied(requests ...request) []request {
	first := stored("k")
	first.header = map[string]string{"Content-Type": "text/plain", "X-Amz-Meta-Colour": "blue"}
	all := []request{first}
	for _, r := range requests {
		if r.method == "" {
			header := map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/{row}k"}
			maps.Copy(header, r.header)
			r.method, r.path, r.header = "PUT", "/"+bucket+"/{row}copy", header
		}
		all = append(all, r)
	}
	return all
}

var copyScenarios = []scenario{
	{"copy", copied(
		request{name: "as it is"},
		request{name: "read the copy", method: "GET", path: "/" + bucket + "/{row}copy"},
		request{name: "without a slash", header: map[string]string{"X-Amz-Copy-Source": bucket + "/{row}k"}},
		request{name: "with other metadata", header: map[string]string{"X-Amz-Metadata-Directive": "REPLACE", "Content-Type": "text/html", "X-Amz-Meta-Size": "1"}},
		request{name: "read other metadata", method: "HEAD", path: "/" + bucket + "/{row}copy"},
		request{name: "with more metadata", header: map[string]string{"X-Amz-Metadata-Directive": "MERGE", "X-Amz-Meta-Size": "1"}},
		request{name: "with metadata some way", header: map[string]string{"X-Amz-Metadata-Directive": "SOMEHOW"}},
		request{name: "with tags", header: map[string]string{"X-Amz-Tagging-Directive": "COPY"}},
		request{name: "absent", header: map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/{row}absent"}},
		request{name: "from a missing bucket", header: map[string]string{"X-Amz-Copy-Source": "/acme-absent/k"}},
		request{name: "from a bucket", header: map[string]string{"X-Amz-Copy-Source": bucket}},
		request{name: "from a bucket with a slash", header: map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/"}},
		request{name: "encoded", header: map[string]string{"X-Amz-Copy-Source": "%2F" + bucket + "%2F{row}k"}},
		request{name: "to another bucket", method: "PUT", path: "/" + otherBucket + "/{row}copy", header: map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/{row}k"}},
		request{name: "read in the other bucket", method: "GET", path: "/" + otherBucket + "/{row}copy"},
		request{name: "if it matches", header: map[string]string{"X-Amz-Copy-Source-If-Match": etag()}},
		request{name: "if another matches", header: map[string]string{"X-Amz-Copy-Source-If-Match": `"other"`}},
		request{name: "if none matches", header: map[string]string{"X-Amz-Copy-Source-If-None-Match": etag()}},
		request{name: "if modified", header: map[string]string{"X-Amz-Copy-Source-If-Modified-Since": farOff}},
		request{name: "if unmodified", header: map[string]string{"X-Amz-Copy-Source-If-Unmodified-Since": longAgo}},
		request{name: "for a source of another owner", header: map[string]string{"X-Amz-Source-Expected-Bucket-Owner": "me"}},
		request{name: "in another class", header: map[string]string{"X-Amz-Storage-Class": "GLACIER"}},
		request{name: "directive before source", header: map[string]string{"X-Amz-Copy-Source": bucket, "X-Amz-Metadata-Directive": "SOMEHOW"}},
		request{name: "by post", method: "POST", path: "/" + bucket + "/{row}posted", header: map[string]string{"X-Amz-Copy-Source": "/" + bucket + "/{row}k"}},
	)},
}
