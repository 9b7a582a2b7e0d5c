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
		{"name too long", acctest.Values{"name": strings.Repeat("acme-", 12) + "acme"}, []string{`Error on "name": Invalid Bucket Name`}},
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
		{"unknown location", acctest.Values{"name": newBucket, "location": "eu-west-1"}, []string{`Error on "location": Invalid Choice`}},
		{"location in capitals", acctest.Values{"name": newBucket, "location": "WEUR"}, []string{`Error on "location": Invalid Choice`}},

		{"rule without action", oneRule(nil), []string{`Error on "lifecycle_rules": Rule Without Action`}},
		{"rule without id", oneRule(acctest.Values{"id": "", "expiration_days": 1}), []string{`Error on "lifecycle_rules.id": Invalid Length`}},
		{"rule with a long id", oneRule(acctest.Values{"id": strings.Repeat("\u00e9", 256), "expiration_days": 1}), []string{`Error on "lifecycle_rules.id": Invalid Length`}},
		{"prefix that XML does not have", oneRule(acctest.Values{"expiration_days": 1, "prefix": "logs/\x01"}), []string{`Error on "lifecycle_rules.prefix": Invalid Character`}},
		{"prefix with U+FFFE", oneRule(acctest.Values{"expiration_days": 1, "prefix": "\uFFFE"}), []string{`Error on "lifecycle_rules.prefix": Invalid Character`}},
		{"id that XML does not have", oneRule(acctest.Values{"expiration_days": 1, "id": "\x7f\x1b"}), []string{`Error on "lifecycle_rules.id": Invalid Character`}},
		{"prefix that XML has", oneRule(acctest.Values{"expiration_days": 1, "prefix": "\t\r\n\x7f\uFFFD\U0001FFFE"}), nil},
		{"no days", oneRule(acctest.Values{"expiration_days": 0}), []string{`Error on "lifecycle_rules.expiration_days": Invalid Number`}},
		{"days below zero", oneRule(acctest.Values{"infrequent_access_days": -1}), []string{`Error on "lifecycle_rules.infrequent_access_days": Invalid Number`}},
		{"no days to abort", oneRule(acctest.Values{"abort_incomplete_multipart_upload_days": 0}), []string{`Error on "lifecycle_rules.abort_incomplete_multipart_upload_days": Invalid Number`}},
		{"fraction of a day", oneRule(acctest.Values{"expiration_days": 1.5}), []string{`Error on "lifecycle_rules.expiration_days": Invalid Number`}},
		{"too many days", oneRule(acctest.Values{"expiration_days": 2147483648}), []string{`Error on "lifecycle_rules.expiration_days": Invalid Number`}},
		{"most days", oneRule(acctest.Values{"expiration_days": 2147483647}), nil},
		{"days and a date not known yet", oneRule(acctest.Values{"expiration_days": acctest.Unknown, "expiration_date": "2027-01-31"}), nil},
		{"date with a time", oneRule(acctest.Values{"expiration_date": "2027-01-31T00:00:00Z"}), []string{date}},
		{"date in another order", oneRule(acctest.Values{"expiration_date": "31.01.2027"}), []string{date}},
		{"day that is not", oneRule(acctest.Values{"expiration_date": "2027-02-29"}), []string{date}},
		{"transition date", oneRule(acctest.Values{"infrequent_access_date": "soon"}), []string{`Error on "lifecycle_rules.infrequent_access_date": Invalid Date`}},
		{"days and date", oneRule(acctest.Values{"expiration_days": 1, "expiration_date": "2027-01-31"}), []string{`Error on "lifecycle_rules.expiration_date": Conflicting Attributes`}},
		{"days and date of the transition", oneRule(acctest.Values{"infrequent_access_days": 1, "infrequent_access_date": "2027-01-31"}), []string{`Error on "lifecycle_rules.infrequent_access_date": Conflicting Attributes`}},
		{
			"the same id",
			acctest.Values{"name": newBucket, "lifecycle_rules": append(manyRules(2, acctest.Values{"expiration_days": 1}), manyRules(1, acctest.Values{"expiration_days": 2})...)},
			[]string{`Error on "lifecycle_rules.id": Duplicate Rule ID`},
		},
		{
			"too many rules",
			acctest.Values{"name": newBucket, "lifecycle_rules": manyRules(r2.MaxLifecycleRules+1, acctest.Values{"expiration_days": 1})},
			[]string{`Error on "lifecycle_rules": Invalid Length`},
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
		{"null as an origin", oneCORSRule(acctest.Values{"allowed_origins": []any{nil}}), []string{`Error on "cors_rules.allowed_origins": Null Among the Values`}},
		{"null as a method", oneCORSRule(acctest.Values{"allowed_methods": []any{"GET", nil}}), []string{`Error on "cors_rules.allowed_methods": Null Among the Values`}},
		{"null as a header", oneCORSRule(acctest.Values{"allowed_headers": []any{nil}}), []string{`Error on "cors_rules.allowed_headers": Null Among the Values`}},
		{
			"null as a rule",
			acctest.Values{"name": newBucket, "lifecycle_rules": []any{nil}},
			[]string{`Error on "lifecycle_rules": Null Among the Values`},
		},
		{"empty origin", oneCORSRule(acctest.Values{"allowed_origins": []any{""}}), []string{origin}},
		{"no origins", oneCORSRule(acctest.Values{"allowed_origins": []any{}}), []string{`Error on "cors_rules.allowed_origins": Invalid Length`}},
		{"no methods", oneCORSRule(acctest.Values{"allowed_methods": []any{}}), []string{`Error on "cors_rules.allowed_methods": Invalid Length`}},
		{"unknown method", oneCORSRule(acctest.Values{"allowed_methods": []any{"PATCH"}}), []string{`Error on "cors_rules.allowed_methods": Invalid Choice`}},
		{"no headers", oneCORSRule(acctest.Values{"allowed_headers": []any{}}), []string{`Error on "cors_rules.allowed_headers": Invalid Length`}},
		{"origin that XML does not have", oneCORSRule(acctest.Values{"allowed_origins": []any{"https://exa\uFFFFmple.com"}}), []string{origin}},
		{"CORS id that XML does not have", oneCORSRule(acctest.Values{"id": "\x00"}), []string{`Error on "cors_rules.id": Invalid Character`}},
		{"header that XML does not have", oneCORSRule(acctest.Values{"allowed_headers": []any{"\x1f"}}), []string{`Error on "cors_rules.allowed_headers": Invalid Character`}},
		{"exposed header that XML does not have", oneCORSRule(acctest.Values{"expose_headers": []any{"\uFFFE"}}), []string{`Error on "cors_rules.expose_headers": Invalid Character`}},
		{"empty header", oneCORSRule(acctest.Values{"allowed_headers": []any{""}}), []string{`Error on "cors_rules.allowed_headers": Invalid Length`}},
		{"empty exposed header", oneCORSRule(acctest.Values{"expose_headers": []any{""}}), []string{`Error on "cors_rules.expose_headers": Invalid Length`}},
		{"age below zero", oneCORSRule(acctest.Values{"max_age_seconds": -1}), []string{`Error on "cors_rules.max_age_seconds": Invalid Number`}},
		{"age above a day", oneCORSRule(acctest.Values{"max_age_seconds": 86401}), []string{`Error on "cors_rules.max_age_seconds": Invalid Number`}},
		{
			"the same id of CORS rules",
			acctest.Values{"name": newBucket, "cors_rules": []any{corsRule(acctest.Values{"id": "site"}), corsRule(nil), corsRule(acctest.Values{"id": "site"})}},
			[]string{`Error on "cors_rules.id": Duplicate Rule ID`},
		},
		{
			"too many CORS rules",
			acctest.Values{"name": newBucket, "cors_rules": manyRules(r2.MaxCORSRules+1, corsRule(nil).With(acctest.Values{"id": nil}))},
			[]string{`Error on "cors_rules": Invalid Length`},
		},
		{
			"all problems at once",
			acctest.Values{"name": "A", "location": "mars", "lifecycle_rules": []any{
				lifecycleRule("same", acctest.Values{"expiration_days": 0}), lifecycleRule("same", acctest.Values{"expiration_days": 1}),
			}},
			[]string{
				`Error on "lifecycle_rules.expiration_days": Invalid Number`, `Error on "lifecycle_rules.id": Duplicate Rule ID`, `Error on "location": Invalid Choice`,
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
		"longest id":          oneRule(acctest.Values{"id": strings.Repeat("\u00e9", 255), "expiration_days": 1}),
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
			Detail: `The value "Acme" of name is not usable. A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, with a letter or a digit at both ends.` + "\n" + coded("R2-006"),
		}},
		"name that is a secret": {acctest.Values{"name": strings.Repeat("5ec", 21) + "5"}, acctest.Diagnostic{
			Severity: "Error", Summary: "Invalid Bucket Name",
			Detail: `The value (not shown, since it looks like a secret) of name is not usable. A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, with a letter or a digit at both ends.` +
				"\n\n  attribute: name" + coded("R2-006"),
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
		"choice": {acctest.Values{"name": newBucket, "location": "weur "}, acctest.Diagnostic{
			Severity: "Error", Attribute: "location", Summary: "Invalid Choice",
			Detail: `The value "weur " of location is not usable. It must be one of "wnam", "enam", "weur", "eeur", "apac", "oc". A jurisdiction, such as eu, goes to the attribute jurisdiction. Write "weur".` + "\n" + coded("R2-066"),
		}},
		"choice in a set": {oneCORSRule(acctest.Values{"allowed_methods": []any{"GET", "put"}}), acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules.allowed_methods", Summary: "Invalid Choice",
			Detail: `The value "put" of cors_rules[0].allowed_methods is not usable. It must be one of "GET", "PUT", "POST", "DELETE", "HEAD". Write "PUT".` + "\n" + coded("R2-066"),
		}},
		"choice that is nothing like one": {acctest.Values{"name": newBucket, "location": "eu-west-1"}, acctest.Diagnostic{
			Severity: "Error", Attribute: "location", Summary: "Invalid Choice",
			Detail: `The value "eu-west-1" of location is not usable. It must be one of "wnam", "enam", "weur", "eeur", "apac", "oc". A jurisdiction, such as eu, goes to the attribute jurisdiction.` + "\n" + coded("R2-066"),
		}},
		"choice that is a secret": {oneCORSRule(acctest.Values{"allowed_methods": []any{strings.Repeat("5ec", 21) + "5"}}), acctest.Diagnostic{
			Severity: "Error", Summary: "Invalid Choice",
			Detail: `The value (not shown, since it looks like a secret) of cors_rules[0].allowed_methods is not usable. It must be one of "GET", "PUT", "POST", "DELETE", "HEAD".` +
				"\n\n  attribute: cors_rules[0].allowed_methods" + coded("R2-066"),
		}},
		"fraction": {oneRule(acctest.Values{"expiration_days": 1.5}), acctest.Diagnostic{
			Severity: "Error", Attribute: "lifecycle_rules.expiration_days", Summary: "Invalid Number",
			Detail: "The value 1.5 of lifecycle_rules[0].expiration_days is not usable. It must be a whole number, 1 or more.\n" + coded("R2-067"),
		}},
		"number that no type has": {oneRule(acctest.Values{"expiration_days": 99999999999}), acctest.Diagnostic{
			Severity: "Error", Attribute: "lifecycle_rules.expiration_days", Summary: "Invalid Number",
			Detail: "The value 99999999999 of lifecycle_rules[0].expiration_days is not usable. It must be a whole number, 1 or more. The largest is 2147483647.\n" + coded("R2-067"),
		}},
		"number that is too large": {oneCORSRule(acctest.Values{"max_age_seconds": 86401}), acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules.max_age_seconds", Summary: "Invalid Number",
			Detail: "The value 86401 of cors_rules[0].max_age_seconds is not usable. It must be a whole number from 0 to 86400. The largest is 86400.\n" + coded("R2-067"),
		}},
		"length": {oneRule(acctest.Values{"expiration_days": 1, "id": ""}), acctest.Diagnostic{
			Severity: "Error", Attribute: "lifecycle_rules.id", Summary: "Invalid Length",
			Detail: `The value "" of lifecycle_rules[0].id is not usable. It must have 1 to 255 characters.` + "\n" + coded("R2-068"),
		}},
		"empty header": {oneCORSRule(acctest.Values{"expose_headers": []any{""}}), acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules.expose_headers", Summary: "Invalid Length",
			Detail: `The value "" of cors_rules[0].expose_headers is not usable. It must have a character or more.` + "\n" + coded("R2-068"),
		}},
		"too many": {acctest.Values{"name": newBucket, "cors_rules": manyRules(r2.MaxCORSRules+1, corsRule(nil))}, acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules", Summary: "Invalid Length",
			Detail: "cors_rules has 101 elements. It must have 100 at most.\n" + coded("R2-068"),
		}},
		"none": {oneCORSRule(acctest.Values{"allowed_origins": []any{}}), acctest.Diagnostic{
			Severity: "Error", Attribute: "cors_rules.allowed_origins", Summary: "Invalid Length",
			Detail: "cors_rules[0].allowed_origins has no elements. It must have at least one.\n" + coded("R2-068"),
		}},
		"conflict": {oneRule(acctest.Values{"expiration_days": 1, "expiration_date": "2027-01-31"}), acctest.Diagnostic{
			Severity: "Error", Attribute: "lifecycle_rules.expiration_date", Summary: "Conflicting Attributes",
			Detail: "The rule lifecycle_rules[0] has expiration_date and expiration_days, and takes only one of them. Leave the other out.\n" + coded("R2-069"),
		}},
		"ids that are secrets": {acctest.Values{"name": newBucket, "cors_rules": []any{corsRule(acctest.Values{"id": strings.Repeat("5ec", 21) + "5"}), corsRule(acctest.Values{"id": strings.Repeat("5ec", 21) + "5"})}}, acctest.Diagnostic{
			Severity: "Error", Summary: "Duplicate Rule ID",
			Detail: `cors_rules[0] and cors_rules[1] have the same id, (not shown, since it looks like a secret). Give every rule of the bucket an id of its own.` +
				"\n\n  attribute: cors_rules[1].id" + coded("R2-087"),
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
			Severity: "Error", Attribute: "cors_rules.expose_headers", Summary: "Null Among the Values",
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
