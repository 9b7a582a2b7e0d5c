package doccheck_test

import (
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// troubleshooting is the guide with an entry for each code.
const troubleshooting = "docs/guides/troubleshooting.md"

var (
	boldText  = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	codeTitle = regexp.MustCompile(`^R2-\d{3}$`)
)

// TestTroubleshooting holds the guide against the source: each code has one entry, whose heading is the code and nothing
// else, so that it is the anchor, and whose titles are the ones of the source.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	guide := texts(t, "troubleshooting.md")[troubleshooting]
	source := readTitles(slices.Concat(parse(t, "internal/r2"), parse(t, "internal/provider")))

	entries := entriesOf(t, guide)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(source.byCode)), slices.Sorted(maps.Keys(entries))); diff != "" {
		t.Errorf("codes (-source +%s):\n%s", troubleshooting, diff)
	}
	documented := slices.Clone(borrowed)
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
	for _, title := range borrowed {
		if !strings.Contains(guide, "**"+title+"**") {
			t.Errorf("the guide has nothing on %q", title)
		}
	}
}

// borrowed are the titles of messages whose text, and so whose code, is that of another one.
var borrowed = []string{"Bucket Created, Configuration Incomplete"}

// TestTroubleshooting_links follows the address at the end of each diagnostic, which is that of a page in docs/ once it is
// published.
func TestTroubleshooting_links(t *testing.T) {
	t.Parallel()
	pages := texts(t, "troubleshooting.md")
	entries := entriesOf(t, pages[troubleshooting])
	if len(entries) < 40 {
		t.Errorf("only %d entries were found", len(entries))
	}
	for code := range entries {
		finding := r2.Finding{Code: code, Summary: "A Title", Detail: "A detail."}
		_, path, found := strings.Cut(finding.Text(), "\n  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/")
		if path, _, _ = strings.Cut(path, "\n"); !found {
			t.Fatalf("%s: there is no address in %q", code, finding.Text())
		}
		page, anchor, _ := strings.Cut(path, "#")
		if !slices.Contains(anchorsIn(pages[page+".md"]), anchor) {
			t.Errorf("%s: %s leads to nothing", code, path)
		}
	}
}

// TestTroubleshooting_coded: a diagnostic is made of a finding, in one file, and a finding has a code.
func TestTroubleshooting_coded(t *testing.T) {
	t.Parallel()
	const funnel = "internal/provider/diagnostics.go"
	inFunnel, findings := 0, 0
	for _, dir := range []string{"internal/r2", "internal/provider"} {
		for file, parsed := range parseByName(t, dir) {
			for _, call := range reports(parsed) {
				if file == funnel {
					inFunnel++
					continue
				}
				t.Errorf("%s calls %s: make an r2.Finding, which has a code, and leave the diagnostic to %s", file, call, funnel)
			}
			coded, uncoded := findingsIn(parsed)
			findings += coded
			for _, title := range uncoded {
				t.Errorf("%s: the finding %q has no code", file, title)
			}
		}
	}
	if inFunnel == 0 || findings < 30 {
		t.Errorf("only %d calls and %d findings were found: the search for them is broken", inFunnel, findings)
	}
}

// findingsIn counts the findings of a file that have a code, and lists the titles of those that have none.
func findingsIn(file *ast.File) (coded int, uncoded []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		composite, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		values := map[string]ast.Expr{}
		for _, element := range composite.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				values[name(pair.Key)] = pair.Value
			}
		}
		switch {
		case values["Summary"] == nil || name(composite.Type) != "Finding":
		case values["Code"] == nil:
			uncoded = append(uncoded, literal(values["Summary"]))
		default:
			coded++
		}
		return true
	})
	return coded, uncoded
}

// reports lists the calls of a file that make a diagnostic.
func reports(file *ast.File) []string {
	var calls []string
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && reporting.MatchString(name(call.Fun)) {
			calls = append(calls, name(call.Fun))
		}
		return true
	})
	return calls
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
			entries[code] = append(entries[code], strings.ReplaceAll(bold[1], "\n", " "))
		}
	}
	return entries
}
