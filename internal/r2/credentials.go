package r2

import "regexp"

// Credentials is the pair that an S3 client signs with.
type Credentials struct {
	// AccessKeyID is the id of the R2 API token: 32 lower-case hexadecimal
	// characters. It is not secret.
	AccessKeyID string
	// SecretAccessKey belongs to it.
	SecretAccessKey Secret
}

// shape is what a pasted string looks like.
type shape uint8

const (
	shapeUnknown shape = iota
	shapeAccessKeyID
	shapeSecret
	shapeUpperCaseAccessKeyID
	shapeUpperCaseSecret
	shapeAPIToken     // cfat_, cfut_: the value of an API token
	shapeGlobalAPIKey // cfk_, or 37 hexadecimal characters
	shapeOldAPIToken  // 40 characters: the value of an API token before the prefixes, or an AWS secret
	shapeAWSKeyID
	shapeAWSSecret
	shapeURL
)

// shapes is tried in order. The formats of Cloudflare's tokens are those of
// https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/.
var shapes = []struct {
	pattern *regexp.Regexp
	shape   shape
}{
	{regexp.MustCompile(`^[0-9a-f]{32}$`), shapeAccessKeyID},
	{regexp.MustCompile(`^[0-9a-f]{64}$`), shapeSecret},
	{regexp.MustCompile(`^[0-9A-Fa-f]{32}$`), shapeUpperCaseAccessKeyID},
	{regexp.MustCompile(`^[0-9A-Fa-f]{64}$`), shapeUpperCaseSecret},
	{regexp.MustCompile(`^cf[au]t_`), shapeAPIToken},
	{regexp.MustCompile(`^(cfk_.*|[0-9a-f]{37})$`), shapeGlobalAPIKey},
	{regexp.MustCompile(`^(AKIA|ASIA)[0-9A-Z]{12,}$`), shapeAWSKeyID},
	{regexp.MustCompile(`^[A-Za-z0-9_-]{40}$`), shapeOldAPIToken},
	{regexp.MustCompile(`^[A-Za-z0-9/+=]{40}$`), shapeAWSSecret},
	{regexp.MustCompile(`^https?://`), shapeURL},
}

func shapeOf(s string) shape {
	for _, candidate := range shapes {
		if candidate.pattern.MatchString(s) {
			return candidate.shape
		}
	}
	return shapeUnknown
}
