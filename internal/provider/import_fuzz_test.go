package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// Parts of what the targets begin with.
const (
	aHost   = "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"
	aSecret = "5b1f5a6c4c64b2b4f2a1d3f8f0a9c1b2e3d4f5a6b7c8d9e0f1a2b3c4d5e6f708"
)

// FuzzStorageImport: an import id is refused with a reason that repeats no secret, or gives a storage whose own import id
// means the same.
func FuzzStorageImport(f *testing.F) {
	for _, seed := range []string{
		"", "?", "https://" + aHost + "/backups", "HTTPS://" + strings.ToUpper(aHost) + "/backups/", "https://" + aHost + "/backups/my%20folder?use=source",
		"https://" + aHost + "/backups?access_key_id=0123456789abcdef0123456789abcdef&use=create_bucket", "https://" + aHost + "/backups?use=source&use=source",
		"https://" + aHost + "/backups?secret_access_key=" + aSecret, "https://" + aHost + "/backups?access_key_id=" + aSecret, "https://" + aHost + "/backups?%zz", aSecret,
		"https://" + aHost + "/backups?use=source;x", "https://" + aHost + "/backups#?use=source",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		model, problem := parseStorageImport(id)
		if problem != "" {
			if strings.Contains(problem, aSecret) {
				t.Errorf("%q: the secret is repeated:\n%s", id, problem)
			}
			return
		}
		endpoint, folder, err := model.toR2()
		if err != nil || !r2.ValidAccountID(endpoint.AccountID) || !r2.ValidBucketName(endpoint.Bucket) || !r2.ValidJurisdiction(endpoint.Jurisdiction) {
			t.Fatalf("%q gives %+v, %v", id, model, err)
		}
		if key := model.AccessKeyID.ValueString(); key != "" && len(r2.CheckCredentials(key, r2.Secret{})) > 0 {
			t.Errorf("%q gives the key %q", id, key)
		}
		own := endpoint.String() + "?use=" + model.Use.ValueString()
		if again, problem := parseStorageImport(own); problem != "" || again.Endpoint.ValueString() != model.Endpoint.ValueString() || again.Use != model.Use {
			t.Errorf("%q gives %+v, whose own import id gives %+v, %s", id, model, again, problem)
		}
		if again, err := r2.ParsePath(folder.String()); err != nil || again != folder {
			t.Errorf("%q gives the path %q, which is read as %q, %v", id, folder, again, err)
		}
	})
}

// FuzzBucketImport: the same for buckets.
func FuzzBucketImport(f *testing.F) {
	for _, seed := range []string{"", "/", "backups", "eu/backups", "EU/backups", "eu//backups", "a/b/c", "https://" + aHost + "/backups", "https://" + aHost, "s3://backups", aSecret, "://"} {
		f.Add(seed)
	}
	data := &providerData{accountID: setting{value: "0123456789abcdef0123456789abcdef", known: true}}
	f.Fuzz(func(t *testing.T, id string) {
		endpoint, problem := parseBucketImport(id, data)
		if problem != "" {
			if strings.Contains(problem, aSecret) {
				t.Errorf("%q: the secret is repeated:\n%s", id, problem)
			}
			return
		}
		if again, problem := parseBucketImport(endpoint.String(), data); problem != "" || again != endpoint {
			t.Errorf("%q gives %+v, whose own import id gives %+v, %s", id, endpoint, again, problem)
		}
	})
}

// FuzzIdentity: an identity is refused, or names a bucket whose endpoint is read as the same.
func FuzzIdentity(f *testing.F) {
	f.Add("0123456789abcdef0123456789abcdef", "eu", "backups")
	f.Add("0123456789abcdef0123456789abcdef", "", "backups")
	f.Add("0123456789ABCDEF0123456789abcdef", "default", "Backups")
	f.Add("0123456789abcdef0123456789abcdef", "eu.evil.example", "backups")
	f.Add("0123456789abcdef0123456789abcdef\n", "eu\n", "backups\n")
	f.Fuzz(func(t *testing.T, accountID, jurisdiction, name string) {
		endpoint, diags := endpointFromIdentity(types.StringValue(accountID), types.StringValue(jurisdiction), types.StringValue(name), "name")
		if diags.HasError() {
			return
		}
		if again, err := r2.ParseEndpoint(endpoint.String()); err != nil || again != endpoint {
			t.Errorf("%q, %q, %q name %+v, which is read as %+v, %v", accountID, jurisdiction, name, endpoint, again, err)
		}
	})
}
