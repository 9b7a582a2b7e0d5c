package miniflare_test

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// answer is an answer without what differs by nature: times, ids, the address of the service.
type answer struct {
	Status int
	Header map[string]string
	// Body is, of an XML document, its elements in order as "Path/To/Element = text", or else the body in one piece.
	Body []string
}

// summary is the status and, of an error, its code.
func (a answer) summary() string {
	for _, line := range a.Body {
		if code, ok := strings.CutPrefix(line, "Error/Code = "); ok {
			return fmt.Sprintf("%d %s", a.Status, code)
		}
	}
	return fmt.Sprint(a.Status)
}

// comparedHeaders are the headers of an answer that mean something in S3, besides x-amz-*.
var comparedHeaders = []string{
	"Accept-Ranges", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Range",
	"Content-Type", "Etag", "Expires", "Last-Modified",
}

// ask sends a request to a service, keeps what is to be saved of the answer, and gives it without what differs by nature.
func (s service) ask(t *testing.T, r *http.Request, save map[string]string, v variables) answer {
	t.Helper()
	resp, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}

	a := answer{Status: resp.StatusCode, Header: map[string]string{}}
	var document []element
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/xml") && len(body) > 0 {
		if document, err = parseDocument(body); err != nil {
			t.Fatalf("%v in %s", err, body)
		}
	} else if len(body) > 0 {
		a.Body = []string{string(body)}
	}
	for _, name := range comparedHeaders {
		if value := resp.Header.Get(name); value != "" {
			a.Header[name] = value
		}
	}
	for name := range resp.Header {
		if strings.HasPrefix(name, "X-Amz-") && !slices.Contains(untoldHeaders, name) {
			a.Header[name] = resp.Header.Get(name)
		}
	}
	if document != nil || a.Status >= 300 {
		delete(a.Header, "Content-Length") // Ids and names of hosts differ in length.
	}
	if a.Status == http.StatusNotModified {
		delete(a.Header, "Content-Type") // net/http, under the fake, leaves it out.
	}
	if stamp := a.Header["Last-Modified"]; stamp != "" {
		if _, err := http.ParseTime(stamp); err == nil {
			a.Header["Last-Modified"] = "{time}"
		}
	}

	for name, from := range save {
		v[name] = value(document, from)
		if from == "Etag" {
			v[name] = resp.Header.Get(from)
		}
		if v[name] == "" {
			t.Fatalf("nothing to save as %s in answer %d, %q", name, resp.StatusCode, body)
		}
	}
	for name, value := range a.Header {
		a.Header[name] = v.conceal(value)
	}
	a.Body = append(a.Body, s.lines(document, r, v)...)
	return a
}

// element is an element of a document without children, or the namespace of one that has it.
type element struct {
	path, text string
}

func value(document []element, path string) string {
	for _, e := range document {
		if e.path == path {
			return e.text
		}
	}
	return ""
}

func parseDocument(body []byte) ([]element, error) {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	var document []element
	var open []string
	text, leaf := "", false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return document, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			open, text, leaf = append(open, token.Name.Local), "", true
			for _, attribute := range token.Attr {
				document = append(document, element{strings.Join(open, "/") + "/@" + attribute.Name.Local, attribute.Value})
			}
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			if leaf {
				document = append(document, element{strings.Join(open, "/"), text})
			}
			open, leaf = open[:len(open)-1], false
		}
	}
}

var timePattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`)

// lines writes a document down, without what the local R2 is known not to tell.
func (s service) lines(document []element, r *http.Request, v variables) []string {
	var lines []string
	for _, e := range document {
		if untold(e.path) {
			continue
		}
		if e.path == "Error/StringToSign" || strings.HasSuffix(e.path, "Bytes") && strings.HasPrefix(e.path, "Error/") {
			e.text = derived(document, e)
		}
		if strings.HasSuffix(e.path, "ContinuationToken") {
			e.text = "{token}"
		}
		if timePattern.MatchString(e.text) {
			e.text = "{time}"
		}
		if e.path == "Error/SignatureProvided" && e.text != "" && e.text == sentSignature(r) {
			e.text = "{signature}"
		}
		e.text = strings.ReplaceAll(e.text, s.name, "{base}")
		e.text = strings.ReplaceAll(e.text, s.base.Host, "{host}")
		e.text = strings.ReplaceAll(e.text, s.base.EscapedPath(), "{path}")
		lines = append(lines, e.path+" = "+v.conceal(e.text))
	}
	return lines
}

// sentSignature is the signature that a request carries.
func sentSignature(r *http.Request) string {
	_, signature, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
	return cmp.Or(signature, r.URL.Query().Get("X-Amz-Signature"))
}

// derived describes those elements of a refused signature that follow from others, which differ by the address of the service.
func derived(document []element, e element) string {
	if of, ok := strings.CutSuffix(e.path, "Bytes"); ok {
		if e.text == strings.TrimSpace(fmt.Sprintf("% x", value(document, of))) {
			return "{bytes of " + of + "}"
		}
		return e.text
	}
	sum := hexSHA256(value(document, "Error/CanonicalRequest"))
	return strings.Replace(e.text, sum, "{hash of the canonical request}", 1)
}
