package r2fake

import (
	"regexp"
	"strconv"
)

// byteRange is a part of a body: from start up to, not including, end.
type byteRange struct {
	start, end int
}

var (
	errRangeForm      = errInvalidArgument("range must be in format 'bytes=start-end', 'bytes=start-' or 'bytes=-suffix'.'") // The last quote is R2's.
	errRangeBackwards = errInvalidArgument("range must be positive.")
)

// rangePattern is a single range; R2 refuses several at once like what is none.
var rangePattern = regexp.MustCompile(`^bytes=(?:(\d+)-(\d+)?|-(\d+))$`)

// checkRange refuses a Range header that no object could satisfy, before there is one.
func checkRange(value string) error {
	match := rangePattern.FindStringSubmatch(value)
	switch {
	case match == nil:
		return errRangeForm
	case match[3] != "" && atMost(match[3]) == 0:
		return errInvalidRange
	case match[2] != "" && atMost(match[1]) > atMost(match[2]):
		return errRangeBackwards
	}
	return nil
}

// parseRange reads a Range header: bytes=a-b, bytes=a- or bytes=-n.
func parseRange(value string, size int) (byteRange, error) {
	if err := checkRange(value); err != nil {
		return byteRange{}, err
	}
	match := rangePattern.FindStringSubmatch(value)
	r := byteRange{start: atMost(match[1]), end: size}
	if match[3] != "" {
		r.start = max(0, size-atMost(match[3]))
	}
	if match[2] != "" {
		r.end = min(size, atMost(match[2])+1)
	}
	if r.start >= r.end {
		return byteRange{}, errInvalidRange
	}
	return r, nil
}

// atMost reads decimal digits, none as 0, and numbers beyond all sizes as the largest there is.
func atMost(digits string) int {
	n, _ := strconv.ParseInt("0"+digits, 10, 32) // The largest, when out of range.
	return int(n)
}
