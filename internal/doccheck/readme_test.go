package doccheck_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

var (
	consoleBlock = regexp.MustCompile("(?ms)^```console\n\\$ terraform plan\n(.*?)\n```$")
	hclBlock     = regexp.MustCompile("(?ms)^```terraform\n(.*?)^```$")
	rayID        = regexp.MustCompile(`ray id: \S+`)
)

// TestAccReadme does what the README says, in its order: it installs the provider, plans the configuration against the fake,
// takes a right away from the token, and plans again. What the CLI prints then is what the README begins with, but for the ray
// id, and beside the warning that R2 is not asked. Then it plans without init, by the block that the installation printed.
func TestAccReadme(t *testing.T) {
	t.Parallel()
	readme := read(t, filepath.Join(root, "README.md"))
	shown, config := consoleBlock.FindStringSubmatch(readme), hclBlock.FindStringSubmatch(readme)
	if shown == nil || config == nil {
		t.Fatal("the README has no plan, or no configuration")
	}
	if lines := strings.Count(config[1], "\n"); lines > 15 {
		t.Errorf("the configuration has %d lines, want 15 at most", lines)
	}

	w, home := acctest.NewWorkspace(t), t.TempDir()
	printed := install(t, home)
	w.Write("empty.rc", "")
	w.Setenv("HOME", home)
	w.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(w.Dir, "empty.rc"))
	w.Write("backups.tf", config[1])

	said := map[string]string{} // the environment of the README
	for _, match := range regexp.MustCompile(`(?m)^export (\w+)='?(.*?)'?$`).FindAllStringSubmatch(readme, -1) {
		said[match[1]] = match[2]
	}
	command := regexp.MustCompile(`(?m)^go run \./internal/cmd/r2fake (.*)$`).FindStringSubmatch(readme)
	change := regexp.MustCompile(`(?m)^curl -X PUT http://127\.0\.0\.1:9000(\S+) -d '(.*)'$`).FindStringSubmatch(readme)
	if command == nil || change == nil || !strings.Contains(command[1], "-listen 127.0.0.1:9000 ") {
		t.Fatal("the README does not start the fake, or does not change it")
	}
	url := serve(t, strings.Fields(strings.Replace(command[1], ":9000", ":0", 1)))
	for name, value := range said {
		w.Setenv(name, strings.Replace(value, "http://127.0.0.1:9000", url, 1))
	}

	w.MustRun("init")
	if got := outcomeOf(w.Run("plan")); got.Plan != "Plan: 1 to add, 0 to change, 0 to destroy." {
		t.Errorf("the first plan: %+v", got)
	}
	put(t, url+change[1], change[2])
	w.Colour()
	out := w.Run("plan")
	want := rayID.ReplaceAllString(shown[1], "ray id: <ray id>")
	frames := out.Frames()
	if len(frames) != 2 || !strings.Contains(frames[0], "diagnostic: "+notAsked) {
		t.Fatalf("want a warning and an error, got:\n%s", strings.Join(frames, "\n"))
	}
	got := rayID.ReplaceAllString(frames[1], "ray id: <ray id>")
	if diff := cmp.Diff(want, got); diff != "" || out.ExitCode != 1 {
		t.Errorf("exit code %d (-README +CLI):\n%s", out.ExitCode, diff)
	}

	if strings.Contains(out.Stdout+out.Stderr, overridden) {
		t.Error("there is an override already, so that the next plan would show nothing")
	}
	w.Write("override.rc", printed[strings.Index(printed, "provider_installation {"):])
	w.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(w.Dir, "override.rc"))
	w.Write(".terraform.lock.hcl", "")
	if out := w.Run("plan"); !strings.Contains(out.Stdout+out.Stderr, overridden) || !strings.Contains(out.Stderr, "R2-024") {
		t.Errorf("by the printed block, exit code %d:\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}
}

// overridden is how the CLI says that it takes a provider from dev_overrides.
const overridden = "Provider development overrides are in effect"

// install installs the provider below a home directory, and gives what the script prints.
func install(t *testing.T, home string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), filepath.Join(root, "scripts/install"))
	command.Env = append(command.Environ(), "HOME="+home)
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} { // They are in the home directory by default.
		value, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		command.Env = append(command.Env, name+"="+strings.TrimSpace(string(value)))
	}
	printed, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	return string(printed)
}

// serve starts the fake as a program, in the checkout, and gives its URL.
func serve(t *testing.T, arguments []string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "r2fake")
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, module+"/internal/cmd/r2fake").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	ctx, stop := context.WithCancel(t.Context())
	fake := exec.CommandContext(ctx, program, arguments...)
	fake.Dir = root
	stdout, err := fake.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := fake.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = fake.Wait() // It was killed.
	})
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var ready struct{ URL string }
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatal(err)
	}
	return ready.URL
}

func put(t *testing.T, url, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusNoContent {
		t.Fatalf("%s %q: %s %s %v", url, body, response.Status, answer, err)
	}
}
