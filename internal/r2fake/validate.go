package r2fake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The rules for names: https://developers.cloudflare.com/r2/buckets/create-buckets/ and, for identifiers,
// https://developers.cloudflare.com/r2/api/tokens/
var (
	accountIDPattern    = regexp.MustCompile(`^[0-9a-f]{32}$`)
	accessKeyIDPattern  = regexp.MustCompile(`^[0-9a-f]{32}$`)
	secretPattern       = regexp.MustCompile(`^[0-9a-f]{64}$`)
	jurisdictionPattern = regexp.MustCompile(`^[a-z]+$`)
	bucketPattern       = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)
)

// maxKeyLength is the longest object key, in bytes (https://developers.cloudflare.com/r2/platform/limits/).
const maxKeyLength = 1024

// defaultLocation is where buckets end up that were created without a location hint.
const defaultLocation = "enam"

// locationHints are R2's location hints: https://developers.cloudflare.com/r2/reference/data-location/
var locationHints = []string{"wnam", "enam", "weur", "eeur", "apac", "oc"}

// regionAliases mean "wherever it is best": https://developers.cloudflare.com/r2/api/s3/api/
var regionAliases = []string{"auto", "", "us-east-1"}

func validAccountID(id string) error {
	if !accountIDPattern.MatchString(id) {
		return fmt.Errorf("account id %q is not 32 lower-case hexadecimal characters", id)
	}
	return nil
}

func validJurisdiction(label string) error {
	if !jurisdictionPattern.MatchString(label) {
		return fmt.Errorf("jurisdiction %q is not a lower-case word", label)
	}
	return nil
}

func validBucketName(name string) error {
	if !bucketPattern.MatchString(name) {
		return fmt.Errorf("bucket name %q is not 3 to 63 lower-case letters, digits and inner hyphens", name)
	}
	return nil
}

func validLocationHint(hint string) error {
	if !slices.Contains(locationHints, hint) {
		return fmt.Errorf("location hint %q is not one of %s", hint, strings.Join(locationHints, ", "))
	}
	return nil
}

func validKey(key string) error {
	if key == "" || len(key) > maxKeyLength {
		return fmt.Errorf("object key of %d bytes is not between 1 and %d bytes long", len(key), maxKeyLength)
	}
	return nil
}

// must panics on a misuse of the seeding methods: a test that seeds nonsense would otherwise prove nonsense.
func must(err error) {
	if err != nil {
		panic("r2fake: " + err.Error())
	}
}
