package r2fake

import (
	"net/http"
)

func putObject(c *call) (*response, error) {
	if err := c.checkUpload(); err != nil {
		return nil, err
	}
	kept, err := metadata(c.request.Header)
	if err != nil {
		return nil, err
	}
	class, err := storageClass(c.request.Header)
	if err != nil {
		return nil, err
	}
	if judge(c.request.Header, ifPrefix, c.bucket.object(c.target.key)) != conditionsHold {
		return nil, errPrecondition
	}
	o := newObject(c.body, kept, class, c.now)
	o.checksums = c.checksums()
	if err := c.bucket.put(c.target.key, o, c.now); err != nil {
		return nil, err
	}
	header := c.checksums()
	header.Set("Etag", o.etag)
	return &response{status: http.StatusOK, header: header}, nil
}

// checkUpload checks the body of PutObject and UploadPart. R2 wants to know its length in advance.
func (c *call) checkUpload() error {
	if c.request.ContentLength < 0 {
		return errMissingLength
	}
	return c.checkDigests()
}
