package provider_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestStorage_rejected pins the whole text for configurations that need no network to be rejected. Everything that is wrong
// is told at once. After a change of a text:
//
//	go test ./internal/provider -run TestStorage_rejected -update
func TestStorage_rejected(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	p := serve(t, fake, nil)
	key, secret := strings.Repeat("a", 32), strings.Repeat("5ec3e7", 11)[:64]
	good := storage("destination", r2fake.Credentials{AccessKeyID: key, SecretAccessKey: secret})
	var document strings.Builder
	for _, row := range []struct {
		title  string
		change acctest.Values
	}{
		{"key and secret are swapped", acctest.Values{"access_key_id": secret, "secret_access_key_wo": key}},
		{"key is the secret, secret is right", acctest.Values{"access_key_id": secret}},
		{"secret is the key, key is right", acctest.Values{"secret_access_key_wo": key}},
		{"secret is the value of an API token", acctest.Values{"secret_access_key_wo": "cfat_" + strings.Repeat("x", 40)}},
		{"secret is of AWS, key as well", acctest.Values{"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key_wo": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}},
		{"secret has a line break at its end", acctest.Values{"secret_access_key_wo": secret + "\n"}},
		{"both are empty", acctest.Values{"access_key_id": "", "secret_access_key_wo": ""}},
		{"use is unknown", acctest.Values{"use": "backup"}},
		{"use is written like a label", acctest.Values{"use": "Create Bucket"}},
		{"use is a secret", acctest.Values{"use": secret}},
		{"version is a fraction", acctest.Values{"secret_access_key_wo_version": 1.5}},
		{"version is negative", acctest.Values{"secret_access_key_wo_version": -1}},
		{"path is empty", acctest.Values{"path": ""}},
		{"path is a URL", acctest.Values{"path": "https://example.com/postgres"}},
		{"folder is in the endpoint", acctest.Values{"endpoint": acctest.Endpoint("default", acctest.Bucket) + "/postgres"}},
		{
			"five things are wrong",
			acctest.Values{
				"endpoint": "https://" + acctest.Bucket + ".s3.amazonaws.com", "path": "a//b", "use": "backup",
				"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key_wo": "short",
			},
		},
	} {
		diags := p.Validate("r2_storage", good.With(row.change))
		if len(diags) == 0 {
			t.Errorf("%s: nothing was reported", row.title)
		}
		// The framework validates attributes in no certain order.
		slices.SortFunc(diags, func(a, b acctest.Diagnostic) int {
			return cmp.Or(cmp.Compare(a.Attribute, b.Attribute), cmp.Compare(a.Detail, b.Detail))
		})
		describe(&document, row.title, diags)
	}
	if strings.Contains(document.String(), secret) {
		t.Error("a secret is shown")
	}
	compareGolden(t, "storage_validate.golden", document.String())

	wantSummaries(t, "control", p.Validate("r2_storage", good))
	wantSummaries(t, "unknown values", p.Validate("r2_storage", good.With(acctest.Values{
		"endpoint": acctest.Unknown, "path": acctest.Unknown, "use": acctest.Unknown, "access_key_id": acctest.Unknown, "secret_access_key_wo": acctest.Unknown,
	})))
	wantRequests(t, fake, "validate", 0)
}

// TestStorage_missingCredentials pins the texts for what only a plan can find missing, since the provider may have it.
func TestStorage_missingCredentials(t *testing.T) {
	t.Parallel()
	p := serve(t, acctest.Start(t), nil)
	good := storage("destination", r2fake.Credentials{AccessKeyID: strings.Repeat("a", 32), SecretAccessKey: strings.Repeat("5", 64)})
	var document strings.Builder
	for _, row := range []struct {
		title  string
		change acctest.Values
	}{
		{"no secret", acctest.Values{"secret_access_key_wo": nil}},
		{"no key", acctest.Values{"access_key_id": nil}},
		{"neither", acctest.Values{"access_key_id": nil, "secret_access_key_wo": nil}},
	} {
		_, diags := p.Plan("r2_storage", nil, good.With(row.change))
		describe(&document, row.title, diags)
	}
	compareGolden(t, "storage_credentials.golden", document.String())
}

// TestAccStorageResource_rejectedAtOnce: Terraform, too, shows everything that is wrong in one go.
func TestAccStorageResource_rejectedAtOnce(t *testing.T) {
	fake := acctest.Start(t)
	hcl := fake.Provider() + storageHCL("backup", r2fake.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "short"}, `path = "a//b"`)
	var steps []resource.TestStep
	for _, expected := range []string{"Invalid Path", "Invalid Access Key ID", "Invalid Secret Access Key", "Invalid Choice"} {
		steps = append(steps, resource.TestStep{Config: hcl, PlanOnly: true, ExpectError: summary(expected)})
	}
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: factories(), Steps: steps})
}
