package r2

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// mostPrinted bounds foreign input in a message, in characters.
const mostPrinted = 80

// printable quotes foreign input for a message, shortened, with everything
// escaped that a terminal would act on.
func printable(s string) string {
	if runes := []rune(s); len(runes) > mostPrinted {
		s = string(runes[:mostPrinted]) + "..."
	}
	return strconv.QuoteToASCII(s)
}

// codeForm is what error codes look like.
var codeForm = regexp.MustCompile(`^[0-9A-Za-z]{1,64}$`)

// printableCode is an error code for a message. What does not look like one is
// quoted, so that it is no code that is known either.
func printableCode(code string) string {
	if code == "" || codeForm.MatchString(code) {
		return code
	}
	return printable(code)
}

// rayForm is what Cloudflare's ids of requests look like: 16 hexadecimal
// characters and the data centre.
// See https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/.
var rayForm = regexp.MustCompile(`^[0-9A-Za-z]{1,32}(-[0-9A-Za-z]{1,8})?$`)

// rayID is the id for a message, or "" for what is none: it would help nobody.
func rayID(header string) string {
	if !rayForm.MatchString(header) {
		return ""
	}
	return header
}

// Pasted is what a user wrote into a field that holds no secret, quoted and
// shortened to be printed, but for what may be a secret that stands there by
// mistake.
func Pasted(s string) string {
	if SecretLike(s) {
		return "(not shown, since it looks like a secret)"
	}
	return printable(s)
}

// secretPart matches what may be a secret wherever it stands: tokens of
// Cloudflare, long runs of letters and digits, runs of 40 characters, and
// the parts of a URL that may be one, its password and its query.
var secretPart = regexp.MustCompile(`(?i)cf(at|ut|k)_|[0-9a-z]{37,}|(^|[^0-9a-z_+=-])[0-9a-z_+=-]{40}($|[^0-9a-z_+=-])|:[^/].*@|\?.*=`)

// SecretLike tells whether there may be a secret in the input, so that neither it
// nor the line on which it stands is to be shown. A long name is taken for one
// rather than a secret for a name.
func SecretLike(s string) bool {
	return secretPart.MatchString(s) || shapeOf(strings.TrimSpace(s)) == shapeAWSSecret
}

// isInvisible tells whether nothing, or something else, is seen of the
// character, such as a zero-width space. Blanks are not meant.
func isInvisible(r rune) bool { return !unicode.IsPrint(r) && !unicode.IsSpace(r) }

// without removes characters.
func without(s string, which func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if which(r) {
			return -1
		}
		return r
	}, s)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// list joins words as a sentence does: "a", "a and b", "a, b and c".
func list(words []string, conjunction string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// count is "1 character", "2 characters".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
