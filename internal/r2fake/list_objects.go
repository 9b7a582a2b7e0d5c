package r2fake

import (
	"encoding/xml"
	"net/url"
	"strings"
)

type xmlObject struct {
	Key          string    `xml:"Key"`
	LastModified string    `xml:"LastModified"`
	ETag         string    `xml:"ETag"`
	Size         int       `xml:"Size"`
	StorageClass string    `xml:"StorageClass"`
	Owner        *xmlOwner `xml:"Owner"`
}

type xmlPrefix struct {
	Prefix string `xml:"Prefix"`
}

// listing is what both versions of ListObjects answer alike.
type listing struct {
	namespaced

	Name           string      `xml:"Name"`
	Prefix         string      `xml:"Prefix"`
	Delimiter      string      `xml:"Delimiter,omitempty"`
	EncodingType   string      `xml:"EncodingType,omitempty"`
	MaxKeys        int         `xml:"MaxKeys"`
	IsTruncated    bool        `xml:"IsTruncated"`
	Contents       []xmlObject `xml:"Contents"`
	CommonPrefixes []xmlPrefix `xml:"CommonPrefixes"`
}

// list makes the common part of an answer.
func (c *call) list(from position, withOwner bool) (listing, page, func(string) string, error) {
	size, err := pageSize(c.query, "max-keys")
	if err != nil {
		return listing{}, page{}, nil, err
	}
	encode, err := encoder(c.query)
	if err != nil {
		return listing{}, page{}, nil, err
	}
	prefix, delimiter := c.query.Get("prefix"), c.query.Get("delimiter")
	p := listPage(c.bucket.keys(), from, prefix, delimiter, size)
	l := listing{
		namespaced: inNamespace(), Name: c.bucket.name, Prefix: encode(prefix), Delimiter: encode(delimiter),
		EncodingType: c.query.Get("encoding-type"), MaxKeys: size, IsTruncated: p.truncated,
	}
	for _, key := range p.keys {
		o := c.bucket.objects[key]
		entry := xmlObject{Key: encode(key), LastModified: xmlTime(o.modified), ETag: o.etag, Size: len(o.body), StorageClass: o.storageClass}
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

func listObjects(c *call) (*response, error) {
	marker, delimiter := c.query.Get("marker"), c.query.Get("delimiter")
	from := position{after: marker, group: delimiter != "" && strings.HasSuffix(marker, delimiter)}
	l, p, encode, err := c.list(from, true)
	if err != nil {
		return nil, err
	}
	answer := struct {
		XMLName xml.Name `xml:"ListBucketResult"`
		listing
		Marker     string `xml:"Marker"`
		NextMarker string `xml:"NextMarker,omitempty"`
	}{listing: l, Marker: encode(marker)}
	if p.truncated {
		answer.NextMarker = encode(p.next.after)
	}
	return document(answer)
}

func listObjectsV2(c *call) (*response, error) {
	if c.query.Get("list-type") != "2" {
		return nil, errInvalidArgument("list-type")
	}
	withOwner, err := boolean(c.query, "fetch-owner")
	if err != nil {
		return nil, err
	}
	from := position{after: c.query.Get("start-after")}
	token := c.query.Get("continuation-token")
	if token != "" {
		if from, err = parsePosition(token); err != nil {
			return nil, err
		}
	}
	l, p, encode, err := c.list(from, withOwner)
	if err != nil {
		return nil, err
	}
	answer := struct {
		XMLName xml.Name `xml:"ListBucketResult"`
		listing
		KeyCount              int    `xml:"KeyCount"`
		StartAfter            string `xml:"StartAfter,omitempty"`
		ContinuationToken     string `xml:"ContinuationToken,omitempty"`
		NextContinuationToken string `xml:"NextContinuationToken,omitempty"`
	}{
		listing: l, KeyCount: len(p.keys) + len(p.prefixes), StartAfter: encode(c.query.Get("start-after")), ContinuationToken: token,
	}
	if p.truncated {
		answer.NextContinuationToken = p.next.token()
	}
	return document(answer)
}

func boolean(query url.Values, name string) (bool, error) {
	switch query.Get(name) {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, errInvalidArgument("%s", name)
}
