package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStep_check(t *testing.T) {
	t.Parallel()
	wanted := step{status: 1, want: []string{"Error: Token Unknown to R2", "with r2_storage.backups, on main.tf line 1"}}
	const framed = "\x1b[31m╷\x1b[0m\n\x1b[31m│\x1b[0m \x1b[1mError: \x1b[0mToken Unknown to R2\n│\n│   with r2_storage.backups,\n│   on main.tf line 1\n╵\n"
	for name, test := range map[string]struct {
		status  int
		printed string
		want    string
	}{
		"as it should be": {1, framed, ""},
		"other status":    {0, framed, "expected exit status 1, got 0"},
		"other output": {
			1, "Error: Token Unknown to R2\n",
			"expected in the output: with r2_storage.backups, on main.tf line 1",
		},
		"nothing as it should be": {
			0, "No changes.",
			"expected exit status 1, got 0\nexpected in the output: Error: Token Unknown to R2\n" +
				"expected in the output: with r2_storage.backups, on main.tf line 1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := wanted.check(test.status, test.printed); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSteps_show: a step with a configuration that is new shows what is new in it.
func TestSteps_show(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range steps {
		var added []string
		for _, file := range s.files {
			if !seen[file] {
				added = append(added, file)
			}
			seen[file] = true
		}
		if len(added) > 0 && !slices.Contains(added, s.show) {
			t.Errorf("%q shows %q, and not one of %q", s.title, s.show, added)
		}
	}
}
