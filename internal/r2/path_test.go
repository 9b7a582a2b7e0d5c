package r2

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParsePath_accepts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, input, want, prefix string }{
		{"empty", "", "/", ""},
		{"root", "/", "/", ""},
		{"slashes only", "///", "/", ""},
		{"folder", "postgres", "/postgres", "postgres/"},
		{"leading slash", "/postgres", "/postgres", "postgres/"},
		{"trailing slash", "postgres/", "/postgres", "postgres/"},
		{"folders", "/backups/mysql/", "/backups/mysql", "backups/mysql/"},
		{"case stays", "/Postgres", "/Postgres", "Postgres/"},
		{"blank inside", "/my folder", "/my folder", "my folder/"},
		{"letters outside of ASCII", "/donn\u00e9es", "/donn\u00e9es", "donn\u00e9es/"},
		{"percent sign, which means itself", "/a%20b", "/a%20b", "a%20b/"},
		{"dots in a name", "/v1.2/..old", "/v1.2/..old", "v1.2/..old/"},
		{"longest", strings.Repeat("a", 900), "/" + strings.Repeat("a", 900), strings.Repeat("a", 900) + "/"},
		{"joiner, which is a part of some scripts", "/\u0645\u06cc\u200c\u062e", "/\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path, err := ParsePath(test.input)
			if err != nil {
				t.Fatal(err)
			}
			if path.String() != test.want || path.Prefix() != test.prefix {
				t.Errorf("got %q and the prefix %q, want %q and %q", path, path.Prefix(), test.want, test.prefix)
			}
		})
	}
}

// refusedPaths have their texts in testdata/path.golden.
var refusedPaths = []struct{ name, input string }{
	{"URL", "https://" + aHost + "/backups/postgres"},
	{"S3 URI", "s3://backups/postgres"},
	{"blank in front", " postgres"},
	{"newline behind", "/postgres\n"},
	{"newline inside", "/post\ngres"},
	{"null byte", "/post\x00gres"},
	{"invisible character", "/post\u200bgres"},
	{"doubled slash", "/backups//mysql"},
	{"dot", "/./mysql"},
	{"two dots", "../mysql"},
	{"too long", strings.Repeat("a", 901)},
	{"too long in bytes", strings.Repeat("\u00e9", 451)},
	{"invalid UTF-8", "/post\xffgres"},
	{"secret", aSecret + "//x"},
	{"token", aToken + "/../x"},
}

func TestParsePath_refuses(t *testing.T) {
	t.Parallel()
	var texts golden
	for _, test := range refusedPaths {
		path, err := ParsePath(test.input)
		var finding *Finding
		if !errors.As(err, &finding) || path != (Path{}) {
			t.Errorf("%s: got %q, %v", test.name, path, err)
			continue
		}
		if finding.Code != "R2-007" || finding.Field != FieldPath || finding.Severity != Error {
			t.Errorf("%s: got %s about %s", test.name, finding.Code, finding.Field)
		}
		texts.add(test.name, fmt.Sprintf("%.100q\n%s", test.input, outline(finding)))
	}
	texts.check(t, "path.golden")
}

func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{"", "/", "postgres", "/backups/mysql/", "/a//b", "..", "a\u00a0", "\xff", "//a b//"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		path, err := ParsePath(raw)
		var finding *Finding
		switch {
		case errors.As(err, &finding):
			return
		case err != nil:
			t.Fatalf("%q: the error is a %T", raw, err)
		}
		again, err := ParsePath(path.String())
		if err != nil || again != path {
			t.Errorf("%q is printed as %q, which is read as %q, %v", raw, path, again, err)
		}
		if want := strings.TrimPrefix(path.String()+"/", "/"); want != "/" && path.Prefix() != want {
			t.Errorf("%q: prefix %q, want %q", raw, path.Prefix(), want)
		}
		if strings.Trim(raw, "/") != strings.Trim(path.String(), "/") {
			t.Errorf("%q is printed as %q: more than slashes at the ends was changed", raw, path)
		}
		if key := path.Prefix() + absentName(); len(key) > maxKeyBytes {
			t.Errorf("%q: an absent key has %d bytes", raw, len(key))
		}
	})
}
