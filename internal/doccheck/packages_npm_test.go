package doccheck_test

import (
	"encoding/json"
	"testing"
)

// TestLockedPackages: the lock file of npm pins every package by version and checksum, and names no place to get it from, so
// that each machine asks the registry that it is set up for.
func TestLockedPackages(t *testing.T) {
	t.Parallel()
	for name, content := range texts(t, "package-lock.json") {
		var lock struct {
			Packages map[string]struct {
				Version, Resolved, Integrity string
			} `json:"packages"`
		}
		if err := json.Unmarshal([]byte(content), &lock); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, ok := lock.Packages["node_modules/wrangler"]; !ok {
			t.Errorf("%s has no wrangler: this looks in the wrong place", name)
		}
		for path, locked := range lock.Packages {
			switch {
			case path == "": // The project itself.
			case locked.Version == "" || locked.Integrity == "":
				t.Errorf("%s: %s is not pinned: version %q, integrity %q", name, path, locked.Version, locked.Integrity)
			case locked.Resolved != "":
				t.Errorf("%s: %s names where it comes from", name, path)
			}
		}
	}
}
