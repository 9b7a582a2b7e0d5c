package provider

import (
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// fieldPaths maps the fields of a connection to the attributes of the resource
// or data source whose diagnostic is made. A field that is not in it gives a
// diagnostic without attribute.
type fieldPaths map[r2.Field]path.Path

// storagePaths are the attributes of r2_storage.
var storagePaths = fieldPaths{
	r2.FieldEndpoint:        path.Root("endpoint"),
	r2.FieldPath:            path.Root("path"),
	r2.FieldUse:             path.Root("use"),
	r2.FieldAccessKeyID:     path.Root("access_key_id"),
	r2.FieldSecretAccessKey: path.Root("secret_access_key_wo"),
}

// diagnostic is where every finding becomes a diagnostic. Terraform prints the
// line on which the attribute of a diagnostic is set, also that of a sensitive
// one. So an attribute in which a secret may stand is only named.
func (paths fieldPaths) diagnostic(finding *r2.Finding) diag.Diagnostic {
	at, pointed := paths[finding.Field]
	if pointed && (finding.HideSource || ofSecret(at)) {
		named := *finding
		named.Facts = append(slices.Clip(finding.Facts), r2.Fact{Name: "attribute", Value: at.String()})
		finding, pointed = &named, false
	}
	switch {
	case pointed && finding.Severity == r2.Warning:
		return diag.NewAttributeWarningDiagnostic(at, finding.Summary, finding.Text())
	case pointed:
		return diag.NewAttributeErrorDiagnostic(at, finding.Summary, finding.Text())
	case finding.Severity == r2.Warning:
		return diag.NewWarningDiagnostic(finding.Summary, finding.Text())
	default:
		return diag.NewErrorDiagnostic(finding.Summary, finding.Text())
	}
}

// ofSecret tells whether the attribute is one for a secret.
func ofSecret(at path.Path) bool {
	return at.Equal(path.Root("secret_access_key")) || at.Equal(path.Root("secret_access_key_wo"))
}

// general makes the diagnostic of a finding that is about no attribute.
func general(finding r2.Finding) diag.Diagnostic {
	return fieldPaths(nil).diagnostic(&finding)
}

// about makes the diagnostic of a finding about an attribute, which need not be
// a field of a connection.
func about(at path.Path, finding r2.Finding) diag.Diagnostic {
	return fieldPaths{finding.Field: at}.diagnostic(&finding)
}

// unusableArgument is the error of a function whose argument is at fault. It has
// no title, and Terraform puts a full stop behind it.
func unusableArgument(position int64, finding r2.Finding) *function.FuncError {
	return function.NewArgumentFuncError(position, finding.Text())
}

// asWarning makes a warning of a diagnostic, about no attribute. The code stays
// that of the diagnostic.
func asWarning(d diag.Diagnostic, summary, introduction string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summary, introduction+d.Detail())
}

// introduced makes the same error with something in front of its detail.
func introduced(d diag.Diagnostic, introduction string) diag.Diagnostic {
	if at, ok := d.(diag.DiagnosticWithPath); ok {
		return diag.NewAttributeErrorDiagnostic(at.Path(), d.Summary(), introduction+d.Detail())
	}
	return diag.NewErrorDiagnostic(d.Summary(), introduction+d.Detail())
}

// diagnostics converts a whole report.
func (paths fieldPaths) diagnostics(report []r2.Finding) diag.Diagnostics {
	var diags diag.Diagnostics
	for i := range report {
		diags.Append(paths.diagnostic(&report[i]))
	}
	return diags
}

// fromError converts the error of a parse function of package r2.
func (paths fieldPaths) fromError(err error) diag.Diagnostic {
	if finding, ok := errors.AsType[*r2.Finding](err); ok {
		return paths.diagnostic(finding)
	}
	return general(r2.Finding{Code: "R2-087", Summary: "Invalid Value", Detail: err.Error()})
}
