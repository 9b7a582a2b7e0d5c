package leakcheck

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long what is about to end is given to do so. It only delays a failure.
const patience = 10 * time.Second

// Main runs the tests of a package, for its TestMain, and fails where goroutines of this module, or connections of HTTP, are
// left after tests that passed.
func Main(m *testing.M) int {
	code := m.Run()
	if code != 0 {
		return code
	}
	deadline, again := time.After(patience), time.NewTicker(patience/1000)
	defer again.Stop()
	for {
		left := leaks()
		if len(left) == 0 {
			return 0
		}
		select {
		case <-again.C:
		case <-deadline:
			_, _ = fmt.Fprintf(os.Stderr, "%d goroutines were left by the tests:\n\n%s\n", len(left), strings.Join(left, "\n\n"))
			return 1
		}
	}
}

// leaks gives the stacks of the goroutines, besides this one, that run code of this module or hold a connection.
func leaks() []string {
	stacks := make([]byte, 1<<20)
	for {
		n := runtime.Stack(stacks, true)
		if n < len(stacks) {
			stacks = stacks[:n]
			break
		}
		stacks = make([]byte, 2*len(stacks))
	}
	var left []string
	for _, stack := range strings.Split(string(stacks), "\n\n")[1:] {
		for _, ours := range []string{"terraform-provider-r2/", "net/http.(*persistConn)", "net/http.(*conn)", "net/http.(*http2"} {
			if strings.Contains(stack, ours) {
				left = append(left, stack)
				break
			}
		}
	}
	return left
}
