package r2_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// anyOrigin is the least that a CORS rule says.
var anyOrigin = r2.CORSRule{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}

func TestBucketCORS(t *testing.T) {
	t.Parallel()
	hour := int32(3600)
	full := r2.CORSRule{
		ID: "site & <shop>", AllowedMethods: []string{"GET", "PUT", "POST", "DELETE", "HEAD"},
		AllowedOrigins: []string{"https://example.com", "https://*.example.org", "http://localhost:3000"},
		AllowedHeaders: []string{"Content-Type", "x-amz-*"}, ExposeHeaders: []string{"ETag"}, MaxAgeSeconds: &hour,
	}
	storedFull := r2fake.CORSRule{
		ID: full.ID, AllowedMethods: full.AllowedMethods, AllowedOrigins: full.AllowedOrigins,
		AllowedHeaders: full.AllowedHeaders, ExposeHeaders: full.ExposeHeaders, MaxAgeSeconds: 3600,
	}
	storedAny := r2fake.CORSRule{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}

	for _, refused := range []bool{false, true} {
		w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{ConfigurationChecksumsRefused: refused}))
		b := w.manage(bucket, r2fake.AdminReadWrite)
		for _, step := range []struct {
			set    []r2.CORSRule
			stored []r2fake.CORSRule
		}{
			{[]r2.CORSRule{full, anyOrigin}, []r2fake.CORSRule{storedFull, storedAny}},
			{[]r2.CORSRule{anyOrigin, full}, []r2fake.CORSRule{storedAny, storedFull}}, // The order counts.
			{[]r2.CORSRule{anyOrigin}, []r2fake.CORSRule{storedAny}},
			{nil, nil},
			{nil, nil}, // None again.
		} {
			if err := b.SetCORS(t.Context(), step.set); err != nil {
				t.Fatalf("checksums refused = %t: %v", refused, err)
			}
			if diff := cmp.Diff(step.stored, w.CORS(account, "default", bucket)); diff != "" {
				t.Errorf("checksums refused = %t: stored (-want +got):\n%s", refused, diff)
			}
			got, err := b.CORS(t.Context())
			if diff := cmp.Diff(step.set, got); err != nil || diff != "" {
				t.Errorf("checksums refused = %t: read, %v (-want +got):\n%s", refused, err, diff)
			}
		}
	}
}

// missingCORS are the answers for a bucket without CORS rules.
var missingCORS = []r2fake.MissingCORS{
	r2fake.MissingCORSNoSuchConfiguration, r2fake.MissingCORSNotFoundError, r2fake.MissingCORSNoSuchKey, r2fake.MissingCORSEmptyDocument,
}

// TestBucketCORS_none: whatever R2 answers for no rules, there are none.
func TestBucketCORS_none(t *testing.T) {
	t.Parallel()
	for _, answer := range missingCORS {
		w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{MissingCORS: answer}))
		rules, err := w.manage(bucket, r2fake.AdminReadOnly).CORS(t.Context())
		if err != nil || rules != nil {
			t.Errorf("answer %q: %v, %v", answer, rules, err)
		}
	}
}

// TestBucketCORS_noneToDelete: to delete the rules of a bucket that has none is a success, if R2 calls it an error.
func TestBucketCORS_noneToDelete(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"NoSuchCORSConfiguration", "CORSConfigurationNotFoundError"} {
		w := newWorld(t)
		w.Inject(r2fake.Fault{Operation: "DeleteBucketCors", Effect: r2fake.Error{Status: 404, Code: code}})
		if err := w.manage(bucket, r2fake.AdminReadWrite).SetCORS(t.Context(), nil); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}
