package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

func TestIdentity_schemas(t *testing.T) {
	t.Parallel()
	c := dial(t, acctest.Start(t), nil)
	type attributes struct{ Required, Optional []string }
	got := map[string]attributes{}
	for resource, schema := range c.identities {
		if schema.Version != 0 {
			t.Errorf("%s: version %d, and nothing to upgrade from", resource, schema.Version)
		}
		got[resource] = attributes{
			Required: identityAttributes(schema, func(a *tfprotov6.ResourceIdentitySchemaAttribute) bool { return a.RequiredForImport }),
			Optional: identityAttributes(schema, func(a *tfprotov6.ResourceIdentitySchemaAttribute) bool { return a.OptionalForImport }),
		}
	}
	want := map[string]attributes{
		"r2_storage": {
			Required: []string{"account_id", "bucket"},
			Optional: []string{"access_key_id", "jurisdiction", "path", "secret_access_key_wo_version", "use", "verify"},
		},
		"r2_bucket": {Required: []string{"account_id", "name"}, Optional: []string{"jurisdiction"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("identities (-want +got):\n%s", diff)
	}
}

// storageID is the identity of a storage on the fake's bucket, as it is stored.
func storageID(jurisdiction, path string) acctest.Values {
	return acctest.Values{
		"account_id": acctest.Account, "jurisdiction": jurisdiction, "bucket": acctest.Bucket, "path": path,
		"use": nil, "access_key_id": nil, "secret_access_key_wo_version": nil, "verify": nil,
	}
}

// TestIdentity_stored: creating and reading store the identity, and so does updating.
func TestIdentity_stored(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	c := dial(t, fake, asProvider(fake.Token(r2fake.AdminReadWrite)))
	for _, row := range []struct {
		resource        string
		config, changed acctest.Values
		want            acctest.Values
	}{
		{
			"r2_storage",
			acctest.Values{"endpoint": acctest.Endpoint("eu", acctest.Bucket), "path": "postgres/", "use": "destination", "verify": false},
			acctest.Values{"use": "source"},
			storageID("eu", "/postgres"),
		},
		{
			"r2_storage",
			acctest.Values{"endpoint": acctest.Endpoint("default", acctest.Bucket) + "/", "use": "source", "verify": false},
			acctest.Values{"access_key_id": "0a0b0c0d0a0b0c0d0a0b0c0d0a0b0c0d"},
			storageID("default", "/"),
		},
		{"r2_bucket", acctest.Values{"name": "acme-new"}, acctest.Values{"force_destroy": true}, bucketID("default", "acme-new")},
		{"r2_bucket", acctest.Values{"name": "acme-new", "jurisdiction": "eu"}, acctest.Values{"force_destroy": true}, bucketID("eu", "acme-new")},
	} {
		created := c.apply(row.resource, managed{}, row.config)
		read := c.read(row.resource, created)
		updated := c.apply(row.resource, read, row.config.With(row.changed))
		for what, got := range map[string]managed{"created": created, "read": read, "updated": updated} {
			if diff := cmp.Diff(row.want, got.Identity); diff != "" {
				t.Errorf("%s %s: identity (-want +got):\n%s", row.resource, what, diff)
			}
		}
		if cmp.Equal(created.State, updated.State) {
			t.Errorf("%s: the update changed nothing, so this shows nothing about it", row.resource)
		}
	}
}

// TestIdentity_import: an import by identity gives all of the state, and a configuration that says the same changes nothing.
func TestIdentity_import(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", acctest.Bucket)
	cred, key := fake.Token(r2fake.AdminReadWrite), strings.Repeat("a", 32)
	for _, row := range []struct {
		name, resource string
		identity       acctest.Values
		stored         acctest.Values // with the defaults filled in
		config         acctest.Values
	}{
		{
			"a storage", "r2_storage",
			acctest.Values{"account_id": acctest.Account, "bucket": acctest.Bucket},
			storageID("default", "/"),
			acctest.Values{"endpoint": acctest.Endpoint("default", acctest.Bucket), "use": "destination"},
		},
		{
			"a storage in a folder", "r2_storage", storageID("eu", "postgres/"), storageID("eu", "/postgres"),
			acctest.Values{"endpoint": acctest.Endpoint("eu", acctest.Bucket), "path": "/postgres", "use": "destination"},
		},
		{
			"a storage with everything else", "r2_storage",
			storageID("eu", "/").With(acctest.Values{"use": "source", "access_key_id": key, "secret_access_key_wo_version": 2, "verify": false}),
			storageID("eu", "/"),
			acctest.Values{
				"endpoint": acctest.Endpoint("eu", acctest.Bucket), "use": "source",
				"access_key_id": key, "secret_access_key_wo": strings.Repeat("5", 64), "secret_access_key_wo_version": 2, "verify": false,
			},
		},
		{
			"a bucket", "r2_bucket",
			acctest.Values{"account_id": acctest.Account, "name": acctest.Bucket},
			bucketID("default", acctest.Bucket),
			acctest.Values{"name": acctest.Bucket},
		},
		{
			"a bucket in a jurisdiction", "r2_bucket", bucketID("eu", acctest.Bucket), bucketID("eu", acctest.Bucket),
			acctest.Values{"name": acctest.Bucket, "jurisdiction": "eu"},
		},
	} {
		c := dial(t, fake, asProvider(cred))
		imported, diags := c.importByIdentity(row.resource, row.identity)
		wantSummaries(t, row.name, withoutWarnings(diags))
		if diff := cmp.Diff(row.stored, imported.Identity); diff != "" {
			t.Errorf("%s: identity (-want +got):\n%s", row.name, diff)
		}
		planned, diags := c.plan(row.resource, imported, row.config)
		wantSummaries(t, row.name+", plan", withoutWarnings(diags))
		if diff := cmp.Diff(imported.State, planned); diff != "" {
			t.Errorf("%s: the plan changes (-imported +planned):\n%s", row.name, diff)
		}
	}
}

// withoutWarnings leaves the errors: an Admin token is more than these storages need, of which they warn.
func withoutWarnings(diags []acctest.Diagnostic) []acctest.Diagnostic {
	var errors []acctest.Diagnostic
	for _, d := range diags {
		if d.Severity == "Error" {
			errors = append(errors, d)
		}
	}
	return errors
}

func TestIdentity_rejected(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	c := dial(t, fake, asProvider(fake.Token(r2fake.AdminReadOnly)))
	good := map[string]acctest.Values{"r2_storage": storageID("default", "/"), "r2_bucket": bucketID("default", acctest.Bucket)}
	wrong := func(attribute, summary, detail string) []acctest.Diagnostic {
		return []acctest.Diagnostic{{Severity: "Error", Attribute: attribute, Summary: summary, Detail: detail}}
	}
	for _, row := range []struct {
		resource string
		change   acctest.Values
		want     []acctest.Diagnostic
	}{
		{"r2_storage", acctest.Values{"account_id": "acme"}, wrong("account_id", "Invalid Identity", accountIDRule+"\n"+coded("R2-083"))},
		{"r2_storage", acctest.Values{"account_id": nil}, wrong("account_id", "Invalid Identity", accountIDRule+"\n"+coded("R2-083"))},
		{"r2_storage", acctest.Values{"jurisdiction": "EU"}, wrong("jurisdiction", "Invalid Identity", jurisdictionRule+"\n"+coded("R2-083"))},
		{"r2_storage", acctest.Values{"bucket": "Acme"}, wrong("bucket", "Invalid Identity", bucketNameRule+"\n"+coded("R2-083"))},
		{"r2_storage", acctest.Values{"path": "a//b"}, wrong("path", "Invalid Path", "The path \"a//b\" has a doubled slash in it. "+
			"The path is a folder inside the bucket, such as /postgres or /backups/mysql; / is the bucket's root.\n"+coded("R2-007"))},
		{"r2_storage", acctest.Values{"use": "backup"}, wrong("use", "Invalid Identity", "The use must be one of destination, source, create_bucket."+"\n"+coded("R2-083"))},
		{"r2_storage", acctest.Values{"access_key_id": ""}, wrong("access_key_id", "Invalid Identity", "The access_key_id must have 32 characters, 0-9 and a-f."+"\n"+coded("R2-083"))},
		{"r2_storage", acctest.Values{"access_key_id": "AKIAIOSFODNN7EXAMPLE"}, wrong("access_key_id", "Invalid Identity", "The access_key_id must have 32 characters, 0-9 and a-f."+"\n"+coded("R2-083"))},
		{
			"r2_storage",
			acctest.Values{"secret_access_key_wo_version": -1},
			wrong("secret_access_key_wo_version", "Invalid Identity", "The secret_access_key_wo_version must be a whole number, 0 or more."+"\n"+coded("R2-083")),
		},
		{
			"r2_storage",
			acctest.Values{"secret_access_key_wo_version": 1.5},
			wrong("secret_access_key_wo_version", "Invalid Identity", "The secret_access_key_wo_version must be a whole number, 0 or more."+"\n"+coded("R2-083")),
		},
		{"r2_bucket", acctest.Values{"account_id": "acme"}, wrong("account_id", "Invalid Identity", accountIDRule+"\n"+coded("R2-083"))},
		{"r2_bucket", acctest.Values{"jurisdiction": "EU"}, wrong("jurisdiction", "Invalid Identity", jurisdictionRule+"\n"+coded("R2-083"))},
		{"r2_bucket", acctest.Values{"name": "Acme"}, wrong("name", "Invalid Identity", bucketNameRule+"\n"+coded("R2-083"))},
		{"r2_bucket", acctest.Values{"name": nil}, wrong("name", "Invalid Identity", bucketNameRule+"\n"+coded("R2-083"))},
	} {
		_, diags := c.importByIdentity(row.resource, good[row.resource].With(row.change))
		if diff := cmp.Diff(row.want, diags); diff != "" {
			t.Errorf("%s %v (-want +got):\n%s", row.resource, row.change, diff)
		}
	}
	wantRequests(t, fake, "bad identities", 0)
}

// TestIdentity_emptyID: an empty import id is a bad id, not an identity that was left out.
func TestIdentity_emptyID(t *testing.T) {
	t.Parallel()
	p := serve(t, acctest.Start(t), nil)
	for _, resource := range []string{"r2_storage", "r2_bucket"} {
		_, diags := p.Import(resource, "")
		wantSummaries(t, resource, diags, `Error on "": Invalid Import ID`)
	}
}
