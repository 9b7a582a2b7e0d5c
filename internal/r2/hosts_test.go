package r2

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestHosts_redirects: no redirect is followed, wherever it leads; each request goes to the endpoint's host alone.
func TestHosts_redirects(t *testing.T) {
	t.Parallel()
	for _, location := range []string{
		"https://evil.example.com/", "https://" + aHost + ":8443/backups", "http://" + aHost + "/backups", "https://" + aHost + "/other", "//evil.example.com/",
		"https://" + aHost + "@evil.example.com/", "https://" + aHost + ".evil.example.com/", "https://" + anEUHost + "/backups", "/backups/", "", "::", "file:///etc/passwd",
	} {
		for _, status := range []int{300, 301, 302, 303, 307, 308} {
			for _, one := range probesByName {
				var asked []string
				connector := connectorTo(t, "", within(func(w http.ResponseWriter, r *http.Request) {
					asked = append(asked, r.URL.Scheme+"://"+r.URL.Host)
					w.Header().Set("Location", location)
					body(status, "text/html", aWebPage)(w, r)
				}))
				got := one.send(t.Context(), connector.Client(anEndpoint, aPair), target{Endpoint: anEndpoint})
				if diff := cmp.Diff([]string{"https://" + aHost}, asked); diff != "" || got.Answer != Undetermined || got.Failure.Kind != Foreign {
					t.Errorf("%s, %d to %q: %+v; asked (-want +got):\n%s", one.name, status, location, got, diff)
				}
			}
		}
	}
}

// hostsChild is the variable that makes the test binary list a bucket in place of its tests. The environment is read once
// in a process, so that each test of it needs one.
const hostsChild = "R2_TEST_HOSTS_CHILD"

// TestHosts_child is no test, but the process that the others below start. It prints what came of the request, or, given a
// URL, which proxy would be asked for it.
func TestHosts_child(t *testing.T) {
	t.Parallel()
	switch raw := os.Getenv(hostsChild); {
	case raw == "": // Not started by one of them.
	case strings.HasPrefix(raw, "proxy of "):
		target, err := url.Parse(strings.TrimPrefix(raw, "proxy of "))
		if err != nil {
			t.Fatal(err)
		}
		proxy, err := newTransport(DefaultRequestTimeout).Proxy(&http.Request{URL: target})
		fmt.Printf("child: %v %v\n", proxy, err)
	default:
		if raw == "R2 itself" {
			raw = ""
		}
		outcome := "listed"
		if err := listOnce(t.Context(), connectorTo(t, raw)); err != nil {
			outcome = Classify("ListObjectsV2", err).Words()
		}
		fmt.Println("child: " + outcome)
	}
}

// inChild lists the bucket in a process of its own, whose environment has these variables, and gives what came of it.
func inChild(t *testing.T, what string, environment map[string]string) string {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), executable, "-test.run=^TestHosts_child$", "-test.v")
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if upper := strings.ToUpper(name); !strings.HasSuffix(upper, "_PROXY") && !strings.HasPrefix(upper, "SSL_CERT_") && name != "REQUEST_METHOD" {
			command.Env = append(command.Env, variable)
		}
	}
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	command.Env = append(command.Env, hostsChild+"="+what)
	output, err := command.CombinedOutput()
	for line := range strings.Lines(string(output)) {
		if said, ok := strings.CutPrefix(line, "child: "); ok && err == nil {
			return strings.TrimSpace(said)
		}
	}
	t.Fatalf("the child said nothing: %v\n%s", err, output)
	return ""
}

// authority signs certificates, and is in a file.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	file        string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{file: filepath.Join(t.TempDir(), "authority.pem")}
	a.certificate = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	var der []byte
	a.key, der = a.issue(t, a.certificate)
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	a.certificate = parsed
	if err := os.WriteFile(a.file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// issue signs a certificate, with a new key: its own, if it is that of the authority.
func (a *authority) issue(t *testing.T, template *x509.Certificate) (*ecdsa.PrivateKey, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer := a.key
	if signer == nil {
		signer = key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return key, der
}

// server serves the list of a bucket over TLS, under a name.
func (a *authority) server(t *testing.T, name string) *service {
	t.Helper()
	key, der := a.issue(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	})
	return newTLSService(t, func(c *tls.Config) { c.Certificates = []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}} })
}

// proxy is a proxy that leads every connection to one server, and keeps what it sees.
type proxy struct {
	*httptest.Server

	mu   sync.Mutex
	seen bytes.Buffer
}

func newProxy(t *testing.T, leadsTo string) *proxy {
	t.Helper()
	p := &proxy{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.see(r.Method + " " + r.RequestURI + "\n")
		_ = r.Header.Write(&locked{p})
		if r.Method != http.MethodConnect {
			body(502, "text/html", aWebPage)(w, r)
			return
		}
		p.tunnel(r.Context(), w, leadsTo)
	}))
	t.Cleanup(p.Close)
	return p
}

// locked writes into what the proxy has seen.
type locked struct{ *proxy }

func (l *locked) Write(b []byte) (int, error) {
	l.see(string(b))
	return len(b), nil
}

func (p *proxy) see(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen.WriteString(text)
}

func (p *proxy) saw() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

func (p *proxy) tunnel(ctx context.Context, w http.ResponseWriter, leadsTo string) {
	server, err := (&net.Dialer{}).DialContext(ctx, "tcp", leadsTo)
	if err != nil {
		panic(err)
	}
	defer server.Close()
	client, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	defer client.Close()
	_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		_, _ = io.Copy(io.MultiWriter(server, &locked{p}), bufio.NewReader(buffered))
		_ = server.Close()
	}()
	_, _ = io.Copy(client, server)
}

// TestHosts_proxy: https goes through the proxy of the environment, which sees the host and what is encrypted. The authority
// that signed R2's certificate here is known by SSL_CERT_FILE alone.
func TestHosts_proxy(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("needs SSL_CERT_FILE, and here the system alone says whom to trust")
	}
	trusted := newAuthority(t)
	throughR2, listed := "CONNECT "+aHost+":443\n", "listed"
	for name, test := range map[string]struct {
		what        string
		environment map[string]string // in which {proxy} is the address of the proxy
		want        string
		connects    string
	}{
		"through the proxy":       {"R2 itself", map[string]string{"HTTPS_PROXY": "{proxy}", "SSL_CERT_FILE": trusted.file}, listed, throughR2},
		"in lower case":           {"R2 itself", map[string]string{"https_proxy": "{proxy}", "SSL_CERT_FILE": trusted.file}, listed, throughR2},
		"unknown authority":       {"R2 itself", map[string]string{"HTTPS_PROXY": "{proxy}"}, "x509: certificate signed by unknown authority", throughR2},
		"certificate for another": {"https://evil.example.com", map[string]string{"HTTPS_PROXY": "{proxy}", "SSL_CERT_FILE": trusted.file}, "x509: certificate is valid for " + aHost + ", not evil.example.com", "CONNECT evil.example.com:443\n"},
		"proxy with a password":   {"R2 itself", map[string]string{"HTTPS_PROXY": "http://me:password@127.0.0.1:1"}, "proxyconnect: dial tcp 127.0.0.1:1: connect: connection refused", ""},
		"https through http only": {"proxy of https://" + aHost, map[string]string{"HTTP_PROXY": "{proxy}"}, "<nil> <nil>", ""},
		"excepted":                {"proxy of https://" + aHost, map[string]string{"HTTPS_PROXY": "{proxy}", "NO_PROXY": "." + domain}, "<nil> <nil>", ""},
		"not excepted":            {"proxy of https://" + aHost, map[string]string{"HTTPS_PROXY": "{proxy}", "NO_PROXY": "example.com"}, "{proxy} <nil>", ""},
		"this machine":            {"proxy of http://127.0.0.1:9000", map[string]string{"HTTP_PROXY": "{proxy}", "ALL_PROXY": "{proxy}"}, "<nil> <nil>", ""},
		"this machine by name":    {"proxy of http://localhost:9000", map[string]string{"HTTP_PROXY": "{proxy}"}, "<nil> <nil>", ""},
		"this machine, IPv6":      {"proxy of http://[::1]:9000", map[string]string{"HTTP_PROXY": "{proxy}"}, "<nil> <nil>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r2 := trusted.server(t, aHost)
			through := newProxy(t, r2.Listener.Addr().String())
			environment := maps.Clone(test.environment)
			for variable, value := range environment {
				environment[variable] = strings.ReplaceAll(value, "{proxy}", through.URL)
			}
			if got, want := inChild(t, test.what, environment), strings.ReplaceAll(test.want, "{proxy}", through.URL); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			seen := through.saw()
			if (seen == "") != (test.connects == "") || !strings.HasPrefix(seen, test.connects) {
				t.Errorf("the proxy saw %q, want it to be asked: %q", seen, test.connects)
			}
			for _, hidden := range []string{"Authorization", aPair.AccessKeyID + "/", algorithmName, "X-Amz-", "list-type", aSecret} {
				if strings.Contains(strings.ReplaceAll(seen, aHost, ""), hidden) {
					t.Errorf("the proxy saw %q", hidden)
				}
			}
			arrived := r2.recorded()
			if (len(arrived) == 1) != (test.want == listed) ||
				len(arrived) == 1 && !strings.HasPrefix(arrived[0].Header.Get("Authorization"), algorithmName+" Credential="+aPair.AccessKeyID+"/") {
				t.Errorf("control: R2 got %+v", arrived)
			}
		})
	}
}

// algorithmName is how an Authorization header begins.
const algorithmName = "AWS4-HMAC-SHA256"

// TestHosts_plainProxy: plain http is for this machine, and goes through no proxy, which would see the signature.
func TestHosts_plainProxy(t *testing.T) {
	t.Parallel()
	server := newService(t, document(200, `<ListBucketResult><Name>backups</Name><KeyCount>0</KeyCount></ListBucketResult>`))
	through := newProxy(t, server.Listener.Addr().String())
	environment := map[string]string{"HTTP_PROXY": through.URL, "HTTPS_PROXY": through.URL, "ALL_PROXY": through.URL}
	lower := map[string]string{}
	for name, value := range maps.Clone(environment) {
		lower[strings.ToLower(name)] = value
	}
	maps.Copy(environment, lower)
	if got := inChild(t, server.URL, environment); got != "listed" || through.saw() != "" || len(server.recorded()) != 1 {
		t.Errorf("got %q, %d requests; the proxy saw:\n%s", got, len(server.recorded()), through.saw())
	}
}
