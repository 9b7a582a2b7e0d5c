package miniflare_test

import "slices"

var bucketScenarios = []scenario{
	{"service", []request{
		{name: "list", path: "/"},
		{name: "list with x-id", path: "/", query: "x-id=ListBuckets"},
		{name: "list with an unknown parameter", path: "/", query: "colour=blue"},
		{name: "list with a parameter of R2", path: "/", query: "max-keys=1"},
		{name: "list without authorization", path: "/", anonymous: true},
		{name: "list with an unknown key", path: "/", sign: func(g *signing) { g.accessKeyID = unknownKey }},
		{name: "list with another secret", path: "/", change: withSignature(noSignature)},
		{name: "write", method: "PUT", path: "/"},
		{name: "post", method: "POST", path: "/"},
		{name: "delete", method: "DELETE", path: "/"},
		{name: "head", method: "HEAD", path: "/"},
	}},
	{"bucket", []request{
		{name: "head", method: "HEAD", path: "/" + bucket},
		{name: "head with a slash at the end", method: "HEAD", path: "/" + bucket + "/"},
		{name: "head without authorization", method: "HEAD", path: "/" + bucket, anonymous: true},
		{name: "head with another owner", method: "HEAD", path: "/" + bucket, header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
		{name: "create", method: "PUT", path: "/acme-new"},
		{name: "delete", method: "DELETE", path: "/" + emptyBucket, query: "x-id=DeleteBucket"},
		{name: "create with an unknown parameter", method: "PUT", path: "/" + bucket, query: "colour=blue"},
		{name: "create with two unknown parameters", method: "PUT", path: "/" + bucket, query: "colour=blue&size=1"},
		{name: "create with a subresource of reads", method: "PUT", path: "/" + bucket, query: "location"},
		{name: "delete with an unknown parameter", method: "DELETE", path: "/" + bucket, query: "colour=blue"},
		{name: "delete with a subresource of reads", method: "DELETE", path: "/" + bucket, query: "acl"},
		{name: "delete the versioning", method: "DELETE", path: "/" + bucket, query: "versioning"},
		{name: "post", method: "POST", path: "/" + bucket},
		{name: "post a form", method: "POST", path: "/" + bucket, anonymous: true},
		{name: "post a deletion without authorization", method: "POST", path: "/" + bucket, query: "delete", anonymous: true},
		{name: "patch", method: "PATCH", path: "/" + bucket},
		{name: "patch an object", method: "PATCH", path: "/" + bucket + "/k"},
	}},
	{"missing bucket", []request{
		{name: "head", method: "HEAD", path: "/acme-absent"},
		{name: "list", path: "/acme-absent"},
		{name: "list version 2", path: "/acme-absent", query: "list-type=2"},
		{name: "location", path: "/acme-absent", query: "location"},
		{name: "encryption", path: "/acme-absent", query: "encryption"},
		{name: "head an object", method: "HEAD", path: "/acme-absent/k"},
		{name: "read", path: "/acme-absent/k"},
		{name: "write", method: "PUT", path: "/acme-absent/k", body: content},
		{name: "remove", method: "DELETE", path: "/acme-absent/k"},
		{name: "remove several", method: "POST", path: "/acme-absent", query: "delete", body: "<Delete><Object><Key>k</Key></Object></Delete>"},
		{name: "begin an upload", method: "POST", path: "/acme-absent/k", query: "uploads"},
		{name: "abort an upload", method: "DELETE", path: "/acme-absent/k", query: "uploadId=absent"},
		{name: "name against the rules", path: "/Acme_Absent", query: "list-type=2"},
	}},
	{"static configuration", []request{
		{name: "location", path: "/" + bucket, query: "location"},
		{name: "location with a value", path: "/" + bucket, query: "location=here"},
		{name: "location and more", path: "/" + bucket, query: "location&prefix=a"},
		{name: "location with another owner", path: "/" + bucket, query: "location", header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
		{name: "encryption", path: "/" + bucket, query: "encryption"},
		{name: "encryption and more", path: "/" + bucket, query: "encryption&colour=blue"},
		{name: "versioning", path: "/" + bucket, query: "versioning"},
		{name: "tagging", path: "/" + bucket, query: "tagging"},
		{name: "object lock", path: "/" + bucket, query: "object-lock"},
		{name: "replication", path: "/" + bucket, query: "replication"},
		{name: "acl", path: "/" + bucket, query: "acl"},
		{name: "cors", path: "/" + bucket, query: "cors"},
		{name: "lifecycle", path: "/" + bucket, query: "lifecycle"},
	}},
	{"unsupported configuration", slices.Concat(
		subresources("GET", "accelerate", "analytics", "intelligent-tiering", "inventory", "logging", "metrics", "notification",
			"ownershipControls", "policy", "policyStatus", "publicAccessBlock", "requestPayment", "versions", "website"),
		subresources("PUT", "accelerate", "acl", "analytics", "intelligent-tiering", "inventory", "logging", "metrics", "notification",
			"object-lock", "ownershipControls", "policy", "publicAccessBlock", "replication", "requestPayment", "tagging", "website", "encryption", "versioning"),
		subresources("DELETE", "analytics", "intelligent-tiering", "inventory", "metrics", "ownershipControls", "policy", "replication",
			"tagging", "website", "encryption"),
	)},
}

// subresources makes a request for each of the configurations of a bucket.
func subresources(method string, names ...string) []request {
	requests := make([]request, len(names))
	for i, name := range names {
		requests[i] = request{name: method + " " + name, method: method, path: "/" + bucket, query: name}
	}
	return requests
}
