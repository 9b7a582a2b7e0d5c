package r2fake

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// The kinds of aws-chunked bodies, as x-amz-content-sha256 names them:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
const (
	streamSigned          = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	streamUnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
)

// maxStreamHeaderBytes bounds a line of an aws-chunked body, in bytes.
const maxStreamHeaderBytes = 4096

// decodeStream replaces an aws-chunked body by its content, verifies the signatures of its chunks where it has some, and
// moves its trailers to the headers, where the checksums are looked for.
func (c *call) decodeStream(g signature, secret string) error {
	if g.payloadHash != streamSigned && g.payloadHash != streamUnsignedTrailer {
		return errHeaderNotImplemented("x-amz-content-sha256", g.payloadHash)
	}
	lines := textproto.NewReader(bufio.NewReaderSize(bytes.NewReader(c.body), maxStreamHeaderBytes))
	previous := g.value
	var content []byte
	for {
		chunk, chunkSignature, err := readChunk(lines)
		if err != nil {
			return errIncompleteBody
		}
		if g.payloadHash == streamSigned {
			if previous = g.chunkSignature(secret, previous, chunk); !hmac.Equal([]byte(previous), []byte(chunkSignature)) {
				return &apiError{status: http.StatusForbidden, code: "SignatureDoesNotMatch", message: "The signature of a chunk does not match."}
			}
		}
		if len(chunk) == 0 {
			break
		}
		content = append(content, chunk...)
	}
	if c.request.Header.Get("X-Amz-Decoded-Content-Length") != strconv.Itoa(len(content)) {
		return errIncompleteBody
	}
	c.body = content
	return c.adoptTrailers(g, lines)
}

// readChunk reads "<length in hex>[;chunk-signature=<hex>]", the content, and the line break behind it. The last chunk is
// empty and has no line break of its own.
func readChunk(lines *textproto.Reader) (chunk []byte, chunkSignature string, err error) {
	head, err := lines.ReadLine()
	if err != nil {
		return nil, "", err
	}
	size, extension, _ := strings.Cut(head, ";")
	length, err := strconv.ParseUint(size, 16, 31)
	if err != nil {
		return nil, "", err
	}
	chunkSignature = strings.TrimPrefix(extension, "chunk-signature=")
	if length == 0 {
		return nil, chunkSignature, nil
	}
	var content bytes.Buffer
	if _, err := io.CopyN(&content, lines.R, int64(length)); err != nil {
		return nil, "", err
	}
	if rest, err := lines.ReadLine(); err != nil || rest != "" {
		return nil, "", errIncompleteBody
	}
	return content.Bytes(), chunkSignature, nil
}

// chunkSignature signs a chunk in a chain that begins with the signature of the request.
func (g signature) chunkSignature(secret, previous string, chunk []byte) string {
	toSign := strings.Join([]string{
		sigAlgorithm + "-PAYLOAD", g.time.Format(sigTimeFormat), g.scope(), previous, hexSHA256(nil), hexSHA256(chunk),
	}, "\n")
	return hex.EncodeToString(hmacSHA256(g.key(secret), toSign))
}

// adoptTrailers takes the announced trailers for headers, and refuses others.
func (c *call) adoptTrailers(g signature, lines *textproto.Reader) error {
	trailers, err := lines.ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return errIncompleteBody
	}
	announced := http.CanonicalHeaderKey(c.request.Header.Get("X-Amz-Trailer"))
	for name, values := range trailers {
		if g.payloadHash != streamUnsignedTrailer || name != announced {
			return errHeaderNotImplemented("x-amz-trailer", strings.ToLower(name))
		}
		c.request.Header[name] = values
	}
	if announced != "" && len(trailers) == 0 {
		return errIncompleteBody
	}
	return nil
}
