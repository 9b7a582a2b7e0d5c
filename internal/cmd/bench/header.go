package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// header says when, where and how a bench was run.
func (l *lab) header(o options) Report {
	return Report{
		Date: time.Now().UTC().Format(time.RFC3339), Machine: machine(), Load: load(), CLI: l.version, Go: runtime.Version(), Runs: o.runs, ApplyOnce: o.once,
		Command: strings.Join(append([]string{"go run ./internal/cmd/bench"}, os.Args[1:]...), " "),
	}
}

// finish notes how long the bench took.
func (r *Report) finish() {
	if began, err := time.Parse(time.RFC3339, r.Date); err == nil {
		r.Seconds = int(time.Since(began).Seconds())
	}
}

// load reads how busy the machine is, 0 where it does not tell.
func load() float64 {
	var load float64
	average, _ := os.ReadFile("/proc/loadavg")
	_, _ = fmt.Sscan(string(average), &load)
	return load
}

// machine is the kind of the machine: its system, how many CPUs it has and, where /proc tells, which.
func machine() string {
	kind := fmt.Sprintf("%s/%s, %d CPUs", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return kind + " (" + strings.TrimSpace(value) + ")"
		}
	}
	return kind
}
