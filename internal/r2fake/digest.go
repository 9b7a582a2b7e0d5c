package r2fake

import (
	"crypto/md5"  //nolint:gosec // a digest S3 prescribes
	"crypto/sha1" //nolint:gosec // a checksum S3 offers
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"net/http"
)

// crc64NVME is the polynomial of CRC-64/NVME, reflected.
const crc64NVME = 0x9a6c9329ac4bc9b5

// md5Hex is the MD5 sum of data, of which S3 makes its ETags.
func md5Hex(data []byte) string {
	sum := md5.Sum(data) //nolint:gosec // an ETag protects nothing
	return hex.EncodeToString(sum[:])
}

// digests are the headers that carry a digest of the body in base64.
var digests = map[string]func() hash.Hash{
	"Content-Md5":              md5.New,
	"X-Amz-Checksum-Crc32":     func() hash.Hash { return crc32.NewIEEE() },
	"X-Amz-Checksum-Crc32c":    func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) },
	"X-Amz-Checksum-Crc64nvme": func() hash.Hash { return crc64.New(crc64.MakeTable(crc64NVME)) },
	"X-Amz-Checksum-Sha1":      sha1.New,
	"X-Amz-Checksum-Sha256":    sha256.New,
}

// checkDigests compares the body with every digest the request carries.
func (c *call) checkDigests() error {
	for name, newHash := range digests {
		claimed := c.request.Header.Get(name)
		if claimed == "" {
			continue
		}
		h := newHash()
		raw, err := base64.StdEncoding.DecodeString(claimed)
		if err != nil || len(raw) != h.Size() {
			return errInvalidDigest
		}
		h.Write(c.body)
		switch sum := h.Sum(nil); {
		case string(raw) == string(sum):
		case name == "Content-Md5":
			return errBadMD5(raw, sum)
		default:
			return errBadDigest
		}
	}
	return nil
}

func errBadMD5(claimed, actual []byte) *apiError {
	return &apiError{
		status: errBadDigest.status, code: errBadDigest.code,
		message: fmt.Sprintf("The MD5 checksum you specified did not match what we received.\nYou provided a MD5 checksum with value: %x\nActual MD5 was: %x", claimed, actual),
	}
}

// checksums returns the checksums of the request, to be kept with the object and told in the answer.
func (c *call) checksums() http.Header {
	found := http.Header{}
	for name := range digests {
		if value := c.request.Header.Get(name); value != "" && name != "Content-Md5" {
			found.Set(name, value)
		}
	}
	return found
}
