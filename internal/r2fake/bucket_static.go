package r2fake

import (
	"encoding/xml"
	"net/http"
	"strings"
)

func getBucketLocation(c *call) (*response, error) {
	location := "auto"
	switch c.answers.BucketLocation {
	case LocationEmpty:
		location = ""
	case LocationHint:
		location = strings.ToUpper(c.bucket.location)
	case LocationAuto:
	}
	return document(struct {
		XMLName xml.Name `xml:"LocationConstraint"`
		namespaced
		Location string `xml:",chardata"`
	}{namespaced: inNamespace(), Location: location})
}

func getBucketEncryption(*call) (*response, error) {
	return document(struct {
		XMLName xml.Name `xml:"ServerSideEncryptionConfiguration"`
		namespaced
		Algorithm        string `xml:"Rule>ApplyServerSideEncryptionByDefault>SSEAlgorithm"`
		BucketKeyEnabled bool   `xml:"Rule>BucketKeyEnabled"`
	}{namespaced: inNamespace(), Algorithm: "AES256", BucketKeyEnabled: true})
}

func getBucketVersioning(*call) (*response, error) {
	return document(struct {
		XMLName xml.Name `xml:"VersioningConfiguration"`
		namespaced
	}{namespaced: inNamespace()})
}

func getBucketACL(c *call) (*response, error) {
	type grantee struct {
		Instance string `xml:"xmlns:xsi,attr"`
		Type     string `xml:"xsi:type,attr"`
		xmlOwner
	}
	owner := ownerOf(c.account)
	return document(struct {
		XMLName xml.Name `xml:"AccessControlPolicy"`
		namespaced
		Owner      *xmlOwner `xml:"Owner"`
		Grantee    grantee   `xml:"AccessControlList>Grant>Grantee"`
		Permission string    `xml:"AccessControlList>Grant>Permission"`
	}{
		namespaced: inNamespace(), Owner: owner, Permission: "FULL_CONTROL",
		Grantee: grantee{Instance: "http://www.w3.org/2001/XMLSchema-instance", Type: "CanonicalUser", xmlOwner: *owner},
	})
}

// absent makes an operation that tells of every bucket that it has no such configuration.
func absent(code, message string) func(*call) (*response, error) {
	return func(*call) (*response, error) {
		return nil, &apiError{status: http.StatusNotFound, code: code, message: message}
	}
}
