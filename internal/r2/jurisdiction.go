package r2

import "regexp"

// DefaultJurisdiction is the name of "no jurisdiction", as Cloudflare's API and
// token policies spell it.
const DefaultJurisdiction = "default"

// jurisdictionLabel is what a jurisdiction may look like as a part of a host.
// The set is open: "us" appeared in August 2026, so a label that is not known
// here must pass.
// See https://developers.cloudflare.com/r2/reference/data-location/#jurisdictional-restrictions.
var jurisdictionLabel = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)

// KnownJurisdictions lists the jurisdictions known when this was written,
// [DefaultJurisdiction] first. Use it for advice, never to refuse another.
func KnownJurisdictions() []string {
	return []string{DefaultJurisdiction, "eu", "fedramp", "us"}
}

// ValidJurisdiction tells whether the label can be a jurisdiction.
func ValidJurisdiction(label string) bool { return jurisdictionLabel.MatchString(label) }
