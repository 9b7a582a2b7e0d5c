package r2

import (
	"slices"
	"strings"
)

// Severity tells whether a [Finding] stops the user.
type Severity uint8

// The severities.
const (
	// Error is a finding with which the connection does not work, or could not
	// be shown to work.
	Error Severity = iota
	// Warning is a finding with which the connection works.
	Warning
)

// Field names the part of a connection that a [Finding] is about. Its values
// are domain terms; the Terraform shell maps them to attribute paths.
type Field string

// The fields of a connection.
const (
	FieldNone            Field = ""
	FieldEndpoint        Field = "endpoint"
	FieldPath            Field = "path"
	FieldUse             Field = "use"
	FieldAccessKeyID     Field = "access key id"
	FieldSecretAccessKey Field = "secret access key"
)

// Fact is one line of context under the detail of a [Finding], such as the
// bucket's name or the code that R2 answered.
type Fact struct {
	Name  string
	Value string
}

// Finding is one thing that the user must, or may want to, change.
//
// A Finding never holds a secret: constructors are given only what may be
// printed.
type Finding struct {
	// Code identifies the kind of finding for good, such as "R2-024", so that it
	// can be looked up and searched for.
	Code string
	// Severity is Error unless set.
	Severity Severity
	// Field is the part of the connection at fault.
	Field Field
	// HideSource tells that what stands in the field may be a secret. It is not
	// repeated here, and the line of a file on which it stands must not be shown.
	HideSource bool
	// Summary is a fixed title without values.
	Summary string
	// Detail says what was wrong and what to do, in paragraphs separated by a
	// blank line. Lines that begin with two spaces are meant to be kept as they
	// are, not wrapped.
	Detail string
	// Facts are printed below the detail.
	Facts []Fact
}

// Error makes a Finding usable as an error of the functions that parse one
// value. It is the summary and the detail.
func (f *Finding) Error() string { return f.Summary + ": " + f.Text() }

// guide is the page that has an entry for each code, with the code in lower case
// as its anchor: docs/guides/troubleshooting.md, as the registry publishes it.
const guide = "https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting"

// Text is the detail followed by the facts, one "  name: value" line each. The
// last two are where the guide explains the finding, and its code.
func (f *Finding) Text() string {
	var b strings.Builder
	b.WriteString(f.Detail)
	b.WriteString("\n")
	for _, fact := range append(slices.Clip(f.Facts), Fact{"guide", guide + "#" + strings.ToLower(f.Code)}, Fact{"diagnostic", f.Code}) {
		b.WriteString("\n  " + fact.Name + ": " + fact.Value)
	}
	return b.String()
}

// Report is the outcome of a verification: the findings, worst first.
type Report []Finding

// Failed tells whether the report holds an [Error].
func (r Report) Failed() bool {
	for i := range r {
		if r[i].Severity == Error {
			return true
		}
	}
	return false
}
