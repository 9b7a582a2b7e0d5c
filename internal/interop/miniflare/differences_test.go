package miniflare_test

import (
	"slices"
	"strings"
)

// difference is a request that the local R2 and the fake may answer differently, and why.
type difference struct {
	local, fake string // status and error code of the answers
	reason      string
}

// differences lists them by request.
var differences = map[string]difference{}

// untold reports whether an element of a document is one that R2 has and the local R2 leaves out, as it says itself: it knows
// neither accounts nor when a bucket was made.
func untold(path string) bool {
	return slices.ContainsFunc(strings.Split(path, "/"), func(name string) bool {
		return name == "Owner" || name == "CreationDate"
	})
}
