package provider

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// TestCodec: models are read and set as the framework does it.
func TestCodec(t *testing.T) {
	t.Parallel()
	storage := storageModel{
		Endpoint: endpointType.value("https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme"), Path: pathType.value("/postgres"), Use: types.StringValue("source"),
		Verify: types.BoolUnknown(), SecretAccessKeyWOVersion: types.NumberValue(big.NewFloat(3)), Region: types.StringUnknown(),
	}
	testCodec(t, "storage", newStorageResource, storageCodec(), storage)
	testCodec(t, "empty storage", newStorageResource, storageCodec(), storageModel{})

	rules, diags := lifecycleFromR2(t.Context(), []r2.LifecycleRule{{ID: "expire", Enabled: true, ExpirationDays: 30}}, nil)
	origins, more := corsFromR2(t.Context(), []r2.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}}, nil)
	if diags.HasError() || more.HasError() {
		t.Fatal(diags, more)
	}
	bucket := bucketModel{Name: types.StringValue("acme"), ForceDestroy: types.BoolValue(true), LifecycleRules: rules, CORSRules: origins}
	testCodec(t, "bucket", newBucketResource, bucketCodec(), bucket)
	testCodec(t, "imported bucket", newBucketResource, bucketCodec(), *importedBucket(r2.Endpoint{Bucket: "acme"}))
}

func testCodec[Model any](t *testing.T, name string, newResource func() resource.Resource, c *codec[Model], model Model) {
	t.Helper()
	var described resource.SchemaResponse
	newResource().Schema(t.Context(), resource.SchemaRequest{}, &described)
	want := tfsdk.State{Schema: described.Schema, Raw: tftypes.NewValue(described.Schema.Type().TerraformType(t.Context()), nil)}
	if diags := want.Set(t.Context(), &model); diags.HasError() {
		t.Fatal(name, diags)
	}
	var got tftypes.Value
	if diags := c.set(t.Context(), &got, &model); diags.HasError() {
		t.Fatal(name, diags)
	}
	if !got.Equal(want.Raw) {
		t.Errorf("%s was set to\n%s\nthe framework sets\n%s", name, got, want.Raw)
	}

	var mine, theirs Model
	if diags := c.get(t.Context(), want.Raw, &mine); diags.HasError() {
		t.Fatal(name, diags)
	}
	_ = want.Get(t.Context(), &theirs) // It validates as well, which a schema does before.
	same := cmp.Comparer(func(a, b attr.Value) bool { return a.Equal(b) })
	if diff := cmp.Diff(theirs, mine, same); diff != "" {
		t.Errorf("%s was read (-framework +got):\n%s", name, diff)
	}

	var missing Model
	if diags := c.get(t.Context(), tftypes.NewValue(tftypes.String, "no object"), &missing); !diags.HasError() {
		t.Errorf("%s was read from a string", name)
	}
}
