package r2

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// credentialValues is one value of each shape, and good ones with something
// around them.
var credentialValues = []struct{ name, value string }{
	{"32 hexadecimal characters", anAccount},
	{"64 hexadecimal characters", aSecret},
	{"32 in upper case", strings.ToUpper(anAccount)},
	{"64 in upper case", strings.ToUpper(aSecret)},
	{"64 in mixed case", "FEDCBA98" + aSecret[8:]},
	{"31 characters", anAccount[1:]},
	{"33 characters", anAccount + "0"},
	{"63 characters", aSecret[1:]},
	{"65 characters", aSecret + "0"},
	{"one character", "x"},
	{"32 characters, not hexadecimal", anAccount[:31] + "g"},
	{"64 characters, not hexadecimal", aSecret[:63] + "g"},
	{"account token", aToken},
	{"user token", "cfut_" + aToken[5:]},
	{"global API key", "cfk_" + aToken[5:]},
	{"old global API key", anAccount + "01234"},
	{"old token", "q3rTyUiOpAsDfGhJkLzXcVbNm1234567890-_bcd"},
	{"AWS key", "AKIAIOSFODNN7EXAMPLE"},
	{"temporary AWS key", "ASIAIOSFODNN7EXAMPLE"},
	{"AWS secret", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
	{"endpoint", "https://" + aHost + "/backups"},
	{"blanks", "   "},
	{"key with a blank in front", " " + anAccount},
	{"key with a newline behind", anAccount + "\n"},
	{"secret with a newline behind", aSecret + "\r\n"},
	{"secret with a non-breaking space behind", aSecret + "\u00a0"},
	{"key with a zero-width space behind", anAccount + "\u200b"},
	{"secret with a byte order mark", "\ufeff" + aSecret},
	{"key in double quotes", `"` + anAccount + `"`},
	{"secret in single quotes", "'" + aSecret + "'"},
	{"secret in typographic quotes", "\u201c" + aSecret + "\u201d"},
	{"secret with a quote at one end", aSecret + `"`},
	{"key in angle brackets", "<" + anAccount + ">"},
	{"blank inside", anAccount[:16] + " " + anAccount[16:]},
}

// TestCheckCredentials pins what is said about each value in each field.
func TestCheckCredentials(t *testing.T) {
	t.Parallel()
	var texts golden
	texts.add(whereTheyAre, whereKeys)
	for _, test := range credentialValues {
		asKey := CheckCredentials(test.value, NewSecret(aSecret))
		asSecret := CheckCredentials(anAccount, NewSecret(test.value))
		texts.add(test.name+", as the key", reportText(asKey))
		texts.add(test.name+", as the secret", reportText(asSecret))
		for field, findings := range map[Field][]Finding{FieldAccessKeyID: asKey, FieldSecretAccessKey: asSecret} {
			for i := range findings {
				if findings[i].Field != field || findings[i].Severity != Error || len(findings[i].Facts) != 0 {
					t.Errorf("%s: got %+v, want an error about the %s without facts", test.name, findings[i], field)
				}
			}
			if len(findings) > 1 {
				t.Errorf("%s: got %d findings about one value", test.name, len(findings))
			}
		}
	}
	texts.check(t, "credentials.golden")
}

// reportText is "nothing" or the findings as a golden file shows them.
func reportText(findings []Finding) string {
	if len(findings) == 0 {
		return "nothing"
	}
	var outlines []string
	for i := range findings {
		outlines = append(outlines, outline(&findings[i]))
	}
	return strings.Join(outlines, "\n\n")
}

func TestCheckCredentials_pairs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, key, secret string
		want              []string
	}{
		{"good", anAccount, aSecret, nil},
		{"nothing", "", "", nil},
		{"key alone", anAccount, "", nil},
		{"secret alone", "", aSecret, nil},
		{"swapped", aSecret, anAccount, []string{"R2-012 access key id: Key and Secret Are Swapped"}},
		{"swapped, with blanks", aSecret + "\n", " " + anAccount, []string{"R2-012 access key id: Key and Secret Are Swapped"}},
		{"the key twice", anAccount, anAccount, []string{"R2-011 secret access key: Invalid Secret Access Key"}},
		{"the secret twice", aSecret, aSecret, []string{"R2-010 access key id: Invalid Access Key ID"}},
		{"both bad", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", []string{
			"R2-010 access key id: Invalid Access Key ID", "R2-011 secret access key: Invalid Secret Access Key",
		}},
		{"bad key alone", "x", "", []string{"R2-010 access key id: Invalid Access Key ID"}},
		{"bad secret alone", "", "x", []string{"R2-011 secret access key: Invalid Secret Access Key"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range CheckCredentials(test.key, NewSecret(test.secret)) {
				got = append(got, fmt.Sprintf("%s %s: %s", f.Code, f.Field, f.Summary))
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// aNumber stands in the messages for how many characters a value has.
var aNumber = regexp.MustCompile(`It has \d+ characters?\.`)

// FuzzCheckCredentials makes sure that no part of a value gets into a message:
// apart from the length, the messages are those of other values.
func FuzzCheckCredentials(f *testing.F) {
	prose := map[string]bool{}
	for _, key := range append(credentialValues, struct{ name, value string }{"none", ""}) {
		for _, secret := range credentialValues {
			for _, finding := range CheckCredentials(key.value, NewSecret(secret.value)) {
				prose[aNumber.ReplaceAllString(finding.Error(), "")] = true
			}
		}
		f.Add(key.value, aSecret)
		f.Add(anAccount, key.value)
	}
	f.Add(aSecret, anAccount)
	f.Fuzz(func(t *testing.T, key, secret string) {
		for _, finding := range CheckCredentials(key, NewSecret(secret)) {
			if text := aNumber.ReplaceAllString(finding.Error(), ""); !prose[text] {
				t.Errorf("the message is not among those of other values:\n%s", text)
			}
		}
	})
}
