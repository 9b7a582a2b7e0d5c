package tools_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// commandTimeout bounds one run of a tool. It is generous: it only ends what hangs.
const commandTimeout = 2 * time.Minute

// tool is a program with the environment it runs in.
type tool struct {
	t    *testing.T
	path string
	env  []string
}

// find skips the test where the tool is not installed.
func find(t *testing.T, name string) *tool {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	home := t.TempDir()
	return &tool{t, path, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CACHE_HOME=" + home}}
}

func (p *tool) setenv(name, value string) { p.env = append(p.env, name+"="+value) }

// run gives the standard output, or what the tool complained of.
func (p *tool) run(ctx context.Context, arguments ...string) (string, error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(ctx, p.path, arguments...)
	command.Env, command.Stdout, command.Stderr = p.env, &stdout, &stderr
	err := command.Run()
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		return stdout.String(), errors.New(stderr.String())
	}
	return stdout.String(), err
}

// must is run for a command that has to succeed.
func (p *tool) must(arguments ...string) string {
	p.t.Helper()
	out, err := p.run(p.t.Context(), arguments...)
	if err != nil {
		p.t.Fatalf("%s: %v", strings.Join(arguments, " "), err)
	}
	return out
}
