package doccheck_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// titles are what the source of the provider says about its diagnostics.
type titles struct {
	// byCode gives the titles that stand beside a code, sorted.
	byCode map[string][]string
	// all are those, and the ones without a code.
	all map[string]bool
}

var (
	codeLiteral = regexp.MustCompile(`^R2-\d{3}$`)
	// titleLiteral matches the house style of titles: every word of five letters or more begins with a capital.
	titleLiteral = regexp.MustCompile(`^[A-Z][a-zA-Z0-9']*(,? ([A-Z][a-zA-Z0-9']*|[a-z0-9]{1,4}))*$`)
	// reporting matches the functions that make a diagnostic, of which the title is the first or second argument.
	reporting = regexp.MustCompile(`^((Add|New)(Attribute)?(Error|Warning)(Diagnostic)?|New(Argument)?FuncError)$`)
)

// readTitles reads the titles from the source of packages.
func readTitles(files []*ast.File) titles {
	found := titles{byCode: map[string][]string{}, all: map[string]bool{}}
	functions := map[string]*ast.FuncDecl{}
	for _, file := range files {
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok {
				functions[f.Name.Name] = f
			}
		}
	}
	for _, file := range files {
		var enclosing []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				enclosing = enclosing[:len(enclosing)-1]
				return true
			}
			enclosing = append(enclosing, n)
			found.addUncoded(n)
			if code := literal(n); codeLiteral.MatchString(code) {
				found.add(code, titleBeside(enclosing, functions))
			}
			return true
		})
	}
	return found
}

func (found *titles) add(code, title string) {
	if title != "" {
		found.all[title] = true
	}
	if !slices.Contains(found.byCode[code], title) {
		found.byCode[code] = append(found.byCode[code], title)
		slices.Sort(found.byCode[code])
	}
}

// addUncoded adds the title that a node gives to a diagnostic without a code, or to one that has its code from elsewhere.
func (found *titles) addUncoded(n ast.Node) {
	switch node := n.(type) {
	case *ast.KeyValueExpr:
		if name(node.Key) == "Summary" && titleLiteral.MatchString(literal(node.Value)) {
			found.all[literal(node.Value)] = true
		}
	case *ast.AssignStmt:
		for i, left := range node.Lhs {
			if name(left) == "Summary" && len(node.Rhs) == len(node.Lhs) && titleLiteral.MatchString(literal(node.Rhs[i])) {
				found.all[literal(node.Rhs[i])] = true
			}
		}
	case *ast.CallExpr:
		for _, argument := range node.Args[:min(2, len(node.Args))] {
			if (reporting.MatchString(name(node.Fun)) || name(node.Fun) == "asWarning") && titleLiteral.MatchString(literal(argument)) {
				found.all[literal(argument)] = true
			}
		}
	}
}

// titleBeside finds the title that goes with a code: in the innermost list of values, assignment or call around it or, if
// the call has none among its arguments, in the function that is called.
func titleBeside(enclosing []ast.Node, functions map[string]*ast.FuncDecl) string {
	for _, node := range slices.Backward(enclosing) {
		var values []ast.Expr
		switch n := node.(type) {
		case *ast.CompositeLit:
			values = n.Elts
		case *ast.AssignStmt:
			values = n.Rhs
		case *ast.CallExpr:
			values = n.Args
			if called := functions[name(n.Fun)]; called != nil && !slices.ContainsFunc(values, isTitle) {
				return summaryIn(called)
			}
		default:
			continue
		}
		if i := slices.IndexFunc(values, isTitle); i >= 0 {
			return literal(unkeyed(values[i]))
		}
		return ""
	}
	return ""
}

// summaryIn finds the first Summary that a function sets.
func summaryIn(f *ast.FuncDecl) string {
	summary := ""
	ast.Inspect(f, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok && summary == "" && name(pair.Key) == "Summary" {
			summary = literal(pair.Value)
		}
		return true
	})
	return summary
}

// isTitle tells whether a value is a title: that of the key Summary (or summary) or, in a list without keys, a literal that reads like one.
func isTitle(value ast.Expr) bool {
	if pair, ok := value.(*ast.KeyValueExpr); ok && !strings.EqualFold(name(pair.Key), "Summary") {
		return false
	}
	text := literal(unkeyed(value))
	return titleLiteral.MatchString(text) && !codeLiteral.MatchString(text)
}

func unkeyed(value ast.Expr) ast.Expr {
	if pair, ok := value.(*ast.KeyValueExpr); ok {
		return pair.Value
	}
	return value
}

// literal is the value of a string literal, else empty.
func literal(n ast.Node) string {
	basic, ok := n.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(basic.Value)
	if err != nil {
		return ""
	}
	return text
}

// name is the last part of a name, such as of a method.
func name(n ast.Expr) string {
	switch expression := n.(type) {
	case *ast.Ident:
		return expression.Name
	case *ast.SelectorExpr:
		return expression.Sel.Name
	default:
		return ""
	}
}

// parse parses the sources of a package of the module, tests left out.
func parse(t *testing.T, dir string) []*ast.File {
	t.Helper()
	return slices.Collect(maps.Values(parseByName(t, dir)))
}

// parseByName does so by the names of the files.
func parseByName(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[dir+"/"+filepath.Base(name)] = file
	}
	return files
}

func TestReadTitles(t *testing.T) {
	t.Parallel()
	const source = `package p

var a = Finding{Code: "R2-901", Summary: "A Title", Detail: "Some detail"}
var b = map[Kind]description{One: {"R2-902", Field, "In a List", "With a detail."}}

func c() { f.Code, f.Field, f.Summary = "R2-903", None, "By Assignment" }
func d() { f.Summary = "Without a Code" }
func e() { cannot("In a Call", "do this", "R2-904") }
func g() { made("R2-905", "The problem is this.") }
func h() { diags.AddAttributeError(at, "From the Provider", "Some detail.") }
func made(code, problem string) *Finding { return &Finding{Code: code, Summary: "By the Function"} }
`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	got := readTitles([]*ast.File{file})
	want := titles{
		byCode: map[string][]string{
			"R2-901": {"A Title"}, "R2-902": {"In a List"}, "R2-903": {"By Assignment"}, "R2-904": {"In a Call"}, "R2-905": {"By the Function"},
		},
		all: map[string]bool{
			"A Title": true, "In a List": true, "By Assignment": true, "Without a Code": true, "In a Call": true, "By the Function": true,
			"From the Provider": true,
		},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(titles{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
