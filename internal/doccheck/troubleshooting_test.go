package doccheck_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// troubleshooting is the guide with an entry for each code.
const troubleshooting = "docs/guides/troubleshooting.md"

var (
	boldText  = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	codeTitle = regexp.MustCompile(`^R2-\d{3}$`)
)

// TestTroubleshooting holds the guide against the source: each code has one entry, whose heading is the code and nothing
// else, so that it is the anchor, and whose titles are the ones of the source. A title without a code is in the table at
// the end.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	guide := texts(t, "troubleshooting.md")[troubleshooting]
	source := readTitles(slices.Concat(parse(t, "internal/r2"), parse(t, "internal/provider")))

	entries := entriesOf(t, guide)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(source.byCode)), slices.Sorted(maps.Keys(entries))); diff != "" {
		t.Errorf("codes (-source +%s):\n%s", troubleshooting, diff)
	}
	documented := uncodedTitles(guide)
	for code, titles := range entries {
		for _, title := range source.byCode[code] {
			if !slices.Contains(titles, title) {
				t.Errorf("%s: the source has the title %q, the guide %q", code, title, titles)
			}
		}
		documented = append(documented, titles...)
	}
	slices.Sort(documented)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(source.all)), slices.Compact(documented)); diff != "" {
		t.Errorf("titles (-source +%s):\n%s", troubleshooting, diff)
	}
}

// entriesOf gives the titles, in bold, of each entry by its code. The text of an entry ends at the next heading.
func entriesOf(t *testing.T, guide string) map[string][]string {
	t.Helper()
	entries := map[string][]string{}
	headings := heading.FindAllStringSubmatchIndex(guide, -1)
	for i, at := range headings {
		code := guide[at[2]:at[3]]
		if !codeTitle.MatchString(code) {
			if strings.Contains(code, "R2-0") {
				t.Errorf("the heading %q should be a code alone", code)
			}
			continue
		}
		end := len(guide)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		if entries[code] != nil {
			t.Errorf("%s has two entries", code)
		}
		entries[code] = []string{}
		for _, bold := range boldText.FindAllStringSubmatch(guide[at[1]:end], -1) {
			entries[code] = append(entries[code], bold[1])
		}
	}
	return entries
}

// uncodedTitles are those in the first column of the table of messages without a code, where semicolons part them.
func uncodedTitles(guide string) []string {
	_, table, _ := strings.Cut(guide, "## Messages without a code")
	table, _, _ = strings.Cut(table, "\n## ")
	var titles []string
	for row := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(row, "|")
		if len(cells) != 4 || strings.HasPrefix(cells[1], "-") || strings.TrimSpace(cells[1]) == "message" {
			continue
		}
		titles = append(titles, strings.Split(strings.TrimSpace(cells[1]), "; ")...)
	}
	return titles
}
