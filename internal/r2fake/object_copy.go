package r2fake

import (
	"encoding/xml"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

type xmlCopyResult struct {
	XMLName xml.Name
	namespaced

	ETag         string `xml:"ETag"`
	LastModified string `xml:"LastModified"`
}

func copyResult(root string, o *object) (*response, error) {
	return document(xmlCopyResult{
		XMLName: xml.Name{Local: root}, namespaced: inNamespace(), LastModified: xmlTime(o.modified), ETag: o.etag,
	})
}

func copyObject(c *call) (*response, error) {
	if !slices.Contains([]string{"", directiveCopy, directiveReplace, directiveMerge}, c.request.Header.Get("X-Amz-Metadata-Directive")) {
		return nil, errInvalidArgument("metadata directive %s.", c.request.Header.Get("X-Amz-Metadata-Directive"))
	}
	class, err := storageClass(c.request.Header)
	if err != nil {
		return nil, err
	}
	source, err := c.copySource()
	if err != nil {
		return nil, err
	}
	if judge(c.request.Header, ifCopyDestinationPrefix, c.bucket.object(c.target.key)) != conditionsHold {
		return nil, errPrecondition
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

// The metadata directives of copies. The last is R2's own: https://developers.cloudflare.com/r2/api/s3/extensions/
const (
	directiveCopy    = "COPY"
	directiveReplace = "REPLACE"
	directiveMerge   = "MERGE"
)

// copiedMetadata decides between the metadata of the source and that of the request.
func copiedMetadata(header http.Header, source *object) (http.Header, error) {
	given, err := metadata(header)
	if err != nil {
		return nil, err
	}
	switch header.Get("X-Amz-Metadata-Directive") {
	case directiveReplace:
		return given, nil
	case directiveMerge:
		merged := http.Header{}
		maps.Copy(merged, source.metadata)
		maps.Copy(merged, given)
		return merged, nil
	default:
		return source.metadata, nil
	}
}

// copySource finds the object x-amz-copy-source names, which the identity has to be allowed to read.
func (c *call) copySource() (*object, error) {
	path, err := url.PathUnescape(c.request.Header.Get("X-Amz-Copy-Source"))
	if err != nil {
		return nil, errInvalidArgument("x-amz-copy-source")
	}
	name, key, found := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !found || key == "" {
		return nil, errInvalidArgument("copy source bucket name")
	}
	ref := BucketRef{Jurisdiction: c.target.jurisdiction, Name: name}
	if !c.identity.may(accessObjectRead, ref) || !c.identity.mayKey(key) {
		return nil, errAccessDenied
	}
	b := c.account.buckets[ref]
	if b == nil {
		return nil, errNoSuchBucket
	}
	source := b.object(key)
	if source == nil {
		return nil, errNoSuchKey
	}
	if judge(c.request.Header, ifCopySourcePrefix, source) != conditionsHold {
		return nil, errPrecondition
	}
	return source, nil
}
