package r2

import (
	"net"
	"net/url"
	"regexp"
	"strings"
)

// The addresses at which people look a bucket up. Each has the account, some have
// the jurisdiction ("default" for none) and the bucket.
var (
	// dashboardPath is a bucket's page in the Cloudflare dashboard.
	dashboardPath = regexp.MustCompile(`^/([0-9a-f]{32})/r2(?:/([a-z][a-z0-9-]*))?/buckets/([^/]+)`)
	// restPath is a bucket's resource in Cloudflare's REST API.
	restPath = regexp.MustCompile(`^/client/v4/accounts/([0-9a-f]{32})/r2()/buckets/([^/]+)`)
	// catalogPath is a bucket's R2 Data Catalog.
	// See https://developers.cloudflare.com/r2/data-catalog/get-started/.
	catalogPath = regexp.MustCompile(`^/([0-9a-f]{32})()/([^/]+)`)
	// accountPath is any other page of an account.
	accountPath = regexp.MustCompile(`/([0-9a-f]{32})()()(?:/|$)`)
)

// told gives what the path of such an address tells.
func told(pattern *regexp.Regexp, path string) location {
	for _, p := range []*regexp.Regexp{pattern, accountPath} {
		if m := p.FindStringSubmatch(path); m != nil {
			return location{endpoint: Endpoint{AccountID: m[1], Jurisdiction: m[2], Bucket: m[3]}}
		}
	}
	return location{}
}

// otherServices are storage services that people move from, by the end of their
// hosts.
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
	case parsed.Scheme == "s3":
		where := behindHost(host + parsed.Path)
		return invalidEndpoint("R2-003", "This is an S3 URI, which names a bucket but neither the account nor the jurisdiction.", where)
	case ends("dash.cloudflare.com"):
		return invalidEndpoint("R2-003", "This is the address of a page of the Cloudflare dashboard.", told(dashboardPath, parsed.Path))
	case ends("api.cloudflare.com"):
		return invalidEndpoint("R2-003", "This is a URL of Cloudflare's REST API.", told(restPath, parsed.Path))
	case ends("r2.dev"):
		return invalidEndpoint("R2-003", "This is the public development URL of a bucket (r2.dev), which serves objects to "+
			"browsers and takes no credentials.", location{})
	case ends("catalog.cloudflarestorage.com"):
		return invalidEndpoint("R2-003", "This is the URL of an R2 Data Catalog.", told(catalogPath, parsed.Path))
	}
	for _, other := range otherServices {
		if ends(other.suffix) {
			return invalidEndpoint("R2-003", "This is the address of "+other.name+". This provider connects to Cloudflare R2.", location{})
		}
	}
	return foreignHost(host, parsed)
}

// foreignHost says what a host may be that is not recognised.
func foreignHost(host string, parsed *url.URL) *Finding {
	problem := "The host " + Pasted(host) + " is not one of R2's."
	if isLoopback(host) || net.ParseIP(host) != nil {
		return invalidEndpoint("R2-003", problem+" The endpoint names R2 even where requests go to another S3 service, such as a local one for tests: "+
			"that one goes to endpoint_url of the provider (R2_ENDPOINT_URL).", location{})
	}
	if account, _, _ := strings.Cut(host, "."); ValidAccountID(account) {
		where := behindHost(parsed.Path)
		where.endpoint.AccountID = account
		return invalidEndpoint("R2-003", problem+" Behind the account id and the jurisdiction, if there is one, it ends in "+domain+".", where)
	}
	return invalidEndpoint("R2-003", problem+" It may be a custom domain of the bucket, which serves objects to browsers and takes no credentials.", location{})
}

// lookAlike refuses letters outside of ASCII: some of them look like the ones
// in R2's domain.
func lookAlike(host string) *Finding {
	return invalidEndpoint("R2-003", "The host has letters in it that are not plain a to z, shown here as \\u and a number: "+Pasted(host)+
		". Type the endpoint instead of pasting it.", location{})
}
