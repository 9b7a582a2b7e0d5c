package r2fake

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// DefaultJurisdiction names the jurisdiction of buckets that have none: R2's policies call it "default", its host names
// leave it out (https://developers.cloudflare.com/r2/api/tokens/).
const DefaultJurisdiction = "default"

// target is what a request is addressed to.
type target struct {
	host         string // R2 host, without the bucket of virtual-hosted style
	account      string
	jurisdiction string
	bucket       string
	key          string
}

func (t target) ref() BucketRef {
	return BucketRef{Jurisdiction: t.jurisdiction, Name: t.bucket}
}

var r2Host = regexp.MustCompile(`^(?:([a-z0-9][a-z0-9-]*)\.)?(([0-9a-f]{32})(?:\.([a-z]+))?\.r2\.cloudflarestorage\.com)$`)

// parseHost reads an R2 host: [<bucket>.]<account id>[.<jurisdiction>].r2.cloudflarestorage.com
func parseHost(host string) (target, error) {
	match := r2Host.FindStringSubmatch(strings.ToLower(host))
	if match == nil {
		return target{}, fmt.Errorf("%q is no R2 host (<account id>[.<jurisdiction>].r2.cloudflarestorage.com)", host)
	}
	t := target{bucket: match[1], host: match[2], account: match[3], jurisdiction: match[4]}
	if t.jurisdiction == DefaultJurisdiction {
		return target{}, fmt.Errorf("%q is no R2 host: the default jurisdiction has no label", host)
	}
	if t.jurisdiction == "" {
		t.jurisdiction = DefaultJurisdiction
	}
	return t, nil
}

func validDefaultHost(host string) error {
	t, err := parseHost(host)
	if err == nil && t.bucket != "" {
		err = fmt.Errorf("default host %q names a bucket", host)
	}
	return err
}

// resolve finds out what a request is addressed to.
func (s *Server) resolve(r *http.Request) (target, error) {
	path := strings.TrimPrefix(wirePath(r), "/")

	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host // without a port
	}
	t, err := parseHost(host)
	if err != nil {
		segment, rest, _ := strings.Cut(path, "/")
		if t, err = parseHost(segment); err == nil && t.bucket == "" {
			path = rest
		} else if t, err = parseHost(s.defaultHost); err != nil {
			return target{}, errRouteNotFound
		}
	}

	rawBucket, rawKey := t.bucket, path
	if rawBucket == "" {
		rawBucket, rawKey, _ = strings.Cut(path, "/")
	}
	if t.bucket, err = url.PathUnescape(rawBucket); err != nil {
		return t, errInvalidArgument("Bucket name is not valid percent-encoding")
	}
	if t.key, err = url.PathUnescape(rawKey); err != nil {
		return t, errInvalidArgument("Object key is not valid percent-encoding")
	}
	return t, nil
}

// unreachable reports whether a host leads nowhere: R2 has a certificate per account, so that an unknown one already fails
// in the TLS handshake.
func (s *Server) unreachable(t target) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts[t.account] == nil || !s.jurisdictions[t.jurisdiction]
}

// wirePath is the path of a request as it was sent, percent-encoding untouched.
func wirePath(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		path, _, _ := strings.Cut(r.RequestURI, "?")
		return path
	}
	return cmp.Or(r.URL.EscapedPath(), "/") // absolute form, as sent to a proxy
}
