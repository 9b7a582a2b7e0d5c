package r2fake

import (
	"bytes"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// maxSessionLife is the longest life of temporary credentials:
// https://developers.cloudflare.com/api/resources/r2/subresources/temporary_credentials/
const maxSessionLife = 7 * 24 * time.Hour

// errSessionToken is what R2 answers to a session token that is none of its own, often one left in the environment by AWS
// tools: https://github.com/jschneier/django-storages/issues/1453
var (
	errSessionToken = errInvalidArgument("X-Amz-Security-Token")
	errForeignToken = errInvalidArgument("X-Amz-Security-Token") // not even of R2's form
)

// session is the claim set of temporary credentials, a JWT signed with the secret of the parent token:
// https://developers.cloudflare.com/r2/api/s3/temporary-credentials/
type session struct {
	Issuer    string   `json:"iss"` // access key id of the parent
	Subject   string   `json:"sub"` // account id
	Audience  string   `json:"aud"` // endpoint host
	IssuedAt  int64    `json:"iat"` // Unix seconds
	ExpiresAt int64    `json:"exp"` // Unix seconds
	Bucket    string   `json:"bucket"`
	Scope     Level    `json:"scope"`
	Actions   []string `json:"actions"`
	Paths     struct {
		Prefixes []string `json:"prefixPaths"`
		Objects  []string `json:"objectPaths"`
	} `json:"paths"`

	jwt string
}

// sessionActions are the actions temporary credentials can be narrowed to.
var sessionActions = []string{
	"HeadObject", "GetObject", "GetBucketLocation", "ListObjectsV1", "ListObjectsV2", "ListMultipartUploads", "ListParts",
	"PutObject", "DeleteObject", "DeleteObjects", "CopyObject",
	"CreateMultipartUpload", "UploadPart", "UploadPartCopy", "AbortMultipartUpload", "CompleteMultipartUpload",
}

// parseSession reads a session token, base64("jwt/" + JWT), without verifying it.
func parseSession(sessionToken string) (*session, error) {
	decoded, err := base64.StdEncoding.DecodeString(sessionToken)
	jwt, ours := strings.CutPrefix(string(decoded), "jwt/")
	if err != nil || !ours {
		return nil, errForeignToken
	}
	segments := strings.Split(jwt, ".")
	if len(segments) != 3 {
		return nil, errSessionToken
	}

	var header struct {
		Algorithm string `json:"alg"`
		Type      string `json:"typ"`
	}
	claims := &session{jwt: jwt}
	if !decodeSegment(segments[0], &header) || header.Algorithm != "HS256" || !decodeSegment(segments[1], claims) {
		return nil, errSessionToken
	}
	return claims, nil
}

// decodeSegment decodes a part of a JWT, which may hold only what the target knows.
func decodeSegment(segment string, target any) bool {
	decoded, err := base64.RawURLEncoding.DecodeString(segment)
	if err != nil {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(decoded))
	decoder.DisallowUnknownFields()
	return decoder.Decode(target) == nil
}

// verify checks a session against its parent token and the host it is used on.
func (n *session) verify(parent *token, t target, now time.Time) error {
	input, signature, _ := cutLast(n.jwt, ".")
	got, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || !hmac.Equal(got, hmacSHA256([]byte(parent.Secret), input)) {
		return errSessionToken
	}
	issued, expires := time.Unix(n.IssuedAt, 0), time.Unix(n.ExpiresAt, 0)
	switch {
	case n.Issuer != parent.ID, n.Subject != parent.Account, n.Audience != t.host,
		!slices.Contains(levels, n.Scope), validBucketName(n.Bucket) != nil,
		slices.ContainsFunc(n.Actions, func(a string) bool { return !slices.Contains(sessionActions, a) }),
		!expires.After(issued), expires.Sub(issued) > maxSessionLife:
		return errSessionToken
	case now.Before(issued.Add(-maxSkew)), !now.Before(expires):
		return errUnauthorized
	}
	return nil
}

// secret is the secret access key of the temporary credentials.
func (n *session) secret() string {
	return hexSHA256([]byte(n.jwt))
}

// allows reports whether the scope covers an access to a bucket, or to the account where the reference has no name.
func (n *session) allows(a access, ref BucketRef) bool {
	return n.Scope.allows(a) && (ref.Name == n.Bucket || ref.Name == "")
}

func (n *session) allowsAction(op *operation) bool {
	if n.Actions == nil {
		return true
	}
	action := op.name
	if action == opListObjects {
		action = "ListObjectsV1"
	}
	return slices.Contains(n.Actions, action)
}

func (n *session) restrictsPaths() bool {
	return len(n.Paths.Prefixes) > 0 || len(n.Paths.Objects) > 0
}

func (n *session) coversKey(key string) bool {
	return !n.restrictsPaths() || slices.Contains(n.Paths.Objects, key) || n.coversPrefix(key)
}

func (n *session) coversPrefix(key string) bool {
	return slices.ContainsFunc(n.Paths.Prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}

// coversRequest reports whether the request stays within the paths: an object below them, a list below one of the prefixes.
func (n *session) coversRequest(c *call) bool {
	if !n.restrictsPaths() {
		return true
	}
	switch {
	case c.operation.on == onObject:
		return n.coversKey(c.target.key)
	case c.operation.lists:
		return n.coversPrefix(c.query.Get("prefix"))
	case c.operation.name == opDeleteObjects:
		return true // told key by key
	}
	return c.operation.access == accessObjectRead // the bucket itself, not its configuration
}

// cutLast cuts around the last separator.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
