package provider

import (
	"fmt"
	"os"
	"strings"
)

// cliCommand gives the command of the Terraform or OpenTofu that started this
// process, such as "plan" or "apply", where the system shows it (Linux), else "".
//
// Terraform does not tell a provider whether it plans or applies. The answer is
// used only to save a wait that makes no sense while planning, and never decides
// on an outcome.
func cliCommand() string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", os.Getppid()))
	if err != nil {
		return ""
	}
	return commandOf(strings.Split(string(raw), "\x00"))
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
