package r2

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValidBucketName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"abc": true, "a-c": true, "0-9": true, "a--b": true, "backups": true, "2026": true, strings.Repeat("a", 63): true,
		"": false, "ab": false, strings.Repeat("a", 64): false, "-abc": false, "abc-": false, "a.b": false, "a_b": false,
		"Abc": false, "a b": false, "abc\n": false, "\u00e4bc": false, "a/b": false, "---": false,
	} {
		if got := ValidBucketName(name); got != want {
			t.Errorf("%q: got %t, want %t", name, got, want)
		}
	}
}

func TestValidAccountID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		anAccount: true, strings.Repeat("0", 32): true,
		"": false, anAccount[1:]: false, anAccount + "0": false, strings.ToUpper(anAccount): false, anAccount[:31] + "g": false, anAccount + "\n": false,
	} {
		if got := ValidAccountID(id); got != want {
			t.Errorf("%q: got %t, want %t", id, got, want)
		}
	}
}

func TestValidJurisdiction(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]bool{
		"default": true, "eu": true, "fedramp": true, "us": true, "apac-2": true, "x": true, strings.Repeat("a", 31): true,
		"": false, "EU": false, "e_u": false, "e.u": false, "-eu": false, "2eu": false, "eu\n": false, strings.Repeat("a", 32): false,
	} {
		if got := ValidJurisdiction(label); got != want {
			t.Errorf("%q: got %t, want %t", label, got, want)
		}
	}
	if diff := cmp.Diff([]string{"default", "eu", "fedramp", "us"}, KnownJurisdictions()); diff != "" {
		t.Errorf("known jurisdictions (-want +got):\n%s", diff)
	}
	for _, label := range KnownJurisdictions() {
		if !ValidJurisdiction(label) {
			t.Errorf("%s is known and not valid", label)
		}
	}
}
