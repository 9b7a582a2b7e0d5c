package r2_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const (
	yes     = r2.Granted
	no      = r2.Denied
	unknown = r2.Undetermined
)

// inspected is the outcome of an inspection with what follows from it.
type inspected struct {
	r2.Inspection
	SufficientFor []r2.Use
}

// rights are capabilities in the order of their fields.
func rights(listBuckets, createBuckets, readConfiguration, editConfiguration, listObjects, readObjects, writeObjects r2.Answer) r2.Capabilities {
	return r2.Capabilities{
		ListBuckets: listBuckets, CreateBuckets: createBuckets,
		ReadBucketConfiguration: readConfiguration, EditBucketConfiguration: editConfiguration,
		ListObjects: listObjects, ReadObjects: readObjects, WriteObjects: writeObjects,
	}
}

var (
	adminReadWrite  = rights(yes, yes, yes, yes, yes, yes, yes)
	adminReadOnly   = rights(yes, no, yes, no, yes, yes, no)
	objectReadWrite = rights(no, no, no, no, yes, yes, yes)
	objectReadOnly  = rights(no, no, no, no, yes, yes, no)
	nothing         = rights(no, no, no, no, no, no, no)
	// Without a bucket, a token for named buckets may have any right to objects.
	namedBucketsOnly = rights(no, no, no, no, unknown, unknown, unknown)

	allUses   = []r2.Use{r2.Destination, r2.Source, r2.CreateBucket}
	backups   = []r2.Use{r2.Destination, r2.Source}
	sourceUse = []r2.Use{r2.Source}
	noUse     = []r2.Use{}
)

// inspections is what is found out about every kind of token, with a bucket and without.
var inspections = []struct {
	name                  string
	policies              []r2fake.Policy
	onBucket, onNoneGiven inspected
}{
	{
		name: "Admin Read & Write", policies: []r2fake.Policy{level(r2fake.AdminReadWrite)},
		onBucket:    inspected{r2.Inspection{Capabilities: adminReadWrite, Permission: r2.AdminReadWrite, BucketScoped: no}, allUses},
		onNoneGiven: inspected{r2.Inspection{Capabilities: adminReadWrite, Permission: r2.AdminReadWrite, BucketScoped: no}, allUses},
	},
	{
		name: "Admin Read only", policies: []r2fake.Policy{level(r2fake.AdminReadOnly)},
		onBucket:    inspected{r2.Inspection{Capabilities: adminReadOnly, Permission: r2.AdminReadOnly, BucketScoped: no}, sourceUse},
		onNoneGiven: inspected{r2.Inspection{Capabilities: rights(yes, no, yes, no, yes, yes, unknown), Permission: r2.AdminReadOnly, BucketScoped: no}, sourceUse},
	},
	{
		name: "Object Read & Write on this bucket", policies: []r2fake.Policy{level(r2fake.ObjectReadWrite, bucket)},
		onBucket:    inspected{r2.Inspection{Capabilities: objectReadWrite, Permission: r2.ObjectReadWrite, BucketScoped: yes}, backups},
		onNoneGiven: inspected{r2.Inspection{Capabilities: namedBucketsOnly, Permission: "", BucketScoped: yes}, noUse},
	},
	{
		name: "Object Read & Write on another bucket", policies: []r2fake.Policy{level(r2fake.ObjectReadWrite, otherBucket)},
		onBucket:    inspected{r2.Inspection{Capabilities: nothing, Permission: "", BucketScoped: yes}, noUse},
		onNoneGiven: inspected{r2.Inspection{Capabilities: namedBucketsOnly, Permission: "", BucketScoped: yes}, noUse},
	},
	{
		name: "Object Read & Write on all buckets", policies: []r2fake.Policy{level(r2fake.ObjectReadWrite)},
		onBucket:    inspected{r2.Inspection{Capabilities: objectReadWrite, Permission: r2.ObjectReadWrite, BucketScoped: no}, backups},
		onNoneGiven: inspected{r2.Inspection{Capabilities: objectReadWrite, Permission: r2.ObjectReadWrite, BucketScoped: no}, backups},
	},
	{
		name: "Object Read only on this bucket", policies: []r2fake.Policy{level(r2fake.ObjectReadOnly, bucket)},
		onBucket:    inspected{r2.Inspection{Capabilities: objectReadOnly, Permission: r2.ObjectReadOnly, BucketScoped: yes}, sourceUse},
		onNoneGiven: inspected{r2.Inspection{Capabilities: namedBucketsOnly, Permission: "", BucketScoped: yes}, noUse},
	},
	{
		name: "Object Read only on all buckets", policies: []r2fake.Policy{level(r2fake.ObjectReadOnly)},
		onBucket:    inspected{r2.Inspection{Capabilities: objectReadOnly, Permission: r2.ObjectReadOnly, BucketScoped: no}, sourceUse},
		onNoneGiven: inspected{r2.Inspection{Capabilities: rights(no, no, no, no, yes, yes, unknown), Permission: r2.ObjectReadOnly, BucketScoped: no}, sourceUse},
	},
	{
		name:     "Admin Read only, and Object Read & Write on all buckets",
		policies: []r2fake.Policy{level(r2fake.AdminReadOnly), level(r2fake.ObjectReadWrite)},
		onBucket: inspected{
			r2.Inspection{Capabilities: rights(yes, no, yes, no, yes, yes, yes), Permission: r2.ObjectReadWrite, BucketScoped: no}, backups,
		},
		onNoneGiven: inspected{
			r2.Inspection{Capabilities: rights(yes, no, yes, no, yes, yes, yes), Permission: r2.ObjectReadWrite, BucketScoped: no}, backups,
		},
	},
	{
		name:     "Object Read only on this bucket, Object Read & Write on another",
		policies: []r2fake.Policy{level(r2fake.ObjectReadOnly, bucket), level(r2fake.ObjectReadWrite, otherBucket)},
		onBucket: inspected{r2.Inspection{Capabilities: objectReadOnly, Permission: r2.ObjectReadOnly, BucketScoped: yes}, sourceUse},
		onNoneGiven: inspected{
			r2.Inspection{Capabilities: namedBucketsOnly, Permission: "", BucketScoped: yes}, noUse,
		},
	},
	{
		name:     "Object Read & Write on this bucket, Object Read only on another",
		policies: []r2fake.Policy{level(r2fake.ObjectReadWrite, bucket), level(r2fake.ObjectReadOnly, otherBucket)},
		onBucket: inspected{r2.Inspection{Capabilities: objectReadWrite, Permission: r2.ObjectReadWrite, BucketScoped: yes}, backups},
		onNoneGiven: inspected{
			r2.Inspection{Capabilities: namedBucketsOnly, Permission: "", BucketScoped: yes}, noUse,
		},
	},
}

func TestInspect(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for _, row := range inspections {
			creds := w.token(row.policies...)
			for name, want := range map[string]inspected{bucket: row.onBucket, "": row.onNoneGiven} {
				got, report := w.inspector.Inspect(t.Context(), endpoint("default", name), creds)
				if len(report) > 0 {
					t.Errorf("%s on %q: %v", row.name, name, summaries(report))
				}
				result := inspected{got, got.Capabilities.SufficientFor()}
				if diff := cmp.Diff(want, result); diff != "" {
					t.Errorf("%s on %q (-want +got):\n%s", row.name, name, diff)
				}
			}
		}
	})
}

// TestInspect_openQuestions: whichever way they turn out, no right is reported that the token does not have. Two answers
// become vaguer where R2 tells less, and one mixture of policies cannot be told from Admin Read & Write.
func TestInspect_openQuestions(t *testing.T) {
	t.Parallel()
	for _, question := range openQuestions {
		t.Run(question.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, r2fake.WithAnswers(question.answers))
				for _, row := range inspections {
					want := row.onBucket
					switch {
					case question.answers.MissingBucketDeniesObjectTokens && want.Capabilities.ListBuckets == no:
						want.BucketScoped = yes // What a token for all buckets is refused, too.
					case question.answers.DeleteRevealsMissingBucket && len(row.policies) > 1 && want.Capabilities.ListBuckets == yes:
						want = inspected{r2.Inspection{Capabilities: adminReadWrite, Permission: r2.AdminReadWrite, BucketScoped: no}, allUses}
					}
					got, report := w.inspector.Inspect(t.Context(), endpoint("default", bucket), w.token(row.policies...))
					if len(report) > 0 {
						t.Errorf("%s: %v", row.name, summaries(report))
					}
					result := inspected{got, got.Capabilities.SufficientFor()}
					if diff := cmp.Diff(want, result); diff != "" {
						t.Errorf("%s (-want +got):\n%s", row.name, diff)
					}
				}
			})
		})
	}
}

// TestInspect_otherService: where an operation is not implemented, as in Cloudflare's local R2, what it would prove is
// undetermined, no level is named, and nothing is concluded from buckets that do not exist. What was proven stays.
func TestInspect_otherService(t *testing.T) {
	t.Parallel()
	want := inspected{r2.Inspection{Capabilities: rights(yes, unknown, unknown, unknown, yes, yes, yes)}, backups}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{WithoutBucketOperations: true}))
		creds := w.token(level(r2fake.AdminReadWrite))
		for _, name := range []string{bucket, ""} {
			got, report := w.inspector.Inspect(t.Context(), endpoint("default", name), creds)
			if diff := cmp.Diff([]string{"Warning: Rights Could Not Be Determined"}, summaries(report)); diff != "" {
				t.Errorf("%q: findings (-want +got):\n%s", name, diff)
			}
			if diff := cmp.Diff(want, inspected{got, got.Capabilities.SufficientFor()}); diff != "" {
				t.Errorf("%q (-want +got):\n%s", name, diff)
			}
		}
	})
}

// TestInspect_notDetermined: a request without an answer about the right costs what depends on it, and nothing else.
func TestInspect_notDetermined(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		operation string
		want      inspected
	}{
		{"GetBucketCors", inspected{r2.Inspection{Capabilities: rights(yes, yes, unknown, yes, yes, yes, yes), BucketScoped: no}, backups}},
		{"DeleteBucket", inspected{r2.Inspection{Capabilities: rights(yes, unknown, yes, unknown, yes, yes, yes), BucketScoped: no}, backups}},
		{"ListBuckets", inspected{r2.Inspection{Capabilities: rights(unknown, yes, yes, yes, yes, yes, yes), BucketScoped: no}, backups}},
		{"DeleteObject", inspected{r2.Inspection{Capabilities: rights(yes, unknown, yes, unknown, yes, yes, unknown), BucketScoped: no}, sourceUse}},
		{"GetObject", inspected{r2.Inspection{Capabilities: rights(yes, yes, yes, yes, yes, unknown, yes)}, noUse}},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Inject(r2fake.Fault{Operation: row.operation, Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
			got, report := w.inspector.Inspect(t.Context(), endpoint("default", bucket), w.token(level(r2fake.AdminReadWrite)))
			if diff := cmp.Diff([]string{"Warning: Rights Could Not Be Determined"}, summaries(report)); diff != "" {
				t.Errorf("%s: findings (-want +got):\n%s", row.operation, diff)
			}
			if diff := cmp.Diff(row.want, inspected{got, got.Capabilities.SufficientFor()}); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.operation, diff)
			}
		})
	}
}

// TestVerify_otherService: a service that cannot configure buckets does not pass for one whose buckets a backup service
// creates, but a destination that lists and writes is one.
func TestVerify_otherService(t *testing.T) {
	t.Parallel()
	for use, want := range map[r2.Use][]string{
		r2.Destination:  {},
		r2.Source:       {"Warning: Token Has More Permission Than Needed"},
		r2.CreateBucket: {"Error: Operation Not Supported"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{WithoutBucketOperations: true}))
			got := summaries(w.verifier.Verify(t.Context(), connection(t, use, w.token(level(r2fake.AdminReadWrite))), nil))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", use, diff)
			}
		})
	}
}

func TestInspect_jurisdiction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.AddBucket(account, "eu", "acme-eu")
		creds := w.token(r2fake.Policy{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Jurisdiction: "eu", Name: "acme-eu"}}})
		for jurisdiction, want := range map[string]r2.Capabilities{"eu": objectReadWrite, "default": nothing} {
			got, report := w.inspector.Inspect(t.Context(), endpoint(jurisdiction, "acme-eu"), creds)
			if diff := cmp.Diff(want, got.Capabilities); diff != "" || len(report) > 0 {
				t.Errorf("%s: %v (-want +got):\n%s", jurisdiction, summaries(report), diff)
			}
		}
	})
}

func TestInspect_cost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		creds := w.token(level(r2fake.AdminReadWrite))
		w.Inject(r2fake.Fault{Effect: r2fake.Barrier{N: 8}}) // Answers only when all eight are under way.
		if _, report := w.inspector.Inspect(t.Context(), endpoint("default", bucket), creds); len(report) > 0 {
			t.Error(summaries(report))
		}
		want := map[string]int{
			"ListObjectsV2": 1, "GetObject": 2, "AbortMultipartUpload": 1, "DeleteObject": 1, "GetBucketCors": 1, "ListBuckets": 1, "DeleteBucket": 1,
		}
		if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}

func TestInspect_findings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		known := w.token(level(r2fake.AdminReadWrite))
		wrongSecret := known
		wrongSecret.SecretAccessKey = r2.SecretFromAPIToken("another")
		revoked := w.token(level(r2fake.AdminReadWrite))
		w.RevokeToken(revoked.AccessKeyID)
		for _, row := range []struct {
			name   string
			bucket string
			creds  r2.Credentials
			want   []string
		}{
			{"revoked", bucket, revoked, []string{"Error: Token Unknown to R2"}},
			{"revoked, no bucket", "", revoked, []string{"Error: Token Unknown to R2"}},
			{"wrong secret", bucket, wrongSecret, []string{"Error: Secret Does Not Belong to the Key"}},
			{"missing bucket", "no-such-bucket", known, []string{"Error: Bucket Does Not Exist"}},
			{"control", bucket, known, []string{}},
		} {
			_, report := w.inspector.Inspect(t.Context(), endpoint("default", row.bucket), row.creds)
			if diff := cmp.Diff(row.want, summaries(report)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.name, diff)
			}
		}
	})
}
