package r2fake_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const fullSeed = `{
  "default_host": "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
  "accounts": [
    {"id": "0123456789abcdef0123456789abcdef", "buckets": {
      "default": [{"name": "acme-backups", "location": "weur", "objects": {"a/1": "content"},
        "locks": [{"prefix": "a/", "max_age_seconds": 60, "until": "2030-01-02T03:04:05Z"}]}],
      "eu": [{"name": "acme-backups"}]
    }},
    {"id": "fedcba9876543210fedcba9876543210", "entitled": false}
  ],
  "tokens": [
    {"account": "0123456789abcdef0123456789abcdef", "value": "v", "level": "object-read-only", "buckets": [{"name": "acme-backups"}],
     "not_before": "2026-01-01T00:00:00Z", "expires_at": "2027-01-01T00:00:00Z", "client_ips": ["127.0.0.0/8"],
     "propagation_seconds": 1, "propagation_requests": 2},
    {"account": "0123456789abcdef0123456789abcdef", "id": "11111111111111111111111111111111",
     "secret": "2222222222222222222222222222222222222222222222222222222222222222",
     "policies": [{"level": "admin-read-only"}, {"level": "object-read-write", "buckets": [{"jurisdiction": "eu", "name": "acme-backups"}]}]}
  ],
  "answers": {"head_bucket_needs_admin": true, "bucket_location": "hint"}
}`

func TestParseSeed(t *testing.T) {
	t.Parallel()
	got, err := r2fake.ParseSeed(strings.NewReader(fullSeed))
	if err != nil {
		t.Fatal(err)
	}
	want := r2fake.Seed{
		DefaultHost: r2Host,
		Answers:     r2fake.Answers{HeadBucketNeedsAdmin: true, BucketLocation: r2fake.LocationHint},
		Accounts: []r2fake.SeedAccount{
			{ID: accountID, Buckets: []r2fake.SeedBucket{
				{
					BucketRef: r2fake.BucketRef{Jurisdiction: "default", Name: "acme-backups"}, LocationHint: "weur",
					Objects: map[string]string{"a/1": "content"},
					Locks:   []r2fake.LockRule{{Prefix: "a/", MaxAge: time.Minute, Until: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)}},
				},
				{BucketRef: r2fake.BucketRef{Jurisdiction: "eu", Name: "acme-backups"}},
			}},
			{ID: otherAccount, NotEntitled: true},
		},
		Tokens: []r2fake.Token{
			{
				Account: accountID, Value: "v", Policies: []r2fake.Policy{{Level: r2fake.ObjectReadOnly, Buckets: []r2fake.BucketRef{{Name: "acme-backups"}}}},
				NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), ExpiresAt: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
				ClientIPs: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PropagationDelay: time.Second, PropagationRequests: 2,
			},
			{
				Account: accountID, ID: strings.Repeat("1", 32), Secret: strings.Repeat("2", 64), Policies: []r2fake.Policy{
					{Level: r2fake.AdminReadOnly}, {Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Jurisdiction: "eu", Name: "acme-backups"}}},
				},
			},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLoad uses what a seed has put into the fake.
func TestLoad(t *testing.T) {
	t.Parallel()
	seed, err := r2fake.ParseSeed(strings.NewReader(fullSeed))
	if err != nil {
		t.Fatal(err)
	}
	clock := &testClock{now: startTime}
	w := &world{t: t, clock: clock, Server: r2fake.New(r2fake.WithClock(clock.Now))}
	w.http = newServer(t, w.Server)
	w.Load(seed)
	if diff := cmp.Diff([]string{accountID, otherAccount}, w.Accounts()); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
	if got := w.Location(accountID, "default", "acme-backups"); got != "weur" {
		t.Errorf("location %q", got)
	}

	mixed := r2fake.Credentials{AccessKeyID: strings.Repeat("1", 32), SecretAccessKey: strings.Repeat("2", 64)}
	w.expect(mixed, request{path: "/"}, 200, "")
	w.expect(mixed, request{method: "PUT", path: "/acme-backups/b", host: r2HostEU}, 200, "")
	w.expect(mixed, request{method: "PUT", path: "/acme-backups/b"}, 403, "AccessDenied")
	if got := w.expect(mixed, request{path: "/acme-backups/a/1"}, 200, ""); got.body != "content" {
		t.Errorf("content %q", got.body)
	}
	if got := w.expect(mixed, request{path: "/acme-backups", query: "location"}, 200, ""); !strings.Contains(got.body, ">WEUR<") {
		t.Errorf("location %s", got.body)
	}
}

func TestParseSeed_refusals(t *testing.T) {
	t.Parallel()
	const id = `"id": "` + accountID + `"`
	account := func(buckets string) string { return `{"accounts": [{` + id + `, "buckets": ` + buckets + `}]}` }
	token := func(members string) string {
		return `{"accounts": [{` + id + `}], "tokens": [{"account": "` + accountID + `", ` + members + `}]}`
	}
	const level = `"level": "object-read-only"`
	tests := map[string]struct {
		seed, want string
	}{
		"not JSON":          {`{`, "invalid JSON: unexpected EOF"},
		"two values":        {`{} {}`, "invalid JSON: more than one value"},
		"not an object":     {`[]`, "(root): is not an object"},
		"unknown field":     {`{"acounts": []}`, "acounts: unknown field"},
		"not a list":        {`{"accounts": {}}`, "accounts: is not an array"},
		"default host":      {`{"default_host": "localhost"}`, `default_host: "localhost" is no R2 host (<account id>[.<jurisdiction>].r2.cloudflarestorage.com)`},
		"account id":        {`{"accounts": [{"id": "acme"}]}`, `accounts[0].id: account id "acme" is not 32 lower-case hexadecimal characters`},
		"no account id":     {`{"accounts": [{}]}`, "accounts[0].id: is missing"},
		"account twice":     {`{"accounts": [{` + id + `}, {` + id + `}]}`, "accounts[1]: " + accountID + " is there twice"},
		"entitled":          {`{"accounts": [{` + id + `, "entitled": "no"}]}`, "accounts[0].entitled: is not true or false"},
		"jurisdiction":      {account(`{"EU": []}`), `accounts[0].buckets.EU: jurisdiction "EU" is not a lower-case word`},
		"bucket name":       {account(`{"eu": [{"name": "abc"}, {"name": "A"}]}`), `accounts[0].buckets.eu[1].name: bucket name "A" is not 3 to 63 lower-case letters, digits and inner hyphens`},
		"bucket twice":      {account(`{"eu": [{"name": "abc"}, {"name": "abc"}]}`), "accounts[0].buckets.eu[1]: abc is there twice"},
		"location":          {account(`{"eu": [{"name": "abc", "location": "mars"}]}`), `accounts[0].buckets.eu[0].location: location hint "mars" is not one of wnam, enam, weur, eeur, apac, oc`},
		"object":            {account(`{"eu": [{"name": "abc", "objects": {"a.b": 1}}]}`), `accounts[0].buckets.eu[0].objects."a.b": is not a string`},
		"lock":              {account(`{"eu": [{"name": "abc", "locks": [{"max_age_seconds": -1}]}]}`), "accounts[0].buckets.eu[0].locks[0].max_age_seconds: is not a whole number from 0 to 2147483647"},
		"until":             {account(`{"eu": [{"name": "abc", "locks": [{"until": "soon"}]}]}`), "accounts[0].buckets.eu[0].locks[0].until: is not a time such as 2030-01-02T03:04:05Z"},
		"token account":     {`{"tokens": [{"account": "` + accountID + `", "value": "v", ` + level + `}]}`, "tokens[0].account: is none of the accounts"},
		"nothing secret":    {token(level), "tokens[0]: needs a value, or an id and a secret"},
		"id only":           {token(`"id": "` + accountID + `", ` + level), "tokens[0]: needs a value, or an id and a secret"},
		"value and secret":  {token(`"value": "v", "secret": "` + strings.Repeat("0", 64) + `", ` + level), "tokens[0]: a token has either a value or a secret access key: one follows from the other"},
		"secret":            {token(`"id": "` + accountID + `", "secret": "hunter2", ` + level), "tokens[0]: the secret access key is not 64 lower-case hexadecimal characters"},
		"no level":          {token(`"value": "v"`), "tokens[0]: has neither a level nor policies"},
		"level":             {token(`"value": "v", "level": "owner"`), `tokens[0]: level "owner" is not one of ["admin-read-write" "admin-read-only" "object-read-write" "object-read-only"]`},
		"level and list":    {token(`"value": "v", "policies": [], ` + level), "tokens[0]: has both a level and policies"},
		"narrowed admin":    {token(`"value": "v", "policies": [{"level": "admin-read-only", "buckets": []}]`), "tokens[0].policies[0]: level admin-read-only covers the whole account, it cannot be narrowed to buckets"},
		"scope":             {token(`"value": "v", "buckets": [{}], ` + level), "tokens[0].buckets[0].name: is missing"},
		"network":           {token(`"value": "v", "client_ips": ["home"], ` + level), "tokens[0].client_ips[0]: is not a network such as 192.0.2.0/24"},
		"token twice":       {strings.Replace(token(`"value": "v", `+level), `"tokens": [`, `"tokens": [{"account": "`+accountID+`", "value": "v", `+level+`}, `, 1), "tokens[1]: 0f36f0a4aa16de65288366262e7497fb is there twice"},
		"answer":            {`{"answers": {"moon": true}}`, "answers.moon: unknown field"},
		"type of an answer": {`{"answers": {"large_deletes_fail": "yes"}}`, "answers.large_deletes_fail: is not true or false"},
		"value of answer":   {`{"answers": {"bucket_location": "moon"}}`, `answers.bucket_location: "moon" is not one of ["" "empty" "hint"]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := r2fake.ParseSeed(strings.NewReader(test.seed))
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestParsePolicies(t *testing.T) {
	t.Parallel()
	got, err := r2fake.ParsePolicies(strings.NewReader(`{"policies": [{"level": "admin-read-only"}]}`))
	if diff := cmp.Diff([]r2fake.Policy{{Level: r2fake.AdminReadOnly}}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := r2fake.ParsePolicies(strings.NewReader(`{}`)); err == nil || err.Error() != "(root): has neither a level nor policies" {
		t.Error(err)
	}
	if _, err := r2fake.ParsePolicies(strings.NewReader(``)); err == nil || err.Error() != "invalid JSON: EOF" {
		t.Error(err)
	}
}
