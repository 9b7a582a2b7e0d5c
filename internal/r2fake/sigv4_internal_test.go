package r2fake

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and its siblings all use
// this secret and this time.
const exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

var exampleTime = time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)

func TestSignature_awsExamples(t *testing.T) {
	t.Parallel()
	const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	const bodyHash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
	tests := map[string]struct {
		method, target string
		header         map[string]string
		signed         string
		payloadHash    string
		signature      string
	}{
		"GET object": {
			method: http.MethodGet, target: "/test.txt",
			header: map[string]string{"Range": "bytes=0-9"},
			signed: "host;range;x-amz-content-sha256;x-amz-date", payloadHash: emptyHash,
			signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
		},
		"PUT object": {
			method: http.MethodPut, target: "/test%24file.text",
			header: map[string]string{"Date": "Fri, 24 May 2013 00:00:00 GMT", "X-Amz-Storage-Class": "REDUCED_REDUNDANCY"},
			signed: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class", payloadHash: bodyHash,
			signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
		},
		"GET bucket lifecycle": {
			method: http.MethodGet, target: "/?lifecycle",
			signed: "host;x-amz-content-sha256;x-amz-date", payloadHash: emptyHash,
			signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
		},
		"list objects": {
			method: http.MethodGet, target: "/?max-keys=2&prefix=J",
			signed: "host;x-amz-content-sha256;x-amz-date", payloadHash: emptyHash,
			signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
		},
		"presigned GET": {
			method: http.MethodGet, target: "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
				"&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z" +
				"&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=ignored",
			signed: "host", payloadHash: unsignedPayload,
			signature: "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequestWithContext(t.Context(), test.method, test.target, http.NoBody)
			r.Host = "examplebucket.s3.amazonaws.com"
			r.Header.Set("X-Amz-Date", "20130524T000000Z")
			r.Header.Set("X-Amz-Content-Sha256", test.payloadHash)
			for name, value := range test.header {
				r.Header.Set(name, value)
			}
			g := signature{
				date: "20130524", region: "us-east-1", time: exampleTime, payloadHash: test.payloadHash,
				signedHeaders: strings.Split(test.signed, ";"), value: test.signature,
			}
			if err := g.verify(r, exampleSecret); err != nil {
				t.Errorf("refused: %v\n%s", err, g.canonicalRequest(r))
			}
			if err := g.verify(r, exampleSecret+"x"); err == nil {
				t.Error("another secret was accepted")
			}
		})
	}
}

// TestChunkSignature_awsExample follows https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
func TestChunkSignature_awsExample(t *testing.T) {
	t.Parallel()
	g := signature{date: "20130524", region: "us-east-1", time: exampleTime}
	previous := "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
	var got []string
	for _, size := range []int{65536, 1024, 0} {
		previous = g.chunkSignature(exampleSecret, previous, bytes.Repeat([]byte("a"), size))
		got = append(got, previous)
	}
	want := []string{
		"ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
		"0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
		"b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadChunk_damaged(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "zz\r\n", "5\r\nabc", "3\r\nabcdef\r\n", "-1\r\n"} {
		lines := textproto.NewReader(bufio.NewReader(strings.NewReader(body)))
		if chunk, _, err := readChunk(lines); err == nil {
			t.Errorf("%q gave %q", body, chunk)
		}
	}
}

// TestDigests compares with the check values of https://reveng.sourceforge.io/crc-catalogue/ for "123456789".
func TestDigests(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"Content-Md5":              "25f9e794323b453885f5181f1b624d0b",
		"X-Amz-Checksum-Crc32":     "cbf43926",
		"X-Amz-Checksum-Crc32c":    "e3069283",
		"X-Amz-Checksum-Crc64nvme": "ae8b14860a799888",
		"X-Amz-Checksum-Sha1":      "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
		"X-Amz-Checksum-Sha256":    "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
	}
	got := map[string]string{}
	for name, newHash := range digests {
		h := newHash()
		h.Write([]byte("123456789"))
		got[name] = hex.EncodeToString(h.Sum(nil))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
