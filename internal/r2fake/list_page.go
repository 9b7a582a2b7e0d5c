package r2fake

import (
	"encoding/base64"
	"iter"
	"slices"
	"strings"
)

// position is where a list goes on: behind a key, or behind all keys with a common prefix.
type position struct {
	after string
	group bool // after is a common prefix
}

func (p position) passed(key string) bool {
	return key <= p.after || p.group && strings.HasPrefix(key, p.after)
}

// token makes a continuation token, which says nothing to clients.
func (p position) token() string {
	kind := "k"
	if p.group {
		kind = "p"
	}
	return base64.RawURLEncoding.EncodeToString([]byte(kind + p.after))
}

func parsePosition(token string) (position, error) {
	decoded, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(decoded) < 1 || decoded[0] != 'k' && decoded[0] != 'p' {
		return position{}, errInvalidArgument("continuation-token")
	}
	return position{after: string(decoded[1:]), group: decoded[0] == 'p'}, nil
}

// page is a part of a list of keys.
type page struct {
	keys      []string
	prefixes  []string // common prefixes up to the delimiter
	truncated bool
	next      position // the last entry, if truncated
}

// listPage selects from sorted keys those behind a position and with a prefix, at most size of them and common prefixes.
func listPage(sorted iter.Seq[string], from position, prefix, delimiter string, size int) page {
	var p page
	for key := range sorted {
		rest, ok := strings.CutPrefix(key, prefix)
		if !ok || from.passed(key) {
			continue
		}
		entry := position{after: key}
		if i := strings.Index(rest, delimiter); delimiter != "" && i >= 0 {
			entry = position{after: prefix + rest[:i+len(delimiter)], group: true}
			if slices.Contains(p.prefixes, entry.after) {
				continue
			}
		}
		if len(p.keys)+len(p.prefixes) == size {
			p.truncated = true
			return p
		}
		if entry.group {
			p.prefixes = append(p.prefixes, entry.after)
		} else {
			p.keys = append(p.keys, entry.after)
		}
		p.next = entry
	}
	return p
}
