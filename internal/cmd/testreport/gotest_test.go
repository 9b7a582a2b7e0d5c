package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReport_goTest reads what the go command really writes, so that a change of its stream is noticed.
func TestReport_goTest(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":              "module example.com/m\n\ngo 1.24\n",
		"good/good_test.go":   "package good\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) {}\n\nfunc TestSkipped(t *testing.T) { t.Skip(\"not today\") }\n",
		"bad/bad_test.go":     "package bad\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { t.Run(\"sub\", func(t *testing.T) { t.Error(\"wrong\") }) }\n",
		"panic/panic_test.go": "package panic_test\n\nimport \"testing\"\n\nfunc TestPanic(t *testing.T) { panic(\"boom\") }\n",
		"broken/x_test.go":    "package broken\n\nfunc f() { undefined() }\n",
		"none/none.go":        "package none\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	cmd := exec.CommandContext(t.Context(), "go", "test", "-json", "-vet=off", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "PWD="+dir)
	stream, err := cmd.Output()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("go test: %v, want exit status 1", err)
	}

	var out strings.Builder
	r := newReport(&out)
	if err := r.read(bytes.NewReader(stream)); err != nil {
		t.Fatal(err)
	}
	if r.summarise() {
		t.Error("summarise() = true, want false")
	}

	got := out.String()
	for _, want := range []string{
		`(?m)^ok  \texample\.com/m/good\t`,
		`(?m)^    +bad_test\.go:5: wrong$`,
		`(?m)^ *--- FAIL: TestBad/sub \(`,
		`(?m)^FAIL\texample\.com/m/bad\t`,
		`(?m)^panic: boom`,
		`(?m)^broken.x_test\.go:3:12: undefined: undefined$`,
		`(?m)^FAIL\texample\.com/m/broken \[build failed\]$`,
		`(?m)^\?   \texample\.com/m/none\t\[no test files\]$`,
	} {
		if !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("no line matches %s in:\n%s", want, got)
		}
	}
	_, end, _ := strings.Cut(got, "\nSkipped:\n")
	if diff := cmp.Diff("  example.com/m/good.TestSkipped: good_test.go:7: not today\n\n1 passed, 3 failed, 1 skipped\n", end); diff != "" {
		t.Errorf("summary (-want +got):\n%s\nin:\n%s", diff, got)
	}
}
