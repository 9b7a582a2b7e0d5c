package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	r2provider "github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// serveVariable makes the test binary serve one of the providers instead of running the tests: the CLI starts it as a plugin.
const serveVariable = "PROVIDERSCHEMA_TEST_SERVE"

var providers = map[string]func() provider.Provider{
	"shapes": newShapes,
	"r2":     r2provider.New("dev"),
}

func TestMain(m *testing.M) {
	if name := os.Getenv(serveVariable); name != "" {
		if err := providerserver.Serve(context.Background(), providers[name], providerserver.ServeOpts{Address: address}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestDump_sections pins the sections that only the newest CLIs print.
func TestDump_sections(t *testing.T) {
	t.Parallel()

	got := dumped(t, newShapes())
	want := map[string]string{
		"list_resource_schemas": `{"r2_shapes": {
			"version": 0,
			"block": {
				"attributes": {"prefix": {"type": "string", "description_kind": "plain", "optional": true}},
				"description": "Lists **shapes**.",
				"description_kind": "markdown"
			}
		}}`,
		"action_schemas": `{"r2_draw": {
			"block": {
				"attributes": {"colour": {"type": "string", "description_kind": "plain", "required": true}},
				"description_kind": "plain"
			}
		}}`,
		"resource_identity_schemas": `{"r2_shapes": {
			"version": 2,
			"attributes": {
				"name": {"type": "string", "description": "Its name.", "required_for_import": true},
				"number": {"type": "number", "optional_for_import": true}
			}
		}}`,
	}
	for section, want := range want {
		if diff := cmp.Diff(parse(t, []byte(want)), got[section]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", section, diff)
		}
	}
}

// TestDump_likeCLI compares the dump with what the CLI says of the same provider, as far as the CLI knows the sections.
func TestDump_likeCLI(t *testing.T) {
	t.Parallel()

	cli := findCLI(t)
	for name, newProvider := range providers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			want := schemaFromCLI(t, cli, name)
			for _, section := range []string{"provider", "resource_schemas", "data_source_schemas"} {
				if _, ok := want[section]; !ok {
					t.Errorf("the CLI printed no %s", section)
				}
			}
			got := dumped(t, newProvider())
			maps.DeleteFunc(got, func(section string, _ any) bool {
				_, known := want[section]
				return !known
			})
			if diff := cmp.Diff(normalised(want), normalised(got)); diff != "" {
				t.Errorf("schema (-CLI +dump):\n%s", diff)
			}
		})
	}
}

// dumped is the dump of a provider as generic JSON.
func dumped(t *testing.T, p provider.Provider) map[string]any {
	t.Helper()

	schema, err := dump(t.Context(), providerserver.NewProtocol6(p)())
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, encoded)
}

func parse(t *testing.T, encoded []byte) map[string]any {
	t.Helper()

	var parsed map[string]any
	if err := json.Unmarshal(encoded, &parsed); err != nil {
		t.Fatalf("%v in:\n%s", err, encoded)
	}
	return parsed
}

func findCLI(t *testing.T) string {
	t.Helper()

	for _, name := range []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("needs terraform or tofu in PATH, or TF_ACC_TERRAFORM_PATH")
	return ""
}

// schemaFromCLI lets the CLI start this test binary as the provider and returns the schema that it prints.
func schemaFromCLI(t *testing.T, cli, name string) map[string]any {
	t.Helper()

	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "terraform-provider-r2")); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "cli.tfrc")
	for path, content := range map[string]string{
		config:                        fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n", address, dir),
		filepath.Join(dir, "main.tf"): fmt.Sprintf("terraform {\n  required_providers {\n    r2 = { source = %q }\n  }\n}\n", address),
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), cli, "providers", "schema", "-json")
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + dir, "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE=" + config, serveVariable + "=" + name}
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", cmd, err, out, &stderr)
	}
	schemas, _ := parse(t, out)["provider_schemas"].(map[string]any)
	schema, ok := schemas[address].(map[string]any)
	if !ok {
		t.Fatalf("no schema of %s, only of %q", address, slices.Sorted(maps.Keys(schemas)))
	}
	return schema
}

// normalised drops, in place, what the CLIs do not agree on: Terraform leaves empty descriptions out, OpenTofu prints them for
// functions; only the newest print deprecation messages.
func normalised(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "deprecation_message")
		if v["description"] == "" {
			delete(v, "description")
		}
		for _, inner := range v {
			normalised(inner)
		}
	case []any:
		for _, inner := range v {
			normalised(inner)
		}
	}
	return v
}
