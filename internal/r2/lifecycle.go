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
// days and a zero date mean "not set". A date is midnight UTC.
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

// Lifecycle gives the lifecycle rules of the bucket. A rule that a
// [LifecycleRule] cannot hold is an [*UnsupportedRuleError].
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
		rule, err := lifecycleFromS3(out.Rules[i])
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
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

// lifecycleFromS3 reads a rule, which must be the same when it is written back:
// one that lost a tag, or a size, would be for more objects than before.
func lifecycleFromS3(stored types.LifecycleRule) (LifecycleRule, error) {
	stored = plain(stored)
	rule := LifecycleRule{
		ID:      aws.ToString(stored.ID),
		Enabled: stored.Status == types.ExpirationStatusEnabled,
		Prefix:  aws.ToString(stored.Filter.Prefix),
	}
	if stored.Expiration != nil {
		rule.ExpirationDays = aws.ToInt32(stored.Expiration.Days)
		rule.ExpirationDate = midnight(stored.Expiration.Date)
	}
	if len(stored.Transitions) > 0 {
		rule.TransitionDays = aws.ToInt32(stored.Transitions[0].Days)
		rule.TransitionDate = midnight(stored.Transitions[0].Date)
	}
	if stored.AbortIncompleteMultipartUpload != nil {
		rule.AbortDays = aws.ToInt32(stored.AbortIncompleteMultipartUpload.DaysAfterInitiation)
	}
	if element := firstDifference(stored, rule.toS3()); element != "" {
		return LifecycleRule{}, &UnsupportedRuleError{ID: rule.ID, Element: element}
	}
	return rule, nil
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

func midnight(date *time.Time) time.Time { return aws.ToTime(date).UTC().Truncate(24 * time.Hour) }
