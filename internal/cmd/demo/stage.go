package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const modulePath = "github.com/terraform-r2/terraform-provider-r2"

// providerVersion is only the name under which the CLI finds the binary. 0.0.0 it
// would take for "not specified".
const providerVersion = "0.1.0"

// registries are those in which Terraform and OpenTofu look a provider up by
// default. The provider is laid out for both, so that either CLI finds it
// without a network.
var registries = []string{"registry.terraform.io", "registry.opentofu.org"}

//go:embed config/*.tf
var configurations embed.FS

// stage is a scratch directory in which the CLI runs as for any user: its
// working directory, and the provider in a mirror, from where `init` installs
// it.
type stage struct {
	cli     string
	scratch string
	work    string
	env     map[string]string
	cloud   *cloud
	out     io.Writer
	colour  bool
}

func openStage(ctx context.Context, dir string, cloud *cloud, out io.Writer, colour bool) (_ *stage, err error) {
	scratch, err := os.MkdirTemp(dir, "r2-demo-")
	if err != nil {
		return nil, err
	}
	s := &stage{scratch: scratch, work: filepath.Join(scratch, "acme"), cloud: cloud, out: out, colour: colour}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	s.say("Building the provider, and looking for Terraform or OpenTofu.")
	if err := s.findCLI(ctx); err != nil {
		return nil, err
	}
	if err := s.installProvider(ctx); err != nil {
		return nil, err
	}
	if err := s.setEnv(); err != nil {
		return nil, err
	}
	return s, s.initialise(ctx)
}

func (s *stage) close() error { return os.RemoveAll(s.scratch) }

// findCLI finds Terraform or OpenTofu; the script tells on standard error when
// it has to build one.
func (s *stage) findCLI(ctx context.Context) error {
	root, err := output(ctx, "", "go", "list", "-m", "-f", "{{.Dir}}", modulePath)
	if err != nil {
		return err
	}
	s.cli, err = output(ctx, root, filepath.Join(root, "scripts", "terraform-cli"))
	return err
}

// installProvider builds the provider into the layout of a filesystem mirror.
// https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
func (s *stage) installProvider(ctx context.Context) error {
	built := filepath.Join(s.scratch, "terraform-provider-r2")
	if _, err := output(ctx, "", "go", "build", "-o", built, modulePath); err != nil {
		return err
	}
	for _, registry := range registries {
		dir := filepath.Join(s.scratch, "mirror", registry, "terraform-r2", "r2", providerVersion, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := os.Link(built, filepath.Join(dir, "terraform-provider-r2_v"+providerVersion)); err != nil {
			return err
		}
	}
	return nil
}

// setEnv makes the environment of the CLI: this process's, without whatever
// would change what Terraform or the provider do.
func (s *stage) setEnv() error {
	s.env = map[string]string{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "R2_") && !strings.HasPrefix(name, "AWS_") && !strings.HasPrefix(name, "TF_") {
			s.env[name] = value
		}
	}
	tokens := map[string]map[string]string{}
	for level, credentials := range s.cloud.tokens {
		tokens[strings.ReplaceAll(string(level), "-", "_")] = map[string]string{
			"key": credentials.AccessKeyID, "secret": credentials.SecretAccessKey,
		}
	}
	encoded, err := json.Marshal(tokens)
	if err != nil {
		return err
	}
	cliConfig := filepath.Join(s.scratch, "terraform.rc")
	maps.Copy(s.env, map[string]string{
		"TF_VAR_endpoint_url": s.cloud.url + "/{host}",
		"TF_VAR_tokens":       string(encoded),
		"TF_CLI_CONFIG_FILE":  cliConfig,
		"TF_INPUT":            "0",
		"CHECKPOINT_DISABLE":  "1",
		"TMPDIR":              s.scratch,
	})
	if !s.colour {
		s.env["TF_CLI_ARGS"] = "-no-color"
	}
	mirror := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(s.scratch, "mirror"))
	return os.WriteFile(cliConfig, []byte(mirror), 0o600)
}

// use gives the configuration the credentials of a token, as a user would with
// `export TF_VAR_key=...`.
func (s *stage) use(level r2fake.Level) {
	s.env["TF_VAR_key"] = s.cloud.tokens[level].AccessKeyID
	s.env["TF_VAR_secret"] = s.cloud.tokens[level].SecretAccessKey
}

// initialise installs the provider in the working directory. What that prints
// is about the mirror, so it is shown only if it fails.
func (s *stage) initialise(ctx context.Context) error {
	if err := os.MkdirAll(s.work, 0o700); err != nil {
		return err
	}
	if err := s.configure([]string{"versions.tf"}); err != nil {
		return err
	}
	var printed bytes.Buffer
	if err := s.command(ctx, &printed, "init").Run(); err != nil {
		return fmt.Errorf("%s init: %w\n%s", s.cli, err, printed.String())
	}
	return nil
}

// configure makes the named files the configuration of the working directory.
func (s *stage) configure(names []string) error {
	all, err := configurations.ReadDir("config")
	if err != nil {
		return err
	}
	for _, file := range all {
		target := filepath.Join(s.work, file.Name())
		if !slices.Contains(names, file.Name()) {
			if err := os.RemoveAll(target); err != nil {
				return err
			}
			continue
		}
		content, err := configurations.ReadFile("config/" + file.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(target, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// command is the CLI in the working directory. Interrupted, it gets the time to
// end the provider's process.
func (s *stage) command(ctx context.Context, out io.Writer, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.cli, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.work, out, out
	for name, value := range s.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	endGently(cmd)
	return cmd
}

// say prints a paragraph.
func (s *stage) say(format string, values ...any) { fmt.Fprintf(s.out, "\n"+format+"\n", values...) }

// output runs a command of the preparations and gives its standard output.
func output(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	endGently(cmd)
	printed, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", cmd, err)
	}
	return strings.TrimSpace(string(printed)), nil
}
