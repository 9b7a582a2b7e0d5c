package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// report gathers the results of all packages and prints each package as soon as it has ended.
type report struct {
	out      io.Writer
	packages map[string]*packageRun // those that have not ended

	passed, failed int
	skipped        []skippedTest
}

func newReport(out io.Writer) *report {
	return &report{out: out, packages: make(map[string]*packageRun)}
}

// read takes in a whole event stream. Lines that are no events are passed on as they are.
func (r *report) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if e, ok := parseEvent(line); ok {
			r.take(e)
		} else {
			fmt.Fprintf(r.out, "%s", line)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading test events: %w", err)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(r.packages)) {
		p := r.packages[path]
		fmt.Fprintf(&p.output, "FAIL\t%s [ended without a result]\n", path)
		r.endPackage(path, "fail")
	}
	return nil
}

func (r *report) take(e event) {
	if e.Package == "" {
		// A build event: the compiler's messages.
		fmt.Fprint(r.out, e.Output)
		return
	}
	p := r.packages[e.Package]
	if p == nil {
		p = newPackageRun()
		r.packages[e.Package] = p
	}
	switch {
	case e.Test != "":
		p.test(e)
	case e.ends():
		r.endPackage(e.Package, e.Action)
	default:
		p.output.WriteString(e.Output)
	}
}

// endPackage counts and prints a package.
func (r *report) endPackage(path, action string) {
	p := r.packages[path]
	delete(r.packages, path)

	p.abandon()
	if action == "fail" && p.failed == 0 {
		// It did not build, or failed outside of its tests.
		p.failed = 1
	}
	if p.failed > 0 {
		fmt.Fprint(r.out, p.failures.String(), p.output.String())
	} else {
		fmt.Fprint(r.out, p.verdict())
	}

	r.passed += p.passed
	r.failed += p.failed
	for _, s := range p.skipped {
		r.skipped = append(r.skipped, skippedTest{name: path + "." + s.name, reason: s.reason})
	}
}

// summarise prints the skipped tests and the counts, and reports whether tests were executed and all of them passed.
func (r *report) summarise() bool {
	if len(r.skipped) > 0 {
		fmt.Fprintln(r.out, "\nSkipped:")
		slices.SortFunc(r.skipped, func(a, b skippedTest) int { return strings.Compare(a.name, b.name) })
		for _, s := range r.skipped {
			fmt.Fprintf(r.out, "  %s: %s\n", s.name, s.reason)
		}
	}
	if r.passed+r.failed == 0 {
		fmt.Fprintln(r.out, "\nFAIL: no test was executed")
	}
	fmt.Fprintf(r.out, "\n%d passed, %d failed, %d skipped\n", r.passed, r.failed, len(r.skipped))
	return r.passed > 0 && r.failed == 0
}
