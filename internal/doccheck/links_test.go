package doccheck_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// TestLinks follows every link in committed Markdown that leads into the repository, anchors included. Templates are
// checked as what is made of them, in docs/.
func TestLinks(t *testing.T) {
	t.Parallel()
	pages := texts(t, ".md")
	count := 0
	for name, content := range pages {
		for _, link := range linksIn(content) {
			count++
			if problem := brokenLink(pages, name, link); problem != "" {
				t.Errorf("%s: %s: %s", name, link, problem)
			}
		}
	}
	if count < 50 {
		t.Errorf("only %d links were found: the search for them is broken", count)
	}
}

var (
	fencedCode = regexp.MustCompile("(?ms)^[ \t]*```.*?^[ \t]*```[ \t]*$")
	inlineCode = regexp.MustCompile("`[^`\n]*`")
	// inlineLink may hold code in its text, of which only the back-ticks are left.
	inlineLink = regexp.MustCompile(`\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)`)
	defined    = regexp.MustCompile(`(?m)^\[[^\]]+\]:\s+(\S+)`)
	autoLink   = regexp.MustCompile(`<(https?://[^>\s]+)>`)
	heading    = regexp.MustCompile(`(?m)^#{1,6}\s+(.+?)\s*#*$`)
	namedPlace = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
)

func linksIn(markdown string) []string {
	text := inlineCode.ReplaceAllString(fencedCode.ReplaceAllString(markdown, ""), "")
	var links []string
	for _, pattern := range []*regexp.Regexp{inlineLink, defined, autoLink} {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			links = append(links, match[1])
		}
	}
	return links
}

// anchorsIn are the fragments by which places of a page are reached: those that GitHub and the registry make of headings,
// and named ones.
func anchorsIn(markdown string) []string {
	markdown = fencedCode.ReplaceAllString(markdown, "")
	var anchors []string
	for _, match := range heading.FindAllStringSubmatch(markdown, -1) {
		anchor := slug(match[1])
		for n := 1; slices.Contains(anchors, anchor); n++ {
			anchor = fmt.Sprintf("%s-%d", slug(match[1]), n)
		}
		anchors = append(anchors, anchor)
	}
	for _, match := range namedPlace.FindAllStringSubmatch(markdown, -1) {
		anchors = append(anchors, match[1])
	}
	return anchors
}

// slug is what GitHub makes of a heading: lower case, hyphens for blanks, and nothing but letters, digits, hyphens and
// underscores. See https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links.
func slug(title string) string {
	title = regexp.MustCompile(`\[([^]]*)\]\([^)]*\)`).ReplaceAllString(title, "$1")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		default:
			return -1
		}
	}, title)
}

// registry is where the pages of docs/ are shown. It takes the .md off relative links, and rewrites them in no other way
// (https://github.com/cloudflare/terraform-provider-cloudflare/pull/7218,
// https://github.com/BerriAI/terraform-provider-litellm/pull/65).
const registry = "https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/"

// brokenLink says what is wrong with a link on a page, or nothing. Other sites are not asked.
func brokenLink(pages map[string]string, page, link string) string {
	target, fragment, _ := strings.Cut(link, "#")
	inDocs := strings.HasPrefix(page, "docs/")
	if own, isOwn := strings.CutPrefix(target, "https://"+module+"/"); isOwn {
		return brokenOwnURL(own)
	}
	if own, isOwn := strings.CutPrefix(target, registry); isOwn {
		page, target = "docs/index.md", "../docs/"+own+".md"
	} else if page == "docs/index.md" && target != "" && !strings.Contains(target, "://") {
		return "the registry shows this page at .../latest/docs, without a slash, so that a relative link is one level too high"
	}
	if strings.Contains(target, "://") {
		if !strings.HasPrefix(target, "https://") {
			return "it is not https"
		}
		return ""
	}
	file := page
	if target != "" {
		file = path.Join(path.Dir(page), target)
	}
	switch {
	case !exists(file):
		return "there is no " + file
	case inDocs && !strings.HasPrefix(file, "docs/"):
		return "the registry serves docs/ only; link to the file on GitHub"
	case fragment != "" && !slices.Contains(anchorsIn(pages[file]), fragment):
		return "there is no such heading in " + file
	}
	return ""
}

// brokenOwnURL looks at the part of an address on GitHub behind the repository's own.
func brokenOwnURL(rest string) string {
	for _, view := range []string{"tree/main/", "blob/main/"} {
		if file, ok := strings.CutPrefix(rest, view); ok && !exists(file) {
			return "there is no " + file
		}
	}
	return ""
}

func TestBrokenLink(t *testing.T) {
	t.Parallel()
	pages := map[string]string{"README.md": "# A `b` (c)\n\n## Twice\n\n## Twice\n\n```sh\n# no heading\n```\n", "docs/index.md": "# Provider\n"}
	for _, test := range []struct{ page, link, want string }{
		{"README.md", "#a-b-c", ""},
		{"README.md", "#twice-1", ""},
		{"README.md", "#twice-2", "there is no such heading in README.md"},
		{"README.md", "#no-heading", "there is no such heading in README.md"},
		{"README.md", "docs/index.md#provider", ""},
		{"README.md", "nowhere.md", "there is no nowhere.md"},
		{"docs/guides/cost.md", "../../README.md", "the registry serves docs/ only; link to the file on GitHub"},
		{"docs/guides/cost.md", "../index.md#provider", ""},
		{"docs/index.md", "#provider", ""},
		{"docs/index.md", "guides/cost.md", "the registry shows this page at .../latest/docs, without a slash, so that a relative link is one level too high"},
		{"docs/index.md", registry + "guides/cost", ""},
		{"docs/index.md", registry + "guides/nothing", "there is no docs/guides/nothing.md"},
		{"docs/guides/cost.md", registry + "guides/cost#nothing", "there is no such heading in docs/guides/cost.md"},
		{"docs/index.md", "https://" + module + "/tree/main/examples/complete", ""},
		{"docs/index.md", "https://" + module + "/blob/main/nowhere", "there is no nowhere"},
		{"docs/index.md", "http://example.com", "it is not https"},
		{"docs/index.md", "https://example.com", ""},
	} {
		if got := brokenLink(pages, test.page, test.link); got != test.want {
			t.Errorf("%s on %s: %q, want %q", test.link, test.page, got, test.want)
		}
	}
}

func TestLinksIn(t *testing.T) {
	t.Parallel()
	got := linksIn("See [`a`](a.md), [b](b.md \"title\")\nand <https://c.example>, not `[d](d.md)`.\n\n[f]: f.md\n\n```md\n[e](e.md)\n```\n")
	if diff := cmp.Diff([]string{"a.md", "b.md", "f.md", "https://c.example"}, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}
