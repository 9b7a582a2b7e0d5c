// Command bench measures the provider with a real Terraform against the fake: how
// long the steps of a run take, what they send to R2 and what that would cost, and
// how much memory the provider takes, beside a plugin of the same schemas that does
// nothing, and beside resources of Terraform's own. It prints tables and, with
// -json, writes the figures; it asserts nothing.
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
)

// options are what is measured, and what becomes of it.
type options struct {
	runs  int
	quick bool
	once  bool
	only  string
	json  string
	from  string
	guide string
}

func main() {
	log.SetFlags(0)
	var o options
	flag.IntVar(&o.runs, "runs", 3, "how often each scenario is measured; the median is shown")
	flag.BoolVar(&o.quick, "quick", false, "only the scenarios that the targets are about")
	flag.BoolVar(&o.once, "apply-once", false, "apply and destroy a thousand resources once, whatever -runs says: they take most of the time, nearly all of it Terraform's own")
	flag.StringVar(&o.only, "only", "", "only the scenarios whose name contains this")
	flag.StringVar(&o.json, "json", "", "write the figures to this file as JSON")
	flag.StringVar(&o.from, "from", "", "measure nothing, and take the figures from this file")
	flag.StringVar(&o.guide, "guide", "", "write the figures into this page, between its marks")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := o.bench(ctx); err != nil {
		log.Print("bench: ", err)
		os.Exit(1)
	}
}

func (o options) bench(ctx context.Context) error {
	report, err := o.report(ctx)
	if err != nil && (ctx.Err() == nil || len(report.Scenarios) == 0) {
		return err
	}
	if err != nil {
		log.Print("bench: interrupted; this is what was measured until then")
		report.Interrupted = true
	}
	report.Binary.print(os.Stdout)
	report.printTargets(os.Stdout)
	if o.json != "" {
		encoded, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.json, append(encoded, '\n'), 0o644); err != nil {
			return err
		}
	}
	if o.guide != "" {
		return report.writeGuide(o.guide)
	}
	return nil
}

// report measures, or reads what was measured.
func (o options) report(ctx context.Context) (report Report, err error) {
	if o.from != "" {
		encoded, err := os.ReadFile(o.from)
		if err != nil {
			return report, err
		}
		err = json.Unmarshal(encoded, &report)
		for _, f := range report.Scenarios {
			f.print(os.Stdout)
		}
		return report, err
	}
	scratch, err := os.MkdirTemp("", "r2-bench-")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	lab, err := openLab(ctx, scratch)
	if err != nil {
		return report, err
	}
	return lab.measureAll(ctx, o)
}

// measureAll goes through the scenarios. What serves no requests does not depend on latency, and is measured once.
func (l *lab) measureAll(ctx context.Context, o options) (report Report, err error) {
	report = l.header(o)
	if report.Binary, err = l.measureBinary(ctx); err != nil {
		return report, err
	}
	defer func() { report.finish() }()
	builtIns, floors := map[int]samples{}, map[string]samples{}
	for _, s := range scenarios() {
		if !s.selected(o.quick, o.only) {
			continue
		}
		fail := func(err error) (Report, error) { return report, fmt.Errorf("%s: %w", s.name(), err) }
		if builtIns[s.n] == nil {
			if builtIns[s.n], err = l.measure(ctx, s, builtIn, o); err != nil {
				return fail(err)
			}
		}
		same := fmt.Sprint(s.n, s.kind)
		if floors[same] == nil {
			if floors[same], err = l.measure(ctx, s, floor, o); err != nil {
				return fail(err)
			}
		}
		measured, err := l.measure(ctx, s, provider, o)
		if err != nil {
			return fail(err)
		}
		figures := summarise(s, measured, floors[same], builtIns[s.n])
		figures.print(os.Stdout)
		report.Scenarios = append(report.Scenarios, figures)
	}
	return report, nil
}
