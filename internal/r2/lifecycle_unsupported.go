package r2

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// UnsupportedRuleError says that a lifecycle rule of the bucket is not one that
// can be written back as it was read.
type UnsupportedRuleError struct {
	// ID is that of the rule; it may have none.
	ID string
	// Element is the part of the rule that cannot be kept, such as "Filter".
	Element string
}

// Error implements error.
func (e *UnsupportedRuleError) Error() string {
	return fmt.Sprintf("the lifecycle rule %s cannot be kept as it is: %s", printable(e.ID), e.Element)
}

// plain says what a stored rule says in the way in which rules are written here:
// the prefix alone in the filter, and dates in UTC.
func plain(rule types.LifecycleRule) types.LifecycleRule {
	filter := types.LifecycleRuleFilter{}
	if rule.Filter != nil {
		filter = *rule.Filter
	}
	if and := filter.And; and != nil && filter.Prefix == nil && len(and.Tags) == 0 && and.ObjectSizeGreaterThan == nil && and.ObjectSizeLessThan == nil {
		filter.Prefix, filter.And = and.Prefix, nil
	}
	old := rule.Prefix //nolint:staticcheck // deprecated, but an answer may still have it
	if old != nil && (filter.Prefix == nil || *filter.Prefix == *old) {
		filter.Prefix, rule.Prefix = old, nil //nolint:staticcheck // as above
	}
	if filter.Prefix == nil {
		filter.Prefix = aws.String("")
	}
	rule.Filter = &filter
	if aws.ToString(rule.ID) == "" {
		rule.ID = nil
	}
	if rule.Expiration != nil {
		expiration := *rule.Expiration
		expiration.Date = inUTC(expiration.Date)
		rule.Expiration = &expiration
	}
	transitions := rule.Transitions
	rule.Transitions = nil
	for _, transition := range transitions {
		transition.Date = inUTC(transition.Date)
		rule.Transitions = append(rule.Transitions, transition)
	}
	return rule
}

func inUTC(date *time.Time) *time.Time {
	if date == nil {
		return nil
	}
	return aws.Time(date.UTC())
}

// firstDifference names the element in which two rules differ, or "". It looks at
// every field that the SDK has, so that none which is new there is missed.
func firstDifference(a, b types.LifecycleRule) string {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		field := x.Type().Field(i)
		switch {
		case !field.IsExported() || reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()):
		case field.Type.Kind() == reflect.Slice:
			return strings.TrimSuffix(field.Name, "s") // It is called by the plural of the elements.
		default:
			return field.Name
		}
	}
	return ""
}
