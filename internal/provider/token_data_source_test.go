package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// asProvider is the provider configuration that holds a token.
func asProvider(cred r2fake.Credentials) acctest.Values {
	return acctest.Values{"account_id": acctest.Account, "access_key_id": cred.AccessKeyID, "secret_access_key": cred.SecretAccessKey}
}

// capabilities are rights in the order of the documentation: true, false, or nil where it could not be determined.
func capabilities(listBuckets, createBuckets, readConfiguration, editConfiguration, listObjects, readObjects, writeObjects any) acctest.Values {
	return acctest.Values{
		"list_buckets": listBuckets, "create_buckets": createBuckets,
		"read_bucket_configuration": readConfiguration, "edit_bucket_configuration": editConfiguration,
		"list_objects": listObjects, "read_objects": readObjects, "write_objects": writeObjects,
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", "acme-eu")
	onBucket := acctest.Values{"bucket": acctest.Bucket}
	inEU := r2fake.Policy{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Jurisdiction: "eu", Name: "acme-eu"}}}
	nothing := capabilities(false, false, false, false, false, false, false)
	objectReadWrite := capabilities(false, false, false, false, true, true, true)
	for _, row := range []struct {
		name          string
		policies      []r2fake.Policy
		config        acctest.Values
		permission    any
		bucketScoped  any
		capabilities  acctest.Values
		sufficientFor []any
	}{
		{
			"Admin Read & Write",
			[]r2fake.Policy{acctest.Policy(r2fake.AdminReadWrite)},
			onBucket,
			"admin-read-write", false, capabilities(true, true, true, true, true, true, true),
			[]any{"destination", "source", "create_bucket"},
		},
		{
			"Admin Read only",
			[]r2fake.Policy{acctest.Policy(r2fake.AdminReadOnly)},
			onBucket,
			"admin-read-only", false, capabilities(true, false, true, false, true, true, false),
			[]any{"source"},
		},
		{
			"Object Read & Write",
			[]r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket)},
			onBucket,
			"object-read-write", true, objectReadWrite,
			[]any{"destination", "source"},
		},
		{
			"Object Read only",
			[]r2fake.Policy{acctest.Policy(r2fake.ObjectReadOnly, acctest.Bucket)},
			onBucket,
			"object-read-only", true, capabilities(false, false, false, false, true, true, false),
			[]any{"source"},
		},
		{
			"Admin Read & Write, no bucket",
			[]r2fake.Policy{acctest.Policy(r2fake.AdminReadWrite)},
			acctest.Values{},
			"admin-read-write", false, capabilities(true, true, true, true, true, true, true),
			[]any{"destination", "source", "create_bucket"},
		},
		{
			"Object Read & Write on all buckets, no bucket",
			[]r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite)},
			acctest.Values{},
			"object-read-write", false, objectReadWrite,
			[]any{"destination", "source"},
		},
		{
			"Object Read & Write on a bucket, no bucket",
			[]r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket)},
			acctest.Values{},
			nil, true, capabilities(false, false, false, false, nil, nil, nil),
			[]any{},
		},
		{
			"no access",
			[]r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite, acctest.OtherBucket)},
			onBucket,
			nil, true, nothing,
			[]any{},
		},
		{
			"a bucket in the EU jurisdiction",
			[]r2fake.Policy{inEU},
			acctest.Values{"bucket": "acme-eu", "jurisdiction": "eu"},
			"object-read-write", true, objectReadWrite,
			[]any{"destination", "source"},
		},
		{
			"the same bucket without the jurisdiction",
			[]r2fake.Policy{inEU},
			acctest.Values{"bucket": "acme-eu"},
			nil, true, nothing,
			[]any{},
		},
		{
			"Admin Read only and Object Read & Write",
			[]r2fake.Policy{acctest.Policy(r2fake.AdminReadOnly), acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket)},
			onBucket,
			"object-read-write", false, capabilities(true, false, true, false, true, true, true),
			[]any{"destination", "source"},
		},
		{
			"write here, read there",
			[]r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket), acctest.Policy(r2fake.ObjectReadOnly, acctest.OtherBucket)},
			onBucket,
			"object-read-write", true, objectReadWrite,
			[]any{"destination", "source"},
		},
		{
			"read here, write there",
			[]r2fake.Policy{acctest.Policy(r2fake.ObjectReadOnly, acctest.Bucket), acctest.Policy(r2fake.ObjectReadWrite, acctest.OtherBucket)},
			onBucket, "object-read-only", true, capabilities(false, false, false, false, true, true, false),
			[]any{"source"},
		},
	} {
		cred := fake.AddToken(r2fake.Token{Account: acctest.Account, Policies: row.policies})
		got, diags := serve(t, fake, asProvider(cred)).ReadData("r2_token", row.config)
		wantSummaries(t, row.name, diags)
		want := acctest.Values{
			"bucket": nil, "jurisdiction": nil, "account_id": acctest.Account, "access_key_id": cred.AccessKeyID,
			"permission": row.permission, "bucket_scoped": row.bucketScoped, "capabilities": row.capabilities, "sufficient_for": row.sufficientFor,
		}.With(row.config)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

// TestToken_rejected pins the whole text for everything that keeps a token from being judged. After a change of a text:
//
//	go test ./internal/provider -run TestToken_rejected -update
func TestToken_rejected(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	admin, revoked := fake.Token(r2fake.AdminReadWrite), fake.Token(r2fake.AdminReadWrite)
	fake.RevokeToken(revoked.AccessKeyID)
	var document strings.Builder
	other := acctest.Start(t, r2fake.WithAnswers(r2fake.Answers{WithoutBucketOperations: true}))
	_, diags := serve(t, other, asProvider(other.Token(r2fake.AdminReadWrite))).ReadData("r2_token", acctest.Values{"bucket": acctest.Bucket})
	describe(&document, "the service does not have all operations", diags)
	for _, row := range []struct {
		title            string
		settings, config acctest.Values
	}{
		{"the bucket does not exist", asProvider(admin), acctest.Values{"bucket": "acme-backup"}},
		{"the token was revoked", asProvider(revoked), acctest.Values{"bucket": acctest.Bucket}},
		{"the secret belongs to another token", asProvider(admin).With(acctest.Values{"secret_access_key": revoked.SecretAccessKey}), acctest.Values{}},
		{"the provider is not configured", acctest.Values{}, acctest.Values{}},
		{"the provider is not known yet", asProvider(admin).With(acctest.Values{"secret_access_key": acctest.Unknown}), acctest.Values{}},
		{"the account is not known yet", asProvider(admin).With(acctest.Values{"account_id": acctest.Unknown}), acctest.Values{}},
		{"the names are against the rules", asProvider(admin), acctest.Values{"bucket": "Acme_Backups", "jurisdiction": "EU"}},
	} {
		_, diags := serve(t, fake, row.settings).ReadData("r2_token", row.config)
		if len(diags) == 0 {
			t.Errorf("%s: nothing was reported", row.title)
		}
		describe(&document, row.title, diags)
	}
	compareGolden(t, "token.golden", document.String())
}

// TestAccTokenDataSource_levels asks about the four levels, each by an alias of the provider. Terraform starts the provider
// once for each alias, which acceptance tests with the provider in process cannot: hence a workspace.
func TestAccTokenDataSource_levels(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t)
	fake := acctest.Start(t)
	var hcl strings.Builder
	hcl.WriteString(acctest.RequiredProviders)
	want := map[string]string{}
	for _, level := range []r2fake.Level{r2fake.AdminReadWrite, r2fake.AdminReadOnly, r2fake.ObjectReadWrite, r2fake.ObjectReadOnly} {
		cred := fake.Token(level)
		hcl.WriteString(fake.Provider(
			fmt.Sprintf("alias = %q", level), fmt.Sprintf("account_id = %q", acctest.Account),
			fmt.Sprintf("access_key_id = %q", cred.AccessKeyID), fmt.Sprintf("secret_access_key = %q", cred.SecretAccessKey),
		))
		fmt.Fprintf(&hcl, "data \"r2_token\" %q {\n  provider = r2.%s\n  bucket = %q\n}\n", level, level, acctest.Bucket)
		fmt.Fprintf(&hcl, "output %q {\n  value = data.r2_token.%s.permission\n}\n", level, level)
		want[string(level)] = string(level)
	}
	w.Write("main.tf", hcl.String())
	w.MustRun("apply", "-auto-approve")
	var outputs map[string]struct{ Value string }
	if err := json.Unmarshal([]byte(w.MustRun("output", "-json").Stdout), &outputs); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, output := range outputs {
		got[name] = output.Value
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("permission by alias (-want +got):\n%s", diff)
	}
}

// TestAccTokenDataSource_madeInTheSameRun: with depends_on the data source waits for the token that the run makes.
func TestAccTokenDataSource_madeInTheSameRun(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)
	hcl := func(line string) string {
		return fmt.Sprintf(`
resource "terraform_data" "made" {
  input = { key = %q, secret = %q }
}

provider "r2" {
  endpoint_url      = %q
  account_id        = %q
  access_key_id     = terraform_data.made.output.key
  secret_access_key = terraform_data.made.output.secret
}

data "r2_token" "made" {
  bucket = %q
  %s
}
`, cred.AccessKeyID, cred.SecretAccessKey, fake.EndpointURL, acctest.Account, acctest.Bucket, line)
	}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: hcl(""), ExpectError: summary("Provider Configuration Is Not Known Yet")},
			{
				Config: hcl("depends_on = [terraform_data.made]"),
				ConfigStateChecks: expectState("data.r2_token.made", map[string]knownvalue.Check{
					"permission": knownvalue.StringExact("object-read-only"), "bucket_scoped": knownvalue.Bool(true),
				}),
			},
		},
	})
}
