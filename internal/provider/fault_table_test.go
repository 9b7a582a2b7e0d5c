package provider_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// result is what a cell shows in the table.
type result struct {
	row, column int
	lasting     bool
	// code is that of the first diagnostic, "ok" for none; warning tells whether it is only one.
	code     string
	warning  bool
	attempts int
}

// shown is what a cell shows, with what was reported and how often the request was sent.
func (c *cell) shown(diags []acctest.Diagnostic, sent int) result {
	r := result{row: c.row, column: slices.IndexFunc(faults, func(f fault) bool { return f.name == c.fault.name }), lasting: c.lasting, code: "ok", attempts: sent}
	if len(diags) > 0 {
		_, code, _ := strings.Cut(diags[0].Detail, "diagnostic: R2-0")
		r.code, r.warning = code[:2], diags[0].Severity == "Warning"
	}
	return r
}

// faultTable collects what the cells show.
type faultTable struct {
	mu    sync.Mutex
	rows  []string
	shown []result
}

func (f *faultTable) add(r result) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.shown = append(f.shown, r)
}

func (f *faultTable) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	slices.SortFunc(f.shown, func(a, b result) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	var text strings.Builder
	text.WriteString("What the user is told, and how often the request is sent. ok: nothing; 40: the error R2-040; w40: the same as a warning.\n\n")
	for i, fault := range faults {
		fmt.Fprintf(&text, "  %c  %s\n", 'a'+i, fault.name)
	}
	for _, lasting := range []bool{false, true} {
		text.WriteString(map[bool]string{false: "\nThe fault strikes once\n", true: "\nThe fault lasts\n"}[lasting])
		fmt.Fprintf(&text, "%-56s", "")
		for i := range faults {
			fmt.Fprintf(&text, " %-5c", 'a'+i)
		}
		row := -1
		for _, r := range f.shown {
			if r.lasting != lasting {
				continue
			}
			if r.row != row {
				row = r.row
				fmt.Fprintf(&text, "\n%-56s", f.rows[row])
			}
			code := r.code
			if r.warning {
				code = "w" + code
			}
			fmt.Fprintf(&text, " %-5s", fmt.Sprintf("%s %d", code, r.attempts))
		}
		text.WriteString("\n")
	}
	return text.String()
}
