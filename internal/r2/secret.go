package r2

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"unique"
)

// redacted is what a [Secret] shows of itself.
const redacted = "(secret)"

// Secret is a secret access key. However it is formatted, marshalled or logged
// it shows nothing of its value; only [Secret.Reveal] gives it. Secrets of the
// same value are equal.
type Secret struct {
	// The value is behind a handle since fmt calls no methods of what stands in an
	// unexported field of another type: it would print a string. It is masked for
	// those that print what is behind pointers, too.
	masked unique.Handle[string]
}

// pad masks secrets in memory. It is another one in each process.
var pad = func() (p [64]byte) {
	_, _ = rand.Read(p[:]) // never fails
	return p
}()

// mask hides a value behind the pad, and is its own reverse.
func mask(value string) string {
	masked := []byte(value)
	for i := range masked {
		masked[i] ^= pad[i%len(pad)]
	}
	return string(masked)
}

// NewSecret wraps a secret access key as the user gave it.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{unique.Make(mask(value))}
}

// SecretFromAPIToken derives the secret access key that belongs to the value of
// a Cloudflare API token: its SHA-256 in lower-case hex.
// See https://developers.cloudflare.com/r2/api/tokens/#get-s3-api-credentials-from-an-api-token.
func SecretFromAPIToken(value string) Secret {
	sum := sha256.Sum256([]byte(value))
	return NewSecret(hex.EncodeToString(sum[:]))
}

// Reveal gives the value, to sign a request with.
func (s Secret) Reveal() string {
	if s.IsZero() {
		return ""
	}
	return mask(s.masked.Value())
}

// Equal tells whether the values are the same, for packages that would otherwise
// look into the fields.
func (s Secret) Equal(other Secret) bool { return s == other }

// IsZero tells whether there is no secret.
func (s Secret) IsZero() bool { return s == Secret{} }

// Format writes the redaction for every verb and flag, "%#v" and "%+v" of an
// enclosing struct included.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(redacted)) }

// String implements [fmt.Stringer].
func (s Secret) String() string { return redacted }

// MarshalText implements [encoding.TextMarshaler], and with it JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue implements [slog.LogValuer].
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
