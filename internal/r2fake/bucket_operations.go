package r2fake

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
)

func headBucket(*call) (*response, error) {
	return &response{status: http.StatusOK, header: http.Header{"X-Amz-Bucket-Region": {"auto"}}}, nil
}

func createBucket(c *call) (*response, error) {
	hint, err := parseLocationConstraint(c.body)
	if err != nil {
		return nil, err
	}
	if c.bucket != nil {
		return c.createExisting()
	}
	c.account.createBucket(c.target.ref(), hint, c.now)
	return c.created(), nil
}

func (c *call) created() *response {
	return &response{status: http.StatusOK, header: http.Header{"Location": {"/" + c.target.bucket}}}
}

func (c *call) createExisting() (*response, error) {
	if c.answers.CreateExistingBucket == CreateExistingOK {
		return c.created(), nil
	}
	return nil, &apiError{
		status:  http.StatusConflict,
		code:    cmp.Or(string(c.answers.CreateExistingBucket), "BucketAlreadyOwnedByYou"),
		message: "The bucket you tried to create already exists, and you own it.",
	}
}

// parseLocationConstraint reads the location hint of CreateBucket, empty where R2 is to choose. The documentation writes hints
// in upper case here: https://developers.cloudflare.com/r2/reference/data-location/
func parseLocationConstraint(body []byte) (string, error) {
	if len(body) == 0 {
		return "", nil
	}
	var configuration struct {
		XMLName            xml.Name `xml:"CreateBucketConfiguration"`
		LocationConstraint string   `xml:"LocationConstraint"`
	}
	err := decodeStrict(body, &configuration, "CreateBucketConfiguration", "CreateBucketConfiguration/LocationConstraint")
	if err != nil {
		return "", err
	}
	location := strings.ToLower(configuration.LocationConstraint)
	switch {
	case slices.Contains(regionAliases, location):
		return "", nil
	case slices.Contains(locationHints, location):
		return location, nil
	}
	return "", errInvalidRegion(configuration.LocationConstraint)
}

func deleteBucket(c *call) (*response, error) {
	if !c.bucket.empty() || c.answers.UploadsBlockBucketDeletion && len(c.bucket.uploads) > 0 {
		return nil, errBucketNotEmpty
	}
	delete(c.account.buckets, c.target.ref())
	return empty(http.StatusNoContent)
}
