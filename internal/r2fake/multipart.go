package r2fake

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

const (
	// minPartSize is the least size of all parts but the last, in bytes, and maxParts how many there may be:
	// https://developers.cloudflare.com/r2/platform/limits/
	minPartSize = 5 << 20
	maxParts    = 10_000
)

// upload is an open multipart upload.
type upload struct {
	key          string
	initiated    time.Time
	metadata     http.Header
	storageClass string
	parts        map[int]part
}

type part struct {
	body     []byte
	etag     string
	modified time.Time
}

// numbers returns the numbers of the parts in order.
func (u *upload) numbers() []int {
	return slices.Sorted(maps.Keys(u.parts))
}

// openUpload registers an upload under a new id.
func (s *Server) openUpload(b *bucket, u *upload) string {
	s.uploadCount++
	id := hexSHA256(fmt.Appendf(nil, "upload %d", s.uploadCount))
	b.uploads[id] = u
	return id
}

// upload returns an open upload, nil if there is none of this id for this key.
func (b *bucket) upload(key, id string) *upload {
	u := b.uploads[id]
	if u == nil || u.key != key {
		return nil
	}
	return u
}

// end closes an upload.
func (b *bucket) end(id string) {
	b.ended[id] = b.uploads[id].key
	delete(b.uploads, id)
}

// openedUpload returns the upload a request names.
func (c *call) openedUpload() (*upload, error) {
	u := c.bucket.upload(c.target.key, c.query.Get("uploadId"))
	if u == nil {
		return nil, errNoSuchUpload
	}
	return u, nil
}
