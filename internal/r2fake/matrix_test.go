package r2fake_test

import (
	"net/http"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const completeBody = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>`

const corsBody = `<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>`

const lifecycleBody = `<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix>tmp/</Prefix></Filter>` +
	`<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>`

// TestMatrix has every operation under every level, and what a token narrowed to a bucket may do to others.
func TestMatrix(t *testing.T) {
	t.Parallel()
	const denied = "AccessDenied"
	// The outcomes of an operation on a bucket that exists, and whose upload id is unknown: an error code, or nothing.
	// Columns: Admin Read & Write, Admin Read only, Object Read & Write, Object Read only.
	type outcomes [4]string
	anyone := outcomes{}
	writers := outcomes{1: denied, 3: denied}
	admins := outcomes{2: denied, 3: denied}
	adminWriters := outcomes{1: denied, 2: denied, 3: denied}
	finding := func(o outcomes, code string) outcomes {
		for i := range o {
			if o[i] == "" {
				o[i] = code
			}
		}
		return o
	}

	tests := map[string]struct {
		request request
		want    outcomes
	}{
		"ListBuckets":                     {request{path: "/"}, admins},
		"HeadBucket":                      {request{method: "HEAD", path: "/acme-backups"}, anyone},
		"GetBucketLocation":               {request{path: "/acme-backups", query: "location"}, anyone},
		"CreateBucket":                    {request{method: "PUT", path: "/new-bucket"}, adminWriters},
		"CreateBucket existing":           {request{method: "PUT", path: "/acme-backups"}, finding(adminWriters, "BucketAlreadyOwnedByYou")},
		"DeleteBucket":                    {request{method: "DELETE", path: "/acme-backups"}, finding(adminWriters, "BucketNotEmpty")},
		"GetBucketCors":                   {request{path: "/acme-backups", query: "cors"}, finding(admins, "NoSuchCORSConfiguration")},
		"PutBucketCors":                   {request{method: "PUT", path: "/acme-backups", query: "cors", body: corsBody}, adminWriters},
		"DeleteBucketCors":                {request{method: "DELETE", path: "/acme-backups", query: "cors"}, adminWriters},
		"GetBucketLifecycleConfiguration": {request{path: "/acme-backups", query: "lifecycle"}, admins},
		"PutBucketLifecycleConfiguration": {request{method: "PUT", path: "/acme-backups", query: "lifecycle", body: lifecycleBody}, adminWriters},
		"DeleteBucketLifecycle":           {request{method: "DELETE", path: "/acme-backups", query: "lifecycle"}, adminWriters},
		"GetBucketEncryption":             {request{path: "/acme-backups", query: "encryption"}, anyone},
		"GetBucketVersioning":             {request{path: "/acme-backups", query: "versioning"}, anyone},
		"GetBucketAcl":                    {request{path: "/acme-backups", query: "acl"}, anyone},
		"GetBucketTagging":                {request{path: "/acme-backups", query: "tagging"}, finding(anyone, "NoSuchTagSet")},
		"GetObjectLockConfiguration":      {request{path: "/acme-backups", query: "object-lock"}, finding(anyone, "ObjectLockConfigurationNotFoundError")},
		"GetBucketReplication":            {request{path: "/acme-backups", query: "replication"}, finding(anyone, "ReplicationConfigurationNotFoundError")},
		"ListObjects":                     {request{path: "/acme-backups"}, anyone},
		"ListObjectsV2":                   {request{path: "/acme-backups", query: "list-type=2"}, anyone},
		"ListMultipartUploads":            {request{path: "/acme-backups", query: "uploads"}, anyone},
		"HeadObject":                      {request{method: "HEAD", path: "/acme-backups/k"}, anyone},
		"GetObject":                       {request{path: "/acme-backups/k"}, anyone},
		"GetObject absent":                {request{path: "/acme-backups/absent"}, finding(anyone, "NoSuchKey")},
		"PutObject":                       {request{method: "PUT", path: "/acme-backups/k", body: "x"}, writers},
		"CopyObject":                      {request{method: "PUT", path: "/acme-backups/copy", header: header("X-Amz-Copy-Source", "/acme-backups/k")}, writers},
		"DeleteObject":                    {request{method: "DELETE", path: "/acme-backups/k"}, writers},
		"DeleteObjects":                   {request{method: "POST", path: "/acme-backups", query: "delete", body: "<Delete><Object><Key>k</Key></Object></Delete>"}, writers},
		"CreateMultipartUpload":           {request{method: "POST", path: "/acme-backups/k", query: "uploads"}, writers},
		"UploadPart":                      {request{method: "PUT", path: "/acme-backups/k", query: "partNumber=1&uploadId=u", body: "x"}, finding(writers, "NoSuchUpload")},
		"UploadPartCopy": {
			request{method: "PUT", path: "/acme-backups/k", query: "partNumber=1&uploadId=u", header: header("X-Amz-Copy-Source", "/acme-backups/k")},
			finding(writers, "NoSuchUpload"),
		},
		"CompleteMultipartUpload": {request{method: "POST", path: "/acme-backups/k", query: "uploadId=u", body: completeBody}, finding(writers, "NoSuchUpload")},
		"AbortMultipartUpload":    {request{method: "DELETE", path: "/acme-backups/k", query: "uploadId=u"}, finding(writers, "NoSuchUpload")},
		"ListParts":               {request{path: "/acme-backups/k", query: "uploadId=u"}, finding(anyone, "NoSuchUpload")},
	}
	all := []r2fake.Level{r2fake.AdminReadWrite, r2fake.AdminReadOnly, r2fake.ObjectReadWrite, r2fake.ObjectReadOnly}
	inScope := r2fake.BucketRef{Name: "acme-backups"}
	newBucket := r2fake.BucketRef{Name: "new-bucket"}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for column, level := range all {
				w := matrixWorld(t)
				w.expectCode(w.token(level), test.request, test.want[column], string(level)+" for all buckets")
				if level == r2fake.ObjectReadWrite || level == r2fake.ObjectReadOnly {
					w := matrixWorld(t)
					w.expectCode(w.token(level, inScope, newBucket), test.request, test.want[column], string(level)+" for the bucket")
					w.expectCode(w.token(level, r2fake.BucketRef{Name: "other"}), test.request, denied, string(level)+" for another bucket")
					w.expectCode(w.token(level, r2fake.BucketRef{Name: "acme-backups", Jurisdiction: "eu"}), test.request, denied,
						string(level)+" for the bucket of another jurisdiction")
				}
			}
		})
	}
}

func matrixWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", []byte("content"))
	return w
}

// expectCode compares the error code, which answers to HEAD do not have: 403 stands for AccessDenied there.
func (w *world) expectCode(cred r2fake.Credentials, r request, code, who string) {
	w.t.Helper()
	got := w.do(cred, r)
	if r.method == http.MethodHead {
		if want := map[string]int{"": 200, "AccessDenied": 403}[code]; got.status != want || got.body != "" {
			w.t.Errorf("%s: got %d with %d bytes, want %d", who, got.status, len(got.body), want)
		}
		return
	}
	if got.code() != code || (got.status < 300) != (code == "") {
		w.t.Errorf("%s: got %d %q, want %q", who, got.status, got.code(), code)
	}
}

// TestAuthorisation_missingBucket has what tokens learn about a bucket that is not there.
func TestAuthorisation_missingBucket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "eu", "acme-backups")
	missing := request{path: "/acme-backups/k"} // in the default jurisdiction

	w.expect(w.admin, missing, 404, "NoSuchBucket")
	w.expect(w.token(r2fake.ObjectReadOnly), missing, 404, "NoSuchBucket")
	w.expect(w.token(r2fake.ObjectReadOnly, r2fake.BucketRef{Name: "acme-backups"}), missing, 404, "NoSuchBucket")
	w.expect(w.token(r2fake.ObjectReadOnly, r2fake.BucketRef{Name: "acme-backups", Jurisdiction: "eu"}), missing, 403, "AccessDenied")
	w.expect(w.token(r2fake.ObjectReadOnly), request{method: "PUT", path: "/acme-backups/k"}, 403, "AccessDenied")
}

// TestAuthorisation_mixedPolicies has a token that no single level describes.
func TestAuthorisation_mixedPolicies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.AddBucket(accountID, "default", "other")
	cred := w.AddToken(r2fake.Token{Account: accountID, Policies: []r2fake.Policy{
		{Level: r2fake.AdminReadOnly},
		{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Name: "acme-backups"}}},
	}})
	w.expect(cred, request{path: "/"}, 200, "")
	w.expect(cred, request{method: "PUT", path: "/acme-backups/k"}, 200, "")
	w.expect(cred, request{method: "PUT", path: "/other/k"}, 403, "AccessDenied")
	w.expect(cred, request{method: "DELETE", path: "/other"}, 403, "AccessDenied")

	if !w.SetPolicies(cred.AccessKeyID, r2fake.Policy{Level: r2fake.ObjectReadOnly}) {
		t.Error("token not found")
	}
	w.expect(cred, request{path: "/"}, 403, "AccessDenied")
	w.expect(cred, request{method: "PUT", path: "/acme-backups/k"}, 403, "AccessDenied")
	w.expect(cred, request{path: "/other"}, 200, "")
}
