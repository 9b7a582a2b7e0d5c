package r2fake

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// CORSRule is a rule of a bucket's CORS policy: https://developers.cloudflare.com/r2/buckets/cors/
type CORSRule struct {
	ID             string   `xml:"ID,omitempty"`
	AllowedOrigins []string `xml:"AllowedOrigin"`
	AllowedMethods []string `xml:"AllowedMethod"`
	AllowedHeaders []string `xml:"AllowedHeader"`
	ExposeHeaders  []string `xml:"ExposeHeader"`
	MaxAgeSeconds  int      `xml:"MaxAgeSeconds,omitempty"`
}

// corsDocument is the document of the CORS operations.
type corsDocument struct {
	XMLName xml.Name `xml:"CORSConfiguration"`
	namespaced
	Rules []CORSRule `xml:"CORSRule"`
}

// corsMethods are the methods a rule may allow.
var corsMethods = []string{"GET", "PUT", "POST", "DELETE", "HEAD"}

func parseCORS(body []byte) ([]CORSRule, error) {
	var configuration corsDocument
	err := decodeStrict(body, &configuration,
		"CORSConfiguration", "CORSConfiguration/CORSRule", "CORSConfiguration/CORSRule/ID",
		"CORSConfiguration/CORSRule/AllowedOrigin", "CORSConfiguration/CORSRule/AllowedMethod",
		"CORSConfiguration/CORSRule/AllowedHeader", "CORSConfiguration/CORSRule/ExposeHeader",
		"CORSConfiguration/CORSRule/MaxAgeSeconds")
	if err != nil {
		return nil, err
	}
	if len(configuration.Rules) == 0 {
		return nil, errMalformedXML("no CORSRule")
	}
	for _, rule := range configuration.Rules {
		if err := rule.validate(); err != nil {
			return nil, err
		}
	}
	return configuration.Rules, nil
}

func (r CORSRule) validate() error {
	switch {
	case len(r.AllowedOrigins) == 0:
		return errMalformedXML("a rule needs an AllowedOrigin")
	case len(r.AllowedMethods) == 0:
		return errMalformedXML("a rule needs an AllowedMethod")
	case slices.Contains(r.AllowedHeaders, ""):
		return errMalformedXML("AllowedHeader is empty")
	case slices.Contains(r.ExposeHeaders, ""):
		return errMalformedXML("ExposeHeader is empty")
	case r.MaxAgeSeconds < 0:
		return errMalformedXML("MaxAgeSeconds is negative")
	}
	for _, origin := range r.AllowedOrigins {
		if !validOrigin(origin) {
			return errMalformedXML("%q is not a valid origin", origin)
		}
	}
	for _, method := range r.AllowedMethods {
		if !slices.Contains(corsMethods, method) {
			return errMalformedXML("%q is not a valid method", method)
		}
	}
	return nil
}

// validOrigin reports whether an origin is "*", or scheme and host with neither path nor trailing slash.
func validOrigin(origin string) bool {
	if origin == "*" {
		return true
	}
	if strings.Count(origin, "*") > 1 {
		return false
	}
	u, err := url.Parse(strings.Replace(origin, "*", "wildcard", 1))
	return err == nil && u.Scheme != "" && u.Host != "" && u.User == nil && u.Path == "" && u.RawQuery == "" && !u.ForceQuery &&
		!strings.Contains(origin, "#")
}

func validateCORS(c *call) error {
	if err := c.checkDigests(); err != nil {
		return err
	}
	_, err := parseCORS(c.body)
	return err
}

func getBucketCORS(c *call) (*response, error) {
	if len(c.bucket.cors) > 0 || c.answers.MissingCORS == MissingCORSEmptyDocument {
		return document(corsDocument{namespaced: inNamespace(), Rules: c.bucket.cors})
	}
	code := string(c.answers.MissingCORS)
	if c.answers.MissingCORS == MissingCORSNoSuchConfiguration {
		code = "NoSuchCORSConfiguration"
	}
	return nil, &apiError{status: http.StatusNotFound, code: code, message: "The CORS configuration does not exist."}
}

func putBucketCORS(c *call) (*response, error) {
	rules, err := parseCORS(c.body)
	if err != nil {
		return nil, err
	}
	c.bucket.cors = rules
	return empty(http.StatusOK)
}

func deleteBucketCORS(c *call) (*response, error) {
	c.bucket.cors = nil
	return empty(http.StatusNoContent)
}
