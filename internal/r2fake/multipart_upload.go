package r2fake

import (
	"encoding/xml"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

func createMultipartUpload(c *call) (*response, error) {
	kept, err := metadata(c.request.Header)
	if err != nil {
		return nil, err
	}
	class, err := storageClass(c.request.Header)
	if err != nil {
		return nil, err
	}
	u := &upload{key: c.target.key, initiated: c.now, metadata: kept, storageClass: class, parts: map[int]part{}}
	return document(struct {
		XMLName xml.Name `xml:"InitiateMultipartUploadResult"`
		namespaced
		UploadID string `xml:"UploadId"`
		Bucket   string `xml:"Bucket"`
		Key      string `xml:"Key"`
	}{namespaced: inNamespace(), UploadID: c.server.openUpload(c.bucket, u), Bucket: c.target.bucket, Key: c.target.key})
}

func uploadPart(c *call) (*response, error) {
	n, err := c.partNumber()
	if err != nil {
		return nil, err
	}
	if err := c.checkUpload(); err != nil {
		return nil, err
	}
	u, err := c.openedUpload()
	if err != nil {
		return nil, err
	}
	stored := part{body: c.body, etag: etagOf(c.body), modified: c.now}
	u.parts[n] = stored
	header := c.checksums()
	header.Set("Etag", stored.etag)
	return &response{status: http.StatusOK, header: header}, nil
}

func uploadPartCopy(c *call) (*response, error) {
	n, err := c.partNumber()
	if err != nil {
		return nil, err
	}
	u, err := c.openedUpload()
	if err != nil {
		return nil, err
	}
	source, err := c.copySource()
	if err != nil {
		return nil, err
	}
	body := source.body
	if requested := c.request.Header.Get("X-Amz-Copy-Source-Range"); requested != "" {
		r, err := parseCopyRange(requested, len(body))
		if err != nil {
			return nil, err
		}
		body = body[r.start:r.end]
	}
	stored := part{body: body, etag: etagOf(body), modified: c.now}
	u.parts[n] = stored
	return copyResult("CopyPartResult", &object{etag: stored.etag, modified: c.now})
}

// copyRangePattern is a range with both ends, which alone a part can be copied from.
var copyRangePattern = regexp.MustCompile(`^bytes=\d+-\d+$`)

func parseCopyRange(value string, size int) (byteRange, error) {
	if !copyRangePattern.MatchString(value) {
		return byteRange{}, errInvalidArgument("Invalid x-amz-copy-source-range: %s", value)
	}
	r, err := parseRange(value, size)
	if errors.Is(err, errRangeBackwards) {
		return r, errInvalidArgument("x-amz-copy-source-range must be positive.")
	}
	return r, err
}

func (c *call) partNumber() (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(c.query.Get("partNumber")))
	if err != nil || n < 1 || n > maxParts {
		return 0, errInvalidArgument("Part number must be an integer between 1 and %d, inclusive.", maxParts)
	}
	return n, nil
}

// abortMultipartUpload may be repeated, and come late. Release note of 2022-06-10:
// https://developers.cloudflare.com/r2/platform/release-notes/
func abortMultipartUpload(c *call) (*response, error) {
	id := c.query.Get("uploadId")
	_, err := c.openedUpload()
	switch {
	case err == nil:
		c.bucket.end(id)
	case c.bucket.ended[id] != c.target.key && !c.answers.AbortUnknownUploadSucceeds:
		return nil, err
	}
	return empty(http.StatusNoContent)
}
