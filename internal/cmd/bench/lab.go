package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const modulePath = "github.com/terraform-r2/terraform-provider-r2"

// lab has the binaries that are measured: the provider as it is released, and
// the floor.
type lab struct {
	scratch string
	cli     string
	version string
	plugins map[string]string // by what they are: "provider" or "floor", the directory
}

func openLab(ctx context.Context, scratch string) (*lab, error) {
	l := &lab{scratch: scratch, plugins: map[string]string{}}
	root, err := output(ctx, "go", "list", "-m", "-f", "{{.Dir}}", modulePath)
	if err != nil {
		return nil, err
	}
	if l.cli, err = output(ctx, filepath.Join(root, "scripts", "terraform-cli")); err != nil {
		return nil, err
	}
	if l.version, err = output(ctx, l.cli, "version"); err != nil {
		return nil, err
	}
	l.version, _, _ = strings.Cut(l.version, "\n")
	for name, pkg := range map[string]string{"provider": modulePath, "floor": modulePath + "/internal/cmd/bench/floor"} {
		l.plugins[name] = filepath.Join(scratch, name)
		if _, err := output(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", l.plugin(name), pkg); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// plugin is the path of a binary.
func (l *lab) plugin(name string) string {
	return filepath.Join(l.plugins[name], "terraform-provider-r2")
}

// workspace writes a configuration that runs with one of the plugins.
func (l *lab) workspace(plugin, hcl string, variables []byte) (dir string, env []string, err error) {
	dir, err = os.MkdirTemp(l.scratch, "run-")
	if err != nil {
		return "", nil, err
	}
	cliConfig := filepath.Join(dir, "cli.tfrc")
	var overrides strings.Builder
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		fmt.Fprintf(&overrides, "    %q = %q\n", registry+"/terraform-r2/r2", l.plugins[plugin])
	}
	for name, content := range map[string][]byte{
		"main.tf":               []byte(hcl),
		"terraform.tfvars.json": variables,
		"cli.tfrc":              []byte("provider_installation {\n  dev_overrides {\n" + overrides.String() + "  }\n}\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return "", nil, err
		}
	}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "R2_") {
			env = append(env, variable)
		}
	}
	return dir, append(env, "TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"), nil
}

// output runs a command and gives its standard output, trimmed.
func output(ctx context.Context, name string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}
