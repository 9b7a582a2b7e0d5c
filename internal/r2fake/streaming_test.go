package r2fake_test

import (
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestStreamingUpload has bodies in chunks, of which only the first is as it should be.
func TestStreamingUpload(t *testing.T) {
	t.Parallel()
	const unsigned, signed = "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	trailer := "x-amz-checksum-crc32:" + crc32Of("content") + "\r\n\r\n"
	const chunks = "4\r\ncont\r\n3\r\nent\r\n0\r\n"
	tests := map[string]struct {
		kind, length, announced, body string
		status                        int
		code                          string
	}{
		"right":                 {unsigned, "7", "x-amz-checksum-crc32", chunks + trailer, 200, ""},
		"no trailer":            {unsigned, "7", "", chunks + "\r\n", 200, ""},
		"wrong length":          {unsigned, "8", "", chunks + "\r\n", 400, "IncompleteBody"},
		"cut off":               {unsigned, "7", "", "4\r\nco", 400, "IncompleteBody"},
		"wrong checksum":        {unsigned, "7", "x-amz-checksum-crc32", chunks + "x-amz-checksum-crc32:" + crc32Of("x") + "\r\n\r\n", 400, "BadDigest"},
		"announced but missing": {unsigned, "7", "x-amz-checksum-crc32", chunks + "\r\n", 400, "IncompleteBody"},
		"not announced":         {unsigned, "7", "", chunks + trailer, 501, "NotImplemented"},
		"trailer not a header":  {unsigned, "7", "x-amz-checksum-crc32", chunks + "nonsense\r\n", 400, "IncompleteBody"},
		"signature of a chunk":  {signed, "7", "", "7;chunk-signature=00\r\ncontent\r\n0;chunk-signature=00\r\n\r\n", 403, "SignatureDoesNotMatch"},
		"unknown kind":          {"STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", "7", "", chunks, 501, "NotImplemented"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, r2fake.WithAnswers(r2fake.Answers{StreamingUploadsAccepted: true}))
			w.AddBucket(accountID, "default", "acme-backups")
			put := request{method: "PUT", path: "/acme-backups/k", body: test.body, header: header(
				"X-Amz-Content-Sha256", test.kind, "X-Amz-Decoded-Content-Length", test.length, "Content-Encoding", "aws-chunked",
			)}
			if test.announced != "" {
				put.header.Set("X-Amz-Trailer", test.announced)
			}
			w.expect(w.admin, put, test.status, test.code)
			stored, exists := w.Object(accountID, "default", "acme-backups", "k")
			if exists != (test.code == "") || exists && string(stored) != "content" {
				t.Errorf("stored %q", stored)
			}
			if exists {
				got := w.expect(w.admin, request{method: "HEAD", path: "/acme-backups/k"}, 200, "")
				if encoding := got.header.Get("Content-Encoding"); encoding != "" {
					t.Errorf("Content-Encoding %q was kept", encoding)
				}
			}
		})
	}
}
