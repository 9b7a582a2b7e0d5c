package provider_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const (
	// newBucket is a name that no bucket has yet.
	newBucket = "acme-archive"
	// bucketAddress is where bucketHCL puts its bucket.
	bucketAddress = "r2_bucket.archive"
)

// bucketWorld is a fake of R2 with an Admin Read & Write token for the provider block.
type bucketWorld struct {
	*acctest.R2
	admin r2fake.Credentials
}

func startBuckets(t testing.TB, options ...r2fake.Option) *bucketWorld {
	t.Helper()
	fake := acctest.Start(t, options...)
	return &bucketWorld{fake, fake.Token(r2fake.AdminReadWrite)}
}

// settings is the provider block with a token.
func (w *bucketWorld) settings(cred r2fake.Credentials) acctest.Values {
	return acctest.Values{
		"endpoint_url": w.EndpointURL, "account_id": acctest.Account,
		"access_key_id": cred.AccessKeyID, "secret_access_key": cred.SecretAccessKey,
	}
}

// run gives a provider of a new run, with a token.
func (w *bucketWorld) run(t testing.TB, cred r2fake.Credentials) *acctest.Protocol {
	t.Helper()
	p := acctest.Serve(t, provider.New("test"))
	if diags := p.Configure(w.settings(cred)); len(diags) > 0 {
		t.Fatal(diags)
	}
	return p
}

// apply carries a configuration out from a state, nil for none, as `terraform apply` does: it refreshes, plans, and applies
// in a new run. It must succeed, and report nothing but the warnings in the plan.
func (w *bucketWorld) apply(t testing.TB, state, config acctest.Values, warnings ...string) acctest.Values {
	t.Helper()
	p := w.run(t, w.admin)
	if state != nil {
		refreshed, diags := p.Refresh("r2_bucket", state)
		if len(diags) > 0 {
			t.Fatalf("refresh: %+v", diags)
		}
		state = refreshed
	}
	change, diags := p.Plan("r2_bucket", state, config)
	if !slices.Equal(summaries(diags), append([]string{}, warnings...)) {
		t.Fatalf("plan: %+v, want %q", diags, warnings)
	}
	state, diags = w.run(t, w.admin).Apply(change)
	if len(diags) > 0 {
		t.Fatalf("apply: %+v", diags)
	}
	return state
}

// wantSettled plans anew, after a refresh: nothing may change.
func (w *bucketWorld) wantSettled(t testing.TB, state, config acctest.Values) {
	t.Helper()
	p := w.run(t, w.admin)
	refreshed, diags := p.Refresh("r2_bucket", state)
	if diff := cmp.Diff(state, refreshed); len(diags) > 0 || diff != "" {
		t.Errorf("refresh: %+v (-state +got):\n%s", diags, diff)
	}
	change, diags := p.Plan("r2_bucket", refreshed, config)
	if diff := cmp.Diff(refreshed, change.Planned); len(diags) > 0 || diff != "" || change.Replaces != nil {
		t.Errorf("second plan: %+v, replaces %v (-state +planned):\n%s", diags, change.Replaces, diff)
	}
}

// client gives a bucket to be looked at or changed from outside, such as in the dashboard.
func (w *bucketWorld) client(t testing.TB, jurisdiction, name string) *r2.Bucket {
	t.Helper()
	redirect, err := r2.ParseRedirect(w.EndpointURL)
	if err != nil {
		t.Fatal(err)
	}
	connector := r2.NewConnector(r2.ConnectorConfig{Redirect: redirect, Product: "dashboard", Version: "test"})
	t.Cleanup(connector.CloseIdle)
	endpoint := r2.Endpoint{AccountID: acctest.Account, Jurisdiction: jurisdiction, Bucket: name}
	return r2.NewBuckets(connector).At(endpoint, r2.Credentials{
		AccessKeyID: w.admin.AccessKeyID, SecretAccessKey: r2.NewSecret(w.admin.SecretAccessKey),
	})
}

// fill stores objects in a bucket and begins uploads.
func (w *bucketWorld) fill(jurisdiction, name string, objects, uploads int) {
	for i := range objects {
		w.PutObject(acctest.Account, jurisdiction, name, fmt.Sprintf("2026/%05d.tar", i), nil)
	}
	for i := range uploads {
		w.AddUpload(acctest.Account, jurisdiction, name, fmt.Sprintf("half/%05d.tar", i))
	}
}

// wantBuckets compares the names of the buckets besides those that every fake has.
func (w *bucketWorld) wantBuckets(t testing.TB, jurisdiction string, names ...string) {
	t.Helper()
	if jurisdiction == r2fake.DefaultJurisdiction {
		names = slices.Concat(names, []string{acctest.Bucket, acctest.OtherBucket})
	}
	slices.Sort(names)
	if diff := cmp.Diff(names, w.Buckets(acctest.Account, jurisdiction)); diff != "" {
		t.Errorf("buckets in the jurisdiction %s (-want +got):\n%s", jurisdiction, diff)
	}
}

// wantOperations compares what the fake was asked for since this was last asked.
func (w *bucketWorld) wantOperations(t testing.TB, what string, want ...string) {
	t.Helper()
	got := []string{}
	for _, request := range w.Requests() {
		got = append(got, request.Operation)
	}
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: requests (-want +got):\n%s", what, diff)
	}
	w.Reset()
}

// date is when the bucket was created, as the state has it.
func (w *bucketWorld) date(t testing.TB, jurisdiction, name string) string {
	t.Helper()
	info, exists, err := w.client(t, jurisdiction, name).Find(context.WithoutCancel(t.Context()))
	if err != nil || !exists {
		t.Fatalf("bucket %s: exists = %t, %v", name, exists, err)
	}
	return info.CreationDate.UTC().Format("2006-01-02T15:04:05Z07:00")
}

// bucketState is the state of a bucket that leaves everything to its defaults, except for more.
func (w *bucketWorld) bucketState(t testing.TB, jurisdiction, name string, more acctest.Values) acctest.Values {
	t.Helper()
	endpoint := acctest.Endpoint(jurisdiction, name)
	return acctest.Values{
		"id": endpoint, "name": name, "account_id": acctest.Account, "jurisdiction": jurisdiction, "location": nil, "force_destroy": false,
		"lifecycle_rules": nil, "cors_rules": nil, "endpoint": endpoint, "base_endpoint": strings.TrimSuffix(endpoint, "/"+name),
		"creation_date": w.date(t, jurisdiction, name),
	}.With(more)
}

// lifecycleRule is a rule as plan and state have it.
func lifecycleRule(id string, more acctest.Values) acctest.Values {
	return acctest.Values{
		"id": id, "enabled": true, "prefix": "", "expiration_days": nil, "expiration_date": nil,
		"infrequent_access_days": nil, "infrequent_access_date": nil, "abort_incomplete_multipart_upload_days": nil,
	}.With(more)
}

// corsRule is a rule as plan and state have it.
func corsRule(more acctest.Values) acctest.Values {
	return acctest.Values{
		"id": nil, "allowed_methods": []any{"GET"}, "allowed_origins": []any{"*"}, "allowed_headers": nil,
		"expose_headers": nil, "max_age_seconds": nil,
	}.With(more)
}

// defaultRule is the rule that every new bucket has.
var defaultRule = lifecycleRule(r2.DefaultAbortRule, acctest.Values{"abort_incomplete_multipart_upload_days": 7})

// bucketHCL is a provider block with the admin token, and a bucket with further lines.
func (w *bucketWorld) bucketHCL(name string, lines ...string) string {
	return w.providerHCL(w.admin) + fmt.Sprintf("\nresource \"r2_bucket\" \"archive\" {\n  name = %q\n  %s\n}\n", name, strings.Join(lines, "\n  "))
}

// providerHCL is the provider block with a token.
func (w *bucketWorld) providerHCL(cred r2fake.Credentials) string {
	return w.Provider(
		fmt.Sprintf("account_id = %q", acctest.Account),
		fmt.Sprintf("access_key_id = %q", cred.AccessKeyID),
		fmt.Sprintf("secret_access_key = %q", cred.SecretAccessKey),
	)
}
