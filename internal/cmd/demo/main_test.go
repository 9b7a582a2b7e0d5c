package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRun_everyStep(t *testing.T) {
	t.Parallel()
	requireCLI(t)
	dir := t.TempDir()
	var out strings.Builder
	if err := run(t.Context(), dir, &out, false); err != nil {
		t.Fatalf("%v\n\n%s", err, out.String())
	}
	last := -1
	for _, s := range steps {
		at := strings.Index(out.String(), s.title)
		if at <= last {
			t.Errorf("%q is not where it should be in:\n%s", s.title, out.String())
		}
		last = at
	}
	// Each failing step shows one kind of error: what a level, a jurisdiction and a revocation are about.
	titles := regexp.MustCompile(`(?m)^Error: .*$`).FindAllString(out.String(), -1)
	want := []string{
		"Error: Token Cannot Write to the Bucket", "Error: Bucket Is in Another Jurisdiction", "Error: Token Unknown to R2", "Error: Token Unknown to R2",
	}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Errorf("errors of the CLI (-want +got):\n%s", diff)
	}
	nothingLeft(t, dir)
}

func TestRun_interrupted(t *testing.T) {
	t.Parallel()
	requireCLI(t)
	dir := t.TempDir()
	ctx, cancel := context.WithCancelCause(t.Context())
	interrupt := errors.New("interrupted by the test")
	var running []string
	// Once something follows the command line, the CLI is at work.
	out := &trigger{after: steps[1].title + "\n\n$ ", fire: func() {
		running = processes(t, dir)
		cancel(interrupt)
	}}
	if err := run(ctx, dir, out, false); !errors.Is(err, interrupt) {
		t.Errorf("got error %v, want %v", err, interrupt)
	}
	if runtime.GOOS == "linux" && len(running) == 0 {
		t.Error("no process was seen while the CLI was at work, so that seeing none afterwards proves nothing")
	}
	nothingLeft(t, dir)
}

// requireCLI skips the test where there is no CLI, since scripts/terraform-cli
// would then build one.
func requireCLI(t *testing.T) {
	t.Helper()
	if os.Getenv("TF_ACC_TERRAFORM_PATH") != "" {
		return
	}
	for _, name := range []string{"terraform", "tofu"} {
		if _, err := exec.LookPath(name); err == nil {
			return
		}
	}
	t.Skip("neither terraform nor tofu in PATH, and TF_ACC_TERRAFORM_PATH is not set")
}

// nothingLeft looks for files in the directory, and for processes.
func nothingLeft(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Errorf("left behind: %s", file)
	}
	for _, process := range processes(t, dir) {
		t.Errorf("left behind: process %s", process)
	}
}

// processes lists those whose temporary files go below the directory, as those
// of the CLI and of its providers, where there is a /proc.
func processes(t *testing.T, dir string) []string {
	t.Helper()
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, environment := range environments {
		content, err := os.ReadFile(environment)
		if err != nil {
			continue // It has ended, or is another user's.
		}
		if strings.Contains(string(content), "TMPDIR="+dir+"/") {
			found = append(found, filepath.Base(filepath.Dir(environment)))
		}
	}
	return found
}

// trigger calls fire, once, at the first write that follows the text.
type trigger struct {
	written strings.Builder
	after   string
	fire    func()
}

func (w *trigger) Write(p []byte) (int, error) {
	if w.fire != nil && strings.Contains(w.written.String(), w.after) {
		w.fire()
		w.fire = nil
	}
	return w.written.Write(p)
}
