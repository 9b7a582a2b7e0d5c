// Command testreport reads the events of `go test -json` on standard input and prints what a person wants of them: one line
// per package, the whole output of what failed, why tests were skipped, and as its last line the counts:
//
//	12 passed, 0 failed, 3 skipped
//
// It exits with 1 when a test failed, when a package ended without a result, and when no test was executed at all: a run that
// tested nothing must not look like one in which everything passed.
package main

import (
	"fmt"
	"os"
)

func main() {
	r := newReport(os.Stdout)
	if err := r.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(1)
	}
	if !r.summarise() {
		os.Exit(1)
	}
}
