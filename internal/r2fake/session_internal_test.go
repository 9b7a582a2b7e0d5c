package r2fake

import (
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"
)

const (
	exampleAccount = "0123456789abcdef0123456789abcdef"
	exampleHost    = exampleAccount + ".r2.cloudflarestorage.com"
)

// FuzzSession: no session token is taken that was not signed with the secret of the parent.
func FuzzSession(f *testing.F) {
	claims, _ := json.Marshal(session{
		Issuer: exampleAccount, Subject: exampleAccount, Audience: exampleHost, IssuedAt: exampleTime.Unix(), ExpiresAt: exampleTime.Add(time.Hour).Unix(), Bucket: "acme-backups", Scope: ObjectReadWrite,
	})
	encode := base64.RawURLEncoding.EncodeToString
	unsigned := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(claims)
	f.Add("jwt/" + unsigned + "." + encode(hmacSHA256([]byte("another"), unsigned)))
	f.Add("jwt/" + encode([]byte(`{"alg":"none"}`)) + "." + encode(claims) + ".")
	f.Add("jwt/" + unsigned + ".")
	f.Add("jwt/..")
	f.Add("")
	parent := &token{Token: Token{Account: exampleAccount, ID: exampleAccount, Secret: exampleSecret}}
	good := base64.StdEncoding.EncodeToString([]byte("jwt/" + unsigned + "." + encode(hmacSHA256([]byte(exampleSecret), unsigned))))
	if n, err := parseSession(good); err != nil || n.verify(parent, target{host: exampleHost}, exampleTime) != nil {
		f.Fatalf("a good token is not taken: %v", err)
	}
	f.Fuzz(func(t *testing.T, decoded string) {
		for _, sent := range []string{decoded, base64.StdEncoding.EncodeToString([]byte(decoded))} {
			if n, err := parseSession(sent); err == nil && n.verify(parent, target{host: exampleHost}, exampleTime) == nil && sent != good {
				t.Errorf("%q is taken", sent)
			}
		}
	})
}
