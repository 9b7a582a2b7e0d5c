package r2fake

import (
	"encoding/xml"
	"slices"
	"strings"
)

type xmlUpload struct {
	Key          string    `xml:"Key"`
	UploadID     string    `xml:"UploadId"`
	Initiator    *xmlOwner `xml:"Initiator"`
	Owner        *xmlOwner `xml:"Owner"`
	StorageClass string    `xml:"StorageClass"`
	Initiated    string    `xml:"Initiated"`
}

type uploadListing struct {
	XMLName xml.Name `xml:"ListMultipartUploadsResult"`
	namespaced

	Bucket             string      `xml:"Bucket"`
	KeyMarker          string      `xml:"KeyMarker"`
	UploadIDMarker     string      `xml:"UploadIdMarker"`
	NextKeyMarker      string      `xml:"NextKeyMarker,omitempty"`
	NextUploadIDMarker string      `xml:"NextUploadIdMarker,omitempty"`
	Prefix             string      `xml:"Prefix"`
	EncodingType       string      `xml:"EncodingType,omitempty"`
	MaxUploads         int         `xml:"MaxUploads"`
	IsTruncated        bool        `xml:"IsTruncated"`
	Uploads            []xmlUpload `xml:"Upload"`
}

func listMultipartUploads(c *call) (*response, error) {
	size, err := pageSize(c.query, "max-uploads")
	if err != nil {
		return nil, err
	}
	encode, err := encoder(c.query)
	if err != nil {
		return nil, err
	}
	if c.query.Get("delimiter") != "" {
		return nil, errNotImplemented("ListMultipartUploads with a delimiter not implemented")
	}
	marker := Upload{Key: c.query.Get("key-marker"), ID: c.query.Get("upload-id-marker")}
	answer := uploadListing{
		namespaced: inNamespace(), Bucket: c.bucket.name, KeyMarker: encode(marker.Key), UploadIDMarker: marker.ID,
		Prefix: encode(c.query.Get("prefix")), EncodingType: c.query.Get("encoding-type"), MaxUploads: size,
	}
	for _, id := range c.uploadsAfter(marker) {
		if len(answer.Uploads) == size {
			answer.IsTruncated = size > 0
			break
		}
		u := c.bucket.uploads[id.ID]
		answer.Uploads = append(answer.Uploads, xmlUpload{
			Key: encode(id.Key), UploadID: id.ID, Initiator: ownerOf(c.account), Owner: ownerOf(c.account),
			StorageClass: u.storageClass, Initiated: xmlTime(u.initiated),
		})
		answer.NextKeyMarker, answer.NextUploadIDMarker = encode(id.Key), id.ID
	}
	if !answer.IsTruncated {
		answer.NextKeyMarker, answer.NextUploadIDMarker = "", ""
	}
	return document(answer)
}

// uploadsAfter returns the uploads below the prefix behind a marker, in order. A marker without an upload id is behind all
// uploads of its key.
func (c *call) uploadsAfter(marker Upload) []Upload {
	var found []Upload
	for id, u := range c.bucket.uploads {
		candidate := Upload{Key: u.key, ID: id}
		behind := candidate.Key > marker.Key || candidate.Key == marker.Key && marker.ID != "" && candidate.ID > marker.ID
		if behind && strings.HasPrefix(u.key, c.query.Get("prefix")) {
			found = append(found, candidate)
		}
	}
	slices.SortFunc(found, compareUploads)
	return found
}

type xmlPart struct {
	Number       int    `xml:"PartNumber"`
	LastModified string `xml:"LastModified"`
	ETag         string `xml:"ETag"`
	Size         int    `xml:"Size"`
}

type partListing struct {
	XMLName xml.Name `xml:"ListPartsResult"`
	namespaced

	Bucket       string    `xml:"Bucket"`
	Key          string    `xml:"Key"`
	UploadID     string    `xml:"UploadId"`
	Initiator    *xmlOwner `xml:"Initiator"`
	Owner        *xmlOwner `xml:"Owner"`
	StorageClass string    `xml:"StorageClass"`
	Marker       int       `xml:"PartNumberMarker"`
	NextMarker   int       `xml:"NextPartNumberMarker,omitempty"`
	MaxParts     int       `xml:"MaxParts"`
	IsTruncated  bool      `xml:"IsTruncated"`
	Parts        []xmlPart `xml:"Part"`
}

func listParts(c *call) (*response, error) {
	size, err := pageSize(c.query, "max-parts")
	if err != nil {
		return nil, err
	}
	marker, err := number(c.query, "part-number-marker", 0)
	if err != nil {
		return nil, err
	}
	encode, err := encoder(c.query)
	if err != nil {
		return nil, err
	}
	u, err := c.openedUpload()
	if err != nil {
		return nil, err
	}
	answer := partListing{
		namespaced: inNamespace(), Bucket: c.bucket.name, Key: encode(u.key), UploadID: c.query.Get("uploadId"),
		Initiator: ownerOf(c.account), Owner: ownerOf(c.account), StorageClass: u.storageClass, Marker: marker, MaxParts: size,
	}
	for _, n := range u.numbers() {
		if n <= marker {
			continue
		}
		if len(answer.Parts) == size {
			answer.IsTruncated = size > 0
			break
		}
		p := u.parts[n]
		answer.Parts = append(answer.Parts, xmlPart{Number: n, LastModified: xmlTime(p.modified), ETag: p.etag, Size: len(p.body)})
		answer.NextMarker = n
	}
	if !answer.IsTruncated {
		answer.NextMarker = 0
	}
	return document(answer)
}
