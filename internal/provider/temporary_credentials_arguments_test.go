package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

func TestTemporaryCredentials_badArguments(t *testing.T) {
	t.Parallel()
	const (
		keyRule = "Keys of objects do not begin with a slash."
		ttlRule = "It must be a time span in whole seconds, from \"1s\" to \"168h\" (7 days), such as \"15m\"."
		length  = "string length must be between 1 and 1024, got: "
	)
	fake := acctest.Start(t)
	c := dial(t, fake, asProvider(fake.Token(r2fake.ObjectReadOnly)))
	wrong := func(attribute, summary, detail string) acctest.Diagnostic {
		return acctest.Diagnostic{Severity: "Error", Attribute: attribute, Summary: summary, Detail: detail}
	}
	unusable := func(code, attribute, summary, value, rule string) acctest.Diagnostic {
		place := ""
		if strings.Contains(attribute, "[") {
			place = " of " + attribute
		}
		return wrong(attribute, summary, fmt.Sprintf("The value %q%s is not usable. %s\n%s", value, place, rule, coded(code)))
	}
	for _, row := range []struct { //nolint:paralleltest // the requests of all rows are counted at the end
		attribute string
		value     any
		want      acctest.Diagnostic
	}{
		{"bucket", "Acme", unusable("R2-006", "bucket", "Invalid Bucket Name", "Acme", bucketNameRule)},
		{"bucket", "", unusable("R2-006", "bucket", "Invalid Bucket Name", "", bucketNameRule)},
		{"account_id", "acme", unusable("R2-005", "account_id", "Invalid Account ID", "acme", accountIDRule)},
		{"account_id", "", unusable("R2-005", "account_id", "Invalid Account ID", "", accountIDRule)},
		{"jurisdiction", "EU", unusable("R2-005", "jurisdiction", "Invalid Jurisdiction", "EU", jurisdictionRule)},
		{"permission", "read", wrong("permission", "Invalid Attribute Value Match",
			`Attribute permission value must be one of: ["admin-read-write" "admin-read-only" "object-read-write" "object-read-only"], got: "read"`)},
		{"prefixes", []any{}, wrong("prefixes", "Invalid Attribute Value", "Attribute prefixes list must contain at least 1 elements, got: 0")},
		{"prefixes", []any{nil}, wrong("prefixes", "Null List Value", "This attribute contains a null value.")},
		{"prefixes", []any{""}, wrong("prefixes[0]", "Invalid Attribute Value Length", "Attribute prefixes[0] "+length+"0")},
		{"prefixes", []any{"a/", "/b"}, unusable("R2-087", "prefixes[1]", "Invalid Key", "/b", keyRule)},
		{"objects", []any{}, wrong("objects", "Invalid Attribute Value", "Attribute objects list must contain at least 1 elements, got: 0")},
		{"objects", []any{"/a"}, unusable("R2-087", "objects[0]", "Invalid Key", "/a", keyRule)},
		{"objects", []any{strings.Repeat("k", 1025)}, wrong("objects[0]", "Invalid Attribute Value Length", "Attribute objects[0] "+length+"1025")},
		{"ttl", "0s", unusable("R2-087", "ttl", "Invalid TTL", "0s", ttlRule)},
		{"ttl", "999ms", unusable("R2-087", "ttl", "Invalid TTL", "999ms", ttlRule)},
		{"ttl", "1500ms", unusable("R2-087", "ttl", "Invalid TTL", "1500ms", ttlRule)},
		{"ttl", "-1s", unusable("R2-087", "ttl", "Invalid TTL", "-1s", ttlRule)},
		{"ttl", "168h1s", unusable("R2-087", "ttl", "Invalid TTL", "168h1s", ttlRule)},
		{"ttl", "7d", unusable("R2-087", "ttl", "Invalid TTL", "7d", ttlRule)},
		{"ttl", "900", unusable("R2-087", "ttl", "Invalid TTL", "900", ttlRule)},
		{"ttl", "", unusable("R2-087", "ttl", "Invalid TTL", "", ttlRule)},
	} {
		t.Run(fmt.Sprintf("%s = %.20q", row.attribute, fmt.Sprint(row.value)), func(t *testing.T) {
			_, diags := c.open(acctest.Values{"bucket": acctest.Bucket}.With(acctest.Values{row.attribute: row.value}))
			if diff := cmp.Diff([]acctest.Diagnostic{row.want}, diags); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
	wantRequests(t, fake, "bad arguments", 0)
}

// The rules that several attributes state.
const (
	bucketNameRule   = "A bucket name has 3 to 63 characters: lower-case letters, digits and hyphens, with a letter or a digit at both ends."
	accountIDRule    = "An account id has 32 characters, 0-9 and a-f in lower case. The Cloudflare dashboard shows it in the address bar and under R2 > Overview."
	jurisdictionRule = "A jurisdiction is a label in lower case, such as eu, fedramp or us, or default for none."
)
