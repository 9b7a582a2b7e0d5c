package r2fake

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
)

// getObject answers GetObject and HeadObject, which differ in the body only.
func getObject(c *call) (*response, error) {
	requested := c.request.Header.Get("Range")
	if requested != "" {
		if err := checkRange(requested); err != nil {
			return nil, err
		}
	}
	o := c.bucket.object(c.target.key)
	if o == nil {
		return nil, errNoSuchKey
	}
	header := o.header(c.request.Header)
	switch judge(c.request.Header, ifPrefix, o) {
	case conditionFails:
		return nil, errPrecondition
	case notChanged:
		return &response{status: http.StatusNotModified, header: header}, nil
	case conditionsHold:
	}

	status, part := http.StatusOK, byteRange{end: len(o.body)}
	if requested != "" {
		var err error
		if part, err = parseRange(requested, len(o.body)); err != nil {
			return nil, err
		}
		status = http.StatusPartialContent
		header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", part.start, part.end-1, len(o.body)))
	}
	header.Set("Content-Length", strconv.Itoa(part.end-part.start))
	return &response{status: status, header: header, body: o.body[part.start:part.end]}, nil
}

// header is what is told about an object that is read.
func (o *object) header(request http.Header) http.Header {
	header := http.Header{
		"Accept-Ranges": {"bytes"},
		"Content-Type":  {"application/octet-stream"},
		"Etag":          {o.etag},
		"Last-Modified": {o.modified.UTC().Format(http.TimeFormat)},
	}
	maps.Copy(header, o.metadata)
	if o.storageClass != storageStandard {
		header.Set("X-Amz-Storage-Class", o.storageClass)
	}
	if request.Get("X-Amz-Checksum-Mode") == "ENABLED" && request.Get("Range") == "" {
		maps.Copy(header, o.checksums)
	}
	return header
}
