package r2

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The parts of the endpoints in these tests.
const (
	anAccount = "0123456789abcdef0123456789abcdef"
	aHost     = anAccount + "." + domain
	anEUHost  = anAccount + ".eu." + domain
	aSecret   = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
	aToken    = "cfat_q3rTyUiOpAsDfGhJkLzXcVbNm1234567890abcd"
)

func TestParseEndpoint_accepts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, input string
		want        Endpoint
	}{
		{"no jurisdiction", "https://" + aHost + "/backups", Endpoint{anAccount, "default", "backups"}},
		{"eu", "https://" + anEUHost + "/backups", Endpoint{anAccount, "eu", "backups"}},
		{"fedramp", "https://" + anAccount + ".fedramp." + domain + "/backups", Endpoint{anAccount, "fedramp", "backups"}},
		{"us", "https://" + anAccount + ".us." + domain + "/backups", Endpoint{anAccount, "us", "backups"}},
		{"a jurisdiction that is not known yet", "https://" + anAccount + ".apac-2." + domain + "/backups", Endpoint{anAccount, "apac-2", "backups"}},
		{"trailing slash", "https://" + aHost + "/backups/", Endpoint{anAccount, "default", "backups"}},
		{"host in upper case", "HTTPS://" + strings.ToUpper(anEUHost) + "/backups", Endpoint{anAccount, "eu", "backups"}},
		{"host in mixed case", "https://0123456789ABCDEF0123456789abcdef.R2.CloudflareStorage.com/backups", Endpoint{anAccount, "default", "backups"}},
		{"shortest bucket", "https://" + aHost + "/a-1", Endpoint{anAccount, "default", "a-1"}},
		{"longest bucket", "https://" + aHost + "/" + strings.Repeat("b", 63), Endpoint{anAccount, "default", strings.Repeat("b", 63)}},
		{"digits only", "https://" + aHost + "/2026", Endpoint{anAccount, "default", "2026"}},
		{"bucket that looks like an account id", "https://" + aHost + "/" + anAccount, Endpoint{anAccount, "default", anAccount}},
		{"bucket that is named as a jurisdiction", "https://" + aHost + "/fedramp", Endpoint{anAccount, "default", "fedramp"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseEndpoint(test.input)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// refusedEndpoints is what people paste. The texts are in
// testdata/endpoint.golden, under the same names.
var refusedEndpoints = []struct{ name, input, code string }{
	{"empty", "", "R2-003"},
	{"blanks only", " \t\n", "R2-003"},
	{"no bucket", "https://" + aHost, "R2-001"},
	{"no bucket, trailing slash", "https://" + aHost + "/", "R2-001"},
	{"no bucket, jurisdiction", "https://" + anEUHost, "R2-001"},
	{"folder", "https://" + aHost + "/backups/postgres", "R2-002"},
	{"folders, jurisdiction, trailing slash", "https://" + anEUHost + "/backups/postgres/daily/", "R2-002"},
	{"folder with a percent-encoded blank", "https://" + aHost + "/backups/my%20folder", "R2-002"},
	{"folder that is a secret", "https://" + aHost + "/backups/" + aSecret, "R2-002"},
	{"folder that is very long", "https://" + aHost + "/backups/" + strings.Repeat("long/", 40), "R2-002"},

	{"virtual-hosted", "https://backups." + aHost, "R2-003"},
	{"virtual-hosted, trailing slash", "https://backups." + aHost + "/", "R2-003"},
	{"virtual-hosted, jurisdiction", "https://backups." + anEUHost, "R2-003"},
	{"virtual-hosted, folder", "https://backups." + aHost + "/postgres/daily", "R2-003"},
	{"virtual-hosted, jurisdiction and folder", "https://backups." + anEUHost + "/postgres", "R2-003"},
	{"virtual-hosted, invalid bucket", "https://my.backups." + aHost + "/", "R2-003"},
	{"jurisdiction in front of the account", "https://eu." + aHost + "/backups", "R2-005"},
	{"default as a jurisdiction", "https://" + anAccount + ".default." + domain + "/backups", "R2-005"},
	{"jurisdiction with an underscore", "https://" + anAccount + ".e_u." + domain + "/backups", "R2-005"},
	{"two jurisdictions", "https://" + anAccount + ".eu.us." + domain + "/backups", "R2-005"},
	{"empty jurisdiction", "https://" + anAccount + ".." + domain + "/backups", "R2-005"},

	{"no account", "https://" + domain + "/backups", "R2-005"},
	{"no account, no bucket", "https://" + domain, "R2-005"},
	{"no account, a dot left", "https://." + domain + "/backups", "R2-005"},
	{"account of 31 characters", "https://" + anAccount[1:] + "." + domain + "/backups", "R2-005"},
	{"account of 33 characters", "https://" + anAccount + "0.eu." + domain + "/backups", "R2-005"},
	{"account with a letter that is not hexadecimal", "https://" + anAccount[:31] + "g." + domain + "/backups", "R2-005"},
	{"account with hyphens", "https://01234567-89ab-cdef-0123-456789abcdef." + domain + "/backups", "R2-005"},
	{"bucket in place of the account", "https://backups." + domain, "R2-005"},
	{"secret in place of the account", "https://" + aSecret + "." + domain + "/backups", "R2-005"},
	{"token in place of the account", "https://" + aToken + "." + domain + "/backups", "R2-005"},

	{"bucket of 2 characters", "https://" + aHost + "/ab", "R2-006"},
	{"bucket of 64 characters", "https://" + aHost + "/" + strings.Repeat("xyz-", 16), "R2-006"},
	{"bucket in upper case", "https://" + aHost + "/Backups", "R2-006"},
	{"bucket with dots", "https://" + aHost + "/backups.example.com", "R2-006"},
	{"bucket with an underscore", "https://" + aHost + "/my_backups", "R2-006"},
	{"bucket with a leading hyphen", "https://" + aHost + "/-backups", "R2-006"},
	{"bucket with a trailing hyphen", "https://" + aHost + "/backups-", "R2-006"},
	{"bucket with a letter outside of ASCII", "https://" + aHost + "/b\u00fccket", "R2-006"},
	{"bucket that is a secret", "https://" + aHost + "/" + aSecret, "R2-006"},
	{"bucket that is a token", "https://" + aHost + "/" + aToken, "R2-006"},
	{"bucket with an encoded slash", "https://" + aHost + "/back%2Fups", "R2-004"},
	{"bucket with needless encoding", "https://" + aHost + "/%62ackups", "R2-004"},
	{"bucket behind a dot", "https://" + aHost + "/./backups", "R2-006"},
	{"quotation mark at the end only", "https://" + aHost + "/backups\"", "R2-004"},

	{"http", "http://" + aHost + "/backups", "R2-004"},
	{"http and a port", "http://" + aHost + ":80/backups", "R2-004"},
	{"ftp", "ftp://" + aHost + "/backups", "R2-004"},
	{"s3 URI with the host of R2", "s3://" + aHost + "/backups", "R2-004"},
	{"s3 URI", "s3://backups", "R2-003"},
	{"s3 URI with a folder", "s3://backups/postgres", "R2-003"},
	{"scheme missing", aHost + "/backups", "R2-004"},
	{"scheme missing, jurisdiction and folder", anEUHost + "/backups/postgres", "R2-004"},
	{"scheme missing, no bucket", aHost, "R2-004"},
	{"scheme missing, slashes left", "//" + aHost + "/backups", "R2-004"},
	{"scheme missing, virtual-hosted", "backups." + aHost, "R2-003"},
	{"scheme missing, another service", "s3.eu-central-1.amazonaws.com/backups", "R2-003"},
	{"one slash behind the scheme", "https:/" + aHost + "/backups", "R2-003"},
	{"back-slashes", `https:\\` + aHost + `\backups`, "R2-003"},
	{"bucket alone", "backups", "R2-003"},
	{"bucket and folder alone", "backups/postgres", "R2-003"},
	{"a sentence", "the bucket of the backups", "R2-004"},

	{"port", "https://" + aHost + ":8443/backups", "R2-004"},
	{"port 443", "https://" + aHost + ":443/backups", "R2-004"},
	{"port left empty", "https://" + aHost + ":/backups", "R2-004"},
	{"port that is not a number", "https://" + aHost + ":https/backups", "R2-003"},
	{"user info", "https://" + anAccount + ":" + aSecret + "@" + aHost + "/backups", "R2-004"},
	{"user name", "https://me@" + anEUHost + "/backups", "R2-004"},
	{"secret with a slash as user info", "https://key:" + "secret/with/slashes@" + aHost + "/backups", "R2-003"},
	{"query", "https://" + aHost + "/backups?region=auto", "R2-004"},
	{"query left empty", "https://" + aHost + "/backups?", "R2-004"},
	{"query behind a folder", "https://" + aHost + "/backups/postgres?list-type=2", "R2-004"},
	{"fragment", "https://" + aHost + "/backups#top", "R2-004"},
	{"fragment left empty", "https://" + aHost + "/backups#", "R2-004"},
	{"presigned URL", "https://" + aHost + "/backups/postgres/monday.dump?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + anAccount +
		"%2F20260101%2Fauto%2Fs3%2Faws4_request&X-Amz-Signature=" + aSecret, "R2-004"},
	{"R2's host as user name", "https://" + aHost + "@evil.example.com/backups", "R2-003"},
	{"R2's host and port as user info", "https://" + aHost + ":443@evil.example.com/backups", "R2-003"},
	{"R2's host in front of a back-slash", "https://" + aHost + `\@evil.example.com/backups`, "R2-003"},
	{"percent-encoded dot", "https://" + anAccount + "%2e" + domain + "/backups", "R2-003"},
	{"null in the host", "https://" + aHost + "\x00.evil.example.com/backups", "R2-004"},
	{"trailing dot", "https://" + aHost + "./backups", "R2-004"},
	{"everything at once", " http://me:pass@" + anEUHost + ".:443/backups/postgres?a=b#c\n", "R2-004"},

	{"blank in front", " https://" + aHost + "/backups", "R2-004"},
	{"newline behind", "https://" + aHost + "/backups\n", "R2-004"},
	{"tab behind", "https://" + aHost + "/backups\t", "R2-004"},
	{"non-breaking space behind", "https://" + aHost + "/backups\u00a0", "R2-004"},
	{"blank inside", "https://" + aHost + "/ backups", "R2-004"},
	{"newline inside", "https://" + aHost + "\n/backups", "R2-004"},
	{"non-breaking space inside", "https://" + aHost + "\u00a0/backups", "R2-004"},
	{"zero-width space behind", "https://" + aHost + "/backups\u200b", "R2-004"},
	{"zero-width space inside", "https://" + anAccount + "\u200b.eu." + domain + "/backups", "R2-004"},
	{"byte order mark", "\ufeffhttps://" + aHost + "/backups", "R2-004"},
	{"soft hyphen", "https://" + aHost + "/back\u00adups", "R2-004"},
	{"null byte", "https://" + aHost + "/backups\x00", "R2-004"},
	{"invalid UTF-8", "https://" + aHost + "/backups\xff", "R2-006"},
	{"doubled slash in front of the bucket", "https://" + aHost + "//backups", "R2-004"},
	{"doubled slash behind the bucket", "https://" + aHost + "/backups//", "R2-004"},
	{"doubled slash in front of the folder", "https://" + aHost + "/backups//postgres", "R2-004"},
	{"doubled slashes alone", "https://" + aHost + "//", "R2-004"},

	{"double quotes", `"https://` + aHost + `/backups"`, "R2-004"},
	{"single quotes", `'https://` + anEUHost + `/backups'`, "R2-004"},
	{"typographic quotes", "\u201chttps://" + aHost + "/backups\u201d", "R2-004"},
	{"angle brackets", "<https://" + aHost + "/backups>", "R2-004"},
	{"back-ticks", "`https://" + aHost + "/backups/postgres`", "R2-004"},
	{"quoted secret", `"` + aSecret + `"`, "R2-004"},
	{"placeholders", endpointForm, "R2-003"},
	{"placeholder for the account", "https://<ACCOUNT_ID>." + domain + "/backups", "R2-003"},
	{"placeholder for the bucket", "https://" + aHost + "/<bucket>", "R2-003"},

	{"look-alike ligature", "https://" + anAccount + ".r2.cloud\ufb02arestorage.com/backups", "R2-003"},
	{"look-alike Cyrillic letter", "https://" + anAccount + ".r2.cl\u043eudflarestorage.com/backups", "R2-003"},
	{"ideographic full stop", "https://" + anAccount + "\u3002r2.cloudflarestorage.com/backups", "R2-003"},
	{"Kelvin sign, which is k in lower case", "https://" + anAccount + ".u\u212a." + domain + "/backups", "R2-003"},
	{"percent-encoded host", "https://%30123456789abcdef0123456789abcdef." + domain + "/backups", "R2-003"},

	{"dashboard, bucket", "https://dash.cloudflare.com/" + anAccount + "/r2/default/buckets/backups", "R2-003"},
	{"dashboard, objects of a bucket in the EU", "https://dash.cloudflare.com/" + anAccount + "/r2/eu/buckets/backups/objects", "R2-003"},
	{"dashboard, bucket without a jurisdiction", "https://dash.cloudflare.com/" + anAccount + "/r2/buckets/backups", "R2-003"},
	{"dashboard, overview", "https://dash.cloudflare.com/" + anAccount + "/r2/overview", "R2-003"},
	{"dashboard, tokens", "https://dash.cloudflare.com/" + anAccount + "/r2/api-tokens", "R2-003"},
	{"dashboard, no account", "https://dash.cloudflare.com/?to=/:account/r2/overview", "R2-003"},
	{"dashboard, invalid bucket", "https://dash.cloudflare.com/" + anAccount + "/r2/eu/buckets/My_Bucket", "R2-003"},
	{"REST API", "https://api.cloudflare.com/client/v4/accounts/" + anAccount + "/r2/buckets/backups", "R2-003"},
	{"REST API, buckets", "https://api.cloudflare.com/client/v4/accounts/" + anAccount + "/r2/buckets", "R2-003"},
	{"REST API, no account", "https://api.cloudflare.com/client/v4/user/tokens/verify", "R2-003"},
	{"Data Catalog", "https://catalog.cloudflarestorage.com/" + anAccount + "/backups", "R2-003"},
	{"r2.dev", "https://pub-" + anAccount + ".r2.dev/backups", "R2-003"},
	{"custom domain", "https://files.example.com/monday.dump", "R2-003"},
	{"typo in the domain", "https://" + anAccount + ".r2.cloudflarestorage.net/backups", "R2-003"},
	{"R2's domain in front of another", "https://" + aHost + ".example.com/backups", "R2-003"},
	{"R2's domain as the end of a name", "https://evil" + domain + "/backups", "R2-003"},
	{"host that is a token", "https://" + aToken + "/", "R2-003"},

	{"AWS", "https://s3.eu-central-1.amazonaws.com/backups", "R2-003"},
	{"AWS, virtual-hosted", "https://backups.s3.amazonaws.com", "R2-003"},
	{"AWS, China", "https://s3.cn-north-1.amazonaws.com.cn/backups", "R2-003"},
	{"Backblaze B2", "https://s3.us-west-004.backblazeb2.com/backups", "R2-003"},
	{"Wasabi", "https://s3.eu-central-1.wasabisys.com/backups", "R2-003"},
	{"Spaces", "https://backups.fra1.digitaloceanspaces.com", "R2-003"},
	{"Google Cloud Storage", "https://storage.googleapis.com/backups", "R2-003"},
	{"Azure", "https://account.blob.core.windows.net/backups", "R2-003"},
	{"Hetzner", "https://fsn1.your-objectstorage.com/backups", "R2-003"},
	{"Scaleway", "https://s3.fr-par.scw.cloud/backups", "R2-003"},
	{"OVHcloud", "https://s3.gra.io.cloud.ovh.net/backups", "R2-003"},
	{"Linode", "https://eu-central-1.linodeobjects.com/backups", "R2-003"},
	{"Vultr", "https://ewr1.vultrobjects.com/backups", "R2-003"},
	{"Storj", "https://gateway.storjshare.io/backups", "R2-003"},
	{"IDrive", "https://a1b2.fra.idrivee2.com/backups", "R2-003"},
	{"MinIO", "https://minio.internal.example.com:9000/backups", "R2-003"},
	{"localhost", "http://localhost:9000/backups", "R2-003"},
	{"IPv4 address", "https://192.0.2.7/backups", "R2-003"},
	{"IPv6 address", "https://[::1]:9000/backups", "R2-003"},

	{"account id", anAccount, "R2-003"},
	{"account id in upper case", strings.ToUpper(anAccount), "R2-003"},
	{"secret", aSecret, "R2-003"},
	{"secret in upper case", strings.ToUpper(aSecret), "R2-003"},
	{"secret with a blank", aSecret + " ", "R2-003"},
	{"token", aToken, "R2-003"},
	{"user token", "cfut_" + aToken[5:], "R2-003"},
	{"global API key", "cfk_" + aToken[5:], "R2-003"},
	{"old global API key", anAccount + "01234", "R2-003"},
	{"old token", "q3rTyUiOpAsDfGhJkLzXcVbNm1234567890-_bcd", "R2-003"},
	{"AWS key", "AKIAIOSFODNN7EXAMPLE", "R2-003"},
	{"AWS secret", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "R2-003"},

	{"no host", "https:///backups", "R2-003"},
	{"scheme alone", "https://", "R2-003"},
	{"not a URL", "https://[::1/backups", "R2-003"},
}

func TestParseEndpoint_refuses(t *testing.T) {
	t.Parallel()
	var texts golden
	texts.add(generalAdvice, location{}.advice())
	for _, test := range refusedEndpoints {
		got, err := ParseEndpoint(test.input)
		var finding *Finding
		if !errors.As(err, &finding) {
			t.Errorf("%s: got %+v, %v", test.name, got, err)
			continue
		}
		if got != (Endpoint{}) {
			t.Errorf("%s: got %+v beside the error", test.name, got)
		}
		if finding.Code != test.code || finding.Field != FieldEndpoint || finding.Severity != Error {
			t.Errorf("%s: got %s about %s, want an error %s about the endpoint", test.name, finding.Code, finding.Field, test.code)
		}
		texts.add(test.name, fmt.Sprintf("%q\n%s", test.input, outline(finding)))
	}
	texts.check(t, "endpoint.golden")
}

// TestParseEndpoint_echoesNoSecret puts secrets at every place of an input. Neither the message nor the line of the input shows
// them.
func TestParseEndpoint_echoesNoSecret(t *testing.T) {
	t.Parallel()
	secrets := []string{aSecret, strings.ToUpper(aSecret), aToken, "cfut_" + aToken[5:], "cfk_" + aToken[5:], anAccount + "01234", "q3rTyUiOpAsDfGhJkLzXcVbNm1234567890-_bcd"}
	places := []string{
		"%s", " %s ", "\"%s\"", "<%s>", "%s\u200b", "%s/backups", "//%s", "%s://" + aHost + "/backups", "https://%s", "https://%s." + domain + "/backups",
		"https://%s." + aHost + "/backups", "https://" + anAccount + ".%s." + domain + "/backups", "https://" + aHost + "/%s", "https://" + aHost + "/%s?a=b",
		"https://" + aHost + "/backups/%s", "https://" + aHost + "//backups/x/%s", "https://" + aHost + "/backups?%s", "https://" + aHost + "/backups#%s",
		"https://%s@" + aHost + "/backups", "https://me:%s@" + aHost + "/backups", "https://" + aHost + ":%s/backups", "https://%s.example.com/", "s3://%s", "http://%s/",
		"https://b\u00fccket.%s.example.com/", "https://dash.cloudflare.com/" + anAccount + "/r2/default/buckets/%s",
	}
	for _, secret := range secrets {
		for _, place := range places {
			input := fmt.Sprintf(place, secret)
			_, err := ParseEndpoint(input)
			if err == nil {
				continue // A bucket can have such a name; what is accepted is not echoed.
			}
			if text := err.Error(); strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
				t.Errorf("%q is echoed:\n%s", input, text)
			}
			if finding, _ := errors.AsType[*Finding](err); !finding.HideSource {
				t.Errorf("the line with %q may be shown", input)
			}
		}
	}
	_, err := ParseEndpoint("https://" + aHost + ":443/backups")
	if finding, _ := errors.AsType[*Finding](err); finding.HideSource {
		t.Error("control: the line of an endpoint with a port may not be shown")
	}
}

func TestParseLocation(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, input string
		endpoint    Endpoint
		path        string
		code        string
	}{
		{"no folder", "https://" + aHost + "/backups", Endpoint{anAccount, "default", "backups"}, "/", ""},
		{"trailing slash", "https://" + aHost + "/backups/", Endpoint{anAccount, "default", "backups"}, "/", ""},
		{"folder", "https://" + anEUHost + "/backups/postgres", Endpoint{anAccount, "eu", "backups"}, "/postgres", ""},
		{"folders, trailing slash", "https://" + aHost + "/backups/a/b/c/", Endpoint{anAccount, "default", "backups"}, "/a/b/c", ""},
		{"percent-encoded folder", "https://" + aHost + "/backups/my%20folder/%C3%A9", Endpoint{anAccount, "default", "backups"}, "/my folder/\u00e9", ""},
		{"dots", "https://" + aHost + "/backups/../other", Endpoint{}, "/", "R2-007"},
		{"doubled slash", "https://" + aHost + "/backups//postgres", Endpoint{}, "/", "R2-004"},
		{"no bucket", "https://" + aHost + "/", Endpoint{}, "/", "R2-001"},
		{"encoded newline", "https://" + aHost + "/backups/a%0Ab", Endpoint{}, "/", "R2-007"},
		{"query", "https://" + aHost + "/backups/postgres?use=source", Endpoint{}, "/", "R2-004"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			endpoint, path, err := ParseLocation(test.input)
			code := ""
			if finding, ok := errors.AsType[*Finding](err); ok {
				code = finding.Code
			}
			if endpoint != test.endpoint || path.String() != test.path || code != test.code {
				t.Errorf("got %+v, %s, %q (%v)", endpoint, path, code, err)
			}
		})
	}
}

func TestEndpoint_forms(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		endpoint           Endpoint
		host, base, string string
	}{
		{Endpoint{anAccount, "default", "backups"}, aHost, "https://" + aHost, "https://" + aHost + "/backups"},
		{Endpoint{anAccount, "", "backups"}, aHost, "https://" + aHost, "https://" + aHost + "/backups"},
		{Endpoint{anAccount, "eu", "backups"}, anEUHost, "https://" + anEUHost, "https://" + anEUHost + "/backups"},
		{Endpoint{anAccount, "eu", ""}, anEUHost, "https://" + anEUHost, "https://" + anEUHost},
	} {
		if got := test.endpoint.Host(); got != test.host {
			t.Errorf("%+v: host %s, want %s", test.endpoint, got, test.host)
		}
		if got := test.endpoint.Base(); got != test.base {
			t.Errorf("%+v: base %s, want %s", test.endpoint, got, test.base)
		}
		if got := test.endpoint.String(); got != test.string {
			t.Errorf("%+v: string %s, want %s", test.endpoint, got, test.string)
		}
	}
	here := Endpoint{anAccount, "eu", "backups"}
	if diff := cmp.Diff(Endpoint{anAccount, "us", "backups"}, here.In("us")); diff != "" || here.Jurisdiction != "eu" {
		t.Errorf("In changed %+v, or (-want +got):\n%s", here, diff)
	}
}

func FuzzParseEndpoint(f *testing.F) {
	for _, test := range refusedEndpoints {
		f.Add(test.input)
	}
	f.Add("https://" + aHost + "/backups")
	f.Add("https://" + aHost + "../backups")
	f.Add("HTTPS://" + strings.ToUpper(anEUHost) + "/backups/")
	f.Fuzz(func(t *testing.T, raw string) {
		endpoint, err := ParseEndpoint(raw)
		var finding *Finding
		switch {
		case errors.As(err, &finding):
			if endpoint != (Endpoint{}) || finding.Detail == "" {
				t.Errorf("%q: got %+v, %+v", raw, endpoint, finding)
			}
			return
		case err != nil:
			t.Fatalf("%q: the error is a %T", raw, err)
		}
		if !ValidAccountID(endpoint.AccountID) || !ValidJurisdiction(endpoint.Jurisdiction) || !ValidBucketName(endpoint.Bucket) {
			t.Errorf("%q: got %+v", raw, endpoint)
		}
		again, err := ParseEndpoint(endpoint.String())
		if err != nil || again != endpoint {
			t.Errorf("%q is printed as %s, which is read as %+v, %v", raw, endpoint, again, err)
		}
		if lower := strings.ToLower(strings.TrimSuffix(raw, "/")); lower != endpoint.String() {
			t.Errorf("%q is printed as %s: more than the case and a trailing slash was changed", raw, endpoint)
		}
	})
}
