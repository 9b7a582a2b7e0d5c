package doccheck_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExported asks for a doc.go, and a comment on every exported identifier, of the packages that others can import.
func TestExported(t *testing.T) {
	t.Parallel()
	count := 0
	for path, one := range packages(t) {
		if !strings.HasPrefix(path, module+"/") || one.Name == "main" {
			continue
		}
		if !slices.Contains(one.GoFiles, "doc.go") {
			t.Errorf("%s has no doc.go", path)
		}
		for _, name := range one.GoFiles {
			file := filepath.Join(one.Dir, name)
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			count++
			for _, identifier := range undocumented(parsed) {
				t.Errorf("%s: %s has no comment", file, identifier)
			}
		}
	}
	if count < 50 {
		t.Errorf("only %d files were found", count)
	}
}

// undocumented lists the exported identifiers of a file that have no comment: types, functions, methods of exported types,
// constants and variables. A comment on a group is one on each of it.
func undocumented(file *ast.File) []string {
	var names []string
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Doc == nil && d.Name.IsExported() && receiverExported(d) {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				names = append(names, undocumentedIn(spec, d.Doc)...)
			}
		}
	}
	return names
}

func undocumentedIn(spec ast.Spec, group *ast.CommentGroup) []string {
	var names []string
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc == nil && group == nil {
			names = append(names, s.Name.Name)
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && s.Doc == nil && s.Comment == nil && group == nil {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// receiverExported tells whether a function has no receiver, or one of an exported type.
func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	exported := false
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok {
			exported = exported || name.IsExported()
		}
		return true
	})
	return exported
}

func TestUndocumented(t *testing.T) {
	t.Parallel()
	const source = `package p

type T struct{}

// U has a comment.
type U struct{}

func (T) M() {}

func (u) N() {}

func F() {}

type u struct{}

// A group.
const (
	A = 1
	B = 2
)

var C, d int
`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	got := undocumented(file)
	slices.Sort(got)
	if diff := cmp.Diff([]string{"C", "F", "M", "T"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
