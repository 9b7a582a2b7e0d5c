package r2fake

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"time"
)

// LifecycleRule is a lifecycle rule of a bucket: https://developers.cloudflare.com/r2/buckets/object-lifecycles/
type LifecycleRule struct {
	ID          string
	Enabled     bool
	Prefix      string // of the keys; empty for all
	Expiration  After  // deletes objects
	AbortDays   int    // aborts multipart uploads this many days after their start; 0 if it does not
	Transitions []Transition
}

// After is a point in the life of an object. The zero value means never.
type After struct {
	Days int    `xml:"Days,omitempty"` // since the upload
	Date string `xml:"Date,omitempty"` // ISO 8601
}

// Transition moves objects to another storage class. R2 knows only the way to STANDARD_IA:
// https://developers.cloudflare.com/r2/buckets/storage-classes/
type Transition struct {
	After

	StorageClass string `xml:"StorageClass"`
}

// maxLifecycleRules is how many rules a bucket may have.
const maxLifecycleRules = 1000

// defaultLifecycleRule is the rule every new bucket has.
func defaultLifecycleRule() LifecycleRule {
	return LifecycleRule{ID: "Default Multipart Abort Rule", Enabled: true, AbortDays: 7}
}

// lifecycleDocument is the document of the lifecycle operations.
type lifecycleDocument struct {
	XMLName xml.Name `xml:"LifecycleConfiguration"`
	namespaced
	Rules []xmlLifecycleRule `xml:"Rule"`
}

type xmlLifecycleRule struct {
	ID     string              `xml:"ID"`
	Status string              `xml:"Status"`
	Filter *xmlLifecycleFilter `xml:"Filter"`
	// Prefix is the older form of Filter.
	Prefix      *string      `xml:"Prefix"`
	Expiration  *After       `xml:"Expiration"`
	Abort       *xmlAbort    `xml:"AbortIncompleteMultipartUpload"`
	Transitions []Transition `xml:"Transition"`
}

type xmlLifecycleFilter struct {
	Prefix string `xml:"Prefix"`
}

type xmlAbort struct {
	Days int `xml:"DaysAfterInitiation"`
}

func parseLifecycle(body []byte) ([]LifecycleRule, error) {
	const rule = "LifecycleConfiguration/Rule"
	var configuration lifecycleDocument
	err := decodeStrict(body, &configuration,
		"LifecycleConfiguration", rule, rule+"/ID", rule+"/Status", rule+"/Prefix", rule+"/Filter", rule+"/Filter/Prefix",
		rule+"/Expiration", rule+"/Expiration/Days", rule+"/Expiration/Date",
		rule+"/AbortIncompleteMultipartUpload", rule+"/AbortIncompleteMultipartUpload/DaysAfterInitiation",
		rule+"/Transition", rule+"/Transition/Days", rule+"/Transition/Date", rule+"/Transition/StorageClass")
	if err != nil {
		return nil, err
	}
	if n := len(configuration.Rules); n == 0 || n > maxLifecycleRules {
		return nil, errMalformedXML("%d rules are not between 1 and %d", n, maxLifecycleRules)
	}
	rules := make([]LifecycleRule, len(configuration.Rules))
	seen := map[string]bool{}
	for i, x := range configuration.Rules {
		if rules[i], err = x.rule(); err != nil {
			return nil, err
		}
		if rules[i].ID == "" {
			rules[i].ID = fmt.Sprintf("rule-%d", i+1)
		}
		if seen[rules[i].ID] {
			return nil, errInvalidArgument("Rule ID must be unique. Found same ID for more than one rule: %s", rules[i].ID)
		}
		seen[rules[i].ID] = true
	}
	return rules, nil
}

// rule checks and converts a rule. Status has to be there: https://github.com/cloudflare/cloudflare-docs/issues/8102
func (x xmlLifecycleRule) rule() (LifecycleRule, error) {
	rule := LifecycleRule{ID: x.ID, Enabled: x.Status == "Enabled", Transitions: x.Transitions}
	switch {
	case x.Status != "Enabled" && x.Status != "Disabled":
		return rule, errMalformedXML("Status is neither Enabled nor Disabled")
	case x.Filter != nil && x.Prefix != nil:
		return rule, errMalformedXML("both Filter and Prefix are given")
	case x.Expiration == nil && x.Abort == nil && len(x.Transitions) == 0:
		return rule, errMalformedXML("a rule needs an action")
	}
	if x.Filter != nil {
		rule.Prefix = x.Filter.Prefix
	}
	if x.Prefix != nil {
		rule.Prefix = *x.Prefix
	}
	if x.Expiration != nil {
		rule.Expiration = *x.Expiration
		if err := x.Expiration.validate(); err != nil {
			return rule, err
		}
	}
	if x.Abort != nil {
		rule.AbortDays = x.Abort.Days
		if x.Abort.Days < 1 {
			return rule, errMalformedXML("DaysAfterInitiation is not positive")
		}
	}
	for _, t := range x.Transitions {
		if t.StorageClass != storageInfrequent {
			return rule, errMalformedXML("%q is no storage class to move objects to", t.StorageClass)
		}
		if err := t.validate(); err != nil {
			return rule, err
		}
	}
	return rule, nil
}

func (a After) validate() error {
	if a.Date == "" {
		if a.Days < 1 {
			return errMalformedXML("Days is not positive")
		}
		return nil
	}
	if a.Days != 0 {
		return errMalformedXML("both Days and Date are given")
	}
	if _, err := time.Parse(time.RFC3339, a.Date); err != nil {
		if _, err := time.Parse(time.DateOnly, a.Date); err != nil {
			return errMalformedXML("%q is not an ISO 8601 date", a.Date)
		}
	}
	return nil
}

func (r LifecycleRule) xml() xmlLifecycleRule {
	x := xmlLifecycleRule{ID: r.ID, Status: "Disabled", Filter: &xmlLifecycleFilter{Prefix: r.Prefix}, Transitions: r.Transitions}
	if r.Enabled {
		x.Status = "Enabled"
	}
	if r.Expiration != (After{}) {
		x.Expiration = &r.Expiration
	}
	if r.AbortDays > 0 {
		x.Abort = &xmlAbort{Days: r.AbortDays}
	}
	return x
}

func validateLifecycle(c *call) error {
	if err := c.checkDigests(); err != nil {
		return err
	}
	_, err := parseLifecycle(c.body)
	return err
}

func getBucketLifecycle(c *call) (*response, error) {
	if len(c.bucket.lifecycle) == 0 {
		return nil, errNoSuchLifecycle
	}
	answer := lifecycleDocument{namespaced: inNamespace()}
	for _, rule := range c.bucket.lifecycle {
		answer.Rules = append(answer.Rules, rule.xml())
	}
	return document(answer)
}

func putBucketLifecycle(c *call) (*response, error) {
	rules, err := parseLifecycle(c.body)
	if err != nil {
		return nil, err
	}
	c.bucket.lifecycle = rules
	return empty(http.StatusOK)
}

func deleteBucketLifecycle(c *call) (*response, error) {
	c.bucket.lifecycle = nil
	return empty(http.StatusNoContent)
}
