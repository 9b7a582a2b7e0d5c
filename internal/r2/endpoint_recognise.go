package r2

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// wrapping is what people copy together with a value: quotation marks of all
// kinds, and the brackets and back-ticks of chats and mails.
const wrapping = "\"'`<>\u00ab\u00bb\u2018\u2019\u201c\u201d\u201e"

// placeholder is a part of an example that was to be filled in.
var placeholder = regexp.MustCompile(`<[A-Za-z][A-Za-z0-9_ -]*>`)

// recogniseNoURL recognises input that is no URL with a scheme and a host. It
// never shows the input: there may be a secret in it.
func recogniseNoURL(trimmed string) *Finding {
	if trimmed == "" {
		return invalidEndpoint("R2-003", "The endpoint is empty.", location{})
	}
	if problem := credentialAsEndpoint(trimmed); problem != "" {
		return invalidEndpoint("R2-003", problem, location{})
	}
	switch {
	case placeholder.MatchString(trimmed):
		return invalidEndpoint("R2-003", "There is a placeholder in the endpoint, in angle brackets. Put the real value in its place.", location{})
	case strings.Trim(trimmed, wrapping) != trimmed:
		return invalidEndpoint("R2-004", "The endpoint has quotation marks or brackets around it. Remove them.", meantBy(strings.Trim(trimmed, wrapping)))
	case strings.ContainsFunc(trimmed, unicode.IsSpace):
		return invalidEndpoint("R2-004", "There is a blank or a line break inside the endpoint. Remove it.", meantBy(without(trimmed, unicode.IsSpace)))
	case strings.ContainsFunc(trimmed, isInvisible):
		return invalidEndpoint("R2-004", "There is an invisible character in the endpoint. Type the endpoint instead of pasting it.", meantBy(without(trimmed, isInvisible)))
	case !strings.Contains(trimmed, "://"):
		return noScheme(trimmed)
	}
	return nil
}

// credentialAsEndpoint recognises values that belong into other fields.
func credentialAsEndpoint(trimmed string) string {
	switch shape := shapeOf(trimmed); {
	case shape == shapeAccessKeyID || shape == shapeUpperCaseAccessKeyID:
		return "This is 32 hexadecimal characters, which is an account id or an Access Key ID and not a URL. The fields may be swapped."
	case shape == shapeAWSKeyID:
		return "This is an access key of Amazon Web Services and not a URL."
	case shape != shapeUnknown && shape != shapeURL:
		return "This looks like a secret and not like a URL. The fields may be swapped; if this value was committed or shared, roll the token."
	}
	return ""
}

// meantBy reads what an input becomes once it is mended; it does not judge it.
func meantBy(mended string) location {
	parsed, err := url.Parse(mended)
	if err != nil {
		return location{}
	}
	where, _ := locate(parsed)
	return where
}

// noScheme judges the same input with https:// in front, and shows it where
// that is all that is missing.
func noScheme(trimmed string) *Finding {
	if ValidBucketName(trimmed) {
		return invalidEndpoint("R2-003", "This may be the name of a bucket. An endpoint is a URL that names the account, too.", location{Endpoint{Bucket: trimmed}, ""})
	}
	parsed, err := url.Parse("https://" + strings.TrimLeft(trimmed, "/"))
	if err != nil || !strings.Contains(parsed.Hostname(), ".") {
		return invalidEndpoint("R2-003", "The endpoint is not a URL: it does not begin with https://.", location{})
	}
	where, f := locate(parsed)
	if f != nil {
		return f
	}
	return invalidEndpoint("R2-004", "The endpoint does not begin with https://.", where)
}

// superfluousParts names every part of the URL that an endpoint does not have.
func superfluousParts(raw string, parsed *url.URL, where location) *Finding {
	var parts []string
	add := func(present bool, what string) {
		if present {
			parts = append(parts, what)
		}
	}
	trimmed := strings.TrimSpace(raw)
	add(raw != trimmed, "the blanks or line breaks at its ends")
	add(parsed.User != nil, "the user name or password in front of the host")
	add(parsed.Port() != "" || strings.HasSuffix(parsed.Host, ":"), "the port ("+strings.TrimPrefix(parsed.Host, parsed.Hostname())+")")
	add(strings.HasSuffix(parsed.Hostname(), "."), "the dot at the end of the host")
	if parsed.Query().Has("X-Amz-Signature") {
		add(where.folder != "", "the key of the object")
		where.folder = ""
	}
	add(parsed.RawQuery != "" || parsed.ForceQuery, "the query (everything from the question mark on)")
	add(parsed.Fragment != "" || strings.HasSuffix(trimmed, "#"), "the fragment (everything from the # on)")
	if parsed.Scheme != "https" {
		return wrongScheme(parsed.Scheme, parts, where)
	}
	if len(parts) == 0 {
		return nil
	}
	return superfluous(where, parts)
}

func wrongScheme(scheme string, parts []string, where location) *Finding {
	problem := "The endpoint begins with " + Pasted(scheme+"://") + ", but R2 serves its S3 API over https:// only."
	if len(parts) > 0 {
		problem += " Remove also " + list(parts, "and") + "."
	}
	return invalidEndpoint("R2-004", problem, where)
}
