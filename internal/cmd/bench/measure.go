package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// steps are the commands of one run, in order.
var steps = []struct {
	name string
	args []string
}{
	{"validate", []string{"validate"}},
	{"first plan", []string{"plan", "-input=false"}},
	{"apply", []string{"apply", "-input=false", "-auto-approve"}},
	{"no-op plan", []string{"plan", "-input=false", "-detailed-exitcode"}},
	{"refresh-only", []string{"plan", "-input=false", "-refresh-only"}},
	{"destroy", []string{"apply", "-input=false", "-auto-approve", "-destroy"}},
}

// sample is one step of one run.
type sample struct {
	wall     time.Duration
	memory   int64 // peak of the plugin, in bytes
	requests []r2fake.Request
}

// measure runs a scenario with the provider and with the floor in turn, so that
// a machine that becomes slower slows both.
func (l *lab) measure(ctx context.Context, s scenario, runs int) (Figures, error) {
	samples := map[string][]map[string]sample{}
	for range runs {
		for _, plugin := range []string{"floor", "provider"} {
			run, err := l.run(ctx, s, plugin)
			if err != nil {
				return Figures{}, fmt.Errorf("%s: %w", plugin, err)
			}
			samples[plugin] = append(samples[plugin], run)
		}
	}
	figures := Figures{Scenario: s.name(), N: s.n}
	for _, step := range steps {
		figures.Steps = append(figures.Steps, summarise(step.name, samples["provider"], samples["floor"]))
	}
	return figures, nil
}

// run carries out all steps once.
func (l *lab) run(ctx context.Context, s scenario, plugin string) (map[string]sample, error) {
	fake, server, targets, admin := s.cloud()
	defer stop(fake, server)
	hcl, variables, err := s.configuration(server.URL, targets, admin)
	if err != nil {
		return nil, err
	}
	dir, env, err := l.workspace(plugin, hcl, variables)
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	taken := map[string]sample{}
	for _, step := range steps {
		fake.Reset()
		command := exec.CommandContext(ctx, l.cli, step.args...)
		command.Dir, command.Env = dir, env
		var out bytes.Buffer
		command.Stdout, command.Stderr = &out, &out
		started := time.Now()
		if err := command.Start(); err != nil {
			return nil, err
		}
		memory := watchMemory(l.plugin(plugin))
		err := command.Wait()
		taken[step.name] = sample{time.Since(started), memory(), fake.Requests()}
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", step.name, err, out.Bytes())
		}
	}
	return taken, nil
}

func stop(fake *r2fake.Server, server *httptest.Server) {
	fake.Shutdown()
	server.Close()
}

// median gives the middle value.
func median[T int64 | time.Duration](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}
