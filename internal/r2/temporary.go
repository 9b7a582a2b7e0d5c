package r2

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"time"
)

// MaxTemporaryTTL is how long temporary credentials can live at most.
// See https://developers.cloudflare.com/api/resources/r2/subresources/temporary_credentials/.
const MaxTemporaryTTL = 7 * 24 * time.Hour

// Grant is what temporary credentials allow, never more than their parent does.
type Grant struct {
	// Endpoint names the one bucket they are for.
	Endpoint Endpoint
	// Permission is their level.
	Permission Permission
	// Prefixes and Objects restrict them to keys that begin with one of the
	// prefixes or are one of the objects; both empty for all keys.
	Prefixes, Objects []string
	// TTL is how long they live, in whole seconds, up to [MaxTemporaryTTL].
	TTL time.Duration
}

// TemporaryCredentials are short-lived S3 credentials with a session token.
type TemporaryCredentials struct {
	Credentials
	SessionToken Secret
	ExpiresAt    time.Time
}

// Temporary makes temporary credentials, signed with these ones and without a
// request: a JWT, whose SHA-256 is their secret. Revoking the parent ends them.
// See https://developers.cloudflare.com/r2/examples/authenticate-r2-temp-credentials/.
func (c Credentials) Temporary(grant Grant, now time.Time) TemporaryCredentials {
	now = now.Truncate(time.Second).UTC()
	expires := now.Add(grant.TTL)
	claims := map[string]any{
		"sub":    grant.Endpoint.AccountID,
		"iss":    c.AccessKeyID,
		"aud":    grant.Endpoint.Host(),
		"iat":    now.Unix(),
		"exp":    expires.Unix(),
		"bucket": grant.Endpoint.Bucket,
		"scope":  grant.Permission,
	}
	if len(grant.Prefixes)+len(grant.Objects) > 0 {
		claims["paths"] = map[string][]string{
			"prefixPaths": append([]string{}, grant.Prefixes...),
			"objectPaths": append([]string{}, grant.Objects...),
		}
	}
	token := signJWT(claims, c.SecretAccessKey)
	sum := sha256.Sum256([]byte(token))
	return TemporaryCredentials{
		Credentials:  Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: NewSecret(hex.EncodeToString(sum[:]))},
		SessionToken: NewSecret(base64.StdEncoding.EncodeToString([]byte("jwt/" + token))),
		ExpiresAt:    expires,
	}
}

// signJWT signs claims with HMAC SHA-256 (RFC 7519, alg HS256).
func signJWT(claims map[string]any, key Secret) string {
	segment := func(v any) string {
		encoded, err := json.Marshal(v)
		if err != nil {
			panic("r2: claims that are no JSON: " + err.Error())
		}
		return base64.RawURLEncoding.EncodeToString(encoded)
	}
	input := segment(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." + segment(claims)
	mac := hmac.New(sha256.New, []byte(key.Reveal()))
	mac.Write([]byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
