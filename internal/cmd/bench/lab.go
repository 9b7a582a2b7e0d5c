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

// A plugin is what serves the resources of a run.
type plugin string

const (
	provider plugin = "provider" // as it is released
	floor    plugin = "floor"    // the same schemas, and does nothing
	builtIn  plugin = ""         // none: the resources are terraform_data
)

// lab has the binaries that are measured.
type lab struct {
	scratch string
	cli     string
	version string
}

func openLab(ctx context.Context, scratch string) (*lab, error) {
	l := &lab{scratch: scratch}
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
	for p, pkg := range map[plugin]string{provider: ".", floor: "./internal/cmd/bench/floor"} {
		if _, err := output(ctx, filepath.Join(root, "scripts", "build"), l.binary(p), pkg); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *lab) directory(p plugin) string { return filepath.Join(l.scratch, string(p)) }

// binary is the path of a plugin.
func (l *lab) binary(p plugin) string {
	return filepath.Join(l.directory(p), "terraform-provider-r2")
}

// workspace writes a configuration that runs with one of the plugins.
func (l *lab) workspace(p plugin, hcl string) (dir string, env []string, err error) {
	dir, err = os.MkdirTemp(l.scratch, "run-")
	if err != nil {
		return "", nil, err
	}
	cliConfig := filepath.Join(dir, "cli.tfrc")
	var overrides strings.Builder
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		fmt.Fprintf(&overrides, "    %q = %q\n", registry+"/terraform-r2/r2", l.directory(p))
	}
	for name, content := range map[string]string{
		"main.tf":  hcl,
		"cli.tfrc": "provider_installation {\n  dev_overrides {\n" + overrides.String() + "  }\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
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
