package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// listed is one result of a list.
type listed struct {
	Name     string // as it is shown
	Identity acctest.Values
	Resource acctest.Values
	Diags    []acctest.Diagnostic
}

// query is a list block, and what Terraform adds to it.
type query struct {
	config  acctest.Values
	include bool // the whole resource
	limit   int64
}

// list validates and lists buckets, as `terraform query` does.
func (c *calls) list(q query) []listed {
	c.t.Helper()
	const resource = "r2_bucket"
	config := c.encode(c.schema.ListResourceSchemas[resource].ValueType(), q.config)
	checked, err := c.server.ValidateListResourceConfig(c.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: resource, Config: config})
	c.must(err)
	if len(checked.Diagnostics) > 0 {
		return []listed{{Diags: reported(checked.Diagnostics)}}
	}
	if q.limit == 0 {
		q.limit = 100 // Terraform's own default.
	}
	stream, err := c.server.ListResource(c.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: resource, Config: config, IncludeResource: q.include, Limit: q.limit,
	})
	c.must(err)
	var results []listed
	for result := range stream.Results {
		results = append(results, listed{
			Name: result.DisplayName, Identity: c.identity(resource, result.Identity),
			Resource: c.decode(c.schema.ResourceSchemas[resource].ValueType(), result.Resource), Diags: reported(result.Diagnostics),
		})
	}
	return results
}

// bucketID is the identity of a bucket of the fake's account.
func bucketID(jurisdiction, name string) acctest.Values {
	return acctest.Values{"account_id": acctest.Account, "jurisdiction": jurisdiction, "name": name}
}

// queryWorld has buckets in three jurisdictions, and a token that may list them.
func queryWorld(t *testing.T) (*acctest.R2, acctest.Values) {
	t.Helper()
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", "acme-eu")
	fake.AddBucket(acctest.Account, "eu", "other-eu")
	fake.AddBucket(acctest.Account, "us", "acme-us")
	return fake, asProvider(fake.Token(r2fake.AdminReadOnly))
}

func TestBucketList_results(t *testing.T) {
	t.Parallel()
	fake, settings := queryWorld(t)
	all := []listed{
		{Name: "acme-backups", Identity: bucketID("default", "acme-backups")},
		{Name: "acme-photos", Identity: bucketID("default", "acme-photos")},
		{Name: "eu/acme-eu", Identity: bucketID("eu", "acme-eu")},
		{Name: "eu/other-eu", Identity: bucketID("eu", "other-eu")},
		{Name: "us/acme-us", Identity: bucketID("us", "acme-us")},
	}
	for _, row := range []struct {
		name     string
		query    query
		want     []listed
		requests int
	}{
		{"every jurisdiction", query{}, all, 4},
		{"an account of its own", query{config: acctest.Values{"account_id": acctest.Account}}, all, 4},
		{"a prefix", query{config: acctest.Values{"prefix": "acme-"}}, []listed{all[0], all[1], all[2], all[4]}, 4},
		{"jurisdictions", query{config: acctest.Values{"jurisdictions": []any{"us", "eu"}}}, []listed{all[4], all[2], all[3]}, 2},
		{"both", query{config: acctest.Values{"jurisdictions": []any{"eu"}, "prefix": "other"}}, all[3:4], 1},
		{"nothing", query{config: acctest.Values{"prefix": "elsewhere"}}, nil, 4},
		{"one", query{limit: 1}, all[:1], 1},
		{"as many as a jurisdiction has", query{limit: 2}, all[:2], 1},
		{"more", query{limit: 3}, all[:3], 2},
		{"more than there are", query{limit: 99}, all, 4},
	} {
		results := dial(t, fake, settings).list(row.query)
		if diff := cmp.Diff(row.want, results); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
		wantRequests(t, fake, row.name, row.requests)
	}
}

// TestBucketList_pages: a jurisdiction with more than a thousand buckets takes more than one request.
func TestBucketList_pages(t *testing.T) {
	t.Parallel()
	fake, settings := queryWorld(t)
	for i := range 2345 {
		fake.AddBucket(acctest.Account, "fedramp", fmt.Sprintf("bucket-%04d", i))
	}
	for _, row := range []struct{ limit, want, requests int }{
		{10000, 2345, 3}, {1000, 1000, 1}, {1001, 1001, 2},
	} {
		results := dial(t, fake, settings).list(query{config: acctest.Values{"jurisdictions": []any{"fedramp"}}, limit: int64(row.limit)})
		names := map[string]bool{}
		for _, result := range results {
			names[result.Name] = true
		}
		if len(results) != row.want || len(names) != row.want {
			t.Errorf("limit %d: %d results with %d names, want %d", row.limit, len(results), len(names), row.want)
		}
		wantRequests(t, fake, fmt.Sprint("limit ", row.limit), row.requests)
	}
}

// TestBucketList_includeResource: the resource is what an import would read.
func TestBucketList_includeResource(t *testing.T) {
	t.Parallel()
	now := time.Now()
	fake := acctest.Start(t, r2fake.WithClock(func() time.Time { return now }))
	fake.AddBucket(acctest.Account, "eu", "acme-eu", r2fake.WithLocationHint("weur"))
	cred := fake.Token(r2fake.AdminReadWrite)
	c := dial(t, fake, asProvider(cred))
	q := query{config: acctest.Values{"jurisdictions": []any{"eu"}}, include: true}
	endpoint := acctest.Endpoint("eu", "acme-eu")
	want := []listed{{
		Name: "eu/acme-eu", Identity: bucketID("eu", "acme-eu"),
		Resource: acctest.Values{
			"id": endpoint, "name": "acme-eu", "account_id": acctest.Account, "jurisdiction": "eu", "location": nil, "force_destroy": false,
			"lifecycle_rules": nil, "cors_rules": nil, "endpoint": endpoint, "base_endpoint": "https://" + acctest.Account + ".eu.r2.cloudflarestorage.com",
			"creation_date": now.UTC().Format(time.RFC3339),
		},
	}}
	if diff := cmp.Diff(want, c.list(q)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	imported, diags := c.importByIdentity("r2_bucket", bucketID("eu", "acme-eu"))
	wantSummaries(t, "import", diags)
	if diff := cmp.Diff(imported.State, c.list(q)[0].Resource); diff != "" {
		t.Errorf("(-import +list):\n%s", diff)
	}
}

// TestBucketList_includeResource_cost: one request for the page, and those for what a bucket is configured to do.
func TestBucketList_includeResource_cost(t *testing.T) {
	t.Parallel()
	fake, settings := queryWorld(t)
	dial(t, fake, settings).list(query{config: acctest.Values{"jurisdictions": []any{"eu"}}, include: true})
	got := map[string]int{}
	for _, request := range fake.Requests() {
		got[request.Operation]++
	}
	want := map[string]int{"ListBuckets": 2, "GetBucketCors": 2, "GetBucketLifecycleConfiguration": 2, "GetBucketLocation": 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests for two buckets (-want +got):\n%s", diff)
	}
}

// TestBucketList_jurisdictionFails: one that the account does not have is passed over, unless it was asked for by name.
func TestBucketList_jurisdictionFails(t *testing.T) {
	t.Parallel()
	refused := r2fake.Error{Status: 403, Code: "NotEntitled"}
	down := r2fake.Error{Status: 503, Code: "ServiceUnavailable"}
	for _, row := range []struct {
		name   string
		query  query
		spare  int // jurisdictions that are listed before the one that fails
		count  int // requests that fail
		effect r2fake.Effect
		want   []string
		diags  []string
	}{
		{"not offered", query{}, 1, 1, refused, []string{"acme-backups", "acme-photos", "us/acme-us"}, nil},
		{"not offered, the last", query{}, 3, 1, refused, []string{"acme-backups", "acme-photos", "eu/acme-eu", "eu/other-eu"}, nil},
		{
			"asked for by name",
			query{config: acctest.Values{"jurisdictions": []any{"us", "eu"}}},
			1, 1, refused,
			[]string{"us/acme-us", ""},
			[]string{`Error on "name": R2 Is Not Enabled on the Account`},
		},
		{"the default", query{}, 0, 1, refused, []string{""}, []string{`Error on "name": R2 Is Not Enabled on the Account`}},
		{"for the moment", query{}, 1, 0, down, []string{"acme-backups", "acme-photos", ""}, []string{`Error on "": R2 Could Not Be Reached`}},
	} {
		fake, settings := queryWorld(t)
		fake.Inject(r2fake.Fault{Operation: "ListBuckets", Skip: row.spare, Count: row.count, Effect: row.effect})
		var names []string
		var diags []acctest.Diagnostic
		for _, result := range dial(t, fake, settings).list(row.query) {
			names = append(names, result.Name)
			diags = append(diags, result.Diags...)
		}
		if diff := cmp.Diff(row.want, names); diff != "" {
			t.Errorf("%s: results (-want +got):\n%s", row.name, diff)
		}
		wantSummaries(t, row.name, diags, row.diags...)
	}
}

// TestBucketList_resourceFails: a bucket that cannot be read does not end the list.
func TestBucketList_resourceFails(t *testing.T) {
	t.Parallel()
	fake, settings := queryWorld(t)
	fake.Inject(r2fake.Fault{Operation: "GetBucketCors", Bucket: "acme-eu", Effect: r2fake.Error{Status: 403, Code: "AccessDenied"}})
	results := dial(t, fake, settings).list(query{config: acctest.Values{"jurisdictions": []any{"eu"}}, include: true})
	if len(results) != 2 {
		t.Fatalf("%d results, want 2", len(results))
	}
	wantSummaries(t, "that which fails", results[0].Diags, `Error on "": Token Lacks the Admin Permission`)
	wantSummaries(t, "the next", results[1].Diags)
	if diff := cmp.Diff(bucketID("eu", "other-eu"), results[1].Identity); diff != "" {
		t.Errorf("the next (-want +got):\n%s", diff)
	}
}

func TestBucketList_rejected(t *testing.T) {
	t.Parallel()
	fake, settings := queryWorld(t)
	for _, row := range []struct {
		name     string
		settings acctest.Values
		config   acctest.Values
		want     []string
	}{
		{"account", settings, acctest.Values{"account_id": "acme"}, []string{`Error on "account_id": Invalid Account ID`}},
		{"jurisdiction", settings, acctest.Values{"jurisdictions": []any{"eu", "EU"}}, []string{`Error on "jurisdictions[1]": Invalid Jurisdiction`}},
		{"no jurisdiction", settings, acctest.Values{"jurisdictions": []any{}}, []string{`Error on "jurisdictions": Invalid Length`}},
		{"null", settings, acctest.Values{"jurisdictions": []any{nil}}, []string{`Error on "jurisdictions": Null Among the Values`}},
		{"twice", settings, acctest.Values{"jurisdictions": []any{"eu", "eu"}}, []string{`Error on "jurisdictions": Duplicate Value`}},
		{"no token", acctest.Values{"account_id": acctest.Account}, nil, []string{`Error on "": Missing Provider Configuration`}},
		{"unknown token", settings.With(acctest.Values{"secret_access_key": acctest.Unknown}), nil, []string{`Error on "": Provider Configuration Is Not Known Yet`}},
		{"object token", asProvider(fake.Token(r2fake.ObjectReadOnly)), nil, []string{`Error on "": Token Lacks the Admin Permission`}},
	} {
		var diags []acctest.Diagnostic
		for _, result := range dial(t, fake, row.settings).list(query{config: row.config}) {
			diags = append(diags, result.Diags...)
			if diff := cmp.Diff(listed{}, result, cmpopts.IgnoreFields(listed{}, "Diags")); diff != "" {
				t.Errorf("%s: a result all the same (-want +got):\n%s", row.name, diff)
			}
		}
		wantSummaries(t, row.name, diags, row.want...)
	}
}
