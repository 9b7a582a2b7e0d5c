package r2fake

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
)

type xmlCompletedPart struct {
	Number int     `xml:"PartNumber"`
	ETag   *string `xml:"ETag"`
}

func completeMultipartUpload(c *call) (*response, error) {
	named, err := parseComplete(c.body)
	if err != nil {
		return nil, err
	}
	u, err := c.openedUpload()
	if err != nil {
		return nil, err
	}
	parts, err := u.choose(named)
	if err != nil {
		return nil, err
	}
	o := assemble(named, parts)
	o.modified, o.metadata, o.storageClass = c.now, u.metadata, u.storageClass
	if err := c.bucket.put(c.target.key, o, c.now); err != nil {
		return nil, err
	}
	c.bucket.end(c.query.Get("uploadId"))
	return document(struct {
		XMLName xml.Name `xml:"CompleteMultipartUploadResult"`
		namespaced
		Bucket   string `xml:"Bucket"`
		Key      string `xml:"Key"`
		ETag     string `xml:"ETag"`
		Location string `xml:"Location"`
	}{
		namespaced: inNamespace(), Bucket: c.target.bucket, Key: c.target.key, ETag: o.etag,
		Location: "https://" + c.target.host + "/" + c.target.bucket + "/" + uriEncode(c.target.key),
	})
}

func parseComplete(body []byte) ([]xmlCompletedPart, error) {
	const path = "CompleteMultipartUpload/Part"
	var request struct {
		XMLName xml.Name           `xml:"CompleteMultipartUpload"`
		Parts   []xmlCompletedPart `xml:"Part"`
	}
	// Clients repeat the checksums of the parts here, which were verified when the parts arrived.
	err := decodeStrict(body, &request, "CompleteMultipartUpload", path, path+"/PartNumber", path+"/ETag",
		path+"/ChecksumCRC32", path+"/ChecksumCRC32C", path+"/ChecksumCRC64NVME", path+"/ChecksumSHA1", path+"/ChecksumSHA256")
	if err != nil {
		return nil, err
	}
	if len(request.Parts) == 0 {
		return nil, errMalformedXML("no Part")
	}
	seen := map[int]bool{}
	for _, p := range request.Parts {
		switch {
		case p.ETag == nil:
			return nil, errMalformedXML("a Part without ETag")
		case p.Number < 1 || p.Number > maxParts:
			return nil, errInvalidPart
		case seen[p.Number]:
			return nil, errRepeatedPart
		}
		seen[p.Number] = true
	}
	return request.Parts, nil
}

// choose returns the parts that were named, checked for size in the order in which they are named: R2 asks for none.
func (u *upload) choose(named []xmlCompletedPart) ([]part, error) {
	parts := make([]part, len(named))
	for i, n := range named {
		stored, exists := u.parts[n.Number]
		if !exists || strings.Trim(*n.ETag, `"`) != strings.Trim(stored.etag, `"`) {
			return nil, errInvalidPart
		}
		parts[i] = stored
	}
	last := len(parts) - 1
	for _, p := range parts[:last] {
		if len(p.body) < minPartSize {
			return nil, errEntityTooSmall
		}
		if len(p.body) != len(parts[0].body) {
			return nil, errUnequalParts
		}
	}
	if len(parts[last].body) > len(parts[0].body) {
		return nil, errUnequalParts
	}
	return parts, nil
}

var errRepeatedPart = &apiError{status: errInvalidPart.status, code: errInvalidPart.code, message: "There was a problem with the multipart upload."}

// errUnequalParts: R2 stores parts of equal size only, https://developers.cloudflare.com/r2/platform/limits/
var errUnequalParts = &apiError{status: errInvalidPart.status, code: errInvalidPart.code, message: "All non-trailing parts must have the same length."}

// assemble joins parts to an object, in the order of their numbers, whatever the order in which they were named. Its ETag is
// the MD5 of the MD5 sums of the parts, and how many there are.
func assemble(named []xmlCompletedPart, parts []part) *object {
	byNumber := map[int]part{}
	for i, p := range parts {
		byNumber[named[i].Number] = p
	}
	var body, sums bytes.Buffer
	for _, number := range slices.Sorted(maps.Keys(byNumber)) {
		p := byNumber[number]
		body.Write(p.body)
		sum, _ := hex.DecodeString(strings.Trim(p.etag, `"`)) // made by etagOf
		sums.Write(sum)
	}
	return &object{body: body.Bytes(), etag: fmt.Sprintf(`"%s-%d"`, md5Hex(sums.Bytes()), len(parts))}
}
