package plugin

import (
	"os"
	"runtime/debug"
)

// garbagePercent is how much the heap may grow before it is collected. What
// lives in the provider is a few megabytes, and less than a kilobyte for each
// token; with Go's 100 a collection would begin every few requests, and take a
// sixth of the provider's time. With 200 a thousand tokens stay below 60 MiB.
const garbagePercent = 200

// collectLess lets garbage pile up, unless the user has said how much.
func collectLess() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}
