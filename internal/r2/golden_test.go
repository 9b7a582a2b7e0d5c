package r2

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// updating tells whether to write the golden files anew. The flag is that of
// package r2_test, whose tests are linked into the same program.
func updating() bool {
	update := flag.Lookup("update")
	return update != nil && update.Value.String() == "true"
}

// golden compares sections, "== title" and a text each, with a file of
// testdata.
type golden struct{ sections strings.Builder }

func (g *golden) add(title, text string) {
	g.sections.WriteString("== " + title + "\n" + strings.TrimRight(text, "\n") + "\n\n")
}

func (g *golden) check(t *testing.T, name string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	got := g.sections.String()
	if updating() {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); if the new texts are better, run the test with -update:\n%s", file, diff)
	}
}

// What golden files show in place of texts that many findings have.
const (
	generalAdvice = "(what an endpoint looks like)"
	whereTheyAre  = "(where the pair is found)"
)

// outline is a finding as a golden file shows it.
func outline(f *Finding) string {
	severity := "Error"
	if f.Severity == Warning {
		severity = "Warning"
	}
	field := ""
	if f.Field != FieldNone {
		field = " about the " + string(f.Field)
	}
	if f.HideSource {
		field += ", whose line is not shown"
	}
	text := strings.NewReplacer(location{}.advice(), generalAdvice, whereKeys, whereTheyAre).Replace(f.Text())
	return severity + field + ": " + f.Summary + "\n" + text
}
