package r2_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// TestBucketFindings pins what users read.
func TestBucketFindings(t *testing.T) {
	t.Parallel()
	const key = "ad31ad31ad31ad31ad31ad31ad31ad31"
	here := endpoint("eu", bucket)
	explain := func(err error) r2.Finding { return r2.ExplainBucket(err, "set the CORS rules", here, key) }
	for _, test := range []struct {
		name          string
		finding       r2.Finding
		summary, text string
	}{
		{
			name: "denied", finding: explain(&r2.Failure{Kind: r2.AccessDenied, Operation: "PutBucketCors", Status: 403, Code: "AccessDenied", Ray: "8f-AMS"}),
			summary: "Token Lacks the Admin Permission",
			text: `Attempted to set the CORS rules. R2 refuses it to this token.

To create, change and delete buckets, the token of the provider must be "Admin Read & Write"; "Admin Read only" is enough to plan, refresh and import. The Object permissions are for objects only. In the Cloudflare dashboard open R2 > Overview > Manage R2 API Tokens and create an Account API token with that permission. A client IP filter that leaves this machine out has the same effect on a token that has it.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  answered: 403 AccessDenied to PutBucketCors
  ray id: 8f-AMS
  access key id: ad31ad31ad31ad31ad31ad31ad31ad31
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-028
  diagnostic: R2-028`,
		},
		{
			name: "denied to list", finding: r2.ExplainBucket(
				&r2.Failure{Kind: r2.AccessDenied, Operation: "ListBuckets", Status: 403, Code: "AccessDenied"}, "list the buckets of the account", endpoint("eu", ""), key),
			summary: "Token Lacks the Admin Permission",
			text: `Attempted to list the buckets of the account. R2 refuses it to this token.

To list buckets, the token of the provider must be "Admin Read only", or "Admin Read & Write" if it manages them, too. The Object permissions are for objects only. In the Cloudflare dashboard open R2 > Overview > Manage R2 API Tokens and create an Account API token with that permission. A client IP filter that leaves this machine out has the same effect on a token that has it.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com
  answered: 403 AccessDenied to ListBuckets
  access key id: ad31ad31ad31ad31ad31ad31ad31ad31
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-028
  diagnostic: R2-028`,
		},
		{
			name: "unavailable", finding: explain(&r2.Failure{Kind: r2.Unavailable, Operation: "PutBucketCors", Status: 503, Code: "ServiceUnavailable"}),
			summary: "R2 Could Not Be Reached",
			text: `Attempted to set the CORS rules.

R2 could not be asked, after several attempts: 503 ServiceUnavailable. This says nothing about the token or the bucket.

Try again in a moment. If it goes on, check that this machine reaches https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com (network, DNS, proxy) and https://www.cloudflarestatus.com.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  answered: 503 ServiceUnavailable to PutBucketCors
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-040
  diagnostic: R2-040`,
		},
		{
			name: "interrupted", finding: explain(r2.Classify("PutBucketCors", context.Canceled)),
			summary: "Run Was Interrupted",
			text: `Attempted to set the CORS rules. The run was stopped before R2 had answered. Run again: the plan shows what is missing.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  access key id: ad31ad31ad31ad31ad31ad31ad31ad31
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-054
  diagnostic: R2-054`,
		},
		{
			name: "refused", finding: explain(&r2.Failure{Kind: r2.Refused, Operation: "PutBucketCors", Status: 400, Code: "MalformedXML", Message: "no rule"}),
			summary: "R2 Refused the Request",
			text: `Attempted to set the CORS rules.

R2 answered 400 MalformedXML, which is not about permissions. In its own words: "no rule".

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  answered: 400 MalformedXML to PutBucketCors
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-047
  diagnostic: R2-047`,
		},
		{
			name: "deleted", finding: explain(&r2.Failure{Kind: r2.NoSuchBucket, Operation: "PutBucketCors", Status: 404, Code: "NoSuchBucket"}),
			summary: "Bucket Does Not Exist",
			text: `Attempted to set the CORS rules. The account has no bucket of this name in the jurisdiction eu any more: it was deleted meanwhile. Run again: a new plan creates it anew, without the objects that it had.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  answered: 404 NoSuchBucket to PutBucketCors
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-023
  diagnostic: R2-023`,
		},
		{
			name: "rule without ID", finding: explain(&r2.UnsupportedRuleError{Element: "ID"}),
			summary: "Lifecycle Rule Is Not Supported",
			text: `Attempted to set the CORS rules. A lifecycle rule without ID is one that the provider cannot declare. Written back it would do something else, so the rules were left as they are.

Remove or simplify that rule in the Cloudflare dashboard under R2 > (the bucket) > Settings > Object lifecycle rules, and run again. Or leave lifecycle_rules out, so that the rules are not managed; if they are managed already, apply that once with -refresh=false, since a refresh reads them.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-063
  diagnostic: R2-063`,
		},
		{
			name: "locked", finding: explain(&r2.LockedError{Key: "2026/monday.tar"}),
			summary: "Object Is Locked",
			text: `The bucket was not deleted, since an object in it is locked; objects that are not may be gone. A lock rule of the bucket forbids to overwrite or delete the object. This is not a matter of permissions: no token may. The rules are in the Cloudflare dashboard under R2 > (the bucket) > Settings > Bucket lock rules.

Remove the rule there, or wait until it ends, and run again.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  key: "2026/monday.tar"
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-046
  diagnostic: R2-046`,
		},
		{
			name: "left over", finding: explain(&r2.LeftoverError{Keys: 2, Key: "2026/monday.tar", Code: "InternalError", Message: "We encountered an internal error."}),
			summary: "Bucket Could Not Be Emptied",
			text: `Some objects were not deleted: 2 objects could not be deleted, such as "2026/monday.tar": InternalError ("We encountered an internal error."). The others are gone. Run again to go on.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  access key id: ad31ad31ad31ad31ad31ad31ad31ad31
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-052
  diagnostic: R2-052`,
		},
		{
			name: "something else", finding: explain(errors.New("unexpected")),
			summary: "R2 Refused the Request",
			text: `Attempted to set the CORS rules. unexpected

  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-047
  diagnostic: R2-047`,
		},
		{
			name: "taken", finding: r2.BucketTaken(here, "terraform import r2_bucket.<name> eu/acme-backups"),
			summary: "Bucket Exists Already",
			text: `The account has a bucket of this name already, in the jurisdiction eu. Nothing was changed.

To manage that bucket, import it, with the address of this resource in place of r2_bucket.<name>:

  terraform import r2_bucket.<name> eu/acme-backups

Otherwise choose another name.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-050
  diagnostic: R2-050`,
		},
		{
			name: "not empty, to be deleted", finding: r2.BucketHoldsObjects(here, r2.Contents{Objects: 3, Uploads: 1}, "delete"),
			summary: "Bucket Is Not Empty",
			text: `The bucket acme-backups holds 3 objects and 1 incomplete upload, so it is not deleted. Nothing was deleted.

To delete all that is in it, for good: set force_destroy = true on the resource, apply that, and only then delete the bucket.

To keep the bucket, and only forget it in Terraform, write this in place of the resource, with its address:

  removed {
    from = r2_bucket.<name>
    lifecycle {
      destroy = false
    }
  }

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-051
  diagnostic: R2-051`,
		},
		{
			name: "not empty, to be replaced", finding: r2.BucketHoldsObjects(here, r2.Contents{Objects: 1000, MoreObjects: true}, "replace"),
			summary: "Bucket Is Not Empty",
			text: `The bucket acme-backups holds more than 1000 objects, so it is not replaced. Nothing was deleted.

To delete all that is in it, for good: set force_destroy = true on the resource, apply that, and only then replace the bucket.

To keep the bucket, and only forget it in Terraform, write this in place of the resource, with its address:

  removed {
    from = r2_bucket.<name>
    lifecycle {
      destroy = false
    }
  }

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-051
  diagnostic: R2-051`,
		},
		{
			name: "not yet", finding: r2.BucketNotYet(here, "ad31ad31ad31ad31ad31ad31ad31ad31"),
			summary: "Bucket Does Not Exist Yet",
			text: `The account has no bucket of this name in the jurisdiction eu. The temporary credentials are signed all the same, since the same run may create it; whether the token has the permission could not be asked.

If this run does not create it, check the spelling, the account and the jurisdiction.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  access key id: ad31ad31ad31ad31ad31ad31ad31ad31
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-065
  diagnostic: R2-065`,
		},
		{
			name: "missing", finding: r2.BucketMissing(here, nil),
			summary: "Bucket Does Not Exist",
			text: `The account has no bucket of this name in the jurisdiction eu. Check the spelling, the account and the jurisdiction.

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-023
  diagnostic: R2-023`,
		},
		{
			name: "missing here", finding: r2.BucketMissing(here, []r2.Endpoint{endpoint("default", bucket), endpoint("us", bucket)}),
			summary: "Bucket Is in Another Jurisdiction",
			text: `The account has no bucket of this name in the jurisdiction eu, but in another one. Import:

  default/acme-backups
  us/acme-backups

  endpoint: https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-backups
  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-064
  diagnostic: R2-064`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.finding.Summary != test.summary {
				t.Errorf("summary %q, want %q", test.finding.Summary, test.summary)
			}
			if diff := cmp.Diff(test.text, test.finding.Text()); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}
