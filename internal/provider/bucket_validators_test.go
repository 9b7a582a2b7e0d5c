package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// oneRule is a configuration with one lifecycle rule.
func oneRule(more acctest.Values) acctest.Values {
	return acctest.Values{"name": newBucket, "lifecycle_rules": []any{acctest.Values{"id": "old"}.With(more)}}
}

// oneCORSRule is a configuration with one CORS rule.
func oneCORSRule(more acctest.Values) acctest.Values {
	return acctest.Values{"name": newBucket, "cors_rules": []any{
		acctest.Values{"allowed_methods": []any{"GET"}, "allowed_origins": []any{"*"}}.With(more),
	}}
}

// manyRules makes rules with ids of their own.
func manyRules(count int, more acctest.Values) []any {
	var rules []any
	for i := range count {
		rules = append(rules, acctest.Values{"id": fmt.Sprintf("rule-%d", i)}.With(more))
	}
	return rules
}

// TestBucketValidation_rejected is what is wrong without asking R2: the attribute and the summary.
func TestBucketValidation_rejected(t *testing.T) {
	t.Parallel()
	p := acctest.Serve(t, provider.New("test"))
	date := `Error on "lifecycle_rules.expiration_date": Invalid Date`
	origin := `Error on "cors_rules.allowed_origins": Invalid Origin`
	for _, test := range []struct {
		name   string
		config acctest.Values
		want   []string
	}{
		{"name in capitals", acctest.Values{"name": "Acme"}, []string{`Error on "name": Invalid Bucket Name`}},
		{"name too short", acctest.Values{"name": "ab"}, []string{`Error on "name": Invalid Bucket Name`}},
		{"name too long", acctest.Values{"name": strings.Repeat("a", 64)}, []string{`Error on "name": Invalid Bucket Name`}},
		{"name with a dot", acctest.Values{"name": "acme.backups"}, []string{`Error on "name": Invalid Bucket Name`}},
		{"name with an underscore", acctest.Values{"name": "acme_backups"}, []string{`Error on "name": Invalid Bucket Name`}},
		{"name that begins with a hyphen", acctest.Values{"name": "-acme"}, []string{`Error on "name": Invalid Bucket Name`}},
		{"name that ends with a hyphen", acctest.Values{"name": "acme-"}, []string{`Error on "name": Invalid Bucket Name`}},
		{"no name", acctest.Values{"name": ""}, []string{`Error on "name": Invalid Bucket Name`}},
		{"account id", acctest.Values{"name": newBucket, "account_id": "acme"}, []string{`Error on "account_id": Invalid Account ID`}},
		{"account id in capitals", acctest.Values{"name": newBucket, "account_id": strings.ToUpper(acctest.Account)}, []string{`Error on "account_id": Invalid Account ID`}},
		{"jurisdiction", acctest.Values{"name": newBucket, "jurisdiction": "EU"}, []string{`Error on "jurisdiction": Invalid Jurisdiction`}},
		{"no jurisdiction", acctest.Values{"name": newBucket, "jurisdiction": ""}, []string{`Error on "jurisdiction": Invalid Jurisdiction`}},
		{"unknown jurisdiction", acctest.Values{"name": newBucket, "jurisdiction": "mars"}, []string{`Warning on "jurisdiction": Unknown Jurisdiction`}},
		{"unknown location", acctest.Values{"name": newBucket, "location": "eu-west-1"}, []string{`Error on "location": Invalid Attribute Value Match`}},
		{"location in capitals", acctest.Values{"name": newBucket, "location": "WEUR"}, []string{`Error on "location": Invalid Attribute Value Match`}},

		{"rule without action", oneRule(nil), []string{`Error on "lifecycle_rules": Rule Without Action`}},
		{"rule without id", oneRule(acctest.Values{"id": "", "expiration_days": 1}), []string{`Error on "lifecycle_rules.id": Invalid Attribute Value Length`}},
		{"rule with a long id", oneRule(acctest.Values{"id": strings.Repeat("x", 256), "expiration_days": 1}), []string{`Error on "lifecycle_rules.id": Invalid Attribute Value Length`}},
		{"prefix that XML does not have", oneRule(acctest.Values{"expiration_days": 1, "prefix": "logs/\x01"}), []string{`Error on "lifecycle_rules.prefix": Invalid Character`}},
		{"prefix with U+FFFE", oneRule(acctest.Values{"expiration_days": 1, "prefix": "\uFFFE"}), []string{`Error on "lifecycle_rules.prefix": Invalid Character`}},
		{"id that XML does not have", oneRule(acctest.Values{"expiration_days": 1, "id": "\x7f\x1b"}), []string{`Error on "lifecycle_rules.id": Invalid Character`}},
		{"prefix that XML has", oneRule(acctest.Values{"expiration_days": 1, "prefix": "\t\r\n\x7f\uFFFD\U0001FFFE"}), nil},
		{"no days", oneRule(acctest.Values{"expiration_days": 0}), []string{`Error on "lifecycle_rules.expiration_days": Invalid Attribute Value`}},
		{"days below zero", oneRule(acctest.Values{"infrequent_access_days": -1}), []string{`Error on "lifecycle_rules.infrequent_access_days": Invalid Attribute Value`}},
		{"no days to abort", oneRule(acctest.Values{"abort_incomplete_multipart_upload_days": 0}), []string{`Error on "lifecycle_rules.abort_incomplete_multipart_upload_days": Invalid Attribute Value`}},
		{"date with a time", oneRule(acctest.Values{"expiration_date": "2027-01-31T00:00:00Z"}), []string{date}},
		{"date in another order", oneRule(acctest.Values{"expiration_date": "31.01.2027"}), []string{date}},
		{"day that is not", oneRule(acctest.Values{"expiration_date": "2027-02-29"}), []string{date}},
		{"transition date", oneRule(acctest.Values{"infrequent_access_date": "soon"}), []string{`Error on "lifecycle_rules.infrequent_access_date": Invalid Date`}},
		{"days and date", oneRule(acctest.Values{"expiration_days": 1, "expiration_date": "2027-01-31"}), []string{`Error on "lifecycle_rules.expiration_date": Invalid Attribute Combination`}},
		{"days and date of the transition", oneRule(acctest.Values{"infrequent_access_days": 1, "infrequent_access_date": "2027-01-31"}), []string{`Error on "lifecycle_rules.infrequent_access_date": Invalid Attribute Combination`}},
		{
			"the same id",
			acctest.Values{"name": newBucket, "lifecycle_rules": append(manyRules(2, acctest.Values{"expiration_days": 1}), manyRules(1, acctest.Values{"expiration_days": 2})...)},
			[]string{`Error on "lifecycle_rules.id": Duplicate Rule ID`},
		},
		{
			"too many rules",
			acctest.Values{"name": newBucket, "lifecycle_rules": manyRules(r2.MaxLifecycleRules+1, acctest.Values{"expiration_days": 1})},
			[]string{`Error on "lifecycle_rules": Invalid Attribute Value`},
		},

		{"origin with a slash", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://example.com/"}}), []string{origin}},
		{"origin with a path", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://example.com/app"}}), []string{origin}},
		{"origin without a scheme", oneCORSRule(acctest.Values{"allowed_origins": []any{"example.com"}}), []string{origin}},
		{"origin with a port and no scheme", oneCORSRule(acctest.Values{"allowed_origins": []any{"localhost:3000"}}), []string{origin}},
		{"origin with a query", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://example.com?"}}), []string{origin}},
		{"origin with a fragment", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://example.com#"}}), []string{origin}},
		{"origin with a user", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://me@example.com"}}), []string{origin}},
		{"origin with two wildcards", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://*.*.example.com"}}), []string{origin}},
		{"origin with a port that is none", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://example.com:65536"}}), []string{origin}},
		{"null as an origin", oneCORSRule(acctest.Values{"allowed_origins": []any{nil}}), []string{`Error on "cors_rules.allowed_origins": Null in a Set`}},
		{"null as a method", oneCORSRule(acctest.Values{"allowed_methods": []any{"GET", nil}}), []string{`Error on "cors_rules.allowed_methods": Null in a Set`}},
		{"null as a header", oneCORSRule(acctest.Values{"allowed_headers": []any{nil}}), []string{`Error on "cors_rules.allowed_headers": Null in a Set`}},
		{
			"null as a rule",
			acctest.Values{"name": newBucket, "lifecycle_rules": []any{nil}},
			[]string{`Error on "lifecycle_rules.id": Missing Configuration for Required Attribute`},
		},
		{"empty origin", oneCORSRule(acctest.Values{"allowed_origins": []any{""}}), []string{origin}},
		{"no origins", oneCORSRule(acctest.Values{"allowed_origins": []any{}}), []string{`Error on "cors_rules.allowed_origins": Invalid Attribute Value`}},
		{"no methods", oneCORSRule(acctest.Values{"allowed_methods": []any{}}), []string{`Error on "cors_rules.allowed_methods": Invalid Attribute Value`}},
		{"unknown method", oneCORSRule(acctest.Values{"allowed_methods": []any{"PATCH"}}), []string{`Error on "cors_rules.allowed_methods": Invalid Attribute Value Match`}},
		{"no headers", oneCORSRule(acctest.Values{"allowed_headers": []any{}}), []string{`Error on "cors_rules.allowed_headers": Invalid Attribute Value`}},
		{"origin that XML does not have", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://exa\uFFFFmple.com"}}), []string{origin}},
		{"CORS id that XML does not have", oneCORSRule(acctest.Values{"id": "\x00"}), []string{`Error on "cors_rules.id": Invalid Character`}},
		{"header that XML does not have", oneCORSRule(acctest.Values{"allowed_headers": []any{"\x1f"}}), []string{`Error on "cors_rules.allowed_headers": Invalid Character`}},
		{"exposed header that XML does not have", oneCORSRule(acctest.Values{"expose_headers": []any{"\uFFFE"}}), []string{`Error on "cors_rules.expose_headers": Invalid Character`}},
		{"empty header", oneCORSRule(acctest.Values{"allowed_headers": []any{""}}), []string{`Error on "cors_rules.allowed_headers": Invalid Attribute Value Length`}},
		{"empty exposed header", oneCORSRule(acctest.Values{"expose_headers": []any{""}}), []string{`Error on "cors_rules.expose_headers": Invalid Attribute Value Length`}},
		{"age below zero", oneCORSRule(acctest.Values{"max_age_seconds": -1}), []string{`Error on "cors_rules.max_age_seconds": Invalid Attribute Value`}},
		{"age above a day", oneCORSRule(acctest.Values{"max_age_seconds": 86401}), []string{`Error on "cors_rules.max_age_seconds": Invalid Attribute Value`}},
		{
			"the same id of CORS rules",
			acctest.Values{"name": newBucket, "cors_rules": []any{corsRule(acctest.Values{"id": "site"}), corsRule(nil), corsRule(acctest.Values{"id": "site"})}},
			[]string{`Error on "cors_rules.id": Duplicate Rule ID`},
		},
		{
			"too many CORS rules",
			acctest.Values{"name": newBucket, "cors_rules": manyRules(r2.MaxCORSRules+1, corsRule(nil).With(acctest.Values{"id": nil}))},
			[]string{`Error on "cors_rules": Invalid Attribute Value`},
		},
		{
			"all problems at once",
			acctest.Values{"name": "A", "location": "mars", "lifecycle_rules": []any{
				lifecycleRule("same", acctest.Values{"expiration_days": 0}), lifecycleRule("same", acctest.Values{"expiration_days": 1}),
			}},
			[]string{
				`Error on "lifecycle_rules.expiration_days": Invalid Attribute Value`, `Error on "lifecycle_rules.id": Duplicate Rule ID`, `Error on "location": Invalid Attribute Value Match`,
				`Error on "name": Invalid Bucket Name`,
			},
		},
	} {
		got := slices.Sorted(slices.Values(summaries(p.Validate("r2_bucket", test.config))))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestBucketValidation_accepted is what R2 takes, at the edges of what is rejected.
func TestBucketValidation_accepted(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	for name, config := range map[string]acctest.Values{
		"shortest name":       {"name": "a-1"},
		"longest name":        {"name": strings.Repeat("a", 63)},
		"known jurisdiction":  {"name": newBucket, "jurisdiction": "us"},
		"unknown values":      {"name": acctest.Unknown, "account_id": acctest.Unknown, "jurisdiction": acctest.Unknown, "location": acctest.Unknown, "lifecycle_rules": acctest.Unknown, "cors_rules": acctest.Unknown},
		"unknown id":          oneRule(acctest.Values{"id": acctest.Unknown, "expiration_days": acctest.Unknown}),
		"no rules":            {"name": newBucket, "lifecycle_rules": []any{}, "cors_rules": []any{}},
		"most rules":          {"name": newBucket, "lifecycle_rules": append(manyRules(r2.MaxLifecycleRules-1, acctest.Values{"expiration_days": 1}), defaultRule)},
		"most CORS rules":     {"name": newBucket, "cors_rules": manyRules(r2.MaxCORSRules, corsRule(nil).With(acctest.Values{"id": nil}))},
		"leap day":            oneRule(acctest.Values{"expiration_date": "2028-02-29"}),
		"days and a date":     oneRule(acctest.Values{"expiration_days": 1, "infrequent_access_date": "2027-01-31"}),
		"longest id":          oneRule(acctest.Values{"id": strings.Repeat("x", 255), "expiration_days": 1}),
		"origin with a port":  oneCORSRule(acctest.Values{"allowed_origins": []any{"http://localhost:3000", "http://localhost:65535"}}),
		"origin of an app":    oneCORSRule(acctest.Values{"allowed_origins": []any{"capacitor://localhost"}}),
		"origin with a star":  oneCORSRule(acctest.Values{"allowed_origins": []any{"https://*.example.com"}}),
		"longest and no age":  {"name": newBucket, "cors_rules": []any{corsRule(acctest.Values{"max_age_seconds": 0}), corsRule(acctest.Values{"max_age_seconds": 86400})}},
		"all methods, all of": oneCORSRule(acctest.Values{"allowed_methods": []any{"DELETE", "GET", "HEAD", "POST", "PUT"}, "allowed_headers": []any{"*"}, "expose_headers": []any{"ETag"}}),
	} {
		wantSummaries(t, name, w.run(t, w.admin).Validate("r2_bucket", config))
		if config["name"] == acctest.Unknown || name == "unknown id" {
			continue
		}
		// R2 agrees.
		state := w.apply(t, nil, config)
		if name != "most rules" { // To compare these takes seconds.
			w.wantSettled(t, state, config)
		}
		jurisdiction, _ := config["jurisdiction"].(string)
		if jurisdiction == "" {
			jurisdiction = "default"
		}
		w.RemoveBucket(acctest.Account, jurisdiction, config["name"].(string))
	}
}

// TestBucket_defaultRuleTakesAPlace: with the rule that is kept there would be one more than R2 takes.
func TestBucket_defaultRuleTakesAPlace(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	p := w.run(t, w.admin)
	change, diags := p.Plan("r2_bucket", w.apply(t, nil, acctest.Values{"name": newBucket}), acctest.Values{
		"name": newBucket, "lifecycle_rules": manyRules(r2.MaxLifecycleRules, acctest.Values{"expiration_days": 1}),
	})
	wantSummaries(t, "plan", diags)
	_, diags = p.Apply(change)
	want := []acctest.Diagnostic{{
		Severity: "Error", Attribute: "lifecycle_rules", Summary: "Too Many Lifecycle Rules",
		Detail: `A bucket has at most 1000 lifecycle rules, and its own "Default Multipart Abort Rule" is one of them: it is kept as long as it is not declared. ` +
			"Declare one rule less, or declare this one among them.\n" + coded("R2-087"),
	}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if rules := len(w.Lifecycle(acctest.Account, "default", newBucket)); rules != 1 {
		t.Errorf("the bucket has %d rules, want its own", rules)
	}
}

// TestBucketValidation_texts pins the texts that are this provider's own.
func TestBucketValidation_texts(t *testing.T) {
	t.Parallel()
	p := acctest.Serve(t, provider.New("test"))
	for name, test := range map[string]struct {
		config acctest.Values
		want   acctest.Diagnostic
	}{
		"name": {acctest.Values{"name": "Acme"}, acctest.Diagnostic{
			Severity: "Error", Attribute: "name", Summary: "Invalid Bucket Name",
			Detail: `The value "Acme" is not usable. A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, with a letter or a digit at both ends.` + "\n" + coded("R2-006"),
		}},
		"name that is a secret": {acctest.Values{"name": strings.Repeat("5ec", 21) + "5"}, acctest.Diagnostic{
			Severity: "Error", Attribute: "name", Summary: "Invalid Bucket Name",
			Detail: `The value (not shown, since it looks like a secret) is not usable. A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, with a letter or a digit at both ends.` + "\n" + coded("R2-006"),
		}},
		"jurisdiction": {acctest.Values{"name": newBucket, "jurisdiction": "mars"}, acctest.Diagnostic{
			Severity: "Warning", Attribute: "jurisdiction", Summary: "Unknown Jurisdiction",
			Detail: "This version of the provider does not know the jurisdiction mars. It may be a new one, or misspelled: a bucket's jurisdiction cannot be changed afterwards.\n" + coded("R2-085"),
		}},
		"date": {oneRule(acctest.Values{"expiration_date": "2027"}), acctest.Diagnostic{
			Severity: "Error", Attribute: "lifecycle_rules.expiration_date", Summary: "Invalid Date",
			Detail: `The value "2027" of lifecycle_rules[0].expiration_date is not usable. A date is written YYYY-MM-DD, such as 2027-01-31; it begins at midnight UTC.` + "\n" + coded("R2-087"),
		}},
		"character": {oneRule(acctest.Values{"expiration_days": 1, "prefix": "logs/\x01"}), acctest.Diagnostic{
			Severity: "Error", Attribute: "lifecycle_rules.prefix", Summary: "Invalid Character",
			Detail: `The value "logs/\x01" of lifecycle_rules[0].prefix is not usable. R2 takes it in XML, which has neither control characters, except for tabs and line breaks, nor U+FFFE and U+FFFF. Leave them out.` + "\n" + coded("R2-087"),
		}},
		"action": {oneRule(nil), acctest.Diagnostic{
			Severity: "Error", Attribute: "lifecycle_rules", Summary: "Rule Without Action",
			Detail: "The rule lifecycle_rules[0] does nothing. Set one of expiration_days, expiration_date, infrequent_access_days, infrequent_access_date, abort_incomplete_multipart_upload_days." + "\n" + coded("R2-087"),
		}},
		"ids": {acctest.Values{"name": newBucket, "cors_rules": []any{corsRule(acctest.Values{"id": "site"}), corsRule(nil), corsRule(acctest.Values{"id": "site"})}}, acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules.id", Summary: "Duplicate Rule ID",
			Detail: `cors_rules[0] and cors_rules[2] have the same id, "site". Give every rule of the bucket an id of its own.` + "\n" + coded("R2-087"),
		}},
		"null": {oneCORSRule(acctest.Values{"expose_headers": []any{"ETag", nil}}), acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules.expose_headers", Summary: "Null in a Set",
			Detail: "One of the values of cors_rules[0].expose_headers is null. Leave it out." + "\n" + coded("R2-087"),
		}},
		"origin": {oneCORSRule(acctest.Values{"allowed_origins": []any{"https://example.com/"}}), acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules.allowed_origins", Summary: "Invalid Origin",
			Detail: `The value "https://example.com/" of cors_rules[0].allowed_origins is not usable. An origin is a scheme, a host and possibly a port, such as https://example.com, without a path or a slash at the end, and with one * at most; or just *.` + "\n" + coded("R2-087"),
		}},
	} {
		if diff := cmp.Diff([]acctest.Diagnostic{test.want}, p.Validate("r2_bucket", test.config)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
