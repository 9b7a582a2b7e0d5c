package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// importForms is what a bad import id is told in the end.
const importForms = "\n\nAn import ID is one of\n\n  <bucket>\n  <jurisdiction>/<bucket>\n  https://<account id>.r2.cloudflarestorage.com/<bucket>\n\n" +
	"The first two are in the account of the provider (account_id, or the environment variable R2_ACCOUNT_ID).\n"

// TestBucketImport_forms: an import id in any form, and with a token that cannot change anything.
func TestBucketImport_forms(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "eu", newBucket)
	w.AddBucket(acctest.Account, "default", newBucket)
	a := w.adopter(t, w.settings(w.Token(r2fake.AdminReadOnly)))
	for id, jurisdiction := range map[string]string{
		newBucket:                                       "default",
		"default/" + newBucket:                          "default",
		"eu/" + newBucket:                               "eu",
		acctest.Endpoint("default", newBucket):          "default",
		acctest.Endpoint("eu", newBucket):               "eu",
		acctest.Endpoint("eu", newBucket) + "/":         "eu",
		"HTTPS" + acctest.Endpoint("eu", newBucket)[5:]: "eu",
	} {
		got, diags := a.importBucket(id)
		if diff := cmp.Diff(w.bucketState(t, jurisdiction, newBucket, nil), got); len(diags) > 0 || diff != "" {
			t.Errorf("%s: %q (-want +got):\n%s", id, words(diags), diff)
		}
	}
}

// TestBucketImport_otherAccount: an endpoint names its account, and the token has to be of that one.
func TestBucketImport_otherAccount(t *testing.T) {
	t.Parallel()
	const otherAccount = "fedcba9876543210fedcba9876543210"
	w := startBuckets(t)
	w.AddBucket(otherAccount, "default", newBucket)
	cred := w.AddToken(r2fake.Token{Account: otherAccount, Policies: []r2fake.Policy{{Level: r2fake.AdminReadOnly}}})
	got, diags := w.adopter(t, w.settings(cred)).importBucket("https://" + otherAccount + ".r2.cloudflarestorage.com/" + newBucket)
	if len(diags) > 0 || got["account_id"] != otherAccount {
		t.Errorf("account_id = %v, %q", got["account_id"], words(diags))
	}
}

func TestBucketImport_byIdentity(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	p := w.run(t, w.admin)
	for name, jurisdiction := range map[string]any{"default": nil, "eu": "eu"} {
		got, diags := p.ImportByIdentity("r2_bucket", acctest.Values{"account_id": acctest.Account, "jurisdiction": jurisdiction, "name": newBucket})
		wantSummaries(t, name, diags)
		if want := acctest.Endpoint(name, newBucket); got["id"] != want {
			t.Errorf("%s: id %v, want %s", name, got["id"], want)
		}
	}
	_, diags := p.ImportByIdentity("r2_bucket", acctest.Values{"account_id": "acme", "jurisdiction": "EU", "name": "Acme"})
	if len(diags) != 3 {
		t.Errorf("all three are wrong, got %q", summaries(diags))
	}
}

// TestBucketImport_rules: rules are taken over where there are some that somebody made.
func TestBucketImport_rules(t *testing.T) {
	t.Parallel()
	mine := lifecycleRule("mine", acctest.Values{"expiration_days": 30})
	kept := r2.LifecycleRule{ID: "mine", Enabled: true, ExpirationDays: 30}
	abort := r2.LifecycleRule{ID: r2.DefaultAbortRule, Enabled: true, AbortDays: 7}
	for _, test := range []struct {
		name      string
		lifecycle []r2.LifecycleRule
		cors      []r2.CORSRule
		want      acctest.Values
	}{
		{name: "the default rule alone", lifecycle: []r2.LifecycleRule{abort}},
		{name: "no rules"},
		{name: "another rule", lifecycle: []r2.LifecycleRule{abort, kept}, want: acctest.Values{"lifecycle_rules": []any{mine}}},
		{name: "another rule alone", lifecycle: []r2.LifecycleRule{kept}, want: acctest.Values{"lifecycle_rules": []any{mine}}},
		{
			name: "CORS rules", cors: []r2.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}},
			want: acctest.Values{"cors_rules": []any{corsRule(nil)}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, answer := range []r2fake.MissingCORS{
				r2fake.MissingCORSNoSuchConfiguration, r2fake.MissingCORSNotFoundError, r2fake.MissingCORSNoSuchKey, r2fake.MissingCORSEmptyDocument,
			} {
				w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{MissingCORS: answer}))
				w.AddBucket(acctest.Account, "default", newBucket)
				dashboard := w.client(t, "default", newBucket)
				if err := dashboard.SetLifecycle(t.Context(), test.lifecycle); err != nil {
					t.Fatal(err)
				}
				if err := dashboard.SetCORS(t.Context(), test.cors); err != nil {
					t.Fatal(err)
				}
				got, diags := w.adopter(t, w.settings(w.admin)).importBucket(newBucket)
				if diff := cmp.Diff(w.bucketState(t, "default", newBucket, test.want), got); len(diags) > 0 || diff != "" {
					t.Errorf("answer %q: %q (-want +got):\n%s", answer, words(diags), diff)
				}
				w.wantSettled(t, got, acctest.Values{"name": newBucket}.With(test.want))
			}
		})
	}
}

// TestBucketImport_once: rules are taken over when the bucket is imported, and not when there are some later.
func TestBucketImport_once(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "default", newBucket)
	a := w.adopter(t, w.settings(w.admin))
	a.meanwhile = func() {
		if err := w.client(t, "default", newBucket).SetCORS(t.Context(), []r2.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}}); err != nil {
			t.Error(err)
		}
	}
	got, diags := a.importBucket(newBucket) // It compares what is read before and after.
	if diff := cmp.Diff(w.bucketState(t, "default", newBucket, nil), got); len(diags) > 0 || diff != "" {
		t.Errorf("%q (-want +got):\n%s", words(diags), diff)
	}
}

// TestBucketImport_location: the location is what R2 tells, if anything. A configuration without one has nothing to change.
func TestBucketImport_location(t *testing.T) {
	t.Parallel()
	for answer, want := range map[r2fake.BucketLocation]any{r2fake.LocationAuto: nil, r2fake.LocationEmpty: nil, r2fake.LocationHint: "apac"} {
		w := startBuckets(t, r2fake.WithAnswers(r2fake.Answers{BucketLocation: answer}))
		w.AddBucket(acctest.Account, "default", newBucket, r2fake.WithLocationHint("apac"))
		got, diags := w.adopter(t, w.settings(w.admin)).importBucket(newBucket)
		if diff := cmp.Diff(w.bucketState(t, "default", newBucket, acctest.Values{"location": want}), got); len(diags) > 0 || diff != "" {
			t.Errorf("answer %q: %q (-want +got):\n%s", answer, words(diags), diff)
		}
		w.wantSettled(t, got, acctest.Values{"name": newBucket})
		if want != nil {
			w.wantSettled(t, got, acctest.Values{"name": newBucket, "location": want})
		}
	}
}

// TestBucketImport_missing: a bucket that is not there is told of, with where it is instead.
func TestBucketImport_missing(t *testing.T) {
	t.Parallel()
	endpoint := "\n\n  endpoint: " + acctest.Endpoint("default", newBucket)
	for _, test := range []struct {
		name  string
		there []string
		want  string
	}{
		{
			"nowhere", nil, "ERROR: Bucket Does Not Exist: The account has no bucket of this name in the jurisdiction default. " +
				"Check the spelling, the account and the jurisdiction." + endpoint + coded("R2-023"),
		},
		{
			"in one jurisdiction", []string{"eu"}, "ERROR: Bucket Is in Another Jurisdiction: The account has no bucket of this name in the jurisdiction default, " +
				"but in another one. Import:\n\n  eu/acme-archive" + endpoint + coded("R2-064"),
		},
		{
			"in two jurisdictions", []string{"us", "fedramp"}, "ERROR: Bucket Is in Another Jurisdiction: The account has no bucket of this name in the jurisdiction default, " +
				"but in another one. Import:\n\n  fedramp/acme-archive\n  us/acme-archive" + endpoint + coded("R2-064"),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := startBuckets(t)
			for _, jurisdiction := range test.there {
				w.AddBucket(acctest.Account, jurisdiction, newBucket)
			}
			_, diags := w.adopter(t, w.settings(w.Token(r2fake.AdminReadOnly))).importBucket(newBucket)
			if diff := cmp.Diff([]string{test.want}, words(diags)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBucketImport_denied: an Object token cannot import, and is told so.
func TestBucketImport_denied(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	_, diags := w.adopter(t, w.settings(w.Token(r2fake.ObjectReadWrite))).importBucket(acctest.Bucket)
	if len(diags) != 1 || diags[0].Summary != "Token Lacks the Admin Permission" {
		t.Errorf("diagnostics %q", words(diags))
	}
}

func TestBucketImport_badID(t *testing.T) {
	t.Parallel()
	const (
		notABucket       = "It does not name a bucket. A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, with a letter or a digit at both ends."
		notAJurisdiction = "What stands before the slash is not a jurisdiction. A jurisdiction is a label in lower case, such as eu, fedramp or us, or default for none."
		threeParts       = "It has more than two parts."
		cloudflares      = "It is an import ID of Cloudflare's own provider. Here, the bucket is:\n\n  "
	)
	w := startBuckets(t)
	p := w.run(t, w.admin)
	for id, problem := range map[string]string{
		"":                                    notABucket,
		"Acme-Archive":                        notABucket,
		"ab":                                  notABucket,
		"eu/":                                 notABucket,
		"eu/-acme":                            notABucket,
		"/acme-archive":                       notAJurisdiction,
		"EU/acme-archive":                     notAJurisdiction,
		"eu/acme-archive/eu":                  threeParts,
		acctest.Account + "/acme-archive/eu/": threeParts,
		acctest.Account + "/acme-archive/EU":  threeParts,
		acctest.Account + "/Acme":             notAJurisdiction,
		acctest.Account + "/acme-archive/eu":  cloudflares + acctest.Endpoint("eu", newBucket),
		acctest.Account + "/acme-archive":     cloudflares + acctest.Endpoint("default", newBucket),
		strings.TrimPrefix(acctest.Endpoint("eu", newBucket), "https://"): "The endpoint does not begin with https://. Write:\n\n  " + acctest.Endpoint("eu", newBucket),
	} {
		state, diags := p.Import("r2_bucket", id)
		want := []acctest.Diagnostic{{Severity: "Error", Summary: "Invalid Import ID", Detail: problem + importForms + coded("R2-083")}}
		if diff := cmp.Diff(want, diags); diff != "" || state != nil {
			t.Errorf("%q: state %v, diagnostics (-want +got):\n%s", id, state, diff)
		}
	}
	for _, id := range []string{
		"https://" + acctest.Account + ".r2.cloudflarestorage.com", acctest.Endpoint("default", newBucket) + "/mysql", "http://acme.example/acme-archive",
	} {
		_, diags := p.Import("r2_bucket", id)
		wantSummaries(t, id, diags, `Error on "": Invalid Import ID`)
	}

	p = serve(t, w.R2, w.settings(w.admin).With(acctest.Values{"account_id": nil}))
	_, diags := p.Import("r2_bucket", newBucket)
	want := []acctest.Diagnostic{{Severity: "Error", Summary: "Invalid Import ID", Detail: "It names no account, and the provider has none." + importForms + coded("R2-083")}}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("no account: diagnostics (-want +got):\n%s", diff)
	}
	_, diags = p.Import("r2_bucket", acctest.Endpoint("default", newBucket))
	wantSummaries(t, "no account, but in the id", diags)
}
