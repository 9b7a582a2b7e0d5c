package r2

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestParseRedirect_accepts(t *testing.T) {
	t.Parallel()
	endpoint := Endpoint{anAccount, "default", "backups"}
	for _, test := range []struct{ name, input, base, euBase string }{
		{"nothing", "", "https://" + aHost, "https://" + anEUHost},
		{"https", "https://s3.example.com", "https://s3.example.com", "https://s3.example.com"},
		{"port and path", "https://s3.example.com:9000/a/b", "https://s3.example.com:9000/a/b", "https://s3.example.com:9000/a/b"},
		{"trailing slashes", "https://s3.example.com//", "https://s3.example.com", "https://s3.example.com"},
		{"host in the path", "http://127.0.0.1:9000/{host}", "http://127.0.0.1:9000/" + aHost, "http://127.0.0.1:9000/" + anEUHost},
		{"host in the path, slash behind", "http://127.0.0.1:9000/{host}/", "http://127.0.0.1:9000/" + aHost, "http://127.0.0.1:9000/" + anEUHost},
		{"host in the host", "https://{host}.test.example.com", "https://" + aHost + ".test.example.com", "https://" + anEUHost + ".test.example.com"},
		{"host twice", "https://{host}/{host}", "https://" + aHost + "/" + aHost, "https://" + anEUHost + "/" + anEUHost},
		{"IPv4 loopback", "http://127.0.0.1:9000", "http://127.0.0.1:9000", "http://127.0.0.1:9000"},
		{"other IPv4 loopback", "http://127.8.9.10", "http://127.8.9.10", "http://127.8.9.10"},
		{"IPv6 loopback", "http://[::1]:9000", "http://[::1]:9000", "http://[::1]:9000"},
		{"IPv4 loopback as IPv6", "http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]"},
		{"localhost", "http://localhost:9000", "http://localhost:9000", "http://localhost:9000"},
		{"localhost in upper case", "http://LOCALHOST", "http://LOCALHOST", "http://LOCALHOST"},
		{"Cloudflare's local R2", "http://localhost:8787/cdn-cgi/local/r2/s3", "http://localhost:8787/cdn-cgi/local/r2/s3", "http://localhost:8787/cdn-cgi/local/r2/s3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			redirect, err := ParseRedirect(test.input)
			if err != nil {
				t.Fatal(err)
			}
			if got := redirect.base(endpoint); got != test.base {
				t.Errorf("base %s, want %s", got, test.base)
			}
			if got := redirect.base(endpoint.In("eu")); got != test.euBase {
				t.Errorf("base in the EU %s, want %s", got, test.euBase)
			}
			if redirect.IsZero() != (test.input == "") {
				t.Errorf("IsZero is %t", redirect.IsZero())
			}
		})
	}
}

func TestParseRedirect_refuses(t *testing.T) {
	t.Parallel()
	const (
		notAURL   = "it must be a URL that begins with http:// or https://, such as http://127.0.0.1:9000/{host}"
		tooMuch   = "it must have no user name, query or fragment, only a scheme, a host, a port and a path"
		plainHTTP = "plain http:// is taken for this machine only (127.0.0.1, [::1] or localhost); write https:// for another one"
		blanks    = "it must have no blanks, at its ends or inside"
		letters   = "its host must have plain letters only (a to z), since others may look like them; write an international name in its form that begins with xn--"
	)
	for _, test := range []struct{ name, input, want string }{
		{"no scheme", "127.0.0.1:9000", notAURL},
		{"localhost without a scheme", "localhost:9000", notAURL},
		{"no host", "https://", notAURL},
		{"port alone", "http://:9000", notAURL},
		{"opaque", "http:127.0.0.1", notAURL},
		{"another scheme", "ftp://127.0.0.1", notAURL},
		{"blank in front", " http://127.0.0.1:9000", notAURL},
		{"newline behind", "http://127.0.0.1:9000\n", notAURL},
		{"blank behind the port", "http://127.0.0.1:9000 ", notAURL},
		{"blank behind the path", "http://127.0.0.1:9000/s3 ", blanks},
		{"back-slash", `http://127.0.0.1\@evil.example.com`, notAURL},
		{"user name", "https://me@s3.example.com", tooMuch},
		{"loopback as user name", "http://localhost@evil.example.com", tooMuch},
		{"loopback and port as user info", "http://127.0.0.1:9000@evil.example.com", tooMuch},
		{"query", "https://s3.example.com?a=b", tooMuch},
		{"query left empty", "https://s3.example.com?", tooMuch},
		{"fragment", "https://s3.example.com#a", tooMuch},
		{"fragment left empty", "https://s3.example.com/#", tooMuch},
		{"plain http", "http://s3.example.com", plainHTTP},
		{"plain http to R2", "http://{host}", plainHTTP},
		{"loopback as the beginning of a name", "http://127.0.0.1.example.com", plainHTTP},
		{"localhost as the beginning of a name", "http://localhost.example.com", plainHTTP},
		{"localhost with a dot", "http://localhost.", plainHTTP},
		{"loopback in front of the host", "http://127.0.0.1{host}", plainHTTP},
		{"loopback as one number", "http://2130706433", plainHTTP},
		{"loopback shortened", "http://127.1", plainHTTP},
		{"loopback in hexadecimal", "http://0x7f000001", plainHTTP},
		{"all interfaces", "http://0.0.0.0:9000", plainHTTP},
		{"loopback in octal", "http://0177.0.0.1", plainHTTP},
		{"loopback with a dot behind", "http://127.0.0.1.:9000", plainHTTP},
		{"loopback with a zone", "http://[::1%25eth0]:9000", plainHTTP},
		{"loopback with a leading zero", "http://127.0.0.01", plainHTTP},
		{"IPv6 address that embeds another IPv4 address", "http://[::ffff:192.0.2.7]", plainHTTP},
		{"IPv6 address that embeds loopback otherwise", "http://[::127.0.0.1]", plainHTTP},
		{"IPv6 address of all interfaces", "http://[::]:9000", plainHTTP},
		{"localhost behind a label", "http://evil.localhost", plainHTTP},
		{"localhost as the end of a label", "http://evillocalhost", plainHTTP},
		{"loopback in letters of full width", "http://\uff11\uff12\uff17.0.0.1", letters},
		{"localhost with a long s", "http://localho\u017ft:9000", letters},
		{"look-alike host", "https://s3.ex\u0430mple.com", letters},
		{"ideographic full stop", "http://127\u30020\u30020\u30021", letters},
		{"percent-encoded host", "http://%31%32%37.0.0.1", notAURL},
		{"percent-encoded dot", "http://127.0.0.1%2eevil.example.com", notAURL},
		{"percent-encoded letter that is not plain", "https://%C3%BCber.example.com", letters},
		{"percent-encoded at sign", "http://127.0.0.1%40evil.example.com", notAURL},
		{"newline in the host", "http://127.0.0.1\n.evil.example.com", notAURL},
		{"null in the host", "http://127.0.0.1\x00.evil.example.com", notAURL},
		{"two at signs", "http://a@127.0.0.1@evil.example.com", tooMuch},
		{"bracket in the host", "http://[127.0.0.1]evil.example.com", notAURL},
		{"private network", "http://192.168.1.2:9000", plainHTTP},
		{"link-local address", "http://[fe80::1]", plainHTTP},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			redirect, err := ParseRedirect(test.input)
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if !redirect.IsZero() {
				t.Errorf("got %v beside the error", redirect)
			}
		})
	}
}

// FuzzParseRedirect: what is accepted leads, for each account and jurisdiction, to a host that the URL shows, and over plain
// http only to this machine.
func FuzzParseRedirect(f *testing.F) {
	for _, seed := range []string{
		"", "https://s3.example.com", "http://127.0.0.1:9000/{host}", "https://{host}:8443/a", "http://localhost", "http://[::1]", "http://[::ffff:127.0.0.1]",
		"http://127.0.0.1@evil.example.com", "http://127.0.0.1.evil.example.com", "http://2130706433", "http://0x7f.1", "http://[::1%25eth0]", "http://localhost.",
		`http://127.0.0.1\@evil.example.com`, "http://127.0.0.1%2eevil.example.com", "http://{host}@127.0.0.1", "http://\u2488.example.com", "http://\uff11\uff12\uff17.0.0.1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		redirect, err := ParseRedirect(raw)
		if err != nil || redirect.IsZero() {
			return
		}
		for _, endpoint := range []Endpoint{anEndpoint, anEndpoint.In("eu")} {
			base, err := url.Parse(redirect.base(endpoint))
			if err != nil {
				t.Fatalf("%q leads to %q: %v", raw, redirect.base(endpoint), err)
			}
			address, _ := netip.ParseAddr(base.Hostname())
			loopback := address.Unmap().IsLoopback() || strings.EqualFold(base.Hostname(), "localhost")
			switch {
			case base.User != nil || base.RawQuery != "" || base.Fragment != "" || base.Host == "":
				t.Errorf("%q leads to %q", raw, base)
			case base.Scheme == "http" && !loopback:
				t.Errorf("%q leads over plain http to %q", raw, base.Host)
			case base.Scheme != "http" && base.Scheme != "https":
				t.Errorf("%q leads to the scheme %q", raw, base.Scheme)
			case !strings.Contains(strings.ToLower(raw), strings.ToLower(strings.ReplaceAll(base.Hostname(), endpoint.Host(), hostPlaceholder))) && !strings.Contains(raw, "%"):
				t.Errorf("%q leads to the host %q, which it does not show", raw, base.Host)
			}
		}
	})
}
