package r2

import (
	"strings"
	"unicode"
)

// derive says how a secret access key is made from an API token's value.
const derive = "The Secret Access Key is the SHA-256 of the API token's value; inside Terraform, " +
	"provider::r2::secret_access_key(<token value>) computes it."

// whereKeys says where the pair is found.
const whereKeys = "when an R2 API token is created (R2 > Overview > Manage R2 API Tokens), under the heading for S3 clients."

// CheckCredentials looks at the shape of a pair, without a network. An empty
// half is not looked at. The messages never quote a value, since a secret may
// stand in either field.
func CheckCredentials(accessKeyID string, secret Secret) []Finding {
	if shapeOf(strings.TrimSpace(accessKeyID)) == shapeSecret && shapeOf(strings.TrimSpace(secret.Reveal())) == shapeAccessKeyID {
		return []Finding{{
			Code: "R2-012", Field: FieldAccessKeyID, HideSource: true, Summary: "Key and Secret Are Swapped",
			Detail: "The value given as the Access Key ID has the 64 characters of a Secret Access Key, and the one given as " +
				"the Secret Access Key has the 32 characters of an Access Key ID. Exchange them.",
		}}
	}
	var findings []Finding
	if problem := accessKeyIDProblem(accessKeyID); accessKeyID != "" && problem != "" {
		findings = append(findings, Finding{
			Code: "R2-010", Field: FieldAccessKeyID, HideSource: true, Summary: "Invalid Access Key ID",
			Detail: problem + "\n\nAn Access Key ID of R2 has 32 characters, 0-9 and a-f. Cloudflare shows it " + whereKeys,
		})
	}
	if problem := secretProblem(secret.Reveal()); !secret.IsZero() && problem != "" {
		findings = append(findings, Finding{
			Code: "R2-011", Field: FieldSecretAccessKey, HideSource: true, Summary: "Invalid Secret Access Key",
			Detail: problem + "\n\nA Secret Access Key of R2 has 64 characters, 0-9 and a-f. Cloudflare shows it once, " + whereKeys,
		})
	}
	return findings
}

// accessKeyIDProblem is one or more sentences, or "" for a good value.
func accessKeyIDProblem(value string) string {
	if problem := wrapped(value); problem != "" {
		return problem
	}
	switch shapeOf(value) {
	case shapeAccessKeyID:
		return ""
	case shapeSecret, shapeUpperCaseSecret:
		return "It has the 64 characters of a Secret Access Key. Put it into the secret's field, and the Access Key ID into this one."
	case shapeUpperCaseAccessKeyID:
		return "It has upper-case letters. R2 compares the Access Key ID letter by letter: write it in lower case."
	case shapeAWSKeyID, shapeAWSSecret:
		return "It is an access key of Amazon Web Services. R2 has keys of its own."
	case shapeAPIToken, shapeOldAPIToken:
		return "It looks like the value of a Cloudflare API token. The Access Key ID is the token's id. " + derive
	case shapeGlobalAPIKey:
		return "It looks like a Global API Key of Cloudflare. The S3 API of R2 does not take it; create an R2 API token."
	case shapeURL:
		return "It is a URL. The fields may be swapped."
	default:
		return otherwise(value, 32)
	}
}

func secretProblem(value string) string {
	if problem := wrapped(value); problem != "" {
		return problem
	}
	switch shapeOf(value) {
	case shapeSecret:
		return ""
	case shapeAccessKeyID, shapeUpperCaseAccessKeyID:
		return "It has the 32 characters of an Access Key ID. Put it into the key's field, and the Secret Access Key into this one."
	case shapeUpperCaseSecret:
		return "It has upper-case letters. Signatures are made from the exact characters: write it in lower case."
	case shapeAPIToken:
		return "It is the value of a Cloudflare API token. " + derive
	case shapeOldAPIToken:
		return "It has the 40 characters of a Cloudflare API token's value, or of a secret of Amazon Web Services. If it is a token's value, write what is derived from it. " + derive
	case shapeAWSSecret, shapeAWSKeyID:
		return "It is a key of Amazon Web Services. R2 has keys of its own."
	case shapeGlobalAPIKey:
		return "It looks like a Global API Key of Cloudflare. The S3 API of R2 does not take it; create an R2 API token."
	case shapeURL:
		return "It is a URL. The fields may be swapped."
	default:
		return otherwise(value, 64)
	}
}

// APITokenProblem says why a value is not that of an API token, from which a
// secret could be derived, or "" if it may be one.
func APITokenProblem(value string) string {
	if value == "" {
		return "It is empty; a variable may not be set."
	}
	if problem := wrapped(value); problem != "" {
		return problem
	}
	switch shapeOf(value) {
	case shapeSecret:
		return "It has the 64 characters of a Secret Access Key already. Use it as it is."
	case shapeUpperCaseSecret:
		return "It has the 64 characters of a Secret Access Key already. Write it in lower case, and use it as it is."
	case shapeAccessKeyID, shapeUpperCaseAccessKeyID:
		return "It has the 32 characters of the token's id, which is the Access Key ID. The value is shown once, when the token is made."
	case shapeAWSKeyID, shapeAWSSecret:
		return "It is a key of Amazon Web Services, and not the value of a Cloudflare API token."
	case shapeGlobalAPIKey:
		return "It looks like a Global API Key of Cloudflare. The S3 API of R2 does not take it; create an R2 API token."
	case shapeURL:
		return "It is a URL, and not the value of a Cloudflare API token."
	}
	if strings.ContainsFunc(value, unicode.IsSpace) {
		return "There is a blank or a line break in it. Give the value alone, without \"Bearer\" or a name in front of it."
	}
	return ""
}

// otherwise says what is wrong with a value of no shape that is known.
func otherwise(value string, length int) string {
	if n := len([]rune(value)); n != length {
		return "It has " + count(n, "character") + "."
	}
	return "It has the right length, but characters among it that are not 0-9 or a-f."
}

// wrapped recognises a good value with something around it.
func wrapped(value string) string {
	if value != strings.TrimSpace(value) {
		return "There are blanks or a line break at the ends. Remove them, for example with trimspace()."
	}
	if strings.ContainsFunc(value, isInvisible) {
		return "There is an invisible character in the value. Copy the value again, without what stands around it."
	}
	if strings.Trim(value, wrapping) != value {
		return "There are quotation marks or brackets around the value. Remove them."
	}
	return ""
}
