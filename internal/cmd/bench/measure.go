package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// step is one command of a run.
type step struct {
	name    string
	changes bool
	args    []string
}

// steps are the commands of one run, in order.
var steps = []step{
	{"validate", false, []string{"validate"}},
	{"first plan", false, []string{"plan", "-input=false"}},
	{"apply", true, []string{"apply", "-input=false", "-auto-approve"}},
	{"no-op plan", false, []string{"plan", "-input=false", "-detailed-exitcode"}},
	{"refresh-only", false, []string{"plan", "-input=false", "-refresh-only"}},
	{"destroy", true, []string{"apply", "-input=false", "-auto-approve", "-destroy"}},
}

// sample is one command that was run.
type sample struct {
	wall     time.Duration
	cpu      time.Duration // of the CLI and the plugin
	plugin   usage
	requests []r2fake.Request
}

// samples are those of one scenario, by step.
type samples map[string][]sample

// measure runs a scenario with a plugin, so many times.
func (l *lab) measure(ctx context.Context, s scenario, p plugin, o options) (samples, error) {
	taken := samples{}
	for i := range o.runs {
		if err := l.pass(ctx, s, p, o.once && i > 0, taken); err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
	}
	return taken, nil
}

// skips tells whether a step takes the CLI itself so long that it is left out: of 5000 always, of 1000 where it was measured
// before and that is enough. A bucket has to be made.
func (s scenario) skips(step step, enough bool) bool {
	tooMany := s.n > thousand || enough && s.n == thousand
	return tooMany && step.changes && (step.name == "destroy" || !s.ofBuckets())
}

// pass carries out all steps in a new workspace.
func (l *lab) pass(ctx context.Context, s scenario, p plugin, enough bool, taken samples) error {
	fake := s.cloud()
	server := httptest.NewServer(fake)
	defer server.Close()
	defer fake.Shutdown()
	dir, env, err := l.workspace(p, s.configuration(p, server.URL))
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for _, step := range steps {
		if s.skips(step, enough) {
			if step.name == "apply" {
				if err := l.applied(ctx, s, p, dir, env, server.URL); err != nil {
					return err
				}
			}
			continue
		}
		if step.name == "destroy" {
			s.fill(fake)
		}
		fake.Reset()
		one, err := l.run(ctx, dir, env, l.binary(p), step.args)
		if err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		one.requests = fake.Requests()
		taken[step.name] = append(taken[step.name], one)
	}
	return nil
}

// run runs one command of the CLI.
func (l *lab) run(ctx context.Context, dir string, env []string, plugin string, args []string) (sample, error) {
	command := exec.CommandContext(ctx, l.cli, args...)
	command.Dir, command.Env = dir, env
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	started := time.Now()
	if err := command.Start(); err != nil {
		return sample{}, err
	}
	watched := watch(plugin)
	err := command.Wait()
	one := sample{wall: time.Since(started), plugin: watched()}
	if err != nil {
		return sample{}, fmt.Errorf("%w\n%s", err, out.Bytes())
	}
	// The CLI waits for its plugins, so that their time is in its own.
	one.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	return one, nil
}
