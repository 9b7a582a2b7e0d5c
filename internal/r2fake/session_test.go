package r2fake_test

import (
	"encoding/base64"
	"encoding/json"
	"hash/crc32"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

type claims map[string]any

// temporary makes temporary credentials from the admin's, with some claims changed, and returns them with the session token.
func (w *world) temporary(changed claims) (r2fake.Credentials, string) {
	w.t.Helper()
	return w.temporaryOf(w.admin, `{"alg":"HS256","typ":"JWT"}`, changed)
}

func (w *world) temporaryOf(parent r2fake.Credentials, jwtHeader string, changed claims) (r2fake.Credentials, string) {
	w.t.Helper()
	now := w.clock.Now()
	all := claims{
		"iss": parent.AccessKeyID, "sub": accountID, "aud": r2Host, "iat": now.Unix(), "exp": now.Add(15 * time.Minute).Unix(),
		"bucket": "acme-backups", "scope": "object-read-write",
	}
	maps.Copy(all, changed)
	payload, err := json.Marshal(all)
	if err != nil {
		w.t.Fatal(err)
	}
	input := base64.RawURLEncoding.EncodeToString([]byte(jwtHeader)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	jwt := input + "." + base64.RawURLEncoding.EncodeToString(mac([]byte(parent.SecretAccessKey), input))
	return r2fake.Credentials{AccessKeyID: parent.AccessKeyID, SecretAccessKey: sha256Hex(jwt)}, base64.StdEncoding.EncodeToString([]byte("jwt/" + jwt))
}

func crc32Of(s string) string {
	sum := crc32.ChecksumIEEE([]byte(s))
	return base64.StdEncoding.EncodeToString([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// TestSession_permissions has what temporary credentials may do.
func TestSession_permissions(t *testing.T) {
	t.Parallel()
	get := request{path: "/acme-backups/a/1"}
	put := request{method: "PUT", path: "/acme-backups/a/1", body: "x"}
	list := request{path: "/acme-backups", query: "list-type=2&prefix=a/"}
	paths := func(prefixes, objects []string) claims {
		return claims{"paths": map[string][]string{"prefixPaths": prefixes, "objectPaths": objects}}
	}
	tests := map[string]struct {
		claims  claims
		request request
		status  int
		code    string
	}{
		"read":                     {claims{}, get, 200, ""},
		"write":                    {claims{}, put, 200, ""},
		"list":                     {claims{}, list, 200, ""},
		"another bucket":           {claims{}, request{path: "/other/a"}, 403, "AccessDenied"},
		"read only, read":          {claims{"scope": "object-read-only"}, get, 200, ""},
		"read only, write":         {claims{"scope": "object-read-only"}, put, 403, "AccessDenied"},
		"object, configuration":    {claims{}, request{path: "/acme-backups", query: "cors"}, 403, "AccessDenied"},
		"admin, configuration":     {claims{"scope": "admin-read-only"}, request{path: "/acme-backups", query: "cors"}, 404, "NoSuchCORSConfiguration"},
		"admin, create bucket":     {claims{"scope": "admin-read-write"}, request{method: "PUT", path: "/acme-backups"}, 403, "AccessDenied"},
		"admin, delete bucket":     {claims{"scope": "admin-read-write"}, request{method: "DELETE", path: "/acme-backups"}, 403, "AccessDenied"},
		"action listed":            {claims{"actions": []string{"GetObject"}}, get, 200, ""},
		"action not listed":        {claims{"actions": []string{"GetObject"}}, put, 403, "AccessDenied"},
		"action for old list":      {claims{"actions": []string{"ListObjectsV1"}}, request{path: "/acme-backups"}, 200, ""},
		"no action for encryption": {claims{"actions": []string{"ListObjectsV2"}}, request{path: "/acme-backups", query: "encryption"}, 403, "AccessDenied"},
		"below prefix":             {paths([]string{"a/"}, nil), put, 200, ""},
		"outside prefix":           {paths([]string{"b/"}, nil), put, 403, "AccessDenied"},
		"list below prefix":        {paths([]string{"a/"}, nil), list, 200, ""},
		"list above prefix":        {paths([]string{"a/"}, nil), request{path: "/acme-backups", query: "list-type=2"}, 403, "AccessDenied"},
		"exact object":             {paths(nil, []string{"a/1"}), get, 200, ""},
		"another object":           {paths(nil, []string{"a/2"}), get, 403, "AccessDenied"},
		"location despite paths":   {paths([]string{"b/"}, nil), request{path: "/acme-backups", query: "location"}, 200, ""},
		"copy from outside": {
			paths([]string{"a/"}, nil),
			request{method: "PUT", path: "/acme-backups/a/2", header: header("X-Amz-Copy-Source", "acme-backups/secret")},
			403, "AccessDenied",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.AddBucket(accountID, "default", "acme-backups")
			w.AddBucket(accountID, "default", "other")
			w.PutObject(accountID, "default", "acme-backups", "a/1", nil)
			w.PutObject(accountID, "default", "acme-backups", "secret", nil)
			cred, sessionToken := w.temporary(test.claims)
			test.request.sessionToken = sessionToken
			w.expect(cred, test.request, test.status, test.code)
		})
	}
}

// TestSession_refusals has session tokens that do not hold.
func TestSession_refusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	stranger := r2fake.Credentials{AccessKeyID: w.admin.AccessKeyID, SecretAccessKey: strings.Repeat("0", 64)}
	list := request{path: "/acme-backups"}

	for name, foreign := range map[string]string{
		"of AWS":       "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
		"not base64":   "jwt/a.b.c",
		"no JWT":       base64.StdEncoding.EncodeToString([]byte("jwt/abc")),
		"not of R2":    base64.StdEncoding.EncodeToString([]byte("a.b.c")),
		"not readable": base64.StdEncoding.EncodeToString([]byte("jwt/!.!.!")),
	} {
		list.sessionToken = foreign
		if got := w.expect(w.admin, list, 400, "InvalidArgument"); !strings.Contains(got.body, "<Message>X-Amz-Security-Token</Message>") {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	for name, changed := range map[string]claims{
		"issuer":   {"iss": strings.Repeat("0", 32)},
		"account":  {"sub": otherAccount},
		"audience": {"aud": r2HostEU},
		"scope":    {"scope": "owner"},
		"bucket":   {"bucket": ""},
		"action":   {"actions": []string{"HeadBucket"}},
		"too long": {"exp": startTime.Add(7*24*time.Hour + time.Second).Unix()},
		"backward": {"exp": startTime.Unix()},
		"unknown":  {"admin": true},
	} {
		cred, sessionToken := w.temporary(changed)
		list.sessionToken = sessionToken
		if got := w.do(cred, list); got.code() != "InvalidArgument" {
			t.Errorf("%s: %d %s", name, got.status, got.code())
		}
	}

	var cred r2fake.Credentials
	cred, list.sessionToken = w.temporaryOf(stranger, `{"alg":"HS256"}`, nil)
	w.expect(cred, list, 400, "InvalidArgument")
	cred, list.sessionToken = w.temporaryOf(w.admin, `{"alg":"none"}`, nil)
	w.expect(cred, list, 400, "InvalidArgument")

	cred, list.sessionToken = w.temporary(nil)
	w.expect(w.admin, list, 403, "SignatureDoesNotMatch") // signed with the secret of the parent
	w.expect(cred, list, 200, "")
	w.clock.Advance(15 * time.Minute)
	w.expect(cred, list, 401, "Unauthorized")
	later := startTime.Add(time.Hour) // 45 minutes ahead of the clock, which may be wrong by 15.
	cred, list.sessionToken = w.temporary(claims{"iat": later.Unix(), "exp": later.Add(time.Hour).Unix()})
	w.expect(cred, list, 401, "Unauthorized")
	cred, list.sessionToken = w.temporary(nil)
	w.expect(cred, list, 200, "")
	w.RevokeToken(w.admin.AccessKeyID)
	w.expect(cred, list, 401, "Unauthorized")
}

// TestSession_parent has that temporary credentials never exceed their parent.
func TestSession_parent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	cred, sessionToken := w.temporaryOf(w.token(r2fake.ObjectReadOnly), `{"alg":"HS256"}`, nil)
	w.expect(cred, request{path: "/acme-backups", sessionToken: sessionToken}, 200, "")
	w.expect(cred, request{method: "PUT", path: "/acme-backups/k", sessionToken: sessionToken}, 403, "AccessDenied")
}

// TestSession_deleteObjects has that keys outside the paths are refused one by one.
func TestSession_deleteObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.AddBucket(accountID, "default", "acme-backups")
	w.PutObject(accountID, "default", "acme-backups", "a/1", nil)
	w.PutObject(accountID, "default", "acme-backups", "b/1", nil)
	cred, sessionToken := w.temporary(claims{"paths": map[string][]string{"prefixPaths": {"a/"}}})
	got := w.do(cred, request{
		method: "POST", path: "/acme-backups", query: "delete", sessionToken: sessionToken,
		body: "<Delete><Object><Key>a/1</Key></Object><Object><Key>b/1</Key></Object></Delete>",
	})
	want := `<?xml version="1.0" encoding="UTF-8"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Deleted><Key>a/1</Key></Deleted>` +
		`<Error><Key>b/1</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>`
	if got.body != want {
		t.Errorf("got  %s\nwant %s", got.body, want)
	}
}
