package miniflare_test

var listScenarios = []scenario{
	{"list", append(tree(),
		lists("",
			"prefix={row}", "prefix={row}&max-keys=2", "prefix={row}&max-keys=2&marker={row}a", "prefix={row}&delimiter=%2F",
			"prefix={row}&delimiter=%2F&max-keys=1", "prefix={row}&delimiter=%2F&max-keys=2", "prefix={row}&delimiter=%2F&max-keys=1&marker={row}d%2F",
			"prefix={row}d%2F&delimiter=%2F", "prefix={row}&marker={row}zz", "prefix={row}absent", "prefix={row}&max-keys=0", "prefix={row}&max-keys=2000",
			"prefix={row}&max-keys=1.5", "prefix={row}&max-keys=-1", "prefix={row}&max-keys=many", "prefix={row}&max-keys=", "prefix={row}&encoding-type=url",
			"prefix={row}&encoding-type=hex", "prefix={row}&continuation-token=a", "prefix={row}&start-after=a", "prefix={row}&colour=blue", "list-type=1", "list-type=3",
			"prefix={row}&delimiter=", "prefix={row}&fetch-owner=true",
		)...,
	)},
	{"list version 2", append(tree(),
		lists("list-type=2&",
			"prefix={row}", "prefix={row}&x-id=ListObjectsV2", "prefix={row}&fetch-owner=false", "prefix={row}&delimiter=%2F",
			"prefix={row}&delimiter=%2F&max-keys=1", "prefix={row}d%2F&delimiter=%2F", "prefix={row}&start-after={row}a", "prefix={row}&start-after={row}zz", "prefix={row}absent",
			"prefix={row}&max-keys=0", "prefix={row}absent&max-keys=0", "prefix={row}&max-keys=2000", "prefix={row}&max-keys=1.5", "prefix={row}&max-keys=-1", "prefix={row}&max-keys=many",
			"prefix={row}&max-keys=", "prefix={row}&encoding-type=url", "prefix={row}&encoding-type=hex", "prefix={row}&marker=a", "prefix={row}&colour=blue",
			"prefix={row}&delimiter=-", "prefix={row}&delimiter=", "prefix={row}&encoding-type=url&delimiter=%2F&start-after={row}a",
		)...,
	)},
	{"list by pages", append(tree(),
		request{name: "first", path: "/" + bucket, query: "list-type=2&prefix={row}&max-keys=2", save: map[string]string{"token": "ListBucketResult/NextContinuationToken"}},
		request{name: "second", path: "/" + bucket, query: "list-type=2&prefix={row}&max-keys=2&continuation-token={token}", save: map[string]string{"token2": "ListBucketResult/NextContinuationToken"}},
		request{name: "third", path: "/" + bucket, query: "list-type=2&prefix={row}&max-keys=2&continuation-token={token2}"},
		request{name: "first with a delimiter", path: "/" + bucket, query: "list-type=2&prefix={row}&delimiter=%2F&max-keys=2", save: map[string]string{"token with a delimiter": "ListBucketResult/NextContinuationToken"}},
		request{name: "second with a delimiter", path: "/" + bucket, query: "list-type=2&prefix={row}&delimiter=%2F&max-keys=2&continuation-token={token with a delimiter}"},
		request{name: "token and start", path: "/" + bucket, query: "list-type=2&prefix={row}&max-keys=2&continuation-token={token}&start-after={row}d%2F"},
	)},
	{"list nothing", []request{
		{name: "version 1", path: "/" + emptyBucket},
		{name: "version 2", path: "/" + emptyBucket, query: "list-type=2"},
		{name: "with a delimiter", path: "/" + emptyBucket, query: "list-type=2&delimiter=%2F"},
		{name: "by the probe of a backup tool", path: "/" + emptyBucket, query: "list-type=2&max-keys=1&prefix=postgres%2F"},
		{name: "with a slash at the end", path: "/" + emptyBucket + "/", query: "list-type=2"},
		{name: "of another owner", path: "/" + emptyBucket, query: "list-type=2", header: map[string]string{"X-Amz-Expected-Bucket-Owner": "me"}},
		{name: "in a part", path: "/" + emptyBucket, query: "list-type=2", header: map[string]string{"Range": "bytes=0-1"}},
		{name: "with a token of nothing", path: "/" + emptyBucket, query: "list-type=2&continuation-token=none"},
	}},
}

// tree stores objects in folders.
func tree() []request {
	return []request{stored("a"), stored("b%20b"), stored("d/e"), stored("d/f"), stored("g-h")}
}

// lists makes requests of queries.
func lists(version string, queries ...string) []request {
	requests := make([]request, len(queries))
	for i, query := range queries {
		requests[i] = request{name: query, path: "/" + bucket, query: version + query}
	}
	return requests
}
