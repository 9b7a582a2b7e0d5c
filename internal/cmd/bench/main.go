// Command bench measures the provider with a real Terraform against the fake: how
// long the steps of a run take, what they send to R2 and what that would cost, and
// how much memory the provider takes, beside a plugin of the same schemas that does
// nothing. It prints tables and, with -json, writes the figures; it asserts nothing.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 3, "how often each scenario is measured; the median is shown")
	quick := flag.Bool("quick", false, "only the scenarios with 1000 resources")
	only := flag.String("only", "", "only the scenarios whose name contains this")
	output := flag.String("json", "", "write the figures to this file as JSON")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := bench(ctx, *runs, *quick, *only, *output); err != nil {
		log.Print("bench: ", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, runs int, quick bool, only, output string) (err error) {
	scratch, err := os.MkdirTemp("", "r2-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	lab, err := openLab(ctx, scratch)
	if err != nil {
		return err
	}
	report := Report{Date: time.Now().UTC().Format(time.RFC3339), CLI: lab.version, Runs: runs}
	if report.Binary, err = lab.binary(ctx); err != nil {
		return err
	}
	for _, s := range scenarios() {
		if !s.selected(quick, only) {
			continue
		}
		figures, err := lab.measure(ctx, s, runs)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name(), err)
		}
		report.Scenarios = append(report.Scenarios, figures)
		figures.print(os.Stdout)
	}
	report.Binary.print(os.Stdout)
	if output == "" {
		return nil
	}
	encoded, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(output, append(encoded, '\n'), 0o600)
}
