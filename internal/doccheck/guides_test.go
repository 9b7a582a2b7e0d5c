package doccheck_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// What the examples name, and the seed of the fake has.
const (
	backupsKey = "de57de57de57de57de57de57de57de57"
	photosKey  = "50fa50fa50fa50fa50fa50fa50fa50fa"
	adminKey   = "ad31ad31ad31ad31ad31ad31ad31ad31"
)

// guide is somebody who follows a guide: a workspace with the files of an example, and the fake that examples/fake seeds.
type guide struct {
	*acctest.Workspace
	*r2fake.Server
}

// follow begins with the .tf files of a directory of examples.
func follow(t *testing.T, example string) guide {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "examples", example, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	config := ""
	for _, file := range files {
		config += read(t, file)
	}
	return begin(t, "main.tf", config)
}

// begin begins with a configuration, and the secrets that it may want.
func begin(t *testing.T, name, config string) guide {
	t.Helper()
	g := guide{acctest.NewWorkspace(t), r2fake.New()}
	seed, err := r2fake.ParseSeed(strings.NewReader(read(t, filepath.Join(root, "examples/fake/seed.json"))))
	if err != nil {
		t.Fatal(err)
	}
	g.Load(seed)
	server := httptest.NewServer(g.Server)
	t.Cleanup(server.Close)
	g.Setenv("R2_ENDPOINT_URL", server.URL+"/{host}")
	g.Setenv("R2_CREDENTIAL_PROPAGATION_TIMEOUT", "0s")
	g.Setenv("TF_VAR_backups_key", backupsKey)
	for _, token := range seed.Tokens {
		switch token.ID {
		case backupsKey:
			g.Setenv("TF_VAR_backups_secret", token.Secret)
		case photosKey:
			g.Setenv("TF_VAR_photos_secret", token.Secret)
		case adminKey:
			g.Setenv("R2_ACCOUNT_ID", token.Account)
			g.Setenv("R2_ACCESS_KEY_ID", token.ID)
			g.Setenv("R2_SECRET_ACCESS_KEY", token.Secret)
		}
	}

	// The whole address is the same for Terraform and for OpenTofu.
	g.Write(name, strings.ReplaceAll(config, `"terraform-r2/r2"`, `"`+acctest.ProviderSource+`"`))
	return g
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var (
	summaryOfPlan = regexp.MustCompile(`(?m)^(Plan: .*|No changes\.)`)
	codeInOutput  = regexp.MustCompile(`diagnostic: (R2-\d{3})`)
)

// notAsked is the code of the warning that R2 is not asked, which every run has that follows a guide with the fake in R2's place.
const notAsked = "R2-079"

// outcome is what a run comes to: the exit code and, in the order of the output, the line that sums a plan up and the codes of
// diagnostics but notAsked.
type outcome struct {
	Exit  int
	Plan  string
	Codes []string
}

func outcomeOf(out acctest.Output) outcome {
	result := outcome{Exit: out.ExitCode, Plan: summaryOfPlan.FindString(out.Stdout)}
	for _, match := range codeInOutput.FindAllStringSubmatch(out.Stdout+out.Stderr, -1) {
		if match[1] != notAsked {
			result.Codes = append(result.Codes, match[1])
		}
	}
	return result
}

func (g guide) want(t *testing.T, what string, want outcome, arguments ...string) {
	t.Helper()
	out := g.Run(arguments...)
	if diff := cmp.Diff(want, outcomeOf(out)); diff != "" {
		t.Fatalf("%s (-want +got):\n%s\n%s%s", what, diff, out.Stdout, out.Stderr)
	}
}

// TestAccGuide_simpleBackups fills in the form, and has the three kinds of AccessDenied that the guide tells apart.
func TestAccGuide_simpleBackups(t *testing.T) {
	t.Parallel()
	g := follow(t, "complete")
	g.MustRun("apply", "-auto-approve")
	form := map[string]string{}
	if err := json.Unmarshal([]byte(g.MustRun("output", "-json", "destination").Stdout), &form); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Key": backupsKey, "Secret": "the value of TF_VAR_backups_secret",
		"S3 API Endpoint": acctest.Endpoint("default", "acme-backups"), "Path": "/postgres",
	}
	if diff := cmp.Diff(want, form); diff != "" {
		t.Errorf("the form (-want +got):\n%s", diff)
	}

	backups, photos := r2fake.BucketRef{Name: "acme-backups"}, r2fake.BucketRef{Jurisdiction: "eu", Name: "acme-photos"}
	g.SetPolicies(backupsKey, r2fake.Policy{Level: r2fake.ObjectReadOnly, Buckets: []r2fake.BucketRef{backups}})
	g.want(t, "Object Read only", outcome{Exit: 1, Codes: []string{"R2-024"}}, "plan")
	g.SetPolicies(backupsKey, r2fake.Policy{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{photos}})
	g.want(t, "another bucket", outcome{Exit: 1, Codes: []string{"R2-022"}}, "plan")
	g.RevokeToken(backupsKey)
	g.want(t, "revoked", outcome{Exit: 1, Codes: []string{"R2-020"}}, "plan")
}

// TestAccGuide_wrongEndpoint: the plan names the endpoint that answers.
func TestAccGuide_wrongEndpoint(t *testing.T) {
	t.Parallel()
	g := follow(t, "complete")
	main := read(t, filepath.Join(g.Dir, "main.tf"))
	g.Write("main.tf", strings.Replace(main, `"eu", "acme-photos"`, `"default", "acme-photos"`, 1))
	out := g.Run("plan")
	if diff := cmp.Diff([]string{"R2-064"}, outcomeOf(out).Codes); diff != "" || !strings.Contains(out.Stderr, acctest.Endpoint("eu", "acme-photos")) {
		t.Errorf("(-want +got):\n%s\n%s", diff, out.Stderr)
	}
}

// TestAccGuide_checkInCI takes the exit codes of the guide one after the other.
func TestAccGuide_checkInCI(t *testing.T) {
	t.Parallel()
	g := follow(t, "complete")
	plan := planOf(t, "check-in-ci/check-backups.yml")
	g.want(t, "before the first apply", outcome{Exit: 2, Plan: "Plan: 2 to add, 0 to change, 0 to destroy."}, plan...)
	g.MustRun("apply", "-auto-approve")
	g.want(t, "all is well", outcome{Exit: 0, Plan: "No changes."}, plan...)
	g.RevokeToken(backupsKey)
	g.want(t, "a token was revoked", outcome{Exit: 1, Codes: []string{"R2-020"}}, plan...)
	g.want(t, "the same without the refresh of other resources", outcome{Exit: 1, Codes: []string{"R2-020"}}, append(plan, "-refresh=false")...)
}

// planOf reads the arguments of the plan in an example of a workflow.
func planOf(t *testing.T, workflow string) []string {
	t.Helper()
	command := regexp.MustCompile(`terraform (plan .*?) \|\|`).FindStringSubmatch(read(t, filepath.Join(root, "examples", workflow)))
	if command == nil {
		t.Fatal("there is no terraform plan in it")
	}
	return strings.Fields(command[1])
}

// TestAccGuide_rotateToken goes through the steps of the guide.
func TestAccGuide_rotateToken(t *testing.T) {
	t.Parallel()
	const secondKey = "2e57de57de57de57de57de57de57de57"
	g := follow(t, "rotate-token")
	g.MustRun("apply", "-auto-approve")

	backups := r2fake.BucketRef{Name: "acme-backups"}
	second := g.AddToken(r2fake.Token{
		Account: acctest.Account, ID: secondKey, Policies: []r2fake.Policy{{Level: r2fake.ObjectReadOnly, Buckets: []r2fake.BucketRef{backups}}},
	})
	g.Setenv("TF_VAR_backups_key", second.AccessKeyID)
	g.Setenv("TF_VAR_backups_secret", second.SecretAccessKey)
	g.want(t, "the new token is not enough", outcome{Exit: 1, Codes: []string{"R2-024"}}, "plan")
	g.SetPolicies(secondKey, r2fake.Policy{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{backups}})
	g.want(t, "the new token is proven", outcome{Plan: "Plan: 0 to add, 1 to change, 0 to destroy."}, "plan")
	g.RevokeToken(backupsKey)
	g.want(t, "the old token is gone already", outcome{Plan: "Plan: 0 to add, 1 to change, 0 to destroy."}, "plan")
	g.MustRun("apply", "-auto-approve")
	g.want(t, "afterwards", outcome{Plan: "No changes."}, "plan")
}

// TestAccGuide_testAgainstTheFake runs `terraform test` on the complete example.
func TestAccGuide_testAgainstTheFake(t *testing.T) {
	t.Parallel()
	g := follow(t, "complete")
	// The test has the secrets itself.
	g.Setenv("TF_VAR_backups_secret", "")
	g.Setenv("TF_VAR_photos_secret", "")
	if err := os.Mkdir(filepath.Join(g.Dir, "tests"), 0o700); err != nil {
		t.Fatal(err)
	}
	const test = "tests/complete.tftest.hcl"
	g.Write(test, read(t, filepath.Join(root, "examples/complete", test)))
	out := g.MustRun("test")
	if want := "Success! 2 passed, 0 failed."; !strings.Contains(out.Stdout, want) {
		t.Errorf("there is no %q in the output:\n%s", want, out.Stdout)
	}
}

// TestGuide_seed loads the seeds that the guide about the fake shows.
func TestGuide_seed(t *testing.T) {
	t.Parallel()
	blocks := regexp.MustCompile("(?ms)^```json\n(.*?)^```$").FindAllStringSubmatch(read(t, filepath.Join(root, "docs/guides/test-against-the-fake.md")), -1)
	if len(blocks) != 2 {
		t.Fatalf("found %d blocks of JSON, want 2", len(blocks))
	}
	for _, block := range blocks {
		seed, err := r2fake.ParseSeed(strings.NewReader(block[1]))
		if err != nil {
			t.Fatal(err)
		}
		r2fake.New().Load(seed)
	}
}
