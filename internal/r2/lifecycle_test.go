package r2_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// defaultRule is the rule that every new bucket has.
var defaultRule = r2.LifecycleRule{ID: r2.DefaultAbortRule, Enabled: true, AbortDays: 7}

func TestBucketLifecycle(t *testing.T) {
	t.Parallel()
	day := time.Date(2027, time.January, 31, 0, 0, 0, 0, time.UTC)
	cases := []struct {
		rule   r2.LifecycleRule
		stored r2fake.LifecycleRule
	}{
		{
			r2.LifecycleRule{ID: "expire", Enabled: true, Prefix: "logs/", ExpirationDays: 30},
			r2fake.LifecycleRule{ID: "expire", Enabled: true, Prefix: "logs/", Expiration: r2fake.After{Days: 30}},
		},
		{
			r2.LifecycleRule{ID: "disabled", ExpirationDate: day},
			r2fake.LifecycleRule{ID: "disabled", Expiration: r2fake.After{Date: "2027-01-31T00:00:00Z"}},
		},
		{
			r2.LifecycleRule{ID: "cool by days", Enabled: true, TransitionDays: 60},
			r2fake.LifecycleRule{ID: "cool by days", Enabled: true, Transitions: []r2fake.Transition{{After: r2fake.After{Days: 60}, StorageClass: "STANDARD_IA"}}},
		},
		{
			r2.LifecycleRule{ID: "cool by date", Enabled: true, TransitionDate: day},
			r2fake.LifecycleRule{ID: "cool by date", Enabled: true, Transitions: []r2fake.Transition{{After: r2fake.After{Date: "2027-01-31T00:00:00Z"}, StorageClass: "STANDARD_IA"}}},
		},
		{
			r2.LifecycleRule{ID: "all & <everything>", Enabled: true, Prefix: "ä b/", ExpirationDays: 90, TransitionDays: 30, AbortDays: 1},
			r2fake.LifecycleRule{
				ID: "all & <everything>", Enabled: true, Prefix: "ä b/", Expiration: r2fake.After{Days: 90}, AbortDays: 1,
				Transitions: []r2fake.Transition{{After: r2fake.After{Days: 30}, StorageClass: "STANDARD_IA"}},
			},
		},
	}
	var rules []r2.LifecycleRule
	var stored []r2fake.LifecycleRule
	for _, c := range cases {
		rules, stored = append(rules, c.rule), append(stored, c.stored)
	}
	for _, refused := range []bool{false, true} {
		w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{ConfigurationChecksumsRefused: refused}))
		b := w.manage(bucket, r2fake.AdminReadWrite)
		for _, step := range []struct {
			set    []r2.LifecycleRule
			stored []r2fake.LifecycleRule
		}{
			{rules, stored},
			{rules[:1], stored[:1]}, // Those that are not given any more are gone, the default one too.
			{nil, nil},
			{nil, nil}, // None again.
			{rules[1:], stored[1:]},
		} {
			if err := b.SetLifecycle(t.Context(), step.set); err != nil {
				t.Fatalf("checksums refused = %t: %v", refused, err)
			}
			if diff := cmp.Diff(step.stored, w.Lifecycle(account, "default", bucket)); diff != "" {
				t.Errorf("checksums refused = %t: stored (-want +got):\n%s", refused, diff)
			}
			got, err := b.Lifecycle(t.Context())
			if diff := cmp.Diff(step.set, got); err != nil || diff != "" {
				t.Errorf("checksums refused = %t: read, %v (-want +got):\n%s", refused, err, diff)
			}
		}
		if diff := cmp.Diff([]string{r2.DefaultAbortRule}, ids(w.Lifecycle(account, "default", otherBucket))); diff != "" {
			t.Errorf("another bucket (-want +got):\n%s", diff)
		}
	}
}

func ids(rules []r2fake.LifecycleRule) []string {
	var ids []string
	for _, rule := range rules {
		ids = append(ids, rule.ID)
	}
	return ids
}

// TestBucketLifecycle_default: what a new bucket has is read as [r2.DefaultAbortRule].
func TestBucketLifecycle_default(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, err := w.manage(bucket, r2fake.AdminReadOnly).Lifecycle(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]r2.LifecycleRule{defaultRule}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBucketLifecycle_noneToDelete: to delete the rules of a bucket that has none is a success, if R2 calls it an error.
func TestBucketLifecycle_noneToDelete(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Inject(r2fake.Fault{Operation: "DeleteBucketLifecycle", Effect: r2fake.Error{Status: 404, Code: "NoSuchLifecycleConfiguration"}})
	if err := w.manage(bucket, r2fake.AdminReadWrite).SetLifecycle(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

// TestBucketConfiguration_missingBucket: a bucket that is missing is not one without rules.
func TestBucketConfiguration_missingBucket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.manage("acme-missing", r2fake.AdminReadWrite)
	_, lifecycleErr := b.Lifecycle(t.Context())
	_, corsErr := b.CORS(t.Context())
	for operation, err := range map[string]error{
		"GetBucketLifecycleConfiguration": lifecycleErr,
		"DeleteBucketLifecycle":           b.SetLifecycle(t.Context(), nil),
		"PutBucketLifecycleConfiguration": b.SetLifecycle(t.Context(), []r2.LifecycleRule{defaultRule}),
		"GetBucketCors":                   corsErr,
		"DeleteBucketCors":                b.SetCORS(t.Context(), nil),
		"PutBucketCors":                   b.SetCORS(t.Context(), []r2.CORSRule{anyOrigin}),
	} {
		if diff := cmp.Diff(&failed{r2.NoSuchBucket, operation}, inShort(t, err)); diff != "" {
			t.Errorf("%s: error (-want +got):\n%s", operation, diff)
		}
	}
}

// TestBucketLifecycle_mostRules: as many rules as a bucket can have, and one more.
func TestBucketLifecycle_mostRules(t *testing.T) {
	t.Parallel()
	w := onLoopback(t)
	b := w.manage(bucket, r2fake.AdminReadWrite)
	rules := slices.Repeat([]r2.LifecycleRule{{Enabled: true, ExpirationDays: 1}}, r2.MaxLifecycleRules+1)
	for i := range rules {
		rules[i].ID = time.Duration(i).String()
	}
	if err := b.SetLifecycle(t.Context(), rules[1:]); err != nil {
		t.Errorf("as many as there can be: %v", err)
	}
	if diff := cmp.Diff(&failed{r2.Refused, "PutBucketLifecycleConfiguration"}, inShort(t, b.SetLifecycle(t.Context(), rules))); diff != "" {
		t.Errorf("one more: error (-want +got):\n%s", diff)
	}
}
