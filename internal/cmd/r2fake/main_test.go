package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
)

const (
	accountID   = "0123456789abcdef0123456789abcdef"
	accessKeyID = "11111111111111111111111111111111"
	secret      = "2222222222222222222222222222222222222222222222222222222222222222"
	seed        = `{
		"default_host": "` + accountID + `.r2.cloudflarestorage.com",
		"accounts": [{"id": "` + accountID + `", "buckets": {"default": [{"name": "acme-backups", "objects": {"a": "1"}}]}}],
		"tokens": [{"account": "` + accountID + `", "id": "` + accessKeyID + `", "secret": "` + secret + `", "level": "object-read-write"}]
	}`
)

// TestMain runs the program itself when the test asks for it.
func TestMain(m *testing.M) {
	if os.Getenv("R2FAKE_TEST_MAIN") == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

// syncBuffer is a buffer for the log, which is written by many goroutines.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// start runs the program in this process and returns its URL, its log, and what stops it.
func start(t *testing.T, args ...string) (url string, log *syncBuffer, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	log = &syncBuffer{}
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, append([]string{"-seed", writeSeed(t, seed)}, args...), writer, log)
	}()
	var ready struct{ URL string }
	if err := json.NewDecoder(reader).Decode(&ready); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return ready.URL, log, stop
}

func writeSeed(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func client(url string) *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: aws.String(url), Region: "auto", UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials:                credentials.NewStaticCredentialsProvider(accessKeyID, secret, ""),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		HTTPClient:                 &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	})
}

func list(t *testing.T, url string) string {
	t.Helper()
	_, err := client(url).ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("acme-backups")})
	if err == nil {
		return ""
	}
	if failure, ok := errors.AsType[smithy.APIError](err); ok {
		return failure.ErrorCode()
	}
	return err.Error()
}

func send(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := new(http.Client).Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(content)
}

func TestRun(t *testing.T) {
	t.Parallel()
	url, log, stop := start(t)
	if code := list(t, url); code != "" {
		t.Errorf("list: %s", code)
	}
	if _, err := client(url).DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: aws.String("acme-backups")}); err == nil {
		t.Error("an Object token deleted a bucket")
	}
	if status, _ := send(t, http.MethodGet, url+"/_r2fake/requests", ""); status != http.StatusBadRequest {
		t.Errorf("admin side without -admin: %d", status)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	host := accountID + ".r2.cloudflarestorage.com"
	want := "200 ListObjectsV2 " + host + " acme-backups " + accessKeyID + "\n" +
		"403 DeleteBucket " + host + " acme-backups " + accessKeyID + " AccessDenied\n" +
		"400 GetObject " + host + " _r2fake/requests - InvalidArgument\n"
	if diff := cmp.Diff(want, log.String()); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

func TestRun_admin(t *testing.T) {
	t.Parallel()
	url, log, _ := start(t, "-admin")
	token := url + "/_r2fake/tokens/" + accessKeyID
	answers := func(method, path, body string, want int) {
		t.Helper()
		if status, text := send(t, method, path, body); status != want {
			t.Errorf("%s %s: %d %s", method, path, status, text)
		}
	}

	if code := list(t, url); code != "" {
		t.Errorf("before: %s", code)
	}
	answers(http.MethodPut, token, `{"level": "owner"}`, http.StatusBadRequest)
	answers(http.MethodPut, token, `{"level": "object-read-only", "buckets": [{"name": "other"}]}`, http.StatusNoContent)
	if code := list(t, url); code != "AccessDenied" {
		t.Errorf("with other policies: %s", code)
	}
	answers(http.MethodPost, token+"/revoke", "", http.StatusNoContent)
	if code := list(t, url); code != "Unauthorized" {
		t.Errorf("revoked: %s", code)
	}
	answers(http.MethodPost, url+"/_r2fake/tokens/unknown/revoke", "", http.StatusNotFound)
	answers(http.MethodPut, url+"/_r2fake/tokens/unknown", `{"level": "object-read-only"}`, http.StatusNotFound)
	answers(http.MethodGet, token, "", http.StatusMethodNotAllowed)

	_, text := send(t, http.MethodGet, url+"/_r2fake/requests", "")
	var requests []recorded
	if err := json.Unmarshal([]byte(text), &requests); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range requests {
		if r.Operation != "ListObjectsV2" || r.AccessKeyID != accessKeyID || !strings.HasPrefix(r.UserAgent, "aws-sdk-go-v2/") {
			t.Errorf("recorded %+v", r)
		}
		got = append(got, r.Code)
	}
	if diff := cmp.Diff([]string{"", "AccessDenied", "Unauthorized"}, got); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	for _, output := range []string{text, log.String()} {
		if strings.Contains(output, secret) || strings.Contains(output, "Signature=") {
			t.Errorf("told a secret: %s", output)
		}
	}
}

// TestAdmin_usage has that -h and the guide list the same requests, and that they are served.
func TestAdmin_usage(t *testing.T) {
	t.Parallel()
	var usage strings.Builder
	if err := run(t.Context(), []string{"-h"}, io.Discard, &usage); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	guide, err := os.ReadFile("../../../docs/guides/test-against-the-fake.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := func(pattern, text string) []string {
		var requests []string
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			requests = append(requests, match[1]+" "+match[2])
		}
		slices.Sort(requests)
		return requests
	}
	want := []string{
		"GET /_r2fake/requests", "POST /_r2fake/tokens/<Access Key ID>/revoke", "PUT /_r2fake/tokens/<Access Key ID>",
	}
	if diff := cmp.Diff(want, listed(`(?m)^  (GET|POST|PUT) +(/_r2fake/.*?)  `, usage.String())); diff != "" {
		t.Errorf("-h (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, listed("(?m)^\\| `(GET|POST|PUT) (/_r2fake/.*?)` \\|", string(guide))); diff != "" {
		t.Errorf("the guide (-want +got):\n%s", diff)
	}

	url, _, _ := start(t, "-admin")
	for _, request := range slices.Backward(want) { // A token that is deleted cannot be changed.
		method, path, _ := strings.Cut(request, " ")
		path = strings.Replace(path, "<Access Key ID>", accessKeyID, 1)
		if status, text := send(t, method, url+path, `{"level": "object-read-only"}`); status >= http.StatusBadRequest {
			t.Errorf("%s: %d %s", request, status, text)
		}
	}
}

// TestAdmin_presigned has that the signature of a presigned URL is not passed on.
func TestAdmin_presigned(t *testing.T) {
	t.Parallel()
	url, log, _ := start(t, "-admin")
	signed, err := s3.NewPresignClient(client(url)).PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("acme-backups"), Key: aws.String("a")})
	if err != nil {
		t.Fatal(err)
	}
	if status, body := send(t, http.MethodGet, signed.URL, ""); status != http.StatusOK || body != "1" {
		t.Errorf("got %d %q", status, body)
	}
	_, text := send(t, http.MethodGet, url+"/_r2fake/requests", "")
	if !strings.Contains(text, "X-Amz-Expires") || strings.Contains(text+log.String(), "X-Amz-Signature") {
		t.Error(text)
	}
}

func TestRun_refusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string // how the error ends
	}{
		"all addresses": {[]string{"-listen", "0.0.0.0:0"}, "refusing to listen on 0.0.0.0:0, which is not a loopback address"},
		"no address":    {[]string{"-listen", ":0"}, "refusing to listen on :0, which is not a loopback address"},
		"IPv6":          {[]string{"-listen", "[::]:0"}, "refusing to listen on [::]:0, which is not a loopback address"},
		"another host":  {[]string{"-listen", "example.com:0"}, "refusing to listen on example.com:0, which is not a loopback address"},
		"no port":       {[]string{"-listen", "127.0.0.1"}, "missing port in address"},
		"argument":      {[]string{"seed.json"}, `unexpected argument "seed.json"`},
		"flag":          {[]string{"-allow-remote"}, "flag provided but not defined: -allow-remote"},
		"no seed":       {[]string{"-seed", filepath.Join(t.TempDir(), "absent")}, "no such file or directory"},
		"bad seed":      {[]string{"-seed", writeSeed(t, `{"accounts": [{"id": "x"}]}`)}, `seed.json: accounts[0].id: account id "x" is not 32 lower-case hexadecimal characters`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout bytes.Buffer
			err := run(t.Context(), test.args, &stdout, io.Discard)
			if err == nil || !strings.HasSuffix(err.Error(), test.want) || stdout.Len() > 0 {
				t.Errorf("got %v, want ... %s; stdout %q", err, test.want, stdout.String())
			}
		})
	}
	if err := run(t.Context(), []string{"-h"}, io.Discard, io.Discard); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v", err)
	}
}

// TestProgram has that a signal stops the program with exit code 0.
func TestProgram(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			executable, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			program := exec.CommandContext(t.Context(), executable, "-listen", "127.0.0.1:0", "-seed", writeSeed(t, seed))
			program.Env = append(os.Environ(), "R2FAKE_TEST_MAIN=1")
			stdout, err := program.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(stdout).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			var ready map[string]string
			if err := json.Unmarshal([]byte(line), &ready); err != nil || !strings.HasPrefix(ready["url"], "http://127.0.0.1:") || len(ready) != 1 {
				t.Errorf("%q: %v", line, err)
			}
			if code := list(t, ready["url"]); code != "" {
				t.Errorf("list: %s", code)
			}
			if err := program.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := program.Wait(); err != nil {
				t.Errorf("stopped with %v", err)
			}
		})
	}
}
