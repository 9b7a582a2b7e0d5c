package miniflare_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// TestToken: what the local R2 does not implement is null, no level is named, and the warning says why. That a token for a
// destination is sufficient is proven all the same.
func TestToken(t *testing.T) {
	t.Parallel()
	s := local(t)
	for name, config := range map[string]acctest.Values{"on a bucket": {"bucket": bucket}, "on none": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := serve(t, s).ReadData("r2_token", config)
			wantSummaries(t, "read", diags, "Warning on : Rights Could Not Be Determined")
			want := acctest.Values{
				"bucket": config["bucket"], "jurisdiction": nil, "account_id": acctest.Account, "access_key_id": s.credentials.AccessKeyID,
				"permission": nil, "bucket_scoped": nil, "sufficient_for": []any{"destination", "source"},
				"capabilities": acctest.Values{
					"list_buckets": true, "create_buckets": nil, "read_bucket_configuration": nil, "edit_bucket_configuration": nil,
					"list_objects": true, "read_objects": true, "write_objects": true,
				},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("r2_token (-want +got):\n%s", diff)
			}
		})
	}
}
