package provider

import (
	"errors"

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

// providerPaths are the attributes of the provider block.
var providerPaths = fieldPaths{
	r2.FieldAccessKeyID:     path.Root("access_key_id"),
	r2.FieldSecretAccessKey: path.Root("secret_access_key"),
}

// diagnostic is where every finding becomes a diagnostic.
func (paths fieldPaths) diagnostic(finding *r2.Finding) diag.Diagnostic {
	at, known := paths[finding.Field]
	switch {
	case known && finding.Severity == r2.Warning:
		return diag.NewAttributeWarningDiagnostic(at, finding.Summary, finding.Text())
	case known:
		return diag.NewAttributeErrorDiagnostic(at, finding.Summary, finding.Text())
	case finding.Severity == r2.Warning:
		return diag.NewWarningDiagnostic(finding.Summary, finding.Text())
	default:
		return diag.NewErrorDiagnostic(finding.Summary, finding.Text())
	}
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
