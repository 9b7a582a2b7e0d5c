package r2

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// recogniseNoURL recognises input that is no URL with a scheme and a host.
func recogniseNoURL(raw string) *Finding {
	trimmed := strings.TrimSpace(raw)
	switch {
	case trimmed == "":
		return invalidEndpoint("R2-003", "The endpoint is empty.", Endpoint{})
	case shapeOf(trimmed) == shapeAccessKeyID:
		return invalidEndpoint("R2-003", "This is 32 hexadecimal characters, which is an account id or an Access Key ID "+
			"and not a URL. The fields may be swapped.", Endpoint{})
	case shapeOf(trimmed) == shapeSecret || shapeOf(trimmed) == shapeAPIToken:
		return invalidEndpoint("R2-003", "This looks like a secret and not like a URL. The fields may be swapped; "+
			"if this value was committed or shared, roll the token.", Endpoint{})
	case strings.ContainsFunc(trimmed, unicode.IsSpace):
		return invalidEndpoint("R2-004", "There is a blank inside the endpoint. A URL has none.", Endpoint{})
	case strings.ContainsFunc(trimmed, func(r rune) bool { return unicode.IsControl(r) || !unicode.IsPrint(r) }):
		return invalidEndpoint("R2-004", "There is an invisible character inside the endpoint. Type the endpoint "+
			"instead of pasting it.", Endpoint{})
	case strings.HasPrefix(trimmed, "\"") || strings.HasPrefix(trimmed, "'"):
		return invalidEndpoint("R2-004", "The endpoint has quotation marks around it. Remove them.", Endpoint{})
	case strings.HasPrefix(strings.ToLower(trimmed), "s3://"):
		return invalidEndpoint("R2-003", "This is an S3 URI, which names a bucket but neither the account nor the jurisdiction.", Endpoint{})
	case !strings.Contains(trimmed, "://"):
		return noScheme(trimmed)
	}
	return nil
}

// noScheme shows the same input with https:// in front, where that is all that
// is missing.
func noScheme(trimmed string) *Finding {
	endpoint, _, err := parseLocation("https://" + strings.TrimLeft(trimmed, "/"))
	if err != nil {
		endpoint = Endpoint{}
	}
	return invalidEndpoint("R2-004", "The endpoint does not begin with https://.", endpoint)
}

// superfluousParts names every part of the URL that an endpoint does not have.
func superfluousParts(raw string, parsed *url.URL, endpoint Endpoint) *Finding {
	var parts []string
	add := func(present bool, what string) {
		if present {
			parts = append(parts, what)
		}
	}
	add(raw != strings.TrimSpace(raw), "the blanks or line breaks at its ends")
	add(parsed.User != nil, "the user name or password in front of the host")
	add(parsed.Port() != "" || strings.HasSuffix(parsed.Host, ":"), "the port ("+strings.TrimPrefix(parsed.Host, parsed.Hostname())+")")
	add(strings.HasSuffix(parsed.Hostname(), "."), "the dot at the end of the host")
	add(parsed.RawQuery != "" || parsed.ForceQuery, "the query (everything from the question mark on)")
	add(parsed.Fragment != "" || strings.HasSuffix(raw, "#"), "the fragment (everything from the # on)")
	if scheme := parsed.Scheme; scheme != "https" {
		if len(parts) == 0 && scheme == "http" {
			return invalidEndpoint("R2-004", "The endpoint begins with http://, over which R2 does not serve its S3 API. "+
				"Write https:// instead.", endpoint)
		}
		parts = append(parts, "the scheme "+scheme+":// (write https:// instead)")
	}
	if len(parts) == 0 {
		return nil
	}
	return superfluous(endpoint, parts)
}

// dashboardPath is a bucket's page in the Cloudflare dashboard.
var dashboardPath = regexp.MustCompile(`^/([0-9a-f]{32})/r2/([a-z]+)/buckets/([^/]+)`)

// restPath is a bucket's resource in Cloudflare's REST API.
var restPath = regexp.MustCompile(`^/client/v4/accounts/([0-9a-f]{32})/r2/buckets/([^/]+)`)

// otherServices are S3-compatible services that people move from, by the end
// of their hosts.
var otherServices = []struct{ suffix, name string }{
	{"amazonaws.com", "Amazon S3"},
	{"amazonaws.com.cn", "Amazon S3"},
	{"backblazeb2.com", "Backblaze B2"},
	{"digitaloceanspaces.com", "DigitalOcean Spaces"},
	{"googleapis.com", "Google Cloud Storage"},
	{"linodeobjects.com", "Linode Object Storage"},
	{"wasabisys.com", "Wasabi"},
	{"scw.cloud", "Scaleway Object Storage"},
	{"your-objectstorage.com", "Hetzner Object Storage"},
	{"ovh.net", "OVHcloud Object Storage"},
	{"vultrobjects.com", "Vultr Object Storage"},
	{"storjshare.io", "Storj"},
	{"idrivee2.com", "IDrive e2"},
	{"windows.net", "Azure Blob Storage"},
}

// recogniseHost tells what a host is that does not serve R2's S3 API.
func recogniseHost(host string, parsed *url.URL) *Finding {
	ends := func(suffix string) bool { return host == suffix || strings.HasSuffix(host, "."+suffix) }
	switch {
	case host == "":
		return notAURL()
	case ends("dash.cloudflare.com"):
		return invalidEndpoint("R2-003", "This is the address of a page of the Cloudflare dashboard.", fromDashboard(parsed.Path))
	case ends("api.cloudflare.com"):
		return invalidEndpoint("R2-003", "This is a URL of Cloudflare's REST API.", fromREST(parsed.Path))
	case ends("r2.dev"):
		return invalidEndpoint("R2-003", "This is the public development URL of a bucket (r2.dev), which serves objects to "+
			"browsers and takes no credentials.", Endpoint{})
	case ends("catalog.cloudflarestorage.com"):
		return invalidEndpoint("R2-003", "This is the URL of an R2 Data Catalog.", Endpoint{})
	}
	for _, other := range otherServices {
		if ends(other.suffix) {
			return invalidEndpoint("R2-003", "This is the address of "+other.name+", which is another S3 service. "+
				"This provider connects to Cloudflare R2.", Endpoint{})
		}
	}
	return invalidEndpoint("R2-003", "The host "+printable(host)+" is not one of R2's. It may be a custom domain of the bucket, "+
		"which serves objects to browsers and takes no credentials.", Endpoint{})
}

func fromDashboard(path string) Endpoint {
	if m := dashboardPath.FindStringSubmatch(path); m != nil {
		return Endpoint{m[1], m[2], m[3]}
	}
	return Endpoint{}
}

func fromREST(path string) Endpoint {
	if m := restPath.FindStringSubmatch(path); m != nil {
		return Endpoint{m[1], DefaultJurisdiction, m[2]}
	}
	return Endpoint{}
}
