package doccheck_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listed is a package as `go list` describes it, tests left out.
type listed struct {
	ImportPath string
	Name       string
	Doc        string
	Dir        string
	Standard   bool
	GoFiles    []string
	Deps       []string // transitive
}

// packages lists the packages of the module and all that they depend on, by import path.
func packages(t *testing.T) map[string]listed {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Name,Doc,Dir,Standard,GoFiles,Deps", "./...")
	command.Dir = root
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	found := map[string]listed{}
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var one listed
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		found[one.ImportPath] = one
	}
}

// arrows says what packages may not depend on, directly or through others. A prefix stands for all packages below it.
var arrows = []struct{ from, notOn, why string }{
	{"/internal/r2", "github.com/hashicorp/", "the domain knows no Terraform"},
	{"/internal/r2", module + "/", "the domain stands on its own"},
	{"/internal/r2fake", module + "/", "the fake is an independent reading of R2's documentation"},
	{"/internal/provider", module + "/internal/r2fake", "it is for tests"},
	{"/internal/provider", module + "/internal/acctest", "it is for tests"},
	{"", module + "/internal/r2fake", "it is for tests"},
	{"", module + "/internal/acctest", "it is for tests"},
	{"", module + "/internal/cmd/", "a program is not a part of another one"},
}

func TestArrows(t *testing.T) {
	t.Parallel()
	all := packages(t)
	for _, arrow := range arrows {
		from, known := all[module+arrow.from]
		if !known {
			t.Errorf("there is no package %s", module+arrow.from)
		}
		for _, on := range from.Deps {
			if on == arrow.notOn || strings.HasSuffix(arrow.notOn, "/") && strings.HasPrefix(on, arrow.notOn) {
				t.Errorf("%s depends on %s: %s", from.ImportPath, on, arrow.why)
			}
		}
	}
	for _, on := range all[module+"/internal/r2fake"].Deps {
		if !all[on].Standard {
			t.Errorf("the fake depends on %s, which is not of the standard library", on)
		}
	}
	// A control: what is looked for is found where it is allowed.
	if !slices.Contains(all[module+"/internal/provider"].Deps, "github.com/hashicorp/terraform-plugin-framework/provider") {
		t.Error("the dependencies of the provider do not hold the framework: the list is incomplete")
	}
}

func TestPackageComments(t *testing.T) {
	t.Parallel()
	count := 0
	for path, one := range packages(t) {
		if path != module && !strings.HasPrefix(path, module+"/") {
			continue
		}
		count++
		if len(one.GoFiles) > 0 && one.Doc == "" {
			t.Errorf("%s has no package comment", path)
		}
	}
	if count < 5 {
		t.Errorf("only %d packages of the module were found", count)
	}
}
