package r2fake

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

type xmlBucket struct {
	Name         string `xml:"Name"`
	CreationDate string `xml:"CreationDate"`
}

// listBuckets lists the buckets of a jurisdiction, each of which has its own endpoint. R2 takes what bounds the list as query
// parameters or headers, and tells in headers how it goes on: https://developers.cloudflare.com/r2/api/s3/extensions/
func listBuckets(c *call) (*response, error) {
	bounds := listBucketsBounds(c)
	size, err := pageSize(bounds, "max-keys")
	if err != nil {
		return nil, err
	}
	from := position{after: bounds.Get("start-after")}
	if token := bounds.Get("continuation-token"); token != "" {
		if from, err = parsePosition(token); err != nil {
			return nil, err
		}
	}

	var names []string
	for ref := range c.account.buckets {
		if ref.Jurisdiction == c.target.jurisdiction {
			names = append(names, ref.Name)
		}
	}
	slices.Sort(names)
	p := listPage(slices.Values(names), from, bounds.Get("prefix"), "", size)

	answer := struct {
		XMLName xml.Name `xml:"ListAllMyBucketsResult"`
		namespaced
		Owner   *xmlOwner   `xml:"Owner"`
		Buckets []xmlBucket `xml:"Buckets>Bucket"`
	}{namespaced: inNamespace(), Owner: ownerOf(c.account)}
	for _, name := range p.keys {
		b := c.account.buckets[BucketRef{Jurisdiction: c.target.jurisdiction, Name: name}]
		answer.Buckets = append(answer.Buckets, xmlBucket{Name: name, CreationDate: xmlTime(b.created)})
	}
	res, err := document(answer)
	if err != nil {
		return nil, err
	}
	res.header = http.Header{"Cf-Is-Truncated": {strconv.FormatBool(p.truncated)}}
	if p.truncated {
		res.header.Set("Cf-Next-Continuation-Token", p.next.token())
	}
	return res, nil
}

// listBucketsBounds reads each bound from its header, or else from its query parameter.
func listBucketsBounds(c *call) url.Values {
	bounds := url.Values{}
	for _, name := range []string{"prefix", "start-after", "continuation-token", "max-keys"} {
		bounds.Set(name, cmp.Or(c.request.Header.Get("Cf-"+name), c.query.Get(name)))
	}
	return bounds
}
