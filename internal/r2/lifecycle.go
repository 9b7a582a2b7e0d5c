package r2

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// DefaultAbortRule is the id of the lifecycle rule that every new bucket has: it
// aborts incomplete multipart uploads after seven days.
// See https://developers.cloudflare.com/r2/buckets/object-lifecycles/#behavior.
const DefaultAbortRule = "Default Multipart Abort Rule"

// MaxLifecycleRules is how many rules a bucket can have.
const MaxLifecycleRules = 1000

// LifecycleRule is one lifecycle rule of a bucket. A time span is in days; 0
// days and a zero date mean "not set".
type LifecycleRule struct {
	ID      string
	Enabled bool
	Prefix  string
	// ExpirationDays or ExpirationDate is when objects are deleted.
	ExpirationDays int32
	ExpirationDate time.Time
	// TransitionDays or TransitionDate is when objects move to Infrequent Access.
	TransitionDays int32
	TransitionDate time.Time
	// AbortDays is when multipart uploads that were not completed are aborted.
	AbortDays int32
}

// Lifecycle gives the lifecycle rules of the bucket.
func (b *Bucket) Lifecycle(ctx context.Context) ([]LifecycleRule, error) {
	out, err := b.client.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: b.name()})
	if failure := Classify("GetBucketLifecycleConfiguration", err); failure != nil {
		if failure.Kind == NoSuchThing {
			return nil, nil
		}
		return nil, failure
	}
	var rules []LifecycleRule
	for i := range out.Rules {
		rules = append(rules, lifecycleFromS3(&out.Rules[i]))
	}
	return rules, nil
}

// SetLifecycle replaces all lifecycle rules of the bucket.
func (b *Bucket) SetLifecycle(ctx context.Context, rules []LifecycleRule) error {
	if len(rules) == 0 {
		_, err := b.client.DeleteBucketLifecycle(ctx, &s3.DeleteBucketLifecycleInput{Bucket: b.name()})
		failure := Classify("DeleteBucketLifecycle", err)
		if failure != nil && failure.Kind == NoSuchThing {
			return nil // There were none.
		}
		return asError(failure)
	}
	configuration := &types.BucketLifecycleConfiguration{}
	for i := range rules {
		configuration.Rules = append(configuration.Rules, rules[i].toS3())
	}
	_, err := b.client.PutBucketLifecycleConfiguration(ctx, &s3.PutBucketLifecycleConfigurationInput{
		Bucket: b.name(), LifecycleConfiguration: configuration,
	}, withContentMD5)
	return asError(Classify("PutBucketLifecycleConfiguration", err))
}

func lifecycleFromS3(rule *types.LifecycleRule) LifecycleRule {
	result := LifecycleRule{
		ID:      aws.ToString(rule.ID),
		Enabled: rule.Status == types.ExpirationStatusEnabled,
		Prefix:  aws.ToString(rule.Prefix), //nolint:staticcheck // deprecated, but an answer may still have it
	}
	if rule.Filter != nil && rule.Filter.Prefix != nil {
		result.Prefix = *rule.Filter.Prefix
	}
	if rule.Expiration != nil {
		result.ExpirationDays = aws.ToInt32(rule.Expiration.Days)
		result.ExpirationDate = aws.ToTime(rule.Expiration.Date).UTC()
	}
	if len(rule.Transitions) > 0 {
		result.TransitionDays = aws.ToInt32(rule.Transitions[0].Days)
		result.TransitionDate = aws.ToTime(rule.Transitions[0].Date).UTC()
	}
	if rule.AbortIncompleteMultipartUpload != nil {
		result.AbortDays = aws.ToInt32(rule.AbortIncompleteMultipartUpload.DaysAfterInitiation)
	}
	return result
}

func (r LifecycleRule) toS3() types.LifecycleRule {
	rule := types.LifecycleRule{
		ID:     aws.String(r.ID),
		Status: types.ExpirationStatusDisabled,
		Filter: &types.LifecycleRuleFilter{Prefix: aws.String(r.Prefix)},
	}
	if r.Enabled {
		rule.Status = types.ExpirationStatusEnabled
	}
	if r.ExpirationDays != 0 || !r.ExpirationDate.IsZero() {
		rule.Expiration = &types.LifecycleExpiration{Days: given(r.ExpirationDays), Date: dated(r.ExpirationDate)}
	}
	if r.TransitionDays != 0 || !r.TransitionDate.IsZero() {
		rule.Transitions = []types.Transition{{
			Days: given(r.TransitionDays), Date: dated(r.TransitionDate),
			StorageClass: types.TransitionStorageClassStandardIa,
		}}
	}
	if r.AbortDays != 0 {
		rule.AbortIncompleteMultipartUpload = &types.AbortIncompleteMultipartUpload{DaysAfterInitiation: aws.Int32(r.AbortDays)}
	}
	return rule
}

func given(days int32) *int32 {
	if days == 0 {
		return nil
	}
	return &days
}

func dated(date time.Time) *time.Time {
	if date.IsZero() {
		return nil
	}
	return &date
}
