package r2fake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestAnswers turns every switch both ways.
func TestAnswers(t *testing.T) {
	t.Parallel()
	const ok = ""
	type outcome struct {
		answers r2fake.Answers
		status  int
		code    string
	}
	deleteKeys := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<Object><Key>%d</Key></Object>", i)
		}
		return "<Delete>" + b.String() + "</Delete>"
	}
	crc := header("X-Amz-Checksum-Crc32", crc32Of(corsBody))

	tests := map[string]struct {
		level    r2fake.Level
		session  bool // temporary credentials of the level, made from the admin's
		request  request
		outcomes []outcome
	}{
		"CreateExistingBucket": {
			level: r2fake.AdminReadWrite, request: request{method: "PUT", path: "/acme-backups"},
			outcomes: []outcome{
				{r2fake.Answers{}, 409, "BucketAlreadyOwnedByYou"},
				{r2fake.Answers{CreateExistingBucket: r2fake.CreateExistingAlreadyExists}, 409, "BucketAlreadyExists"},
				{r2fake.Answers{CreateExistingBucket: r2fake.CreateExistingConflict}, 409, "BucketConflict"},
				{r2fake.Answers{CreateExistingBucket: r2fake.CreateExistingOK}, 200, ok},
			},
		},
		"AbortRevealsMissingUpload": {
			level: r2fake.ObjectReadOnly, request: request{method: "DELETE", path: "/acme-backups/k", query: "uploadId=bogus"},
			outcomes: []outcome{{r2fake.Answers{}, 403, "AccessDenied"}, {r2fake.Answers{AbortRevealsMissingUpload: true}, 404, "NoSuchUpload"}},
		},
		"AbortRevealsMissingUpload, of another operation": {
			level: r2fake.ObjectReadOnly, request: request{method: "POST", path: "/acme-backups/k", query: "uploadId=bogus"},
			outcomes: []outcome{{r2fake.Answers{AbortRevealsMissingUpload: true}, 403, "AccessDenied"}},
		},
		"HeadBucketNeedsAdmin": {
			level: r2fake.ObjectReadWrite, request: request{method: "HEAD", path: "/acme-backups"},
			outcomes: []outcome{{r2fake.Answers{}, 200, ok}, {r2fake.Answers{HeadBucketNeedsAdmin: true}, 403, ok}},
		},
		"GetBucketEncryptionNeedsAdmin": {
			level: r2fake.ObjectReadOnly, request: request{path: "/acme-backups", query: "encryption"},
			outcomes: []outcome{{r2fake.Answers{}, 200, ok}, {r2fake.Answers{GetBucketEncryptionNeedsAdmin: true}, 403, "AccessDenied"}},
		},
		"DeleteRevealsMissingBucket, bucket": {
			level: r2fake.AdminReadOnly, request: request{method: "DELETE", path: "/missing"},
			outcomes: []outcome{{r2fake.Answers{}, 403, "AccessDenied"}, {r2fake.Answers{DeleteRevealsMissingBucket: true}, 404, "NoSuchBucket"}},
		},
		"DeleteRevealsMissingBucket, CORS": {
			level: r2fake.AdminReadOnly, request: request{method: "DELETE", path: "/missing", query: "cors"},
			outcomes: []outcome{{r2fake.Answers{}, 403, "AccessDenied"}, {r2fake.Answers{DeleteRevealsMissingBucket: true}, 404, "NoSuchBucket"}},
		},
		"DeleteRevealsMissingBucket, of an Object level": {
			level: r2fake.ObjectReadWrite, request: request{method: "DELETE", path: "/missing"},
			outcomes: []outcome{{r2fake.Answers{DeleteRevealsMissingBucket: true}, 403, "AccessDenied"}},
		},
		"MissingBucketDeniesObjectTokens": {
			level: r2fake.ObjectReadWrite, request: request{path: "/missing"},
			outcomes: []outcome{{r2fake.Answers{}, 404, "NoSuchBucket"}, {r2fake.Answers{MissingBucketDeniesObjectTokens: true}, 403, "AccessDenied"}},
		},
		"MissingBucketDeniesObjectTokens, of an Admin level": {
			level: r2fake.AdminReadOnly, request: request{path: "/missing"},
			outcomes: []outcome{{r2fake.Answers{MissingBucketDeniesObjectTokens: true}, 404, "NoSuchBucket"}},
		},
		"ConfigurationChecksumsRefused": {
			level: r2fake.AdminReadWrite, request: request{method: "PUT", path: "/acme-backups", query: "cors", body: corsBody, header: crc},
			outcomes: []outcome{{r2fake.Answers{}, 200, ok}, {r2fake.Answers{ConfigurationChecksumsRefused: true}, 501, "NotImplemented"}},
		},
		"ConfigurationChecksumsRefused, for objects": {
			level: r2fake.AdminReadWrite, request: request{method: "PUT", path: "/acme-backups/k", body: corsBody, header: crc},
			outcomes: []outcome{{r2fake.Answers{ConfigurationChecksumsRefused: true}, 200, ok}},
		},
		"MissingCORS": {
			level: r2fake.AdminReadOnly, request: request{path: "/acme-backups", query: "cors"},
			outcomes: []outcome{
				{r2fake.Answers{}, 404, "NoSuchCORSConfiguration"},
				{r2fake.Answers{MissingCORS: r2fake.MissingCORSNotFoundError}, 404, "CORSConfigurationNotFoundError"},
				{r2fake.Answers{MissingCORS: r2fake.MissingCORSNoSuchKey}, 404, "NoSuchKey"},
				{r2fake.Answers{MissingCORS: r2fake.MissingCORSEmptyDocument}, 200, ok},
			},
		},
		"TemporaryAdminListsBuckets": {
			level: r2fake.AdminReadWrite, session: true, request: request{path: "/"},
			outcomes: []outcome{{r2fake.Answers{}, 403, "AccessDenied"}, {r2fake.Answers{TemporaryAdminListsBuckets: true}, 200, ok}},
		},
		"TemporaryAdminListsBuckets, of an Object level": {
			level: r2fake.ObjectReadWrite, session: true, request: request{path: "/"},
			outcomes: []outcome{{r2fake.Answers{TemporaryAdminListsBuckets: true}, 403, "AccessDenied"}},
		},
		"LockCoversAbsentKeys": {
			level: r2fake.ObjectReadWrite, request: request{method: "DELETE", path: "/acme-backups/locked/absent"},
			outcomes: []outcome{{r2fake.Answers{}, 204, ok}, {r2fake.Answers{LockCoversAbsentKeys: true}, 403, "ObjectLockedByBucketPolicy"}},
		},
		"LargeDeletesFail, 700 keys": {
			level: r2fake.ObjectReadWrite, request: request{method: "POST", path: "/acme-backups", query: "delete", body: deleteKeys(700)},
			outcomes: []outcome{{r2fake.Answers{LargeDeletesFail: true}, 200, ok}},
		},
		"LargeDeletesFail, 701 keys": {
			level: r2fake.ObjectReadWrite, request: request{method: "POST", path: "/acme-backups", query: "delete", body: deleteKeys(701)},
			outcomes: []outcome{{r2fake.Answers{}, 200, ok}, {r2fake.Answers{LargeDeletesFail: true}, 500, "InternalError"}},
		},
		"AbortUnknownUploadSucceeds": {
			level: r2fake.ObjectReadWrite, request: request{method: "DELETE", path: "/acme-backups/k", query: "uploadId=bogus"},
			outcomes: []outcome{{r2fake.Answers{}, 404, "NoSuchUpload"}, {r2fake.Answers{AbortUnknownUploadSucceeds: true}, 204, ok}},
		},
		"UploadsBlockBucketDeletion": {
			level: r2fake.AdminReadWrite, request: request{method: "DELETE", path: "/uploading"},
			outcomes: []outcome{{r2fake.Answers{UploadsBlockBucketDeletion: true}, 409, "BucketNotEmpty"}, {r2fake.Answers{}, 204, ok}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.AddBucket(accountID, "default", "acme-backups", r2fake.WithLockRules(r2fake.LockRule{Prefix: "locked/"}))
			w.AddBucket(accountID, "default", "uploading")
			w.AddUpload(accountID, "default", "uploading", "k")
			cred := w.token(test.level)
			if test.session {
				cred, test.request.sessionToken = w.temporary(claims{"scope": string(test.level)})
			}
			for _, o := range test.outcomes {
				w.SetAnswers(o.answers)
				w.expect(cred, test.request, o.status, o.code)
			}
		})
	}
}

func TestAnswers_bucketLocation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups", r2fake.WithLocationHint("weur"))
	tests := map[r2fake.BucketLocation]string{r2fake.LocationAuto: "auto", r2fake.LocationEmpty: "", r2fake.LocationHint: "WEUR"}
	for position, text := range tests {
		w.SetAnswers(r2fake.Answers{BucketLocation: position})
		want := `<?xml version="1.0" encoding="UTF-8"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` + text + "</LocationConstraint>"
		if got := w.do(w.admin, request{path: "/acme-backups", query: "location"}).body; got != want {
			t.Errorf("%q: got %s, want %s", position, got, want)
		}
	}
}

func TestAnswers_unknownKeyAndAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unknown := r2fake.Credentials{AccessKeyID: strings.Repeat("0", 32), SecretAccessKey: "x"}
	elsewhere := request{path: "/", host: otherAccount + ".r2.cloudflarestorage.com"}
	w.expect(unknown, request{path: "/"}, 401, "Unauthorized")
	if _, err := w.try(t.Context(), w.admin, elsewhere); err == nil {
		t.Error("an unknown account was answered")
	}

	w.SetAnswers(r2fake.Answers{UnknownKeyIsInvalidAccessKeyID: true, UnknownAccountUnauthorized: true})
	w.expect(unknown, request{path: "/"}, 403, "InvalidAccessKeyId")
	w.expect(w.admin, elsewhere, 401, "Unauthorized")
}
