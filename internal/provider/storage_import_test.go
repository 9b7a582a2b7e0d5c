package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// imported is the state of an import that leaves everything to the defaults.
func imported() acctest.Values {
	return created(r2fake.Credentials{}).With(acctest.Values{"access_key_id": nil})
}

func TestStorageImport(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	p := serve(t, fake, nil)
	key := strings.Repeat("a", 32)
	endpoint := acctest.Endpoint("default", acctest.Bucket)
	inFolder := imported().With(acctest.Values{"id": endpoint + "/mysql/daily", "path": "/mysql/daily", "prefix": "mysql/daily/"})
	for _, row := range []struct {
		id   string
		want acctest.Values
	}{
		{endpoint, imported()},
		{endpoint + "/", imported()},
		{strings.Replace(endpoint, "https://0123456789abcdef", "https://0123456789ABCDEF", 1), imported()},
		{endpoint + "/mysql/daily", inFolder},
		{endpoint + "/mysql/daily/", inFolder},
		{endpoint + "?use=destination", imported()},
		{endpoint + "?use=source", imported().With(acctest.Values{"use": "source"})},
		{endpoint + "?use=create_bucket", imported().With(acctest.Values{"use": "create_bucket"})},
		{endpoint + "?access_key_id=" + key, imported().With(acctest.Values{"access_key_id": key})},
		{endpoint + "?verify=false", imported().With(acctest.Values{"verify": false})},
		{endpoint + "?verify=true", imported()},
		{endpoint + "?secret_access_key_wo_version=3", imported().With(acctest.Values{"secret_access_key_wo_version": 3})},
		{endpoint + "/mysql/daily?access_key_id=" + key + "&use=source", inFolder.With(acctest.Values{"use": "source", "access_key_id": key})},
		{
			acctest.Endpoint("eu", acctest.Bucket), imported().With(acctest.Values{
				"id": acctest.Endpoint("eu", acctest.Bucket), "endpoint": acctest.Endpoint("eu", acctest.Bucket), "jurisdiction": "eu",
				"base_endpoint": "https://" + acctest.Account + ".eu.r2.cloudflarestorage.com",
			}),
		},
	} {
		got, diags := p.Import("r2_storage", row.id)
		wantSummaries(t, row.id, diags)
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.id, diff)
		}
	}
	wantRequests(t, fake, "imports without credentials", 0)
}

func TestStorageImport_byIdentity(t *testing.T) {
	t.Parallel()
	p := serve(t, acctest.Start(t), nil)
	got, diags := p.ImportByIdentity("r2_storage", acctest.Values{"account_id": acctest.Account, "bucket": acctest.Bucket})
	wantSummaries(t, "defaults", diags)
	if diff := cmp.Diff(imported(), got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	got, diags = p.ImportByIdentity("r2_storage", acctest.Values{"account_id": acctest.Account, "jurisdiction": "eu", "bucket": acctest.Bucket, "path": "mysql/"})
	wantSummaries(t, "everything", diags)
	if want := acctest.Endpoint("eu", acctest.Bucket) + "/mysql"; got["id"] != want {
		t.Errorf("everything: id %q, want %q", got["id"], want)
	}
	_, diags = p.ImportByIdentity("r2_storage", acctest.Values{"account_id": "acme", "jurisdiction": "EU", "bucket": "Acme", "path": "a//b"})
	if len(diags) != 4 {
		t.Errorf("all four are wrong, got %q", summaries(diags))
	}
}

// TestStorageImport_notVerified: a storage that is only to be declared is not proven either.
func TestStorageImport_notVerified(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	p := serve(t, fake, asProvider(fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)))
	endpoint := acctest.Endpoint("default", acctest.Bucket)
	_, diags := p.Import("r2_storage", endpoint+"?verify=false")
	wantSummaries(t, "not verified", diags)
	wantRequests(t, fake, "an import that is not to be verified", 0)
	_, diags = p.Import("r2_storage", endpoint)
	wantSummaries(t, "verified", diags, `Warning on "": Token Cannot Write to the Bucket`)
}

// TestStorageImport_anyPath: the id of a storage is what imports it, whatever its path is made of.
func TestStorageImport_anyPath(t *testing.T) {
	t.Parallel()
	p := serve(t, acctest.Start(t), nil)
	endpoint := acctest.Endpoint("default", acctest.Bucket)
	for path, behind := range map[string]string{
		"/":                  "",
		"/mysql/daily":       "/mysql/daily",
		"/My Backups":        "/My%20Backups",
		"/what?use=source":   "/what%3Fuse=source",
		"/50%":               "/50%25",
		"/a%20b":             "/a%2520b",
		"/a#b+c&d":           "/a%23b+c&d",
		"/t\u00e4glich":      "/t%C3%A4glich",
		"/host=db1,region=x": "/host=db1,region=x",
	} {
		change, diags := p.Plan("r2_storage", nil, acctest.Values{"endpoint": endpoint, "path": path, "use": "destination", "verify": false})
		wantSummaries(t, path+", plan", diags)
		stored, diags := p.Apply(change)
		wantSummaries(t, path+", apply", diags)
		if stored["id"] != endpoint+behind {
			t.Errorf("%s: id %q, want %q", path, stored["id"], endpoint+behind)
		}
		got, diags := p.Import("r2_storage", fmt.Sprint(stored["id"], "?verify=false"))
		wantSummaries(t, path+", import", diags)
		if diff := cmp.Diff(stored, got); diff != "" {
			t.Errorf("%s (-stored +imported):\n%s", path, diff)
		}
	}
}

// TestStorageImport_rejected pins the text for everything that is no import id. After a change of a text:
//
//	go test ./internal/provider -run TestStorageImport_rejected -update
func TestStorageImport_rejected(t *testing.T) {
	t.Parallel()
	p := serve(t, acctest.Start(t), nil)
	endpoint := acctest.Endpoint("default", acctest.Bucket)
	secret := strings.Repeat("5ec3e7", 11)[:64]
	var document strings.Builder
	for _, id := range []string{
		acctest.Bucket,
		acctest.Account + "/" + acctest.Bucket,
		strings.TrimSuffix(endpoint, "/"+acctest.Bucket),
		endpoint + "/mysql//daily",
		endpoint + "/../mysql",
		endpoint + "?use=backup",
		endpoint + "?use=source&use=destination",
		endpoint + "?access_key_id=",
		endpoint + "?access_key_id=AKIAIOSFODNN7EXAMPLE",
		endpoint + "?path=/mysql",
		endpoint + "?use=%zz",
		endpoint + "?verify=no",
		endpoint + "?secret_access_key_wo_version=-1",
		endpoint + "?secret_access_key_wo_version=one",
		endpoint + "?use=",
		endpoint + "?secret_access_key=" + secret,
		endpoint + "?access_key_id=" + secret,
	} {
		state, diags := p.Import("r2_storage", id)
		if state != nil || len(diags) != 1 || strings.Contains(diags[0].Detail, secret) {
			t.Errorf("%s: state %v, diagnostics %v; want one diagnostic, and no secret in it", id, state, diags)
		}
		describe(&document, strings.ReplaceAll(id, secret, "<a secret>"), diags)
	}
	compareGolden(t, "storage_import.golden", document.String())
}

// TestAccStorageResource_importBlock: an existing connection is taken over with nothing to change, and proven.
func TestAccStorageResource_importBlock(t *testing.T) {
	fake := acctest.Start(t)
	readOnly := fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)
	fake.PutObject(acctest.Account, "default", acctest.Bucket, "mysql/monday.dump", []byte("monday"))
	hcl := func(use, importedUse string) string {
		return fake.Provider() + storageHCL(use, readOnly, `path = "/mysql"`) + fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n",
			storageAddress, acctest.Endpoint("default", acctest.Bucket)+"/mysql?use="+importedUse+"&access_key_id="+readOnly.AccessKeyID)
	}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: hcl("destination", "destination"), ExpectError: summary("Token Cannot Write to the Bucket")},
			{
				Config: hcl("source", "source"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(storageAddress, plancheck.ResourceActionNoop),
				}},
			},
		},
	})
}

// describe writes diagnostics with everything about them.
func describe(document *strings.Builder, title string, diags []acctest.Diagnostic) {
	fmt.Fprintf(document, "### %s\n\n", title)
	for _, d := range diags {
		fmt.Fprintf(document, "%s: %s\non: %s\n\n%s\n\n", d.Severity, d.Summary, d.Attribute, d.Detail)
	}
}
