package r2_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// parent signs the temporary credentials of these tests, at signedAt.
var (
	parent = r2.Credentials{
		AccessKeyID:     "0a0b0c0d0a0b0c0d0a0b0c0d0a0b0c0d",
		SecretAccessKey: r2.NewSecret(strings.Repeat("5ec2e7", 10) + "5ec2"),
	}
	signedAt = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
)

// TestTemporary_golden: the values were computed by another program (Python's hmac and hashlib) from the documentation:
// https://developers.cloudflare.com/r2/examples/authenticate-r2-temp-credentials/.
func TestTemporary_golden(t *testing.T) {
	t.Parallel()
	got := parent.Temporary(r2.Grant{
		Endpoint: endpoint("eu", bucket), Permission: r2.ObjectReadWrite,
		Prefixes: []string{"postgres/"}, Objects: []string{"manifest.json"}, TTL: 15 * time.Minute,
	}, signedAt)
	const jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." +
		"eyJhdWQiOiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZi5ldS5yMi5jbG91ZGZsYXJlc3RvcmFnZS5jb20iLCJidWNrZXQiOiJhY21lLWJhY2t1" +
		"cHMiLCJleHAiOjE3NzI2MDE2NjcsImlhdCI6MTc3MjYwMDc2NywiaXNzIjoiMGEwYjBjMGQwYTBiMGMwZDBhMGIwYzBkMGEwYjBjMGQiLCJwYXRocyI6eyJv" +
		"YmplY3RQYXRocyI6WyJtYW5pZmVzdC5qc29uIl0sInByZWZpeFBhdGhzIjpbInBvc3RncmVzLyJdfSwic2NvcGUiOiJvYmplY3QtcmVhZC13cml0ZSIsInN1" +
		"YiI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIn0." +
		"nBWekdylc6fyYVJjF01EeVMjYgkCHRQTSgLfCHCLdJg"
	want := r2.TemporaryCredentials{
		Credentials: r2.Credentials{
			AccessKeyID:     parent.AccessKeyID,
			SecretAccessKey: r2.NewSecret("8272e9718bbe5bdcb31fce1b8da28c8017cf9879c4de7b8185923d49eea8d19f"),
		},
		SessionToken: r2.NewSecret(base64.StdEncoding.EncodeToString([]byte("jwt/" + jwt))),
		ExpiresAt:    time.Date(2026, 3, 4, 5, 21, 7, 0, time.UTC),
	}
	if got != want { // Secrets of the same value are equal, and show nothing of it.
		t.Errorf("got %+v, secret and session token %q %q", got, got.SecretAccessKey.Reveal(), got.SessionToken.Reveal())
	}
}

// TestTemporary_claims: every claim, and none besides. Those about paths are left out for credentials to all keys.
func TestTemporary_claims(t *testing.T) {
	t.Parallel()
	with := func(differs map[string]any) map[string]any {
		claims := map[string]any{
			"sub": account, "iss": parent.AccessKeyID, "aud": account + ".r2.cloudflarestorage.com",
			"iat": float64(signedAt.Unix()), "exp": float64(signedAt.Unix() + 1),
			"bucket": bucket, "scope": "object-read-only",
		}
		maps.Copy(claims, differs)
		return claims
	}
	for name, row := range map[string]struct {
		grant r2.Grant
		now   time.Time
		want  map[string]any
	}{
		"all keys":     {now: signedAt, want: with(nil)},
		"permission":   {grant: r2.Grant{Permission: r2.AdminReadWrite}, now: signedAt, want: with(map[string]any{"scope": "admin-read-write"})},
		"jurisdiction": {grant: r2.Grant{Endpoint: endpoint("eu", bucket)}, now: signedAt, want: with(map[string]any{"aud": account + ".eu.r2.cloudflarestorage.com"})},
		"bucket":       {grant: r2.Grant{Endpoint: endpoint("default", otherBucket)}, now: signedAt, want: with(map[string]any{"bucket": otherBucket})},
		"longest":      {grant: r2.Grant{TTL: r2.MaxTemporaryTTL}, now: signedAt, want: with(map[string]any{"exp": float64(signedAt.Unix() + 604800)})},
		"prefixes only": {
			grant: r2.Grant{Prefixes: []string{"a/", "b/"}}, now: signedAt,
			want: with(map[string]any{"paths": map[string]any{"prefixPaths": []any{"a/", "b/"}, "objectPaths": []any{}}}),
		},
		"objects only": {
			grant: r2.Grant{Objects: []string{"a.tar", "<&>.tar"}}, now: signedAt,
			want: with(map[string]any{"paths": map[string]any{"prefixPaths": []any{}, "objectPaths": []any{"a.tar", "<&>.tar"}}}),
		},
		"part of a second, and another zone": {
			now: signedAt.Add(999 * time.Millisecond).In(time.FixedZone("", 3600)), want: with(nil),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if row.grant.Endpoint.Bucket == "" {
				row.grant.Endpoint = endpoint("default", bucket)
			}
			if row.grant.Permission == "" {
				row.grant.Permission = r2.ObjectReadOnly
			}
			if row.grant.TTL == 0 {
				row.grant.TTL = time.Second
			}
			got := parent.Temporary(row.grant, row.now)
			if diff := cmp.Diff(row.want, claimsOf(t, got)); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}
			if want := signedAt.Add(row.grant.TTL); got.ExpiresAt != want {
				t.Errorf("expires at %s, want %s", got.ExpiresAt, want)
			}
		})
	}
}

// claimsOf reads the claims of a session token, base64("jwt/" + JWT).
func claimsOf(t *testing.T, creds r2.TemporaryCredentials) map[string]any {
	t.Helper()
	token, err := base64.StdEncoding.DecodeString(creds.SessionToken.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	segments := strings.Split(strings.TrimPrefix(string(token), "jwt/"), ".")
	if len(segments) != 3 {
		t.Fatalf("%d segments, want 3", len(segments))
	}
	decoded, err := base64.RawURLEncoding.DecodeString(segments[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(decoded, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}
