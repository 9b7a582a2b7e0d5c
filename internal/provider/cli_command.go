package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// cliArguments gives the command line of the Terraform or OpenTofu that started
// this process, where the system shows it (Linux), else nothing.
//
// Terraform does not tell a provider whether it plans, applies or destroys. The
// answer is used only to leave out what makes no sense in a plan or before a
// destruction: a wait, and a verification of what is about to be forgotten. It
// never lets a storage be stored that was not verified.
func cliArguments() []string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", os.Getppid()))
	if err != nil {
		return nil
	}
	return strings.Split(string(raw), "\x00")
}

// commandOf finds the command behind the name of the program and the global
// options.
func commandOf(args []string) string {
	if len(args) == 0 {
		return ""
	}
	for _, arg := range args[1:] {
		if !strings.HasPrefix(arg, "-") {
			return arg
		}
	}
	return ""
}

// cli is a command to advise: of OpenTofu where that is seen to run, else of
// Terraform.
func cli(command string) string { return cliName(cliArguments()) + " " + command }

func cliName(args []string) string {
	if len(args) > 0 && strings.TrimSuffix(filepath.Base(args[0]), ".exe") == "tofu" {
		return "tofu"
	}
	return "terraform"
}

// destroys tells whether a command line destroys what it is about. Terraform
// begins that with a plan of the configuration, to refresh the state, in which a
// token that is dead would stand in the way of forgetting the storage.
func destroys(args []string) bool {
	switch commandOf(args) {
	case "destroy":
		return true
	case "plan", "apply":
		return slices.ContainsFunc(args, func(arg string) bool {
			return slices.Contains([]string{"-destroy", "--destroy", "-destroy=true", "--destroy=true"}, arg)
		})
	}
	return false
}
