package main

import (
	"encoding/json"
	"strings"
)

// event is one line of `go test -json`: a test event (https://pkg.go.dev/cmd/test2json) or a build event
// (`go help buildjson`), of which the output is all that matters here.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// parseEvent tells events from the lines that are none, such as what a tool that the go command ran printed by itself.
func parseEvent(line []byte) (event, bool) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil || e.Action == "" {
		return event{}, false
	}
	return e, true
}

// ends reports whether nothing more will come from the event's test or package.
func (e event) ends() bool {
	return e.Action == "pass" || e.Action == "fail" || e.Action == "skip"
}

// withoutProgress drops the lines of a test's output that only say that it started, paused or went on.
func withoutProgress(output string) string {
	var kept strings.Builder
	for line := range strings.Lines(output) {
		if !strings.HasPrefix(line, "=== ") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// skipReason is what a skipped test logged, on one line.
func skipReason(output string) string {
	var words []string
	for line := range strings.Lines(withoutProgress(output)) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "--- SKIP") {
			words = append(words, strings.Fields(line)...)
		}
	}
	if len(words) == 0 {
		return "no reason given"
	}
	return strings.Join(words, " ")
}
