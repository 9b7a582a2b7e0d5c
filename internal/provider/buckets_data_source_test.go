package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// bucketNames are the names in what r2_buckets gave.
func bucketNames(state acctest.Values) []string {
	var names []string
	buckets, _ := state["buckets"].([]any)
	for _, bucket := range buckets {
		names = append(names, bucket.(acctest.Values)["name"].(string))
	}
	return names
}

// TestBuckets_pages: R2 gives a thousand at a time.
func TestBuckets_pages(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	settings := asProvider(fake.Token(r2fake.AdminReadOnly))
	want := []string{}
	for i := range 2345 {
		want = append(want, fmt.Sprintf("bucket-%04d", i))
		fake.AddBucket(acctest.Account, r2fake.DefaultJurisdiction, want[i])
	}
	for _, row := range []struct {
		prefix any
		want   []string
		pages  []string // the names after which they begin
	}{
		{nil, append([]string{acctest.Bucket, acctest.OtherBucket}, want...), []string{"", "bucket-0997", "bucket-1997"}},
		{"bucket-", want, []string{"", "bucket-0999", "bucket-1999"}},
		{"bucket-0", want[:1000], []string{""}},
		{"bucket-23", want[2300:], []string{""}},
		{"elsewhere", nil, []string{""}},
	} {
		state, diags := serve(t, fake, settings).ReadData("r2_buckets", acctest.Values{"prefix": row.prefix})
		wantSummaries(t, fmt.Sprint(row.prefix), diags)
		if diff := cmp.Diff(row.want, bucketNames(state)); diff != "" {
			t.Errorf("prefix %v (-want +got):\n%s", row.prefix, diff)
		}
		var pages []string
		for _, request := range fake.Requests() {
			pages = append(pages, request.Header.Get("cf-start-after"))
			if got := request.Header.Get("cf-max-keys"); request.Operation != "ListBuckets" || got != "1000" {
				t.Errorf("prefix %v: %s of up to %s buckets, want ListBuckets of 1000", row.prefix, request.Operation, got)
			}
		}
		if diff := cmp.Diff(row.pages, pages); diff != "" {
			t.Errorf("prefix %v: pages (-want +got):\n%s", row.prefix, diff)
		}
		fake.Reset()
	}
}

func TestBuckets_values(t *testing.T) {
	t.Parallel()
	now := time.Now()
	fake := acctest.Start(t, r2fake.WithClock(func() time.Time { return now }))
	fake.AddBucket(acctest.Account, "eu", "acme-eu")
	otherAccount := "fedcba9876543210fedcba9876543210"
	fake.AddBucket(otherAccount, r2fake.DefaultJurisdiction, "theirs")
	theirs := fake.AddToken(r2fake.Token{Account: otherAccount, Policies: []r2fake.Policy{acctest.Policy(r2fake.AdminReadOnly)}})
	bucket := func(jurisdiction, name, endpoint string) acctest.Values {
		return acctest.Values{"name": name, "jurisdiction": jurisdiction, "creation_date": now.UTC().Format(time.RFC3339), "endpoint": endpoint}
	}
	for _, row := range []struct {
		name     string
		settings acctest.Values
		config   acctest.Values
		want     acctest.Values
	}{
		{
			"defaults", asProvider(fake.Token(r2fake.AdminReadOnly)), nil,
			acctest.Values{"account_id": acctest.Account, "jurisdiction": "default", "prefix": nil, "buckets": []any{
				bucket("default", acctest.Bucket, acctest.Endpoint("default", acctest.Bucket)),
				bucket("default", acctest.OtherBucket, acctest.Endpoint("default", acctest.OtherBucket)),
			}},
		},
		{
			"a jurisdiction", asProvider(fake.Token(r2fake.AdminReadWrite)),
			acctest.Values{"jurisdiction": "eu", "prefix": "acme"},
			acctest.Values{"account_id": acctest.Account, "jurisdiction": "eu", "prefix": "acme", "buckets": []any{
				bucket("eu", "acme-eu", acctest.Endpoint("eu", "acme-eu")),
			}},
		},
		{
			"an empty jurisdiction", asProvider(fake.Token(r2fake.AdminReadOnly)),
			acctest.Values{"jurisdiction": "fedramp"},
			acctest.Values{"account_id": acctest.Account, "jurisdiction": "fedramp", "prefix": nil, "buckets": []any{}},
		},
		{
			"another account", asProvider(theirs),
			acctest.Values{"account_id": otherAccount},
			acctest.Values{"account_id": otherAccount, "jurisdiction": "default", "prefix": nil, "buckets": []any{
				bucket("default", "theirs", "https://"+otherAccount+".r2.cloudflarestorage.com/theirs"),
			}},
		},
	} {
		state, diags := serve(t, fake, row.settings).ReadData("r2_buckets", acctest.Values{}.With(row.config))
		wantSummaries(t, row.name, diags)
		if diff := cmp.Diff(row.want, state); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

// TestBuckets_objectToken pins what people are told whose token is for objects.
func TestBuckets_objectToken(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	_, diags := serve(t, fake, asProvider(fake.Token(r2fake.ObjectReadWrite))).ReadData("r2_buckets", acctest.Values{})
	var document string
	for _, d := range diags {
		document += fmt.Sprintf("%s on %q: %s\n\n%s\n", d.Severity, d.Attribute, d.Summary, d.Detail)
	}
	compareGolden(t, "buckets_object_token.golden", document)
}

func TestBuckets_rejected(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.AdminReadOnly)
	settings := asProvider(cred)
	revoked := fake.Token(r2fake.AdminReadOnly)
	fake.RevokeToken(revoked.AccessKeyID)
	for i := range 1001 {
		fake.AddBucket(acctest.Account, "eu", fmt.Sprintf("bucket-%04d", i))
	}
	for _, row := range []struct {
		name     string
		settings acctest.Values
		config   acctest.Values
		fault    *r2fake.Fault
		want     []string
	}{
		{"account", settings, acctest.Values{"account_id": "acme"}, nil, []string{`Error on "account_id": Invalid Account ID`}},
		{"jurisdiction", settings, acctest.Values{"jurisdiction": "EU"}, nil, []string{`Error on "jurisdiction": Invalid Jurisdiction`}},
		{"no token", nil, nil, nil, []string{`Error on "": Missing Provider Configuration`}},
		{"unknown token", settings.With(acctest.Values{"access_key_id": acctest.Unknown}), nil, nil, []string{`Error on "": Provider Configuration Is Not Known Yet`}},
		{"revoked", asProvider(revoked), nil, nil, []string{`Error on "": Token Unknown to R2`}},
		{"half of the pages", settings, acctest.Values{"jurisdiction": "eu"}, &r2fake.Fault{
			Operation: "ListBuckets", Skip: 1, Effect: r2fake.Error{Status: 500, Code: "InternalError"},
		}, []string{`Error on "": R2 Could Not Be Reached`}},
		{"a portal", settings, nil, &r2fake.Fault{Effect: r2fake.HTML{}}, []string{`Error on "": Answer Did Not Come From R2`}},
	} {
		if row.fault != nil {
			fake.Inject(*row.fault)
		}
		state, diags := serve(t, fake, row.settings).ReadData("r2_buckets", acctest.Values{}.With(row.config))
		wantSummaries(t, row.name, diags, row.want...)
		if names := bucketNames(state); len(names) > 0 {
			t.Errorf("%s: gave %d buckets all the same", row.name, len(names))
		}
		fake.ClearFaults()
	}
}

func TestAccBucketsDataSource_basic(t *testing.T) {
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", "acme-eu")
	const address = "data.r2_buckets.acme"
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: fake.Provider(withToken(fake.Token(r2fake.AdminReadOnly))...) + `
data "r2_buckets" "acme" {
  prefix = "acme-b"
}
`,
			ConfigStateChecks: append(expectState(address, map[string]knownvalue.Check{
				"account_id": knownvalue.StringExact(acctest.Account), "jurisdiction": knownvalue.StringExact("default"),
				"buckets": knownvalue.ListSizeExact(1),
			}), statecheck.ExpectKnownValue(address, tfjsonpath.New("buckets").AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact(acctest.Bucket))),
		}},
	})
}
