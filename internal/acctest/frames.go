package acctest

import (
	"regexp"
	"strings"
)

var (
	colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	// trailing are the blanks of lines that are empty inside a frame.
	trailing = regexp.MustCompile(`(?m) +$`)
	frame    = regexp.MustCompile(`(?ms)^╷\n.*?^╵$`)
)

// Colour makes the CLI draw its diagnostics as it does in a terminal, with a frame around each.
func (w *Workspace) Colour() { w.Setenv("TF_CLI_ARGS", "") }

// Frames gives the diagnostics of a run with [Workspace.Colour], colours and the warning about the provider's installation
// in a [Workspace] left out.
func (o Output) Frames() []string {
	var frames []string
	for _, drawn := range frame.FindAllString(colour.ReplaceAllString(o.Stdout+o.Stderr, ""), -1) {
		if !strings.Contains(drawn, "Provider development overrides are in effect") {
			frames = append(frames, trailing.ReplaceAllString(drawn, ""))
		}
	}
	return frames
}
