//go:build unix

package main

import (
	"os/exec"
	"syscall"
	"time"
)

// endGently has the command and what it started interrupted, once, when its
// context ends. They get a process group of their own: of a terminal they would
// get a second interrupt, after which Terraform ends at once and leaves the
// processes of its providers behind.
func endGently(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 30 * time.Second
}
