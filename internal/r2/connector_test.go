package r2

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"
)

// probesByName are all probes, in the order in which their requests are shown.
var probesByName = []struct {
	name string
	probe
}{
	{"list", probeList},
	{"list folder", probeListFolder},
	{"read", probeRead},
	{"abort", probeAbort},
	{"delete", probeDelete},
	{"configuration", probeConfiguration},
	{"list buckets", probeListBuckets},
	{"delete bucket", probeDeleteBucket},
	{"other bucket", probeOtherBucket},
}

// wire sends each probe once and gives the requests as they arrived.
func wire(t *testing.T) map[string]*http.Request {
	t.Helper()
	server := newService(t, xmlError(403, "AccessDenied", "Access Denied"))
	client := connectorTo(t, server.URL+"/{host}").Client(anEndpoint, aPair)
	requests := map[string]*http.Request{}
	for i, one := range probesByName {
		one.send(t.Context(), client, target{Endpoint: anEndpoint, Credentials: aPair, Prefix: "postgres/"})
		all := server.recorded()
		if len(all) != i+1 {
			t.Fatalf("%s: %d requests so far, want %d", one.name, len(all), i+1)
		}
		requests[one.name] = all[i]
	}
	return requests
}

// volatile is what differs between two runs of the same test, or two versions of
// the SDK, and what it is shown as.
var volatile = []struct {
	pattern *regexp.Regexp
	shown   string
}{
	{regexp.MustCompile(`terraform-provider-r2-[0-9a-f]{32}`), "<absent name>"},
	{regexp.MustCompile(`Credential=([0-9a-f]{32})/\d{8}/`), "Credential=$1/<date>/"},
	{regexp.MustCompile(`Signature=[0-9a-f]{64}`), "Signature=<signature>"},
	{regexp.MustCompile(`\b\d{8}T\d{6}Z\b`), "<time>"},
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`), "<uuid>"},
	{regexp.MustCompile(`User-Agent: aws-sdk-go-v2/.* (terraform-provider-r2/\S+)( m/\S+)?`), "User-Agent: aws-sdk-go-v2/<version> ... $1"},
}

// transcript is a request as text, its headers sorted.
func transcript(r *http.Request) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s\n", r.Method, r.RequestURI)
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&text, "%s: %s\n", name, strings.Join(r.Header[name], " | "))
	}
	content, _ := io.ReadAll(r.Body)
	fmt.Fprintf(&text, "(%d bytes of body)\n", len(content))
	result := text.String()
	for _, v := range volatile {
		result = v.pattern.ReplaceAllString(result, v.shown)
	}
	return result
}

func transcripts(requests map[string]*http.Request) *golden {
	texts := &golden{}
	for _, one := range probesByName {
		texts.add(one.name, transcript(requests[one.name]))
	}
	return texts
}

// TestClient_wire pins what the probes send.
func TestClient_wire(t *testing.T) {
	t.Parallel()
	transcripts(wire(t)).check(t, "wire.golden")
}

// TestClient_r2Quirks checks what R2 is known to stumble over, independently of
// the golden file.
func TestClient_r2Quirks(t *testing.T) {
	t.Parallel()
	credential := regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=` + anAccount + `/\d{8}/auto/s3/aws4_request, SignedHeaders=`)
	hash := regexp.MustCompile(`^[0-9a-f]{64}$`)
	for name, r := range wire(t) {
		if got := r.Header.Get("Authorization"); !credential.MatchString(got) {
			t.Errorf("%s: Authorization %q", name, got)
		}
		if got := r.Header.Get("X-Amz-Content-Sha256"); !hash.MatchString(got) {
			t.Errorf("%s: X-Amz-Content-Sha256 %q", name, got)
		}
		if !strings.Contains(r.Header.Get("User-Agent"), " terraform-provider-r2/1.2.3") {
			t.Errorf("%s: User-Agent %q", name, r.Header.Get("User-Agent"))
		}
		if got := r.Header.Get("Cf-Max-Keys"); (got == "1") != (name == "list buckets") {
			t.Errorf("%s: Cf-Max-Keys %q", name, got)
		}
		if r.URL.Query().Has("max-buckets") {
			t.Errorf("%s: the query has max-buckets, which R2 does not know", name)
		}
		if !strings.HasPrefix(r.URL.Path, "/"+aHost) {
			t.Errorf("%s: path %s: {host} is not the host of R2", name, r.URL.Path)
		}
		checkHeaders(t, name, r.Header)
	}
}

// TestClient_environment sets everything that SDKs of AWS read from the environment, and from the files that it names, to
// something hostile: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html. The control is the header of
// Lambda, which the same environment does put into a request of the SDK that is left as it comes.
//
//nolint:paralleltest // it sets environment variables
func TestClient_environment(t *testing.T) {
	want := transcripts(wire(t)).sections.String()
	hostile := newService(t, body(200, "text/html", aWebPage))
	directory := t.TempDir()
	files := map[string]string{
		"config": "[default]\nregion = hostile\n[profile hostile]\nregion = hostile\nendpoint_url = " + hostile.URL + "\ncredential_process = touch " + directory +
			"/hostile\nretry_mode = adaptive\nrequest_checksum_calculation = when_supported\ns3 =\n  addressing_style = virtual\n",
		"credentials": "[hostile]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = hostile\naws_session_token = hostile\n",
		"ca.pem":      "hostile", "token": "hostile",
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "hostile", "AWS_SESSION_TOKEN": "hostile", "AWS_SECURITY_TOKEN": "hostile",
		"AWS_CREDENTIAL_EXPIRATION": "hostile", "AWS_ACCOUNT_ID": "123456789012", "AWS_ACCOUNT_ID_ENDPOINT_MODE": "required",
		"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_DEFAULTS_MODE": "hostile",
		"AWS_ENDPOINT_URL": hostile.URL, "AWS_ENDPOINT_URL_S3": hostile.URL, "AWS_ENDPOINT_URL_STS": hostile.URL, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
		"AWS_ENABLE_ENDPOINT_DISCOVERY": "true", "AWS_STS_REGIONAL_ENDPOINTS": "legacy",
		"AWS_PROFILE": "hostile", "AWS_DEFAULT_PROFILE": "hostile", "AWS_SDK_LOAD_CONFIG": "1",
		"AWS_CONFIG_FILE": directory + "/config", "AWS_SHARED_CREDENTIALS_FILE": directory + "/credentials",
		"AWS_REQUEST_CHECKSUM_CALCULATION": "when_supported", "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_supported",
		"AWS_DISABLE_REQUEST_COMPRESSION": "false", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": "0",
		"AWS_MAX_ATTEMPTS": "1", "AWS_RETRY_MODE": "adaptive", "AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true",
		"AWS_SDK_UA_APP_ID": "hostile", "AWS_EXECUTION_ENV": "hostile", "AWS_LAMBDA_FUNCTION_NAME": "hostile", "_X_AMZN_TRACE_ID": "hostile",
		"AWS_S3_USE_ARN_REGION": "true", "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS": "true", "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "legacy",
		"AWS_S3_DISABLE_EXPRESS_SESSION_AUTH": "false", "AWS_SIGV4A_SIGNING_REGION_SET": "*", "AWS_AUTH_SCHEME_PREFERENCE": "httpBearerAuth", "AWS_BEARER_TOKEN_S3": "hostile",
		"AWS_CA_BUNDLE": directory + "/ca.pem", "AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026": "true",
		"AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/hostile", "AWS_ROLE_SESSION_NAME": "hostile", "AWS_WEB_IDENTITY_TOKEN_FILE": directory + "/token",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": hostile.URL, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/hostile", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hostile",
		"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": hostile.URL, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
		"AWS_METADATA_SERVICE_TIMEOUT": "1", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "99", "AWS_LOGIN_CACHE_DIRECTORY": directory,
	} {
		t.Setenv(name, value)
	}
	requests := wire(t)
	if diff := cmp.Diff(want, transcripts(requests).sections.String()); diff != "" {
		t.Errorf("the environment changes requests (-without +with):\n%s", diff)
	}
	for name, r := range requests {
		for header, values := range r.Header {
			if strings.Contains(strings.Join(values, ","), "hostile") {
				t.Errorf("%s: the environment is sent in %s: %q", name, header, values)
			}
		}
	}
	if n := len(hostile.recorded()); n != 0 {
		t.Errorf("the hostile endpoint got %d requests", n)
	}
	if _, err := os.Stat(directory + "/hostile"); err == nil {
		t.Error("the command of the hostile configuration file was run")
	}

	untouched := s3.New(s3.Options{BaseEndpoint: aws.String(hostile.URL), Region: Region, UsePathStyle: true, Credentials: aws.AnonymousCredentials{}})
	_, _ = untouched.HeadBucket(t.Context(), &s3.HeadBucketInput{Bucket: aws.String("backups")}, once)
	if got := hostile.recorded(); len(got) != 1 || got[0].Header.Get("X-Amzn-Trace-Id") != "hostile" || !strings.Contains(got[0].UserAgent(), "exec-env/hostile") {
		t.Errorf("control: the SDK does not read the environment: %+v", got)
	}
}

// TestClient_upload: over https, an object goes out as it is. The SDK's default is
// a body in chunks with a checksum behind it, to which R2 answered 501
// (https://github.com/aws/aws-sdk-go-v2/issues/3258).
func TestClient_upload(t *testing.T) {
	t.Parallel()
	var sent http.Header
	var content []byte
	connector := connectorTo(t, "", within(func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header
		content, _ = io.ReadAll(r.Body)
		w.Header().Set("ETag", `"900150983cd24fb0d6963f7d28e17f72"`)
	}))
	_, err := connector.Client(anEndpoint, aPair).PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String("backups"), Key: aws.String("x"), Body: strings.NewReader("abc"),
	})
	if err != nil || string(content) != "abc" {
		t.Errorf("got %v, sent %q", err, content)
	}
	if got := sent.Get("X-Amz-Content-Sha256"); got != "UNSIGNED-PAYLOAD" {
		t.Errorf("X-Amz-Content-Sha256 is %q", got)
	}
	checkHeaders(t, "upload", sent)
}

// TestClient_expressName: R2 has no S3 Express, so a bucket that is named like one
// of those is a bucket like any other, and no session is asked for.
func TestClient_expressName(t *testing.T) {
	t.Parallel()
	endpoint := Endpoint{anAccount, DefaultJurisdiction, "backups--use1-az4--x-s3"}
	server := newService(t, xmlError(403, "AccessDenied", "Access Denied"))
	result := probeList.send(t.Context(), connectorTo(t, server.URL).Client(endpoint, aPair), target{Endpoint: endpoint})
	var got []string
	for _, r := range server.recorded() {
		got = append(got, r.Method+" "+r.RequestURI)
	}
	want := []string{"GET /backups--use1-az4--x-s3?encoding-type=url&list-type=2&max-keys=1&prefix="}
	if diff := cmp.Diff(want, got); diff != "" || result.Answer != Denied {
		t.Errorf("the answer is %d; requests (-want +got):\n%s", result.Answer, diff)
	}
}

// checkHeaders refuses headers that R2 does not take, or that would come from
// the environment.
func checkHeaders(t *testing.T, name string, sent http.Header) {
	t.Helper()
	for header := range sent {
		for _, refused := range []string{
			"X-Amz-Checksum", "X-Amz-Sdk-Checksum", "X-Amz-Trailer", "X-Amz-Security-Token", "X-Amz-Expected-Bucket-Owner", "X-Amz-Acl", "Content-Encoding",
		} {
			if strings.HasPrefix(header, refused) {
				t.Errorf("%s: sends %s", name, header)
			}
		}
	}
}

// TestClient_attempts counts how often a request is sent that is answered the
// same way each time. The bubble's clock makes the pauses take no time.
func TestClient_attempts(t *testing.T) {
	t.Parallel()
	attempts := map[int]int{
		400: 1, 401: 1, 403: 1, 404: 1, 405: 1, 409: 1, 412: 1, 416: 1, 501: 1, 505: 1,
		429: 3, 500: 3, 502: 3, 503: 3, 504: 3, 520: 3, 521: 3, 522: 3, 523: 3, 524: 3, 530: 3,
	}
	for status, want := range attempts {
		for kind, answer := range map[string]http.HandlerFunc{"XML": xmlError(status, "SomethingNew", ""), "a web page": body(status, "text/html", aWebPage)} {
			if kind == "a web page" && status > 500 && want == 1 {
				continue // A page with 5xx comes from the edge, whatever the number.
			}
			t.Run(fmt.Sprintf("%d with %s", status, kind), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					got := 0
					connector := connectorTo(t, "", within(func(w http.ResponseWriter, r *http.Request) {
						got++
						answer(w, r)
					}))
					result := probeDelete.send(t.Context(), connector.Client(anEndpoint, aPair), target{Endpoint: anEndpoint})
					if got != want || result.Answer != Undetermined {
						t.Errorf("%d attempts, want %d; the answer is %d", got, want, result.Answer)
					}
				})
			})
		}
	}
}

// TestClient_attemptsThatHelp: what passes is not seen.
func TestClient_attemptsThatHelp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		answers := []http.HandlerFunc{body(520, "text/html", aWebPage), body(200, "text/html", aWebPage), body(204, "", "")}
		got := 0
		connector := connectorTo(t, "", within(func(w http.ResponseWriter, r *http.Request) {
			got++
			answers[got-1](w, r)
		}))
		result := probeDelete.send(t.Context(), connector.Client(anEndpoint, aPair), target{Endpoint: anEndpoint})
		if diff := cmp.Diff(outcome{Answer: Granted}, result); diff != "" || got != 3 {
			t.Errorf("%d attempts (-want +got):\n%s", got, diff)
		}
	})
}

// TestConnector_clients: one client for each host and pair.
func TestConnector_clients(t *testing.T) {
	t.Parallel()
	connector := NewConnector(ConnectorConfig{})
	client := connector.Client(anEndpoint, aPair)
	otherKey, otherSecret := aPair, aPair
	otherKey.AccessKeyID = strings.Repeat("0", 32)
	otherSecret.SecretAccessKey = NewSecret("another")
	shifted := Credentials{anAccount + aSecret[:1], NewSecret(aSecret[1:])}
	for _, test := range []struct {
		name     string
		endpoint Endpoint
		pair     Credentials
		same     bool
	}{
		{"the same", anEndpoint, Credentials{anAccount, NewSecret(strings.Clone(aSecret))}, true},
		{"another bucket", Endpoint{anAccount, DefaultJurisdiction, "other"}, aPair, true},
		{"no bucket", Endpoint{anAccount, "", ""}, aPair, true},
		{"another jurisdiction", anEndpoint.In("eu"), aPair, false},
		{"another account", Endpoint{strings.Repeat("0", 32), DefaultJurisdiction, "backups"}, aPair, false},
		{"another key", anEndpoint, otherKey, false},
		{"another secret", anEndpoint, otherSecret, false},
		{"the same characters, parted elsewhere", anEndpoint, shifted, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := connector.Client(test.endpoint, test.pair) == client; got != test.same {
				t.Errorf("the same client: %t, want %t", got, test.same)
			}
		})
	}
	if NewConnector(ConnectorConfig{}).Client(anEndpoint, aPair) == client {
		t.Error("two connectors share a client")
	}
}

// TestConnector_many: what is kept does not grow with the number of tokens.
func TestConnector_many(t *testing.T) {
	t.Parallel()
	connector := NewConnector(ConnectorConfig{})
	numbered := func(i int) Credentials { return Credentials{fmt.Sprintf("%032x", i), NewSecret(aSecret)} }
	most := 0
	for i := range 3 * mostClients {
		client := connector.Client(anEndpoint, numbered(i))
		if connector.Client(anEndpoint, numbered(i)) != client {
			t.Errorf("token %d: another client the second time", i)
		}
		most = max(most, len(connector.clients))
	}
	if most != mostClients {
		t.Errorf("%d clients were kept, want %d at most", most, mostClients)
	}
}

// TestConnector_host: without a redirect, requests go to R2 over https.
func TestConnector_host(t *testing.T) {
	t.Parallel()
	var got []string
	connector := connectorTo(t, "", within(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.Scheme+"://"+r.URL.Host+r.URL.Path+" "+r.Header.Get("X-Amz-Content-Sha256"))
		xmlError(403, "AccessDenied", "")(w, r)
	}))
	for _, endpoint := range []Endpoint{anEndpoint, anEndpoint.In("eu")} {
		probeList.send(t.Context(), connector.Client(endpoint, aPair), target{Endpoint: endpoint})
		probeListBuckets.send(t.Context(), connector.Client(endpoint, aPair), target{Endpoint: endpoint})
	}
	const empty = " e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	want := []string{"https://" + aHost + "/backups" + empty, "https://" + aHost + "/" + empty, "https://" + anEUHost + "/backups" + empty, "https://" + anEUHost + "/" + empty}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAbsentName(t *testing.T) {
	t.Parallel()
	first, second := absentName(), absentName()
	if first == second {
		t.Errorf("twice %s", first)
	}
	if !regexp.MustCompile(`^terraform-provider-r2-[0-9a-f]{32}$`).MatchString(first) || !ValidBucketName(first) {
		t.Errorf("got %s", first)
	}
}
