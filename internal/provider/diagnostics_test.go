package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// TestDiagnostic_secret: no diagnostic points at an attribute for secrets, nor where a finding asks not to; it names it.
func TestDiagnostic_secret(t *testing.T) {
	t.Parallel()
	for _, severity := range []r2.Severity{r2.Error, r2.Warning} {
		for _, test := range []struct {
			attribute string
			hide      bool
			pointed   bool
		}{
			{"secret_access_key", false, false},
			{"secret_access_key_wo", false, false},
			{"access_key_id", true, false},
			{"access_key_id", false, true},
			{"secret_access_key_wo_version", false, true},
		} {
			facts := append(make([]r2.Fact, 0, 4), r2.Fact{Name: "bucket", Value: "acme"})
			finding := r2.Finding{Code: "R2-999", Severity: severity, Summary: "A Title", Detail: "Detail.", Facts: facts, HideSource: test.hide}
			d := about(path.Root(test.attribute), finding)
			at, pointed := d.(diag.DiagnosticWithPath)
			if pointed != test.pointed || pointed && !at.Path().Equal(path.Root(test.attribute)) {
				t.Errorf("%+v: points at it: %t", test, pointed)
			}
			if !test.pointed {
				finding.Facts = append(finding.Facts, r2.Fact{Name: "attribute", Value: test.attribute})
			}
			if want := finding.Text(); d.Detail() != want {
				t.Errorf("%+v: got\n%s\nwant\n%s", test, d.Detail(), want)
			}
			if want := map[r2.Severity]diag.Severity{r2.Error: diag.SeverityError, r2.Warning: diag.SeverityWarning}[severity]; d.Severity() != want {
				t.Errorf("%+v: severity %s, want %s", test, d.Severity(), want)
			}
		}
	}
}
