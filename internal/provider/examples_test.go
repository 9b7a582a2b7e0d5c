package provider_test

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// repository is the path to the root of the checkout.
const repository = "../.."

// examplePlans says what `terraform plan` makes of each directory of examples: a
// passage of its output, blanks aside.
var examplePlans = map[string]string{
	"actions/r2_verify_storage":                    "No changes.",
	"data-sources/r2_buckets":                      `"https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-photos",`,
	"ephemeral-resources/r2_temporary_credentials": "Plan: 1 to add, 0 to change, 0 to destroy.",
	"cloudflare-token":                             elsewhere,
	"complete":                                     "Plan: 2 to add, 0 to change, 0 to destroy.",
	"data-sources/r2_token":                        `+ permission = "object-read-write"`,
	"functions/endpoint":                           `+ endpoint = "https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-photos"`,
	"functions/parse_endpoint":                     `+ bucket = "acme-photos" + jurisdiction = "eu"`,
	"functions/secret_access_key":                  "Plan: 1 to add, 0 to change, 0 to destroy.",
	"migrate":                                      "Plan: 1 to add, 0 to change, 0 to destroy.",
	"rotate-token":                                 "Plan: 1 to add, 0 to change, 0 to destroy.",
	"litestream":                                   oneStorage,
	"provider":                                     oneStorage,
	"rclone":                                       oneStorage,
	"resources/r2_bucket":                          "Plan: 2 to add, 0 to change, 0 to destroy.",
	"resources/r2_storage":                         "Plan: 2 to add, 0 to change, 0 to destroy.",
	"restic":                                       oneStorage,
	"s3-backend":                                   oneStorage,
	"simplebackups":                                oneStorage,
	"temporary-credentials":                        elsewhere,
	"velero":                                       oneStorage,
}

const (
	// oneStorage is the plan of the examples for one backup tool.
	oneStorage = "Plan: 1 to add, 0 to change, 0 to destroy."
	// elsewhere marks an example with resources of another provider, which is not served without a registry:
	// internal/interop/tools applies it, with a stand-in.
	elsewhere = ""
)

// exampleImports says the same with an import in addition.
var exampleImports = map[string]string{
	"resources/r2_bucket":  "Plan: 1 to import, 1 to add, 1 to change, 0 to destroy.",
	"resources/r2_storage": "Plan: 1 to import, 1 to add, 0 to change, 0 to destroy.",
}

// exampleSecrets are the variables of the examples that hold a secret, by the
// access key id it belongs to.
var exampleSecrets = map[string]string{
	adminKey:   "admin_secret",
	backupsKey: "backups_secret",
	photosKey:  "photos_secret",
	tokenID:    "api_token",
}

// The access key ids in the examples, and in the seed of the fake.
const (
	adminKey   = "ad31ad31ad31ad31ad31ad31ad31ad31"
	backupsKey = "de57de57de57de57de57de57de57de57"
	photosKey  = "50fa50fa50fa50fa50fa50fa50fa50fa"
	tokenID    = "a91ca91ca91ca91ca91ca91ca91ca91c"
)

func TestAccExamples_plan(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(slices.Sorted(maps.Keys(examplePlans)), exampleDirectories(t)); diff != "" {
		t.Errorf("directories of examples (-tested +there):\n%s", diff)
	}
	for dir, want := range examplePlans {
		if want == elsewhere {
			continue
		}
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(dir, "actions/") {
				requireTerraform14(t)
			}
			workspace, _ := exampleWorkspace(t, configuration(t, dir), providerKey(dir))
			planExample(t, workspace, want)
		})
	}
}

func TestAccExamples_import(t *testing.T) {
	t.Parallel()
	for dir, want := range exampleImports {
		for file, minor := range map[string]int{"import-by-string-id.tf": 11, "import-by-identity.tf": 12} {
			t.Run(dir+"/"+file, func(t *testing.T) {
				t.Parallel()
				requireCLI(t, minor)
				block := read(t, filepath.Join(repository, "examples", dir, file))
				importExample(t, dir, block, want)
			})
		}
		t.Run(dir+"/import.sh", func(t *testing.T) {
			t.Parallel()
			// The command's operands, as a block: the command would change the state.
			operands := regexp.MustCompile(`(?m)^terraform import (\S+) '?([^'\s]+)'?$`).FindStringSubmatch(
				read(t, filepath.Join(repository, "examples", dir, "import.sh")))
			if operands == nil {
				t.Fatal("there is no terraform import in it")
			}
			block := fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", operands[1], operands[2])
			importExample(t, dir, block, want)
		})
	}
}

func importExample(t *testing.T, dir, block, want string) {
	t.Helper()
	workspace, fake := exampleWorkspace(t, configuration(t, dir)+block, providerKey(dir))
	if dir == "resources/r2_bucket" { // The seed does not have what the example is to create.
		fake.AddBucket(acctest.Account, "eu", "acme-backups")
	}
	planExample(t, workspace, want)
}

func TestAccExamples_query(t *testing.T) {
	t.Parallel()
	requireTerraform14(t)
	workspace, _ := exampleWorkspace(t, configuration(t, "provider"), adminKey)
	workspace.Write("list.tfquery.hcl", read(t, filepath.Join(repository, "examples/list-resources/r2_bucket/list-resource.tfquery.hcl")))
	out := workspace.MustRun("query")
	var names []string
	for _, line := range regexp.MustCompile(`(?m)^list\.r2_bucket\.acme .* (\S+)$`).FindAllStringSubmatch(strings.TrimSpace(out.Stdout), -1) {
		names = append(names, line[1])
	}
	if diff := cmp.Diff([]string{"acme-backups", "eu/acme-photos"}, names); diff != "" {
		t.Errorf("buckets found (-want +got):\n%s\n%s", diff, out.Stdout)
	}
}

func TestAccExamples_invoke(t *testing.T) {
	t.Parallel()
	requireTerraform14(t)
	workspace, _ := exampleWorkspace(t, configuration(t, "actions/r2_verify_storage"), backupsKey)
	out := workspace.MustRun("apply", "-auto-approve", "-invoke=action.r2_verify_storage.backups")
	const want = "The storage works as a destination"
	if !strings.Contains(out.Stdout, want) {
		t.Errorf("there is no %q in the output:\n%s", want, out.Stdout)
	}
}

// TestAccExamples_markdown plans every block of HCL in what people read.
func TestAccExamples_markdown(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob(filepath.Join(repository, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages = append(pages, filesIn(t, filepath.Join(repository, "templates"))...)
	blocks := 0
	for _, page := range pages {
		for _, block := range regexp.MustCompile("(?ms)^```(?:hcl|terraform)\n(.*?)^```$").FindAllStringSubmatch(read(t, page), -1) {
			blocks++
			t.Run(fmt.Sprintf("%s/%d", filepath.Base(page), blocks), func(t *testing.T) {
				t.Parallel()
				workspace, _ := exampleWorkspace(t, block[1], adminKey)
				planExample(t, workspace, "")
			})
		}
	}
	if blocks == 0 {
		t.Error("there is no block of HCL in README.md and templates/, or it was not found")
	}
}

// TestAccExamples_create applies the example that creates something, since a plan
// does not tell that it is there already.
func TestAccExamples_create(t *testing.T) {
	t.Parallel()
	workspace, fake := exampleWorkspace(t, configuration(t, "resources/r2_bucket"), adminKey)
	workspace.MustRun("apply", "-auto-approve")
	if diff := cmp.Diff([]string{"acme-backups", "acme-photos"}, fake.Buckets(acctest.Account, "eu")); diff != "" {
		t.Errorf("buckets (-want +got):\n%s", diff)
	}
	planExample(t, workspace, "No changes.")
}

// planExample plans what is in an example's workspace, and looks for a passage in
// the output.
func planExample(t *testing.T, workspace *acctest.Workspace, want string) {
	t.Helper()
	out := workspace.MustRun("plan")
	if !strings.Contains(strings.Join(strings.Fields(out.Stdout), " "), want) {
		t.Errorf("there is no %q in the plan:\n%s", want, out.Stdout)
	}
	for _, warning := range []string{"Token Has More Permission Than Needed", "Check block assertion failed"} {
		if strings.Contains(out.Stdout, warning) {
			t.Errorf("an example should not lead to a warning:\n%s", out.Stdout)
		}
	}
}

// exampleWorkspace has a configuration and nothing else, as when it was copied
// into an empty directory, and an environment that leads to the fake that
// examples/fake seeds. The key is the one of the token that the provider has.
func exampleWorkspace(t *testing.T, config, key string) (*acctest.Workspace, *r2fake.Server) {
	t.Helper()
	workspace := acctest.NewWorkspace(t)
	seed, err := r2fake.ParseSeed(strings.NewReader(read(t, filepath.Join(repository, "examples", "fake", "seed.json"))))
	if err != nil {
		t.Fatal(err)
	}
	fake := r2fake.New()
	fake.Load(seed)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)

	workspace.Setenv("R2_ENDPOINT_URL", server.URL+"/{host}")
	workspace.Setenv("R2_ACCOUNT_ID", acctest.Account)
	workspace.Setenv("TF_VAR_backups_key", backupsKey)
	for _, token := range seed.Tokens {
		if name := exampleSecrets[token.ID]; name != "" {
			workspace.Setenv("TF_VAR_"+name, token.Secret+token.Value) // It has one of the two.
		}
		if token.ID == key {
			workspace.Setenv("R2_ACCESS_KEY_ID", token.ID)
			workspace.Setenv("R2_SECRET_ACCESS_KEY", token.Secret)
		}
	}

	// The whole address is the same for Terraform and for OpenTofu.
	workspace.Write("main.tf", strings.ReplaceAll(config, `"terraform-r2/r2"`, strconv.Quote(acctest.ProviderSource)))
	return workspace, fake
}

// requireTerraform14 skips the test where the CLI is OpenTofu, or a Terraform
// before 1.14, which has neither queries nor actions.
func requireTerraform14(t *testing.T) {
	t.Helper()
	if name := requireCLI(t, 14); name != "Terraform" {
		t.Skipf("needs Terraform, the CLI is %s", name)
	}
}

// requireCLI skips the test where the CLI, be it Terraform or OpenTofu, is before
// 1.minor, and returns its name.
func requireCLI(t *testing.T, minor int) (name string) {
	t.Helper()
	version := acctest.NewWorkspace(t).MustRun("version").Stdout
	found := regexp.MustCompile(`^(Terraform|OpenTofu) v1\.(\d+)\.`).FindStringSubmatch(version)
	if found == nil {
		t.Fatalf("this is no version of Terraform or OpenTofu: %s", version)
	}
	if got, err := strconv.Atoi(found[2]); err != nil || got < minor {
		t.Skipf("needs version 1.%d, the CLI is %s 1.%s", minor, found[1], found[2])
	}
	return found[1]
}

// providerKey is the key of the token that the provider is given: buckets are
// made and listed with an Admin token, and asked about is the one for the
// backups.
func providerKey(dir string) string {
	switch dir {
	case "resources/r2_bucket", "data-sources/r2_buckets", "migrate":
		return adminKey
	default:
		return backupsKey
	}
}

// exampleDirectories lists the directories with a configuration in them.
func exampleDirectories(t *testing.T) []string {
	t.Helper()
	var dirs []string
	root := filepath.Join(repository, "examples")
	for _, file := range filesIn(t, root) {
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(file) == ".tf" {
			dirs = append(dirs, filepath.ToSlash(dir))
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// configuration joins the files of an example, without those about imports.
func configuration(t *testing.T, dir string) string {
	t.Helper()
	var config strings.Builder
	for _, file := range filesIn(t, filepath.Join(repository, "examples", dir)) {
		if filepath.Ext(file) == ".tf" && !strings.HasPrefix(filepath.Base(file), "import") {
			config.WriteString(read(t, file))
		}
	}
	return config.String()
}

func filesIn(t *testing.T, root string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
