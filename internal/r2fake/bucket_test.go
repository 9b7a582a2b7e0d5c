package r2fake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestListBuckets pages through the buckets of one jurisdiction, by headers and by parameters.
func TestListBuckets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"logs", "acme-2", "acme-1", "acme-3"} {
		w.AddBucket(accountID, "default", name)
	}
	w.AddBucket(accountID, "eu", "acme-eu")

	first := w.expect(w.admin, request{path: "/", header: header("Cf-Prefix", "acme-", "Cf-Max-Keys", "2")}, 200, "")
	if diff := cmp.Diff([]string{"acme-1", "acme-2"}, elements(first.body, "Name")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	token := first.header.Get("Cf-Next-Continuation-Token")
	if first.header.Get("Cf-Is-Truncated") != "true" || token == "" {
		t.Errorf("header %v", first.header)
	}
	rest := w.expect(w.admin, request{path: "/", query: "prefix=acme-&continuation-token=" + token}, 200, "")
	if diff := cmp.Diff([]string{"acme-3"}, elements(rest.body, "Name")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if rest.header.Get("Cf-Is-Truncated") != "false" || rest.header.Get("Cf-Next-Continuation-Token") != "" {
		t.Errorf("header %v", rest.header)
	}
	after := w.expect(w.admin, request{path: "/", query: "start-after=acme-2"}, 200, "")
	if diff := cmp.Diff([]string{"acme-3", "logs"}, elements(after.body, "Name")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	eu := w.expect(w.admin, request{path: "/", host: r2HostEU}, 200, "")
	want := `<?xml version="1.0" encoding="UTF-8"?><ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
		`<Owner><ID>` + accountID + `</ID><DisplayName>` + accountID + `</DisplayName></Owner>` +
		`<Buckets><Bucket><Name>acme-eu</Name><CreationDate>2026-03-04T05:06:07.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`
	if eu.body != want {
		t.Errorf("got  %s\nwant %s", eu.body, want)
	}
	w.expect(w.admin, request{path: "/", query: "continuation-token=x"}, 400, "InvalidArgument")
	w.expect(w.admin, request{path: "/", header: header("Cf-Max-Keys", "many")}, 400, "InvalidArgument")
}

// elements returns the texts of all elements of a name, in order.
func elements(document, name string) []string {
	var texts []string
	for part := range strings.SplitSeq(document, "<"+name+">") {
		if text, _, found := strings.Cut(part, "</"+name+">"); found {
			texts = append(texts, text)
		}
	}
	return texts
}

func TestCreateBucket_location(t *testing.T) {
	t.Parallel()
	constraint := func(s string) string {
		return "<CreateBucketConfiguration><LocationConstraint>" + s + "</LocationConstraint></CreateBucketConfiguration>"
	}
	w := newWorld(t)
	create := func(body string, status int, code string) {
		t.Helper()
		w.expect(w.admin, request{method: "PUT", path: "/acme-backups", body: body}, status, code)
	}
	create(constraint("eu-west-1"), 400, "InvalidRegionName")
	create("<CreateBucketConfiguration><Tags/></CreateBucketConfiguration>", 400, "MalformedXML")
	create(constraint("WEUR"), 200, "")
	if got := w.Location(accountID, "default", "acme-backups"); got != "weur" {
		t.Errorf("location %q", got)
	}

	// The location of the first creation sticks to the name.
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups"}, 204, "")
	create(constraint("apac"), 200, "")
	if got := w.Location(accountID, "default", "acme-backups"); got != "weur" {
		t.Errorf("location %q after recreation", got)
	}
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups", host: r2HostEU, body: constraint("apac")}, 200, "")
	if got := w.Location(accountID, "eu", "acme-backups"); got != "apac" {
		t.Errorf("location %q in the other jurisdiction", got)
	}
	for i, alias := range []string{"", "auto", "us-east-1"} {
		w.expect(w.admin, request{method: "PUT", path: fmt.Sprintf("/alias-%d", i), body: constraint(alias)}, 200, "")
	}
}

func TestDeleteBucket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", nil)
	remove := request{method: "DELETE", path: "/acme-backups"}
	w.expect(w.admin, remove, 409, "BucketNotEmpty")
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups/k"}, 204, "")
	w.expect(w.admin, remove, 204, "")
	w.expect(w.admin, remove, 404, "NoSuchBucket")

	w.AddBucket(accountID, "default", "acme-backups")
	w.RemoveBucket(accountID, "default", "acme-backups")
	w.expect(w.admin, remove, 404, "NoSuchBucket")
}

func TestStaticAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	const begin, namespace = `<?xml version="1.0" encoding="UTF-8"?>`, ` xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`
	tests := map[string]string{
		"encryption": `<ServerSideEncryptionConfiguration` + namespace + `<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>` +
			`</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
		"versioning": `<VersioningConfiguration` + namespace + `</VersioningConfiguration>`,
		"acl": `<AccessControlPolicy` + namespace + `<Owner><ID>` + accountID + `</ID><DisplayName>` + accountID + `</DisplayName></Owner>` +
			`<AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>` + accountID +
			`</ID><DisplayName>` + accountID + `</DisplayName></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`,
	}
	for query, want := range tests {
		if got := w.expect(w.admin, request{path: "/acme-backups", query: query}, 200, ""); got.body != begin+want {
			t.Errorf("%s:\ngot  %s\nwant %s", query, got.body, begin+want)
		}
	}
	if got := w.expect(w.admin, request{method: "HEAD", path: "/acme-backups"}, 200, ""); got.header.Get("X-Amz-Bucket-Region") != "auto" {
		t.Errorf("HeadBucket: %v", got.header)
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	rule := func(s string) string { return "<CORSConfiguration><CORSRule>" + s + "</CORSRule></CORSConfiguration>" }
	const origin, method = "<AllowedOrigin>https://example.com:8443</AllowedOrigin>", "<AllowedMethod>GET</AllowedMethod>"
	tests := map[string]struct {
		body string
		code string
	}{
		"all elements": {
			rule("<ID>r</ID>" + origin + "<AllowedOrigin>https://*.example.com</AllowedOrigin>" + method +
				"<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds>"), "",
		},
		"in the namespace":       {strings.Replace(rule(origin+method), "<CORSConfiguration>", `<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`, 1), ""},
		"in another namespace":   {strings.Replace(rule(origin+method), "<CORSConfiguration>", `<CORSConfiguration xmlns="urn:x">`, 1), "MalformedXML"},
		"empty":                  {"", "MalformedXML"},
		"not XML":                {"{}", "MalformedXML"},
		"cut off":                {"<CORSConfiguration>", "MalformedXML"},
		"two documents":          {rule(origin+method) + rule(origin+method), "MalformedXML"},
		"another document":       {"<LifecycleConfiguration/>", "MalformedXML"},
		"no rules":               {"<CORSConfiguration/>", "MalformedXML"},
		"no origin":              {rule(method), "MalformedXML"},
		"no method":              {rule(origin), "MalformedXML"},
		"origin with slash":      {rule("<AllowedOrigin>https://example.com/</AllowedOrigin>" + method), "MalformedXML"},
		"origin with path":       {rule("<AllowedOrigin>https://example.com/a</AllowedOrigin>" + method), "MalformedXML"},
		"origin without scheme":  {rule("<AllowedOrigin>example.com</AllowedOrigin>" + method), "MalformedXML"},
		"origin with two stars":  {rule("<AllowedOrigin>https://*.*.com</AllowedOrigin>" + method), "MalformedXML"},
		"origin with a fragment": {rule("<AllowedOrigin>https://example.com#</AllowedOrigin>" + method), "MalformedXML"},
		"method":                 {rule(origin + "<AllowedMethod>PATCH</AllowedMethod>"), "MalformedXML"},
		"empty allowed header":   {rule(origin + method + "<AllowedHeader></AllowedHeader>"), "MalformedXML"},
		"empty exposed header":   {rule(origin + method + "<ExposeHeader/>"), "MalformedXML"},
		"negative age":           {rule(origin + method + "<MaxAgeSeconds>-1</MaxAgeSeconds>"), "MalformedXML"},
		"age not a number":       {rule(origin + method + "<MaxAgeSeconds>x</MaxAgeSeconds>"), "MalformedXML"},
		"unknown element":        {rule(origin + method + "<AllowedPort>1</AllowedPort>"), "MalformedXML"},
		"unknown attribute":      {strings.Replace(rule(origin+method), "<CORSRule>", `<CORSRule id="x">`, 1), "MalformedXML"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.AddBucket(accountID, "default", "acme-backups")
			status := map[string]int{"": 200, "MalformedXML": 400}[test.code]
			w.expect(w.admin, request{method: "PUT", path: "/acme-backups", query: "cors", body: test.body}, status, test.code)
			if stored := len(w.CORS(accountID, "default", "acme-backups")) > 0; stored != (test.code == "") {
				t.Errorf("stored: %t", stored)
			}
			if test.code != "" {
				// The document is looked at before the permission.
				w.expect(w.token(r2fake.ObjectReadOnly), request{method: "PUT", path: "/acme-backups", query: "cors", body: test.body}, status, test.code)
			}
		})
	}
}

func TestCORS_roundTrip(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	inner := "<CORSRule><ID>r</ID><AllowedOrigin>https://example.com</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>" +
		"<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>"
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups", query: "cors", body: "<CORSConfiguration>" + inner}, 200, "")
	want := `<?xml version="1.0" encoding="UTF-8"?><CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` + inner
	if got := w.expect(w.admin, request{path: "/acme-backups", query: "cors"}, 200, ""); got.body != want {
		t.Errorf("got  %s\nwant %s", got.body, want)
	}
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups", query: "cors"}, 204, "")
	w.expect(w.admin, request{path: "/acme-backups", query: "cors"}, 404, "NoSuchCORSConfiguration")
}

func TestLifecycle(t *testing.T) {
	t.Parallel()
	const enabled = "<Status>Enabled</Status>"
	const expire = "<Expiration><Days>1</Days></Expiration>"
	rules := func(s ...string) string {
		var b strings.Builder
		for _, rule := range s {
			b.WriteString("<Rule>" + rule + "</Rule>")
		}
		return "<LifecycleConfiguration>" + b.String() + "</LifecycleConfiguration>"
	}
	numbered := func(n int) []string {
		many := make([]string, n)
		for i := range many {
			many[i] = fmt.Sprintf("<ID>%d</ID>", i) + enabled + expire
		}
		return many
	}
	tests := map[string]struct {
		body string
		code string
	}{
		"all actions": {
			rules("<ID>a</ID>" + enabled + "<Filter><Prefix>p</Prefix></Filter>" + expire +
				"<Transition><Days>1</Days><StorageClass>STANDARD_IA</StorageClass></Transition>" +
				"<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>"), "",
		},
		"older prefix":      {rules(enabled + "<Prefix>p</Prefix>" + expire), ""},
		"date":              {rules(enabled + "<Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration>"), ""},
		"1000 rules":        {rules(numbered(1000)...), ""},
		"1001 rules":        {rules(numbered(1001)...), "MalformedXML"},
		"no rules":          {rules(), "MalformedXML"},
		"no status":         {rules(expire), "MalformedXML"},
		"unknown status":    {rules("<Status>On</Status>" + expire), "MalformedXML"},
		"no action":         {rules(enabled), "MalformedXML"},
		"same id":           {rules("<ID>a</ID>"+enabled+expire, "<ID>a</ID>"+enabled+expire), "InvalidArgument"},
		"storage class":     {rules(enabled + "<Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition>"), "MalformedXML"},
		"back to standard":  {rules(enabled + "<Transition><Days>1</Days><StorageClass>STANDARD</StorageClass></Transition>"), "MalformedXML"},
		"transition never":  {rules(enabled + "<Transition><StorageClass>STANDARD_IA</StorageClass></Transition>"), "MalformedXML"},
		"no days":           {rules(enabled + "<Expiration/>"), "MalformedXML"},
		"days and date":     {rules(enabled + "<Expiration><Days>1</Days><Date>2030-01-01</Date></Expiration>"), "MalformedXML"},
		"bad date":          {rules(enabled + "<Expiration><Date>soon</Date></Expiration>"), "MalformedXML"},
		"abort at once":     {rules(enabled + "<AbortIncompleteMultipartUpload/>"), "MalformedXML"},
		"filter and prefix": {rules(enabled + "<Filter/><Prefix/>" + expire), "MalformedXML"},
		"filter by tag":     {rules(enabled + "<Filter><Tag/></Filter>" + expire), "MalformedXML"},
		"old versions":      {rules(enabled + "<NoncurrentVersionExpiration/>"), "MalformedXML"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.AddBucket(accountID, "default", "acme-backups")
			status := 400
			if test.code == "" {
				status = 200
			}
			put := request{method: "PUT", path: "/acme-backups", query: "lifecycle", body: test.body}
			w.expect(w.admin, put, status, test.code)
			if test.code != "" {
				w.expect(w.token(r2fake.AdminReadOnly), put, status, test.code)
			}
		})
	}
}

func TestLifecycle_roundTrip(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups"}, 200, "")
	get := request{path: "/acme-backups", query: "lifecycle"}
	const begin = `<?xml version="1.0" encoding="UTF-8"?><LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`
	want := begin + "<Rule><ID>Default Multipart Abort Rule</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter>" +
		"<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>"
	if got := w.expect(w.admin, get, 200, ""); got.body != want {
		t.Errorf("new bucket:\ngot  %s\nwant %s", got.body, want)
	}

	inner := "<Rule><ID>a</ID><Status>Disabled</Status><Filter><Prefix>p</Prefix></Filter><Expiration><Date>2030-01-01</Date></Expiration>" +
		"<Transition><Days>1</Days><StorageClass>STANDARD_IA</StorageClass></Transition></Rule></LifecycleConfiguration>"
	w.expect(w.admin, request{method: "PUT", path: "/acme-backups", query: "lifecycle", body: "<LifecycleConfiguration>" + inner}, 200, "")
	if got := w.expect(w.admin, get, 200, ""); got.body != begin+inner {
		t.Errorf("got  %s\nwant %s", got.body, begin+inner)
	}
	wantRules := []r2fake.LifecycleRule{{
		ID: "a", Prefix: "p", Expiration: r2fake.After{Date: "2030-01-01"},
		Transitions: []r2fake.Transition{{After: r2fake.After{Days: 1}, StorageClass: "STANDARD_IA"}},
	}}
	if diff := cmp.Diff(wantRules, w.Lifecycle(accountID, "default", "acme-backups")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.expect(w.admin, request{method: "DELETE", path: "/acme-backups", query: "lifecycle"}, 204, "")
	w.expect(w.admin, get, 404, "NoSuchLifecycleConfiguration")
}
