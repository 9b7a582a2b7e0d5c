package r2fake

import (
	"math"
	"net/url"
	"strconv"
)

// maxPage is the most entries any list gives at once.
const maxPage = 1000

// pageSize reads a parameter that bounds a page. Without it, and above the maximum, a page is as large as it gets.
func pageSize(query url.Values, name string) (int, error) {
	n, err := number(query, name, maxPage)
	return min(n, maxPage), err
}

// number reads a parameter that is a non-negative number.
func number(query url.Values, name string, absent int) (int, error) {
	if query.Get(name) == "" {
		return absent, nil
	}
	n, err := strconv.ParseUint(query.Get(name), 10, 64)
	if err != nil {
		return 0, errInvalidArgument("%s", name)
	}
	return int(min(n, math.MaxInt32)), nil
}

// encoder returns how the names of a list are to be written: as they are, or percent-encoded.
func encoder(query url.Values) (func(string) string, error) {
	switch query.Get("encoding-type") {
	case "":
		return verbatim, nil
	case "url":
		return uriEncode, nil
	}
	return nil, errInvalidArgument("encoding-type")
}
