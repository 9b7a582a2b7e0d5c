package tools_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }

// r2Host is where S3 clients find the buckets of the account that the examples have.
const r2Host = acctest.Account + ".r2.cloudflarestorage.com"

// exampleKey is the access key id in the examples.
const exampleKey = "de57de57de57de57de57de57de57de57"

// world is a fake of R2 that also answers clients which cannot be told to put the R2 host into the path.
type world struct {
	*r2fake.Server
	url string
}

func start(t *testing.T, options ...r2fake.Option) *world {
	t.Helper()
	fake := r2fake.New(append(options, r2fake.WithDefaultHost(r2Host))...)
	for _, bucket := range []string{acctest.Bucket, acctest.OtherBucket} {
		fake.AddBucket(acctest.Account, r2fake.DefaultJurisdiction, bucket)
	}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	t.Cleanup(fake.Shutdown) // Runs first, so that nothing keeps the server from closing.
	return &world{fake, server.URL}
}

// token makes a token for the bucket of the examples.
func (w *world) token(level r2fake.Level) r2fake.Credentials {
	return w.AddToken(r2fake.Token{Account: acctest.Account, Policies: []r2fake.Policy{acctest.Policy(level, acctest.Bucket)}})
}

// object is the content of an object of the bucket; it must be there.
func (w *world) object(t *testing.T, key string) string {
	t.Helper()
	body, ok := w.Object(acctest.Account, r2fake.DefaultJurisdiction, acctest.Bucket, key)
	if !ok {
		t.Fatalf("there is no object %q, but %q", key, w.keys())
	}
	return string(body)
}

func (w *world) keys() []string {
	return w.Keys(acctest.Account, r2fake.DefaultJurisdiction, acctest.Bucket)
}

// refusals are the operations that the fake refused for lack of permission.
func (w *world) refusals() map[string]bool {
	refused := map[string]bool{}
	for _, request := range w.Requests() {
		if request.Code == "AccessDenied" {
			refused[request.Operation] = true
		}
	}
	return refused
}

// apply applies an example with a token, whose use it sets, and returns what gives its outputs. The fake forgets what the
// provider asked.
func (w *world) apply(t *testing.T, example, use string, cred r2fake.Credentials) func(output string) string {
	t.Helper()
	workspace := acctest.NewWorkspace(t)
	workspace.Setenv("R2_ENDPOINT_URL", w.url+"/{host}")
	workspace.Setenv("TF_VAR_backups_secret", cred.SecretAccessKey)
	workspace.Write("main.tf", strings.NewReplacer(
		`"terraform-r2/r2"`, `"`+acctest.ProviderSource+`"`, exampleKey, cred.AccessKeyID, `"destination"`, `"`+use+`"`,
	).Replace(readExample(t, example)))
	workspace.MustRun("apply", "-auto-approve")
	w.Reset()
	return func(output string) string { return workspace.MustRun("output", "-raw", output).Stdout }
}

func readExample(t *testing.T, example string) string {
	t.Helper()
	config, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", example, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	return string(config)
}

// testable is an example as the testing framework takes it: its providers are not versions of what a registry has.
func testable(config string) string {
	config = strings.NewReplacer(`"cloudflare/cloudflare"`, `"hashicorp/cloudflare"`, `"terraform-r2/r2"`, `"hashicorp/r2"`).Replace(config)
	return regexp.MustCompile(`(?m)^ +version += .*$`).ReplaceAllString(config, "")
}
