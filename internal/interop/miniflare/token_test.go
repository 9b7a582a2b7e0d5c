package miniflare_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// TestToken: what the local R2 does not implement, the CORS rules, is null, and a level that needs it is neither reported nor
// taken to be sufficient.
func TestToken(t *testing.T) {
	t.Parallel()
	s := local(t)
	got, diags := serve(t, s).ReadData("r2_token", acctest.Values{"bucket": bucket})
	wantSummaries(t, "read", diags)
	want := acctest.Values{
		"bucket": bucket, "jurisdiction": nil, "account_id": acctest.Account, "access_key_id": s.credentials.AccessKeyID,
		"permission": "object-read-write", "bucket_scoped": false, "sufficient_for": []any{"destination", "source"},
		"capabilities": acctest.Values{
			"list_buckets": true, "create_buckets": true, "read_bucket_configuration": nil, "edit_bucket_configuration": true,
			"list_objects": true, "read_objects": true, "write_objects": true,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("r2_token (-want +got):\n%s", diff)
	}
}
