package r2fake

import (
	"encoding/xml"
	"net/http"
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
		Bucket   string `xml:"Bucket"`
		Key      string `xml:"Key"`
		UploadID string `xml:"UploadId"`
	}{namespaced: inNamespace(), Bucket: c.target.bucket, Key: c.target.key, UploadID: c.server.openUpload(c.bucket, u)})
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
		r, err := parseRange(requested, len(body))
		if err != nil {
			return nil, err
		}
		body = body[r.start:r.end]
	}
	stored := part{body: body, etag: etagOf(body), modified: c.now}
	u.parts[n] = stored
	return copyResult("CopyPartResult", &object{etag: stored.etag, modified: c.now})
}

func (c *call) partNumber() (int, error) {
	n, err := number(c.query, "partNumber", 0)
	if err != nil || n < 1 || n > maxParts {
		return 0, errInvalidArgument("partNumber")
	}
	return n, nil
}

func abortMultipartUpload(c *call) (*response, error) {
	if _, err := c.openedUpload(); err != nil && !c.answers.AbortUnknownUploadSucceeds {
		return nil, err
	}
	delete(c.bucket.uploads, c.query.Get("uploadId"))
	return empty(http.StatusNoContent)
}
