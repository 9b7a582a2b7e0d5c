package r2fake_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/terraform-r2/terraform-provider-r2"

// TestImports pins that the fake is an independent reading of R2: it shares no code with the client it tests, nor with any
// other implementation of S3.
func TestImports(t *testing.T) {
	t.Parallel()
	for _, directory := range []string{".", filepath.Join("..", "cmd", "r2fake")} {
		entries, err := os.ReadDir(directory)
		if err != nil {
			t.Fatal(err)
		}
		files := 0
		for _, entry := range entries {
			name := entry.Name()
			if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			files++
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(directory, name), nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range file.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				root, _, _ := strings.Cut(path, "/")
				if strings.Contains(root, ".") && (directory == "." || path != module+"/internal/r2fake") {
					t.Errorf("%s imports %s", name, path)
				}
			}
		}
		if files == 0 {
			t.Errorf("no files in %s", directory)
		}
	}
}
