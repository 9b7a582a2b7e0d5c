package r2fake

import (
	"strconv"
	"strings"
)

// byteRange is a part of a body: from start up to, not including, end.
type byteRange struct {
	start, end int
}

// parseRange reads a Range header: bytes=a-b, bytes=a- or bytes=-n. Several ranges at once are not implemented.
func parseRange(value string, size int) (byteRange, error) {
	spec, ok := strings.CutPrefix(value, "bytes=")
	if strings.Contains(spec, ",") {
		return byteRange{}, errHeaderNotImplemented("range", value)
	}
	first, last, hyphen := strings.Cut(spec, "-")
	if !ok || !hyphen {
		return byteRange{}, errInvalidArgument("Range")
	}

	if first == "" {
		n, err := strconv.ParseUint(last, 10, 31)
		if err != nil {
			return byteRange{}, errInvalidArgument("Range")
		}
		if n == 0 || size == 0 {
			return byteRange{}, errInvalidRange
		}
		return byteRange{start: max(0, size-int(n)), end: size}, nil
	}
	start, err := strconv.ParseUint(first, 10, 31)
	if err != nil {
		return byteRange{}, errInvalidArgument("Range")
	}
	end := uint64(size) //nolint:gosec // a length is not negative
	if last != "" {
		inclusive, err := strconv.ParseUint(last, 10, 31)
		if err != nil || inclusive < start {
			return byteRange{}, errInvalidArgument("Range")
		}
		end = min(end, inclusive+1)
	}
	if start >= end {
		return byteRange{}, errInvalidRange
	}
	return byteRange{start: int(start), end: int(end)}, nil
}
