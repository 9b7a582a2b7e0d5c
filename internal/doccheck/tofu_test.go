package doccheck_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// startsCLI matches what starts Terraform or OpenTofu in a test.
var startsCLI = regexp.MustCompile(`acctest\.NewWorkspace\(|resource\.(?:Parallel)?Test\(|"TF_ACC_TERRAFORM_PATH"`)

// TestTofuTarget: `make test-tofu` leaves no package out whose tests start the CLI.
func TestTofuTarget(t *testing.T) {
	t.Parallel()
	makefile := texts(t, "GNUmakefile")["GNUmakefile"]
	recipe := regexp.MustCompile(`(?m)^test-tofu:.*\n\t.*scripts/test (.*)$`).FindStringSubmatch(makefile)
	if recipe == nil {
		t.Fatal("there is no test-tofu in GNUmakefile, or it does not run scripts/test")
	}
	patterns := strings.Fields(recipe[1])
	starting := 0
	for name, content := range texts(t, "_test.go") {
		if !startsCLI.MatchString(content) {
			continue
		}
		starting++
		dir := "./" + path.Dir(name)
		if !slices.ContainsFunc(patterns, func(pattern string) bool {
			below, all := strings.CutSuffix(pattern, "/...")
			return dir == below || all && strings.HasPrefix(dir, below+"/")
		}) {
			t.Errorf("%s starts a CLI, and test-tofu runs only %s", name, recipe[1])
		}
	}
	if starting == 0 {
		t.Error("no test starts a CLI, or it was not found")
	}
}
