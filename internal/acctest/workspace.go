package acctest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/leakcheck"
)

// Version is the version that the binary of a [Workspace] is built as.
const Version = "1.2.3-acctest"

// commandTimeout bounds one run of the CLI or of the Go compiler. It is generous: it only ends what hangs.
const commandTimeout = 5 * time.Minute

// Workspace is a directory in which the CLI runs with the provider as a binary of its own, built once for all workspaces
// of a test binary. The provider's source there is [ProviderSource].
type Workspace struct {
	// Dir is the directory.
	Dir string

	t      testing.TB
	cli    string
	env    []string
	binary string // of the provider
	config string // file with the configuration of the CLI
}

// ProviderSource is the address under which a [Workspace] has the provider.
const ProviderSource = "registry.terraform.io/terraform-r2/r2"

// RequiredProviders is the terraform block that a configuration in a [Workspace] needs.
const RequiredProviders = "terraform {\n  required_providers {\n    r2 = {\n      source = \"" + ProviderSource + "\"\n    }\n  }\n}\n"

// Output is what a run of the CLI gave.
type Output struct {
	Stdout, Stderr string
	ExitCode       int
}

// NewWorkspace makes an empty workspace. It skips the test where acceptance tests are not asked for (TF_ACC).
func NewWorkspace(t testing.TB) *Workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set: no acceptance tests")
	}
	cli, err := findCLI()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	w := &Workspace{Dir: t.TempDir(), t: t, cli: cli, env: cleanEnvironment(), binary: binary}
	w.config = filepath.Join(t.TempDir(), "terraform.rc")
	w.StandIn()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		w.Setenv(name, filepath.Dir(w.config))
	}
	w.Setenv("TF_CLI_CONFIG_FILE", w.config)
	w.Setenv("CHECKPOINT_DISABLE", "1")
	w.Setenv("TF_CLI_ARGS", "-no-color")
	return w
}

// StandIn lets the provider's binary pass for other providers, by their sources, such as those that a state names whose
// resources are moved. It has none of their resources.
func (w *Workspace) StandIn(sources ...string) {
	w.t.Helper()
	var overrides strings.Builder
	overridden := map[string]bool{}
	override := func(source, dir string) {
		if !overridden[source] {
			fmt.Fprintf(&overrides, "    %q = %q\n", source, dir)
		}
		overridden[source] = true
	}
	override(ProviderSource, filepath.Dir(w.binary))
	for _, source := range sources {
		dir := w.t.TempDir()
		if err := os.Symlink(w.binary, filepath.Join(dir, "terraform-provider-"+path.Base(source))); err != nil {
			w.t.Fatal(err)
		}
		override(source, dir)
		if name, ok := strings.CutPrefix(source, "registry.terraform.io/"); ok {
			// OpenTofu takes what a state has from there from its own registry.
			override("registry.opentofu.org/"+name, dir)
		}
	}
	config := "provider_installation {\n  dev_overrides {\n" + overrides.String() + "  }\n  direct {}\n}\n"
	if err := os.WriteFile(w.config, []byte(config), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// Setenv sets an environment variable for the runs to come.
func (w *Workspace) Setenv(name, value string) {
	w.env = append(w.env, name+"="+value)
}

// Write writes a file of the workspace.
func (w *Workspace) Write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.Dir, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// Run runs the CLI without a terminal. The exit code is not judged.
func (w *Workspace) Run(arguments ...string) Output {
	w.t.Helper()
	return w.Start(arguments...).Wait()
}

// Running is a run of the CLI that has not ended yet.
type Running struct {
	// Process is that of the CLI.
	Process *os.Process

	t              testing.TB
	command        *exec.Cmd
	stdout, stderr bytes.Buffer
}

// Start begins a run of the CLI, for which [Running.Wait] is to be called.
func (w *Workspace) Start(arguments ...string) *Running {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), commandTimeout)
	w.t.Cleanup(cancel)
	run := &Running{t: w.t, command: exec.CommandContext(ctx, w.cli, arguments...)}
	run.command.Dir, run.command.Env, run.command.Stdout, run.command.Stderr = w.Dir, w.env, &run.stdout, &run.stderr
	if err := run.command.Start(); err != nil {
		w.t.Fatalf("%s: %v", run.command, err)
	}
	run.Process = run.command.Process
	return run
}

// Wait waits for the end. The exit code is not judged.
func (r *Running) Wait() Output {
	r.t.Helper()
	err := r.command.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatalf("%s: %v", r.command, err)
	}
	return Output{r.stdout.String(), r.stderr.String(), r.command.ProcessState.ExitCode()}
}

// MustRun is Run for a command that has to succeed.
func (w *Workspace) MustRun(arguments ...string) Output {
	w.t.Helper()
	out := w.Run(arguments...)
	if out.ExitCode != 0 {
		w.t.Fatalf("%s: exit code %d\n%s\n%s", strings.Join(arguments, " "), out.ExitCode, out.Stdout, out.Stderr)
	}
	return out
}

// findCLI finds Terraform or OpenTofu as terraform-plugin-testing does.
func findCLI() (string, error) {
	if cli := os.Getenv("TF_ACC_TERRAFORM_PATH"); cli != "" {
		return cli, nil
	}
	for _, name := range []string{"terraform", "tofu"} {
		if cli, err := exec.LookPath(name); err == nil {
			return cli, nil
		}
	}
	return "", errors.New("neither TF_ACC_TERRAFORM_PATH nor terraform nor tofu in PATH")
}

// cleanEnvironment is the environment without what would decide a test.
func cleanEnvironment() []string {
	var clean []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "R2_") && !strings.HasPrefix(name, "AWS_") {
			clean = append(clean, variable)
		}
	}
	return clean
}

// ownCache moves the directory for caches, except that of Go itself. On macOS there is no variable for it; there, tests leave
// nothing behind only because the provider does not.
func ownCache(dir string) error {
	if os.Getenv("GOCACHE") == "" {
		present, err := os.UserCacheDir()
		if err != nil {
			return err
		}
		if err := os.Setenv("GOCACHE", filepath.Join(present, "go-build")); err != nil {
			return err
		}
	}
	return errors.Join(os.Setenv("XDG_CACHE_HOME", dir), os.Setenv("LocalAppData", dir))
}

// built is the directory of the provider's binary, for Main to remove.
var built struct {
	sync.Mutex
	dir string
}

// build compiles the provider when it is first called.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "terraform-provider-r2-")
	if err != nil {
		return "", err
	}
	built.Lock()
	built.dir = dir
	built.Unlock()

	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	binary := filepath.Join(dir, "terraform-provider-r2")
	compile := exec.CommandContext(ctx, "go", "build", "-ldflags", "-X main.version="+Version, "-o", binary,
		"github.com/terraform-r2/terraform-provider-r2")
	if output, err := compile.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return binary, nil
})

// Main runs the tests of a package that uses the provider, for its TestMain. They keep nothing in the developer's cache, and
// leave nothing running; the binary that workspaces share is removed.
func Main(m *testing.M) int {
	cache, err := os.MkdirTemp("", "terraform-provider-r2-cache-")
	if err == nil {
		defer os.RemoveAll(cache)
		err = ownCache(cache)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := leakcheck.Main(m)
	built.Lock()
	defer built.Unlock()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	return code
}
