package r2

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// replying is a transport that gives every request the same answer.
type replying struct {
	status      int
	contentType string
	body        []byte
}

func (a replying) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: strconv.Itoa(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {a.contentType}}, ContentLength: int64(len(a.body)),
		Body: io.NopCloser(bytes.NewReader(a.body)), Request: r,
	}, nil
}

// clientWith makes a client whose requests, each sent once, go to the transport.
func clientWith(t *testing.T, transport http.RoundTripper) *s3.Client {
	t.Helper()
	connector := connectorTo(t, "", func(c *ConnectorConfig) { c.Wrap = func(http.RoundTripper) http.RoundTripper { return transport } })
	return s3.New(connector.Client(anEndpoint, aPair).Options(), once)
}

// reading is what a document says, read without the SDK: all of it must be XML.
type reading struct {
	root, code string
	names      []string // of the children called Name
	keyCount   int      // of the children called KeyCount
}

func readDocument(body []byte) (reading, bool) {
	var d reading
	decoder := xml.NewDecoder(bytes.NewReader(body))
	depth, within := 0, ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return d, d.root != ""
		}
		if err != nil {
			return d, false
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			switch {
			case depth == 1 && d.root == "":
				d.root = token.Name.Local
			case depth == 2 && token.Name.Local == "KeyCount":
				d.keyCount++
			}
			within = token.Name.Local
		case xml.EndElement:
			depth, within = depth-1, ""
		case xml.CharData:
			if depth == 2 && within == "Name" {
				d.names = append(d.names, string(token))
			}
			if depth == 2 && within == "Code" {
				d.code += string(token)
			}
		}
	}
}

// FuzzAnswer: whatever answers a probe, nothing panics; a right is granted, or denied, only by a document that says so; and
// what is told about it holds nothing that a terminal would act on.
func FuzzAnswer(f *testing.F) {
	const list = `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>backups</Name><KeyCount>0</KeyCount></ListBucketResult>`
	for one := range probesByName {
		probe := uint8(one)
		f.Add(probe, 200, "application/xml", []byte(list))
		f.Add(probe, 200, "text/html", []byte(aWebPage))
		f.Add(probe, 204, "", []byte(nil))
		f.Add(probe, 403, "application/xml", []byte("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"))
		f.Add(probe, 404, "application/xml", []byte("<Error><Code>NoSuchBucket</Code><Message>\x1b[31m</Message></Error>"))
	}
	f.Add(uint8(0), 200, "application/xml", []byte(strings.Replace(list, "backups", "photos", 1)))
	f.Add(uint8(0), 200, "application/xml", []byte(entityBomb("ListBucketResult")))
	f.Add(uint8(6), 200, "application/xml", []byte("<ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name></Bucket></Buckets></ListAllMyBucketsResult>"))
	f.Add(uint8(2), 400, "application/xml", []byte("<Error><Code>AccessDenied</Code></Error>"))
	f.Add(uint8(3), 429, "application/xml", []byte("<Error><Code>AccessDenied</Code></Error>"))
	f.Add(uint8(1), 302, "text/html", []byte("<Error><Code>AccessDenied</Code></Error>"))
	f.Fuzz(func(t *testing.T, which uint8, status int, contentType string, body []byte) {
		one := probesByName[int(which)%len(probesByName)]
		if status < 200 || status > 599 {
			return // The transport gives no others.
		}
		client := clientWith(t, replying{status, contentType, body})
		got := one.send(t.Context(), client, target{Endpoint: anEndpoint, Credentials: aPair})
		said, wellFormed := readDocument(body)
		kind := codes[said.code]
		switch got.Answer {
		case Denied:
			if !wellFormed || said.root != "Error" || said.code != "AccessDenied" || status != 403 && status != 401 {
				t.Errorf("%s: %d %q counts as a refusal", one.name, status, body)
			}
		case Granted:
			switch {
			case one.probe == probeDelete && kind == Locked && status == 403:
			case status >= 300 && (!wellFormed || said.root != "Error"):
				t.Errorf("%s: %d %q counts as let through", one.name, status, body)
			case status >= 300 && kind != NoSuchThing && kind != NoSuchBucket && (one.probe != probeConfiguration || status != 404):
				t.Errorf("%s: %d %q counts as let through", one.name, status, body)
			case status >= 300:
			case one.probe == probeList || one.probe == probeListFolder:
				if said.root != "ListBucketResult" || len(said.names) == 0 || said.names[len(said.names)-1] != anEndpoint.Bucket || said.keyCount == 0 {
					t.Errorf("%s: %q counts as a list of the bucket", one.name, body)
				}
			case one.probe == probeListBuckets && said.root != "ListAllMyBucketsResult",
				one.probe == probeConfiguration && said.root != "CORSConfiguration",
				one.probe == probeRead, one.probe == probeOtherBucket,
				one.probe == probeAbort && status != 204, one.probe == probeDelete && status != 204, one.probe == probeDeleteBucket && status != 204:
				t.Errorf("%s: %d %q counts as let through", one.name, status, body)
			}
		}
		if got.Failure != nil {
			finding := Explain(got.Failure, "verify", anEndpoint)
			if text := finding.Error(); strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || !unicode.IsPrint(r) && r != ' ') }) {
				t.Errorf("%s: %d %q is told with characters that a terminal acts on:\n%q", one.name, status, body, text)
			}
		}
	})
}
