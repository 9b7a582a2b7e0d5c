package r2fake

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// The storage classes: https://developers.cloudflare.com/r2/buckets/storage-classes/
const (
	storageStandard   = "STANDARD"
	storageInfrequent = "STANDARD_IA"
)

// maxMetadataBytes bounds names and values of metadata together (https://developers.cloudflare.com/r2/platform/limits/).
const maxMetadataBytes = 8192

const metadataPrefix = "X-Amz-Meta-"

// systemMetadata are the headers kept with an object besides those of the user.
var systemMetadata = []string{"Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Type", "Expires"}

// metadata takes what is to be kept with an object from a request.
func metadata(header http.Header) (http.Header, error) {
	kept := http.Header{}
	size := 0
	for name, values := range header {
		user, ok := strings.CutPrefix(name, metadataPrefix)
		if ok {
			size += len(user) + len(strings.Join(values, ","))
		}
		if ok || slices.Contains(systemMetadata, name) {
			kept[name] = slices.Clone(values)
		}
	}
	if kept.Get("Content-Encoding") == "aws-chunked" {
		kept.Del("Content-Encoding") // tells how the body was sent, not what it is
	}
	if size > maxMetadataBytes {
		return nil, errMetadataTooLarge
	}
	return kept, nil
}

// storageClass reads the storage class of a request.
func storageClass(header http.Header) (string, error) {
	class := cmp.Or(header.Get("X-Amz-Storage-Class"), storageStandard)
	if class != storageStandard && class != storageInfrequent {
		return "", &apiError{status: http.StatusBadRequest, code: "InvalidStorageClass", message: "The storage class specified is not valid."}
	}
	return class, nil
}
