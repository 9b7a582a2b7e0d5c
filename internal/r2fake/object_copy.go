package r2fake

import (
	"encoding/xml"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

type xmlCopyResult struct {
	XMLName xml.Name
	namespaced

	LastModified string `xml:"LastModified"`
	ETag         string `xml:"ETag"`
}

func copyResult(root string, o *object) (*response, error) {
	return document(xmlCopyResult{
		XMLName: xml.Name{Local: root}, namespaced: inNamespace(), LastModified: xmlTime(o.modified), ETag: o.etag,
	})
}

func copyObject(c *call) (*response, error) {
	source, err := c.copySource()
	if err != nil {
		return nil, err
	}
	if judge(c.request.Header, ifCopyDestinationPrefix, c.bucket.objects[c.target.key]) != conditionsHold {
		return nil, errPrecondition
	}
	class, err := storageClass(c.request.Header)
	if err != nil {
		return nil, err
	}
	kept, err := copiedMetadata(c.request.Header, source)
	if err != nil {
		return nil, err
	}
	o := &object{body: source.body, etag: source.etag, modified: c.now, metadata: kept, storageClass: class, checksums: source.checksums}
	if err := c.bucket.put(c.target.key, o, c.now); err != nil {
		return nil, err
	}
	return copyResult("CopyObjectResult", o)
}

// copiedMetadata decides between the metadata of the source and that of the request. MERGE is R2's own:
// https://developers.cloudflare.com/r2/api/s3/extensions/
func copiedMetadata(header http.Header, source *object) (http.Header, error) {
	given, err := metadata(header)
	if err != nil {
		return nil, err
	}
	switch header.Get("X-Amz-Metadata-Directive") {
	case "", "COPY":
		return source.metadata, nil
	case "REPLACE":
		return given, nil
	case "MERGE":
		merged := http.Header{}
		maps.Copy(merged, source.metadata)
		maps.Copy(merged, given)
		return merged, nil
	}
	return nil, errInvalidArgument("x-amz-metadata-directive")
}

// copySource finds the object x-amz-copy-source names, which the identity has to be allowed to read.
func (c *call) copySource() (*object, error) {
	path, err := url.PathUnescape(strings.TrimPrefix(c.request.Header.Get("X-Amz-Copy-Source"), "/"))
	if err != nil {
		return nil, errInvalidArgument("x-amz-copy-source")
	}
	name, key, found := strings.Cut(path, "/")
	if !found || key == "" {
		return nil, errInvalidArgument("x-amz-copy-source")
	}
	ref := BucketRef{Jurisdiction: c.target.jurisdiction, Name: name}
	if !c.identity.may(accessObjectRead, ref) || !c.identity.mayKey(key) {
		return nil, errAccessDenied
	}
	b := c.account.buckets[ref]
	if b == nil {
		return nil, errNoSuchBucket
	}
	source := b.objects[key]
	if source == nil {
		return nil, errNoSuchKey
	}
	if judge(c.request.Header, ifCopySourcePrefix, source) != conditionsHold {
		return nil, errPrecondition
	}
	return source, nil
}
