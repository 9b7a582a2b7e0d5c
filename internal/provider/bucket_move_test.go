package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// moveSource is the state of a bucket of another provider, with what matters of its attributes.
type moveSource struct {
	name, address, typeName, state string
}

var (
	cloudflareV4 = moveSource{
		"cloudflare v4", "registry.terraform.io/cloudflare/cloudflare", "cloudflare_r2_bucket",
		`{"account_id": "0123456789abcdef0123456789abcdef", "id": "acme-archive", "location": "WEUR", "name": "acme-archive"}`,
	}
	cloudflareV5 = moveSource{
		"cloudflare v5", "registry.opentofu.org/cloudflare/cloudflare", "cloudflare_r2_bucket",
		`{"account_id": "0123456789abcdef0123456789abcdef", "creation_date": "2026-01-31T12:00:00.000Z", "id": "acme-archive",
		  "jurisdiction": "eu", "location": "weur", "name": "acme-archive", "storage_class": "Standard"}`,
	}
	awsS3 = moveSource{
		"aws", "registry.terraform.io/hashicorp/aws", "aws_s3_bucket",
		`{"acceleration_status": "", "acl": null, "arn": "arn:aws:s3:::acme-archive", "bucket": "acme-archive",
		  "bucket_domain_name": "acme-archive.s3.amazonaws.com", "bucket_prefix": "", "cors_rule": [], "force_destroy": true,
		  "grant": [], "hosted_zone_id": "", "id": "acme-archive", "lifecycle_rule": [], "logging": [], "object_lock_enabled": false,
		  "policy": "", "region": "auto", "request_payer": "", "tags": {}, "timeouts": null, "versioning": [{"enabled": false, "mfa_delete": false}], "website": []}`,
	}
	minioS3 = moveSource{
		"minio", "registry.terraform.io/aminueza/minio", "minio_s3_bucket",
		`{"acl": "private", "arn": "arn:aws:s3:::acme-archive", "bucket": "acme-archive", "bucket_domain_name": "", "bucket_prefix": null,
		  "force_destroy": false, "id": "acme-archive", "object_locking": false, "quota": null}`,
	}
)

// TestBucketMove takes over a bucket from the state of other providers, with the rules that it has.
func TestBucketMove(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from         moveSource
		jurisdiction string
		want         acctest.Values
	}{
		{cloudflareV4, "default", acctest.Values{"location": "weur"}},
		{cloudflareV5, "eu", acctest.Values{"location": "weur"}},
		{awsS3, "default", acctest.Values{"force_destroy": true}},
		{minioS3, "default", nil},
	} {
		t.Run(test.from.name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			w.AddBucket(acctest.Account, test.jurisdiction, newBucket)
			a := w.adopter(t, w.settings(w.admin))
			got, diags := a.moveBucket(test.from.address, test.from.typeName, test.from.state)
			if diff := cmp.Diff(w.bucketState(t, test.jurisdiction, newBucket, test.want), got); len(diags) > 0 || diff != "" {
				t.Errorf("%q (-want +got):\n%s", words(diags), diff)
			}
			w.wantSettled(t, got, acctest.Values{"name": newBucket, "jurisdiction": test.jurisdiction}.With(test.want))

			if err := w.client(t, test.jurisdiction, newBucket).SetCORS(t.Context(), []r2.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}}); err != nil {
				t.Fatal(err)
			}
			rules := acctest.Values{"cors_rules": []any{corsRule(nil)}}.With(test.want)
			got, diags = a.moveBucket(test.from.address, test.from.typeName, test.from.state)
			if diff := cmp.Diff(w.bucketState(t, test.jurisdiction, newBucket, rules), got); len(diags) > 0 || diff != "" {
				t.Errorf("with rules: %q (-want +got):\n%s", words(diags), diff)
			}
		})
	}
}

// TestBucketMove_withoutRefresh: a bucket without an account in the state, since it was not read after it was moved, is
// neither replaced nor looked for elsewhere.
func TestBucketMove_withoutRefresh(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "default", newBucket)
	unread := w.bucketState(t, "default", newBucket, acctest.Values{
		"account_id": nil, "id": nil, "endpoint": nil, "base_endpoint": nil, "creation_date": nil,
	})
	p := w.run(t, w.admin)
	change, diags := p.Plan("r2_bucket", unread, acctest.Values{"name": newBucket})
	wantSummaries(t, "plan", diags)
	if change.Replaces != nil {
		t.Errorf("replaces %v", change.Replaces)
	}
	state, diags := p.Apply(change)
	wantSummaries(t, "apply", diags)
	if diff := cmp.Diff(w.bucketState(t, "default", newBucket, acctest.Values{"creation_date": nil}), state); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	change, diags = p.Plan("r2_bucket", unread, nil)
	wantSummaries(t, "plan to destroy", diags)
	_, diags = p.Apply(change)
	wantSummaries(t, "destroy", diags)
	w.wantBuckets(t, "default")
}

func TestBucketMove_refused(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "eu", newBucket)
	noAccount := w.settings(w.admin).With(acctest.Values{"account_id": nil})
	with := func(from moveSource, address, typeName, state string) moveSource {
		if address != "" {
			from.address = address
		}
		if typeName != "" {
			from.typeName = typeName
		}
		if state != "" {
			from.state = state
		}
		return from
	}
	for name, test := range map[string]struct {
		from     moveSource
		settings acctest.Values
		want     string
	}{
		"no account anywhere": {
			awsS3, noAccount, "ERROR: Bucket Cannot Be Moved: The state from which the bucket is moved names no Cloudflare account, and neither does the provider block. " +
				"Set account_id there, or the environment variable R2_ACCOUNT_ID.\n" + coded("R2-084"),
		},
		"a name that R2 cannot have": {
			with(awsS3, "", "", `{"bucket": "acme.example.com"}`), w.settings(w.admin),
			"ERROR: Bucket Cannot Be Moved: The state of the aws_s3_bucket does not name a bucket that R2 can have. " +
				"A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, with a letter or a digit at both ends.\n" + coded("R2-084"),
		},
		"attributes of other types": {
			with(minioS3, "", "", `{"bucket": ["acme-archive"]}`), w.settings(w.admin),
			"ERROR: Bucket Cannot Be Moved: The state of the minio_s3_bucket could not be read. Remove it from the state and import the bucket instead.\n" + coded("R2-084"),
		},
		"a bucket that is elsewhere": {
			cloudflareV4, w.settings(w.admin), "ERROR: Bucket Is in Another Jurisdiction: The account has no bucket of this name in the jurisdiction default, but in another one. Import:\n\n" +
				"  eu/acme-archive\n\n  endpoint: " + acctest.Endpoint("default", newBucket) + coded("R2-064"),
		},
	} {
		_, diags := w.adopter(t, test.settings).moveBucket(test.from.address, test.from.typeName, test.from.state)
		if diff := cmp.Diff([]string{test.want}, words(diags)); diff != "" {
			t.Errorf("%s: diagnostics (-want +got):\n%s", name, diff)
		}
	}
	for _, from := range []moveSource{
		with(cloudflareV4, "", "cloudflare_r2_bucket_lifecycle", ""),
		with(cloudflareV4, "registry.terraform.io/example/cloudflare-clone", "", ""),
		with(cloudflareV4, "registry.terraform.io/notcloudflare/cloudflare", "", ""),
		with(awsS3, cloudflareV4.address, "", ""),
	} {
		_, diags := w.adopter(t, w.settings(w.admin)).moveBucket(from.address, from.typeName, from.state)
		if len(diags) != 1 || diags[0].Summary != "Unable to Move Resource State" {
			t.Errorf("%s of %s: diagnostics %q", from.typeName, from.address, words(diags))
		}
	}
}
