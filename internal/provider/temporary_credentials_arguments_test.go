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
		length  = "It must have 1 to 1024 bytes."
	)
	fake := acctest.Start(t)
	c := dial(t, fake, asProvider(fake.Token(r2fake.ObjectReadOnly)))
	wrong := func(attribute, summary, detail string) acctest.Diagnostic {
		return acctest.Diagnostic{Severity: "Error", Attribute: attribute, Summary: summary, Detail: detail}
	}
	unusable := func(code, attribute, summary, value, rule string) acctest.Diagnostic {
		return wrong(attribute, summary, fmt.Sprintf("The value %q of %s is not usable. %s\n%s", value, attribute, rule, coded(code)))
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
		{"permission", "read", unusable("R2-066", "permission", "Invalid Choice", "read", permissionRule)},
		{"permission", "Object Read & Write", unusable("R2-066", "permission", "Invalid Choice", "Object Read & Write", permissionRule+" Write \"object-read-write\".")},
		{"prefixes", []any{}, wrong("prefixes", "Invalid Length", "prefixes has no elements. It must have at least one.\n"+coded("R2-068"))},
		{"prefixes", []any{nil}, wrong("prefixes", "Null Among the Values", "One of the values of prefixes is null. Leave it out.\n"+coded("R2-087"))},
		{"prefixes", []any{""}, unusable("R2-068", "prefixes[0]", "Invalid Length", "", length)},
		{"prefixes", []any{"a/", "/b"}, unusable("R2-087", "prefixes[1]", "Invalid Key", "/b", keyRule)},
		{"objects", []any{}, wrong("objects", "Invalid Length", "objects has no elements. It must have at least one.\n"+coded("R2-068"))},
		{"objects", []any{"/a"}, unusable("R2-087", "objects[0]", "Invalid Key", "/a", keyRule)},
		{"objects", []any{strings.Repeat("k/", 512) + "k"}, wrong("objects[0]", "Invalid Length", fmt.Sprintf("The value %q of objects[0] is not usable. %s\n%s", strings.Repeat("k/", 40)+"...", length, coded("R2-068")))},
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
	permissionRule   = `It must be one of "admin-read-write", "admin-read-only", "object-read-write", "object-read-only".`
	accountIDRule    = "An account id has 32 characters, 0-9 and a-f in lower case. The Cloudflare dashboard shows it in the address bar and under R2 > Overview."
	jurisdictionRule = "A jurisdiction is a label in lower case, such as eu, fedramp or us, or default for none."
)
