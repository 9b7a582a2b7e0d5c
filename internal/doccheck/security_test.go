package doccheck_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestSecurity_namesTests: the tests that the threat model names exist.
func TestSecurity_namesTests(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, content := range texts(t, "_test.go") {
		code.WriteString(content)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(texts(t, "SECURITY.md")["SECURITY.md"], -1)
	if len(named) < 20 {
		t.Errorf("only %d tests are named: the search for them is broken", len(named))
	}
	for _, match := range named {
		if !strings.Contains(code.String(), "\nfunc "+match[1]+"(") {
			t.Errorf("there is no test %s", match[1])
		}
	}
}
