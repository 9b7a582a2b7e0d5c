package miniflare_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestVerifyStorage: the action writes, overwrites, reads, lists and deletes, and leaves only what was there before.
func TestVerifyStorage(t *testing.T) {
	t.Parallel()
	s := local(t)
	for _, use := range []string{"destination", "source"} {
		t.Run(use, func(t *testing.T) {
			t.Parallel()
			folder := store(t, s)
			progress, diags := invoke(t, s, map[string]string{
				"endpoint": acctest.Endpoint(r2fake.DefaultJurisdiction, bucket), "path": "/" + folder, "use": use,
			})
			for _, d := range diags {
				t.Errorf("%s: %s", d.Summary, d.Detail)
			}
			if want := "The storage works as a " + use; !slices.Contains(progress, want) {
				t.Errorf("progress %q has no %q", progress, want)
			}
			if diff := cmp.Diff([]string{folder + "/object"}, keys(t, s, folder)); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
		})
	}
}

// TestVerifyStorage_refused: what is wrong is told as an error, and nothing is left.
func TestVerifyStorage_refused(t *testing.T) {
	t.Parallel()
	s := local(t)
	unknown, stranger := s, s
	unknown.credentials.AccessKeyID = unknownKey
	stranger.credentials.SecretAccessKey = strings.Repeat("0", 64)
	for name, test := range map[string]struct {
		service           service
		bucket, use, want string
	}{
		"missing source":      {s, "acme-absent", "source", "Bucket Does Not Exist"},
		"missing destination": {s, "acme-absent", "destination", "Bucket Does Not Exist"},
		"unknown key":         {unknown, bucket, "destination", "Token Unknown to R2"},
		"another's secret":    {stranger, bucket, "destination", "Secret Does Not Belong to the Key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := invoke(t, test.service, map[string]string{"endpoint": acctest.Endpoint(r2fake.DefaultJurisdiction, test.bucket), "use": test.use})
			var got []string
			for _, d := range diags {
				got = append(got, d.Summary)
			}
			if diff := cmp.Diff([]string{test.want}, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// invoke runs the action over the protocol, in process, and gives what it told on the way and at the end: the CLI knows actions only from 1.14 on.
func invoke(t *testing.T, s service, config map[string]string) (progress []string, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	block := map[string]string{}
	for name, value := range settings(s) {
		block[name] = value.(string)
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(t, schema.Provider, block)})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured)
	}
	actions, ok := server.(tfprotov6.ActionServer)
	if !ok {
		t.Fatal("the provider has no actions")
	}
	stream, err := actions.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{
		ActionType: "r2_verify_storage", Config: encode(t, schema.ActionSchemas["r2_verify_storage"].Schema, config),
	})
	if err != nil {
		t.Fatal(err)
	}
	completed := false
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed, diags = true, event.Diagnostics
		}
	}
	if !completed {
		t.Error("the action did not say that it is over")
	}
	return progress, diags
}

// encode makes a configuration of strings; what is left out is null.
func encode(t *testing.T, schema *tfprotov6.Schema, values map[string]string) *tfprotov6.DynamicValue {
	t.Helper()
	typ := schema.ValueType().(tftypes.Object)
	attributes := map[string]tftypes.Value{}
	for name, of := range typ.AttributeTypes {
		attributes[name] = tftypes.NewValue(of, nil)
		if value, ok := values[name]; ok {
			attributes[name] = tftypes.NewValue(of, value)
		}
	}
	encoded, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, attributes))
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}
