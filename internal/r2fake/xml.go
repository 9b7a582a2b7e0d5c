package r2fake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// xmlDeclaration begins every document. R2 has no line break behind it.
	xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>`
	// xmlNamespace is on success documents, not on errors.
	xmlNamespace = "http://s3.amazonaws.com/doc/2006-03-01/"
	// xmlTimeFormat is how documents write times, in UTC.
	xmlTimeFormat = "2006-01-02T15:04:05.000Z"
)

// namespaced is embedded by success documents.
type namespaced struct {
	Namespace string `xml:"xmlns,attr"`
}

func inNamespace() namespaced {
	return namespaced{Namespace: xmlNamespace}
}

// xmlOwner is the owner of a bucket or object: the account.
type xmlOwner struct {
	ID          string `xml:"ID"`
	DisplayName string `xml:"DisplayName"`
}

func ownerOf(a *Account) *xmlOwner {
	return &xmlOwner{ID: a.id, DisplayName: a.id}
}

func xmlTime(t time.Time) string {
	return t.UTC().Format(xmlTimeFormat)
}

// document answers 200 with an XML document.
func document(v any) (*response, error) {
	body, err := xml.Marshal(v)
	if err != nil {
		return nil, err
	}
	return &response{status: http.StatusOK, body: append([]byte(xmlDeclaration), namedQuotes(body)...)}, nil
}

// empty answers without a body.
func empty(status int) (*response, error) {
	return &response{status: status}, nil
}

// errorDocument writes an error as R2 does: without namespace, RequestId, HostId and Resource.
func errorDocument(e *apiError) []byte {
	var b bytes.Buffer
	b.WriteString(xmlDeclaration + "<Error>")
	for _, d := range append([]errorDetail{{"Code", e.code}, {"Message", e.message}}, e.details...) {
		b.WriteString("<" + d.name + ">")
		_ = xml.EscapeText(&b, []byte(d.value)) // a bytes.Buffer takes everything
		b.WriteString("</" + d.name + ">")
	}
	b.WriteString("</Error>")
	return namedQuotes(bytes.ReplaceAll(b.Bytes(), []byte("&#xA;"), []byte("\n")))
}

// namedQuotes writes quotes as R2 does, by name; encoding/xml writes them by number.
func namedQuotes(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte("&#39;"), []byte("&apos;"))
	return bytes.ReplaceAll(b, []byte("&#34;"), []byte("&quot;"))
}

// decodeStrict decodes a request document which may hold the elements at the given paths ("Root/Child") and no others.
func decodeStrict(body []byte, target any, paths ...string) error {
	if err := checkElements(body, paths); err != nil {
		return err
	}
	if err := xml.Unmarshal(body, target); err != nil { //nolint:gosec // into structs of plain fields, in a fake for tests
		return errMalformedXML("%v", err)
	}
	return nil
}

func checkElements(body []byte, paths []string) error {
	decoder := xml.NewDecoder(bytes.NewReader(body)) //nolint:gosec // reads tokens only
	var open []string
	roots := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && roots == 1 {
			return nil
		}
		if err != nil {
			return errMalformedXML("%v", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(open) == 0 {
				roots++
			}
			open = append(open, t.Name.Local)
			path := strings.Join(open, "/")
			if !slices.Contains(paths, path) || t.Name.Space != "" && t.Name.Space != xmlNamespace {
				return errMalformedXML("unknown element %s", path)
			}
			if slices.ContainsFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local != "xmlns" }) {
				return errMalformedXML("unknown attribute of element %s", path)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.Directive:
			return errMalformedXML("directives are not allowed")
		}
	}
}
