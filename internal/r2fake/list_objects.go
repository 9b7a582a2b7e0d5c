package r2fake

import (
	"encoding/xml"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

type xmlObject struct {
	Key          string    `xml:"Key"`
	Size         int       `xml:"Size"`
	LastModified string    `xml:"LastModified"`
	ETag         string    `xml:"ETag"`
	StorageClass string    `xml:"StorageClass"`
	Owner        *xmlOwner `xml:"Owner"`
}

type xmlPrefix struct {
	Prefix string `xml:"Prefix"`
}

// listing is the answer of both versions of ListObjects, in the order of R2. What is a pointer is told by one version only, or
// where it was asked for.
type listing struct {
	XMLName xml.Name `xml:"ListBucketResult"`
	namespaced

	Name                  string      `xml:"Name"`
	Contents              []xmlObject `xml:"Contents"`
	IsTruncated           bool        `xml:"IsTruncated"`
	CommonPrefixes        []xmlPrefix `xml:"CommonPrefixes"`
	Prefix                string      `xml:"Prefix"`
	Delimiter             *string     `xml:"Delimiter"`
	StartAfter            *string     `xml:"StartAfter"`
	ContinuationToken     *string     `xml:"ContinuationToken"`
	NextContinuationToken *string     `xml:"NextContinuationToken"`
	Marker                *string     `xml:"Marker"`
	NextMarker            *string     `xml:"NextMarker"`
	MaxKeys               int         `xml:"MaxKeys"`
	KeyCount              *int        `xml:"KeyCount"`
	EncodingType          *string     `xml:"EncodingType"`
}

// list makes the part of an answer that both versions have, and the function by which keys are written in it.
func (c *call) list(from position, withOwner bool) (*listing, page, func(string) string, error) {
	size, err := maxKeys(c.query)
	if err != nil {
		return nil, page{}, nil, err
	}
	encode, err := listEncoder(c.query)
	if err != nil {
		return nil, page{}, nil, err
	}
	prefix := c.query.Get("prefix")
	p := listPage(c.bucket.keys(from.after), from, prefix, c.query.Get("delimiter"), min(size, maxPage))
	l := &listing{
		namespaced: inNamespace(), Name: c.bucket.name, IsTruncated: p.truncated, Prefix: encode(prefix),
		Delimiter: c.given("delimiter", encode), MaxKeys: size, EncodingType: c.given("encoding-type", verbatim),
	}
	for _, key := range p.keys {
		o := c.bucket.object(key)
		entry := xmlObject{Key: encode(key), Size: len(o.body), LastModified: xmlTime(o.modified), ETag: o.etag, StorageClass: o.storageClass}
		if withOwner {
			entry.Owner = ownerOf(c.account)
		}
		l.Contents = append(l.Contents, entry)
	}
	for _, group := range p.prefixes {
		l.CommonPrefixes = append(l.CommonPrefixes, xmlPrefix{Prefix: encode(group)})
	}
	return l, p, encode, nil
}

// given is a parameter of the request, nil if it has none.
func (c *call) given(name string, encode func(string) string) *string {
	if !c.query.Has(name) {
		return nil
	}
	value := encode(c.query.Get(name))
	return &value
}

// validateListObjects refuses the paging of version 2.
func validateListObjects(c *call) error {
	if c.query.Has("continuation-token") {
		return errInvalidArgument("continuation-token not supported in ListObjects")
	}
	return nil
}

func listObjects(c *call) (*response, error) {
	marker, delimiter := c.query.Get("marker"), c.query.Get("delimiter")
	from := position{after: marker, group: delimiter != "" && strings.HasSuffix(marker, delimiter)}
	l, p, encode, err := c.list(from, true)
	if err != nil {
		return nil, err
	}
	marker = encode(marker)
	l.Marker = &marker
	if last := encode(p.next.after); p.truncated && last != "" {
		l.NextMarker = &last
	}
	return document(l)
}

// validateListObjectsV2 refuses the other versions that the parameter list-type may name.
func validateListObjectsV2(c *call) error {
	if version := c.query.Get("list-type"); version != "2" {
		return errNotImplemented("ListObjectsV%s not implemented", version)
	}
	return nil
}

func listObjectsV2(c *call) (*response, error) {
	withOwner, err := boolean(c.query, "fetch-owner")
	if err != nil {
		return nil, err
	}
	from := position{after: c.query.Get("start-after")}
	if token := c.query.Get("continuation-token"); token != "" {
		if from, err = parsePosition(token); err != nil {
			return nil, err
		}
	}
	l, p, encode, err := c.list(from, withOwner)
	if err != nil {
		return nil, err
	}
	count := len(p.keys) + len(p.prefixes)
	l.KeyCount = &count
	l.StartAfter, l.ContinuationToken = c.given("start-after", encode), c.given("continuation-token", verbatim)
	if token := p.next.token(); p.truncated && count > 0 {
		l.NextContinuationToken = &token
	}
	return document(l)
}

// maxKeys reads how many keys are asked for, of which no more than [maxPage] are given at once. R2 takes any number that is not
// negative, and rounds it down.
func maxKeys(query url.Values) (int, error) {
	if !query.Has("max-keys") {
		return maxPage, nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(query.Get("max-keys")), 64)
	if err != nil || n < 0 || math.IsNaN(n) || n > math.MaxInt32 {
		return 0, &apiError{status: http.StatusBadRequest, code: "InvalidMaxKeys", message: "MaxKeys params must be positive integer <= 1000."}
	}
	return int(n), nil
}

// listEncoder returns how keys are written in a list: as they are, or percent-encoded.
func listEncoder(query url.Values) (func(string) string, error) {
	switch encoding := query.Get("encoding-type"); {
	case !query.Has("encoding-type"):
		return verbatim, nil
	case encoding == "url":
		return uriEncode, nil
	default:
		return nil, errNotImplemented("Unrecognized encoding-type %q not implemented", encoding)
	}
}

func verbatim(s string) string { return s }

func boolean(query url.Values, name string) (bool, error) {
	switch query.Get(name) {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, errInvalidArgument("%s", name)
}
