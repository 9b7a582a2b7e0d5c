package main

import (
	"maps"
	"slices"
	"strings"
)

// packageRun is a package under test.
type packageRun struct {
	// running holds the tests that started and did not end yet, by name.
	running map[string]*testRun

	// output is what the package printed outside of a test, failures what its failed tests printed.
	output, failures strings.Builder

	passed, failed int
	skipped        []skippedTest
}

// testRun is a test that runs.
type testRun struct {
	output string

	// parent is true once the test has started a subtest, childFailed once one of them failed.
	parent, childFailed bool
}

type skippedTest struct {
	name, reason string
}

func newPackageRun() *packageRun {
	return &packageRun{running: make(map[string]*testRun)}
}

// test takes in an event of one of the package's tests.
func (p *packageRun) test(e event) {
	t := p.running[e.Test]
	if t == nil {
		t = new(testRun)
		p.running[e.Test] = t
		if parent := p.parentOf(e.Test); parent != nil {
			parent.parent = true
		}
	}
	t.output += e.Output
	if e.ends() {
		p.end(e.Test, e.Action)
	}
}

// end counts a test. A test with subtests is not one more case beside them: it counts only when it failed by itself, or was
// skipped by itself.
func (p *packageRun) end(name, action string) {
	t := p.running[name]
	delete(p.running, name)

	switch action {
	case "skip":
		p.skipped = append(p.skipped, skippedTest{name: name, reason: skipReason(t.output)})
	case "pass":
		if !t.parent {
			p.passed++
		}
	default:
		if !t.childFailed {
			p.failed++
		}
		if parent := p.parentOf(name); parent != nil {
			parent.childFailed = true
		}
		p.failures.WriteString(withoutProgress(t.output))
	}
}

// abandon ends the tests that a panic, a time-out or os.Exit left without a result: they failed. Subtests come before their
// parents.
func (p *packageRun) abandon() {
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(p.running))) {
		p.running[name].output += "--- FAIL: " + name + " (did not finish)\n"
		p.end(name, "fail")
	}
}

// parentOf finds the innermost running test around a subtest, or nil. The name of a subtest may itself contain slashes.
func (p *packageRun) parentOf(name string) *testRun {
	for {
		slash := strings.LastIndexByte(name, '/')
		if slash < 0 {
			return nil
		}
		name = name[:slash]
		if t := p.running[name]; t != nil {
			return t
		}
	}
}

// verdict is the line that `go test` itself prints for a package without failures.
func (p *packageRun) verdict() string {
	var kept strings.Builder
	for line := range strings.Lines(p.output.String()) {
		if line != "PASS\n" && !strings.HasPrefix(line, "-test.shuffle ") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
