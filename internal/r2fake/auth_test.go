package r2fake_test

import (
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// resigned signs a request and then replaces something in its Authorization header.
func resigned(cred r2fake.Credentials, replacements ...string) func(*http.Request) {
	return func(q *http.Request) {
		sign(q, cred, "", startTime, "auto")
		q.Header.Set("Authorization", strings.NewReplacer(replacements...).Replace(q.Header.Get("Authorization")))
	}
}

// TestAuthentication_refusals has every check, each with a request that passes all checks before it.
func TestAuthentication_refusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	unknown := r2fake.Credentials{AccessKeyID: strings.Repeat("a", 32), SecretAccessKey: w.admin.SecretAccessKey}
	wrong := r2fake.Credentials{AccessKeyID: w.admin.AccessKeyID, SecretAccessKey: unknown.AccessKeyID + unknown.AccessKeyID}

	tests := map[string]struct {
		cred    r2fake.Credentials
		request request
		status  int
		code    string
		message string // pinned where it is not empty
	}{
		"no authentication": {
			request: request{signedWith: func(*http.Request) {}},
			status:  400, code: "InvalidArgument", message: "Authorization",
		},
		"signature version 2": {
			request: request{signedWith: func(q *http.Request) { q.Header.Set("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:c2ln") }},
			status:  401, code: "Unauthorized", message: "SigV2 authorization is not supported. Please use SigV4 instead.",
		},
		"no payload hash": {
			request: request{signedWith: func(q *http.Request) { q.Header.Set("Authorization", "Bearer token") }},
			status:  400, code: "InvalidRequest", message: "Missing x-amz-content-sha256",
		},
		"no date": {
			request: request{signedWith: func(q *http.Request) {
				resigned(w.admin)(q)
				q.Header.Del("X-Amz-Date")
			}},
			status: 400, code: "InvalidArgument", message: "No date provided in x-amz-date nor date header",
		},
		"unreadable date": {
			request: request{signedWith: func(q *http.Request) {
				resigned(w.admin)(q)
				q.Header.Set("X-Amz-Date", "yesterday")
			}},
			status: 400, code: "InvalidArgument", message: "Date provided in 'x-amz-date' header (yesterday) didn't parse successfully",
		},
		"clock behind":    {request: request{date: startTime.Add(-15*time.Minute - time.Second)}, status: 403, code: "RequestTimeTooSkewed"},
		"clock ahead":     {request: request{date: startTime.Add(15*time.Minute + time.Second)}, status: 403, code: "RequestTimeTooSkewed"},
		"another scheme":  {request: request{signedWith: resigned(w.admin, "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")}, status: 400, code: "InvalidRequest", message: "Please use AWS4-HMAC-SHA256"},
		"too few parts":   {request: request{signedWith: resigned(w.admin, "/aws4_request", "")}, status: 400, code: "InvalidArgument", message: "Credential sigv4 header should have at least 5 slash-separated parts, not 4"},
		"another service": {request: request{signedWith: resigned(w.admin, "/s3/", "/ec2/")}, status: 400, code: "InvalidArgument", message: "Credential service should be s3, not ec2"},
		"wrong terminator": {
			request: request{signedWith: resigned(w.admin, "aws4_request", "aws5_request")},
			status:  400, code: "InvalidArgument", message: "Credential termination string should be aws4_request, not aws5_request",
		},
		"date of the scope": {
			request: request{signedWith: resigned(w.admin, "/20260304/", "/20260305/")},
			status:  400, code: "InvalidArgument", message: "Credential signed date 20260305 does not match 20260304 from 'x-amz-date' header",
		},
		"length of the key": {
			request: request{signedWith: resigned(w.admin, w.admin.AccessKeyID, "AKIAIOSFODNN7EXAMPLE")},
			status:  400, code: "InvalidArgument", message: "Credential access key has length 20, should be 32",
		},
		"region": {
			request: request{region: "eu-west-1"},
			status:  400, code: "InvalidRegionName", message: "The region name 'eu-west-1' is not valid. Must be one of: wnam, enam, weur, eeur, apac, oc, auto",
		},
		"unknown key": {cred: unknown, status: 401, code: "Unauthorized", message: "Unauthorized"},
		"host not signed": {
			request: request{signedWith: resigned(w.admin, "SignedHeaders=host;", "SignedHeaders=")},
			status:  401, code: "Unauthorized",
		},
		"wrong secret": {cred: wrong, status: 403, code: "SignatureDoesNotMatch"},
		"changed header": {
			request: request{signedWith: func(q *http.Request) {
				q.Header.Set("Content-Type", "text/plain")
				resigned(w.admin)(q)
				q.Header.Set("Content-Type", "text/html")
			}},
			status: 403, code: "SignatureDoesNotMatch",
		},
		"changed body": {
			request: request{header: header("X-Amz-Content-Sha256", sha256Hex("something else"))},
			status:  400, code: "XAmzContentSHA256Mismatch",
		},
		"streaming": {
			request: request{header: header("X-Amz-Content-Sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")},
			status:  501, code: "NotImplemented", message: "Header 'x-amz-content-sha256' with value 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' not implemented",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cred := test.cred
			if cred == (r2fake.Credentials{}) {
				cred = w.admin
			}
			test.request.path = "/acme-backups"
			got := w.expect(cred, test.request, test.status, test.code)
			if want := "<Message>" + strings.ReplaceAll(test.message, "'", "&apos;") + "</Message>"; test.message != "" && !strings.Contains(got.body, want) {
				t.Errorf("body %s\nhas no %s", got.body, want)
			}
		})
	}
}

// TestAuthentication_accepted is the positive control of the refusals.
func TestAuthentication_accepted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	tests := map[string]request{
		"auto":             {},
		"alias":            {region: "us-east-1"},
		"hint":             {region: "weur"},
		"empty region":     {signedWith: func(q *http.Request) { sign(q, w.admin, "", startTime, "") }},
		"15 minutes late":  {date: startTime.Add(-15 * time.Minute)},
		"15 minutes early": {date: startTime.Add(15 * time.Minute)},
		"unsigned payload": {header: header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")},
		"x-id":             {query: "x-id=ListObjects"},
		"encoded slash":    {query: "prefix=a%2Fb%20c"},
		"Date instead of X-Amz-Date": {signedWith: func(q *http.Request) {
			sign(q, w.admin, "", startTime, "auto")
			q.Header.Set("Date", startTime.Format("20060102T150405Z"))
			unsignedDate := strings.Replace(q.Header.Get("Authorization"), ";x-amz-date", "", 1)
			q.Header.Del("X-Amz-Date")
			q.Header.Set("Authorization", unsignedDate)
			resignWithout(q, w.admin)
		}},
	}
	for name, r := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r.path = "/acme-backups"
			w.expect(w.admin, r, 200, "")
		})
	}
}

// resignWithout signs what headers are left, the time aside.
func resignWithout(q *http.Request, cred r2fake.Credentials) {
	hash := q.Header.Get("X-Amz-Content-Sha256")
	canonical := q.Method + "\n" + q.URL.EscapedPath() + "\n\nhost:" + q.URL.Host + "\nx-amz-content-sha256:" + hash +
		"\n\nhost;x-amz-content-sha256\n" + hash
	stamp := startTime.Format("20060102T150405Z")
	scope := stamp[:8] + "/auto/s3/aws4_request"
	key := []byte("AWS4" + cred.SecretAccessKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	q.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+cred.AccessKeyID+"/"+scope+", SignedHeaders=host;x-amz-content-sha256, Signature="+
		hexOf(mac(key, "AWS4-HMAC-SHA256\n"+stamp+"\n"+scope+"\n"+sha256Hex(canonical))))
}

// presign signs a GET as a URL, with some parameters changed.
func presign(cred r2fake.Credentials, changed url.Values) func(*http.Request) {
	return func(q *http.Request) {
		stamp := startTime.Format("20060102T150405Z")
		scope := stamp[:8] + "/auto/s3/aws4_request"
		query := url.Values{
			"X-Amz-Algorithm": {"AWS4-HMAC-SHA256"}, "X-Amz-Credential": {cred.AccessKeyID + "/" + scope}, "X-Amz-Date": {stamp},
			"X-Amz-Expires": {"60"}, "X-Amz-SignedHeaders": {"host"},
		}
		maps.Copy(query, changed)
		canonical := "GET\n" + q.URL.EscapedPath() + "\n" + query.Encode() + "\nhost:" + q.URL.Host + "\n\nhost\nUNSIGNED-PAYLOAD"
		key := []byte("AWS4" + cred.SecretAccessKey)
		for part := range strings.SplitSeq(scope, "/") {
			key = mac(key, part)
		}
		query.Set("X-Amz-Signature", hexOf(mac(key, "AWS4-HMAC-SHA256\n"+query.Get("X-Amz-Date")+"\n"+scope+"\n"+sha256Hex(canonical))))
		q.URL.RawQuery = query.Encode()
	}
}

func TestPresigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "k", []byte("content"))
	ask := func(changed url.Values, status int, code string) {
		t.Helper()
		w.expect(w.admin, request{path: "/acme-backups/k", signedWith: presign(w.admin, changed)}, status, code)
	}
	ask(nil, 200, "")
	ask(url.Values{"X-Amz-Expires": {"604800"}}, 200, "")
	ask(url.Values{"X-Amz-Expires": {"0"}}, 403, "ExpiredRequest")
	for _, wrong := range []url.Values{{"X-Amz-Expires": {"604801"}}, {"X-Amz-Expires": {"soon"}}, {"X-Amz-Date": {"today"}}} {
		ask(wrong, 400, "InvalidArgument")
	}
	ask(url.Values{"X-Amz-Algorithm": {"AWS4-HMAC-SHA1"}}, 400, "InvalidRequest")
	ask(url.Values{"AWSAccessKeyId": {"AKIAIOSFODNN7EXAMPLE"}}, 401, "Unauthorized")

	w.clock.Advance(60 * time.Second)
	ask(nil, 200, "")
	w.clock.Advance(time.Second)
	ask(nil, 403, "ExpiredRequest")
	w.SetAnswers(r2fake.Answers{ExpiredIsBadRequest: true})
	ask(nil, 400, "ExpiredRequest")
	ask(url.Values{"X-Amz-Date": {startTime.Add(time.Hour).Format("20060102T150405Z")}}, 200, "") // A time to come is fine.
}

func TestSignatureDoesNotMatch_document(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.expect(r2fake.Credentials{AccessKeyID: w.admin.AccessKeyID, SecretAccessKey: "wrong"}, request{path: "/"}, 403, "SignatureDoesNotMatch")
	for _, element := range []string{"StringToSign", "StringToSignBytes", "CanonicalRequest", "CanonicalRequestBytes", "SignatureProvided"} {
		if !strings.Contains(got.body, "<"+element+">") {
			t.Errorf("no %s in %s", element, got.body)
		}
	}
	if strings.Contains(got.body, w.admin.SecretAccessKey) {
		t.Error("the answer tells the secret")
	}
}

// TestTokens_unusable has the tokens which are 401, or 403 for who they are rather than for what they ask.
func TestTokens_unusable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddAccount(otherAccount)
	list := request{path: "/"}
	add := func(change func(*r2fake.Token)) r2fake.Credentials {
		token := r2fake.Token{Account: accountID, Policies: []r2fake.Policy{{Level: r2fake.AdminReadWrite}}}
		change(&token)
		return w.AddToken(token)
	}

	expired := add(func(k *r2fake.Token) { k.ExpiresAt = startTime })
	w.expect(expired, list, 401, "Unauthorized")

	early := add(func(k *r2fake.Token) { k.NotBefore = startTime.Add(time.Second) })
	w.expect(early, list, 401, "Unauthorized")
	w.clock.Advance(time.Second)
	w.expect(early, list, 200, "")

	slow := add(func(k *r2fake.Token) { k.PropagationDelay = time.Minute })
	w.expect(slow, list, 401, "Unauthorized")
	w.clock.Advance(time.Minute)
	w.expect(slow, list, 200, "")

	counted := add(func(k *r2fake.Token) { k.PropagationRequests = 2 })
	w.expect(counted, list, 401, "Unauthorized")
	w.expect(counted, list, 401, "Unauthorized")
	w.expect(counted, list, 200, "")

	foreign := add(func(k *r2fake.Token) { k.Account = otherAccount })
	w.expect(foreign, list, 401, "Unauthorized")
	w.expect(foreign, request{path: "/", host: otherAccount + ".r2.cloudflarestorage.com"}, 200, "")

	filtered := add(func(k *r2fake.Token) { k.ClientIPs = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} })
	w.expect(filtered, list, 403, "AccessDenied")
	local := add(func(k *r2fake.Token) { k.ClientIPs = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	w.expect(local, list, 200, "")

	if !w.RevokeToken(local.AccessKeyID) || w.RevokeToken("unknown") {
		t.Error("RevokeToken reports the wrong tokens")
	}
	w.expect(local, list, 401, "Unauthorized")

	w.AddAccount(accountID).SetEntitled(false)
	w.expect(w.admin, list, 403, "NotEntitled")
	w.AddAccount(accountID).SetEntitled(true)
	w.expect(w.admin, list, 200, "")
}

func TestAddToken_derivation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// printf %s 'token value' | sha256sum
	got := w.AddToken(r2fake.Token{Account: accountID, ID: strings.Repeat("1", 32), Value: "token value"})
	want := r2fake.Credentials{AccessKeyID: strings.Repeat("1", 32), SecretAccessKey: "0b0894578a0a7de9ae9dd095d1346e9a3736eda4d486ccce03f95ba5df41b97e"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	first, second := w.token(r2fake.AdminReadOnly), w.token(r2fake.AdminReadOnly)
	if first == second {
		t.Error("generated tokens are the same")
	}
}

func TestAddToken_misuse(t *testing.T) {
	t.Parallel()
	tests := map[string]r2fake.Token{
		"account":          {Account: "acme"},
		"id":               {Account: accountID, ID: "AKIAIOSFODNN7EXAMPLE"},
		"value and secret": {Account: accountID, Value: "a", Secret: strings.Repeat("0", 64)},
		"secret":           {Account: accountID, Secret: "a"},
		"level":            {Account: accountID, Policies: []r2fake.Policy{{Level: "owner"}}},
		"narrowed admin":   {Account: accountID, Policies: []r2fake.Policy{{Level: r2fake.AdminReadOnly, Buckets: []r2fake.BucketRef{{Name: "acme-backups"}}}}},
		"bucket":           {Account: accountID, Policies: []r2fake.Policy{{Level: r2fake.ObjectReadOnly, Buckets: []r2fake.BucketRef{{Name: "A"}}}}},
		"jurisdiction":     {Account: accountID, Policies: []r2fake.Policy{{Level: r2fake.ObjectReadOnly, Buckets: []r2fake.BucketRef{{Name: "abc", Jurisdiction: "EU"}}}}},
	}
	for name, token := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("accepted")
				}
			}()
			r2fake.New().AddToken(token)
		})
	}
}
