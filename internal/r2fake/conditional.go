package r2fake

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// verdict is what conditional headers say of an object.
type verdict int

const (
	conditionsHold verdict = iota
	conditionFails         // 412, whatever the method
	notChanged             // 304 where the object is read, else 412
)

// The prefixes of conditional headers, to which Match, None-Match, Modified-Since and Unmodified-Since are appended.
const (
	ifPrefix                = "If-"
	ifCopySourcePrefix      = "X-Amz-Copy-Source-If-"
	ifCopyDestinationPrefix = "Cf-Copy-Destination-If-"
)

// judge evaluates conditional headers against an object, nil if there is none, with the precedence of RFC 9110, section 13.2.2.
func judge(header http.Header, prefix string, o *object) verdict {
	match, noneMatch := header.Get(prefix+"Match"), header.Get(prefix+"None-Match")
	modified, modifiedErr := http.ParseTime(header.Get(prefix + "Modified-Since"))
	unmodified, unmodifiedErr := http.ParseTime(header.Get(prefix + "Unmodified-Since"))

	switch {
	case match != "":
		if o == nil || !matchesETag(match, o.etag) {
			return conditionFails
		}
	case unmodifiedErr == nil:
		if o != nil && o.changedSince(unmodified) {
			return conditionFails
		}
	}
	switch {
	case noneMatch != "":
		if o != nil && matchesETag(noneMatch, o.etag) {
			return notChanged
		}
	case modifiedErr == nil:
		if o == nil || !o.changedSince(modified) {
			return notChanged
		}
	}
	return conditionsHold
}

// changedSince compares in whole seconds, which is what HTTP dates tell.
func (o *object) changedSince(t time.Time) bool {
	return o.modified.Truncate(time.Second).After(t)
}

// matchesETag reports whether a list of entity tags, or "*", has this one.
func matchesETag(list, etag string) bool {
	return slices.ContainsFunc(strings.Split(list, ","), func(candidate string) bool {
		candidate = strings.TrimSpace(candidate)
		return candidate == "*" || strings.Trim(candidate, `"`) == strings.Trim(etag, `"`)
	})
}
