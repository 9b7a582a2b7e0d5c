package r2

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"unique"

	"github.com/google/go-cmp/cmp"
)

func TestSecret_redacts(t *testing.T) {
	t.Parallel()
	secret := NewSecret(aSecret)
	type enclosing struct {
		Name    string
		Secret  Secret
		Pointer *Secret
		hidden  Secret
	}
	values := map[string]any{
		"value":       secret,
		"pointer":     &secret,
		"struct":      enclosing{"x", secret, &secret, secret},
		"pointer to":  &enclosing{"x", secret, &secret, secret},
		"slice":       []Secret{secret},
		"map":         map[string]Secret{"x": secret},
		"credentials": Credentials{anAccount, secret},
		"connection":  Connection{Credentials: Credentials{anAccount, secret}},
	}
	for name, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3s", "%T %v"} {
			t.Run(name+" as "+verb, func(t *testing.T) {
				t.Parallel()
				arguments := []any{value}
				if verb == "%T %v" {
					arguments = []any{value, value}
				}
				refuse(t, fmt.Sprintf(verb, arguments...))
			})
		}
		t.Run(name+" as JSON", func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			refuse(t, string(text))
		})
		t.Run(name+" as XML", func(t *testing.T) {
			t.Parallel()
			text, _ := xml.Marshal(value) // A map cannot be.
			refuse(t, string(text))
		})
		t.Run(name+" in a difference", func(t *testing.T) {
			t.Parallel()
			exported := cmp.Exporter(func(reflect.Type) bool { return true })
			text := cmp.Diff(value, nil, exported) + cmp.Diff(value, reflect.Zero(reflect.TypeOf(value)).Interface(), exported)
			if !strings.Contains(text, "-") {
				t.Errorf("there is no difference: %s", text)
			}
			refuse(t, text)
		})
		t.Run(name+" in logs", func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "value", value)
			slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
			refuse(t, log.String())
		})
	}
}

// TestSecret_behindPointers: whoever follows the pointers of unexported fields, as debuggers and some loggers do, finds
// something else. The control is a handle of the value itself.
func TestSecret_behindPointers(t *testing.T) {
	t.Parallel()
	exported := cmp.Exporter(func(reflect.Type) bool { return true })
	dump := func(handle unique.Handle[string]) string { return cmp.Diff(handle, unique.Handle[string]{}, exported) }
	if text := dump(unique.Make(aSecret)); !strings.Contains(text, aSecret) {
		t.Errorf("control: %s", text)
	}
	refuse(t, dump(NewSecret(aSecret).masked))
	for _, value := range []string{"", "a", "\x00\xff", aSecret, strings.Repeat("secret", 500)} {
		if got := NewSecret(value).Reveal(); got != value {
			t.Errorf("got %q, want %q", got, value)
		}
	}
}

// refuse fails when the secret is in the text, as it is or in hex.
func refuse(t *testing.T, text string) {
	t.Helper()
	lower := strings.ToLower(text)
	if strings.Contains(lower, aSecret[:8]) || strings.Contains(lower, fmt.Sprintf("%x", aSecret[:8])) {
		t.Errorf("the secret is shown: %s", text)
	}
}

func TestSecret_exactForms(t *testing.T) {
	t.Parallel()
	secret := NewSecret(aSecret)
	text, err := json.Marshal(struct{ Secret Secret }{secret})
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		fmt.Sprint(secret):          "(secret)",
		fmt.Sprintf("%#v", secret):  "(secret)",
		secret.String():             "(secret)",
		secret.LogValue().String():  "(secret)",
		string(text):                `{"Secret":"(secret)"}`,
		secret.Reveal():             aSecret,
		NewSecret("").Reveal():      "",
		fmt.Sprint(NewSecret("")):   "(secret)",
		fmt.Sprint(secret.IsZero()): "false",
		fmt.Sprint(NewSecret("").IsZero(), Secret{}.IsZero(), NewSecret(" ").IsZero()): "true true false",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestSecretFromAPIToken compares with what "printf %s <token> | sha256sum"
// prints.
func TestSecretFromAPIToken(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]string{
		"":                       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"abc":                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"cfat_example_for_tests": "ecb194958a5aef92a2f47eef144636b96b0035bee46a88d68692bb4a112cd87f",
	} {
		if got := SecretFromAPIToken(token).Reveal(); got != want {
			t.Errorf("%q: got %s, want %s", token, got, want)
		}
	}
}
