package r2

import "regexp"

// bucketName holds R2's rule: 3 to 63 lower-case letters, digits and hyphens,
// no hyphen at either end, no dots.
// See https://developers.cloudflare.com/r2/buckets/create-buckets/#bucket-level-operations.
var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)

// BucketNameRule is the rule for bucket names in words.
const BucketNameRule = "A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, " +
	"with a letter or a digit at both ends."

// ValidBucketName tells whether R2 accepts the name for a bucket.
func ValidBucketName(name string) bool { return bucketName.MatchString(name) }
