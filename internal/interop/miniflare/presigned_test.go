package miniflare_test

import (
	"net/http"
	"strings"
	"time"
)

var presignedScenarios = []scenario{
	{"presigned", onObject(
		request{name: "read", presign: "600"},
		request{name: "write", presign: "600", method: "PUT", path: "/" + bucket + "/{row}w", body: content},
		request{name: "read what was written", path: "/" + bucket + "/{row}w"},
		request{name: "list", presign: "600", path: "/" + emptyBucket, query: "list-type=2"},
		request{name: "for a week", presign: "604800"},
		request{name: "for more than a week", presign: "604801"},
		request{name: "for no time", presign: "0"},
		request{name: "for less than no time", presign: "-1"},
		request{name: "for a word", presign: "long"},
		request{name: "for nothing", presign: "600", change: func(r *http.Request) {
			values := r.URL.Query()
			values.Set("X-Amz-Expires", "")
			r.URL.RawQuery = values.Encode()
		}},
		request{name: "expired", presign: "60", sign: func(g *signing) { g.at(g.time.Add(-2 * time.Minute)) }},
		request{name: "hours ago, but valid for long", presign: "86400", sign: func(g *signing) { g.at(g.time.Add(-2 * time.Hour)) }},
		request{name: "in the future", presign: "600", sign: func(g *signing) { g.at(g.time.Add(time.Hour)) }},
		request{name: "not a date", presign: "600", change: withQuery("X-Amz-Date", "tomorrow")},
		request{name: "of another algorithm", presign: "600", change: withQuery("X-Amz-Algorithm", "AWS4-HMAC-SHA1")},
		request{name: "of another day", presign: "600", sign: func(g *signing) { g.date = "20260102" }},
		request{name: "for another service", presign: "600", sign: func(g *signing) { g.service = "iam" }},
		request{name: "credential of four parts", presign: "600", change: withQuery("X-Amz-Credential", "a/b/c/d")},
		request{name: "unknown key", presign: "600", sign: func(g *signing) { g.accessKeyID = unknownKey }},
		request{name: "key before expiry", presign: "60", sign: func(g *signing) { g.at(g.time.Add(-2 * time.Minute)); g.accessKeyID = unknownKey }},
		request{name: "expiry before signed headers", presign: "60", sign: func(g *signing) { g.at(g.time.Add(-2 * time.Minute)) }, change: withQuery("X-Amz-SignedHeaders", "x-amz-date")},
		request{name: "algorithm before date", presign: "600", change: withQuery("X-Amz-Algorithm", "none", "X-Amz-Date", "tomorrow")},
		request{name: "date before credential", presign: "600", change: withQuery("X-Amz-Date", "tomorrow", "X-Amz-Credential", "a/b/c/d")},
		request{name: "without host", presign: "600", change: withQuery("X-Amz-SignedHeaders", "x-amz-date")},
		request{name: "of zeros", presign: "600", change: withQuery("X-Amz-Signature", noSignature)},
		request{name: "without signature", presign: "600", change: withQuery("X-Amz-Signature", "")},
		request{name: "without date", presign: "600", change: withQuery("X-Amz-Date", "")},
		request{name: "without expiry", presign: "600", change: withQuery("X-Amz-Expires", "")},
		request{name: "without algorithm", presign: "600", change: withQuery("X-Amz-Algorithm", "")},
		request{name: "without signed headers", presign: "600", change: withQuery("X-Amz-SignedHeaders", "")},
		request{name: "without credential", presign: "600", change: withQuery("X-Amz-Credential", "")},
		request{name: "with credential alone", presign: "600", change: withQuery("X-Amz-Algorithm", "", "X-Amz-Date", "", "X-Amz-Expires", "", "X-Amz-SignedHeaders", "", "X-Amz-Signature", "")},
		request{name: "and with a bad Authorization header", presign: "600", change: withHeader("Authorization", "Basic Og==")},
		request{name: "with another payload hash", presign: "600", header: map[string]string{"X-Amz-Content-Sha256": strings.Repeat("0", 64)}},
	)},
}
