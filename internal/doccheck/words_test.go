package doccheck_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// misnomer is a wrong spelling of a term that has one right spelling, in everything that is committed.
type misnomer struct {
	pattern *regexp.Regexp
	right   string
}

// spelled makes misnomers of words. A blank stands for any white space, so that a line break hides nothing.
func spelled(right string, wrong ...string) misnomer {
	for i, word := range wrong {
		wrong[i] = strings.ReplaceAll(regexp.QuoteMeta(word), " ", `\s+`)
	}
	return misnomer{regexp.MustCompile(`\b(?:` + strings.Join(wrong, "|") + `)\b`), right}
}

// misnomers are in the words of the dashboard, the S3 API and Terraform. A word is written in two parts where this file would
// hold a wrong one otherwise.
var misnomers = []misnomer{
	spelled("Access Key ID, or access key id in facts and comments", "access key "+"ID", "Access key "+"ID", "access-key "+"id"),
	spelled("Secret Access Key", "Secret access "+"key", "secret Access "+"Key", "Secret Access "+"key"),
	spelled("Object Read & Write", "Object Read and "+"Write", "Object Read/"+"Write"),
	spelled("Object Read only", "Object Read "+"Only", "Object read "+"only", "Object Read-"+"only"),
	spelled("Admin Read & Write", "Admin Read and "+"Write", "Admin Read/"+"Write"),
	spelled("Admin Read only", "Admin Read "+"Only", "Admin read "+"only", "Admin Read-"+"only"),
	spelled("Account API token", "Account API "+"Token", "account API "+"token"),
	spelled("User API token", "User API "+"Token", "user API "+"token"),
	spelled("Cloudflare", "Cloud"+"Flare", "Cloud "+"flare"),
	spelled("OpenTofu", "Open"+"tofu", "open"+"Tofu", "Open "+"Tofu"),
	spelled("GitHub", "Git"+"hub", "git"+"Hub"),
	spelled("SimpleBackups", "Simple"+"backups", "Simple"+"Backup", "Simple "+"Backups"),
	spelled("lifecycle rule", "life-cycle "+"rule", "life cycle "+"rule"),
	spelled("virtual-hosted style", "virtual host "+"style", "virtual-host "+"style"),
	spelled("write-only", "write "+"only attribute", "Write "+"only attribute"),
}

// TestSpelling looks for terms in wrong spellings.
func TestSpelling(t *testing.T) {
	t.Parallel()
	for name, content := range texts(t, ".md", ".tmpl", ".go", ".tf", ".hcl", ".yml", ".sh", "GNUmakefile") {
		for _, wrong := range misnomers {
			if found := wrong.pattern.FindString(content); found != "" {
				t.Errorf("%s: %q should be %s", name, found, wrong.right)
			}
		}
	}
}

// machinePath matches an absolute path below somebody's own directories.
var machinePath = regexp.MustCompile(`(?:^|[\s"'=(:` + "`" + `])/(?:home|root|Users|work)/[A-Za-z0-9_.-]+`)

// examplePaths are made up.
var examplePaths = []string{"/home/you"}

// TestMachinePaths looks for paths of a developer's machine.
func TestMachinePaths(t *testing.T) {
	t.Parallel()
	for name, content := range texts(t) {
		for _, found := range pathsIn(content) {
			t.Errorf("%s: %s is a path of one machine", name, found)
		}
	}
}

func pathsIn(content string) []string {
	var paths []string
	for _, found := range machinePath.FindAllString(content, -1) {
		if found = found[strings.Index(found, "/"):]; !slices.Contains(examplePaths, found) {
			paths = append(paths, found)
		}
	}
	return paths
}

func TestWords_control(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"an Object Read\nand Write token", "Cloud" + "Flare R2", "the access key " + "ID"} {
		if !slices.ContainsFunc(misnomers, func(m misnomer) bool { return m.pattern.MatchString(wrong) }) {
			t.Errorf("%q passes", wrong)
		}
	}
	for _, right := range []string{"Object Read & Write", "the access key id", "SimpleBackups"} {
		if slices.ContainsFunc(misnomers, func(m misnomer) bool { return m.pattern.MatchString(right) }) {
			t.Errorf("%q does not pass", right)
		}
	}
	if found := pathsIn("see /" + "root/notes and `/home/you/go/bin`, https://example.com/home/page"); len(found) != 1 {
		t.Errorf("found %q, want one path", found)
	}
}
