package r2fake_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// minio makes a client that shares no code with the one the provider uses. It takes no path in its endpoint, so the fake needs
// a default host. Over TLS it leaves payloads unsigned, without it streams signed chunks.
func (w *world) minio(cred r2fake.Credentials, secure bool) *minio.Client {
	w.t.Helper()
	server := w.http
	if secure {
		server = w.tls()
	}
	_, address, _ := strings.Cut(server.URL, "://")
	client, err := minio.New(address, &minio.Options{
		Creds: credentials.NewStaticV4(cred.AccessKeyID, cred.SecretAccessKey, ""), Secure: secure, Region: "auto",
		BucketLookup: minio.BucketLookupPath, Transport: server.Client().Transport, MaxRetries: 1,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return client
}

func minioWorld(t *testing.T, answers r2fake.Answers) *world {
	t.Helper()
	w := newWorld(t, realTime, r2fake.WithDefaultHost(r2Host), r2fake.WithAnswers(answers))
	w.AddBucket(accountID, "default", "acme-backups")
	return w
}

func TestMinio_objects(t *testing.T) {
	t.Parallel()
	w := minioWorld(t, r2fake.Answers{})
	client := w.minio(w.admin, true)
	ctx := t.Context()

	var want []string
	for i := range 5 {
		key := fmt.Sprintf("a dir/%d+é", i)
		want = append(want, key)
		if _, err := client.PutObject(ctx, "acme-backups", key, strings.NewReader(key), int64(len(key)), minio.PutObjectOptions{
			ContentType: "text/plain", UserMetadata: map[string]string{"By": "test"},
		}); err != nil {
			t.Fatal(err)
		}
	}
	object, err := client.GetObject(ctx, "acme-backups", want[3], minio.GetObjectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(object)
	if err != nil || string(content) != want[3] {
		t.Errorf("got %q, %v", content, err)
	}
	info, err := client.StatObject(ctx, "acme-backups", want[0], minio.StatObjectOptions{})
	if err != nil || info.UserMetadata["By"] != "test" || info.ContentType != "text/plain" {
		t.Errorf("got %+v, %v", info, err)
	}
	var got []string
	for entry := range client.ListObjects(ctx, "acme-backups", minio.ListObjectsOptions{Prefix: "a dir/", Recursive: true, MaxKeys: 2}) {
		if entry.Err != nil {
			t.Fatal(entry.Err)
		}
		got = append(got, entry.Key)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if pages := w.Count("ListObjectsV2"); pages != 3 {
		t.Errorf("listed in %d pages", pages)
	}

	signed, err := client.PresignedGetObject(ctx, "acme-backups", want[1], time.Minute, nil)
	if err != nil {
		t.Fatal(err)
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, signed.String(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := w.tls().Client().Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if content, err := io.ReadAll(response.Body); err != nil || string(content) != want[1] {
		t.Errorf("presigned: got %q, %v", content, err)
	}

	doomed := make(chan minio.ObjectInfo, len(want))
	for _, key := range want {
		doomed <- minio.ObjectInfo{Key: key}
	}
	close(doomed)
	for failure := range client.RemoveObjects(ctx, "acme-backups", doomed, minio.RemoveObjectsOptions{}) {
		t.Error(failure)
	}
	if left := w.Keys(accountID, "default", "acme-backups"); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestMinio_multipart(t *testing.T) {
	t.Parallel()
	w := minioWorld(t, r2fake.Answers{})
	body := bytes.Repeat([]byte("0123456789abcdef"), 11<<16) // 11 MiB
	_, err := w.minio(w.admin, true).PutObject(t.Context(), "acme-backups", "big", bytes.NewReader(body), int64(len(body)), minio.PutObjectOptions{PartSize: 5 << 20})
	if err != nil {
		t.Fatal(err)
	}
	stored, _ := w.Object(accountID, "default", "acme-backups", "big")
	if !bytes.Equal(stored, body) || w.Count("UploadPart") != 3 {
		t.Errorf("stored %d bytes of %d parts", len(stored), w.Count("UploadPart"))
	}
}

// TestMinio_signedStreaming has the upload in signed chunks, which minio-go chooses where there is no TLS.
func TestMinio_signedStreaming(t *testing.T) {
	t.Parallel()
	for accepted, want := range map[bool]string{false: "NotImplemented", true: ""} {
		w := minioWorld(t, r2fake.Answers{StreamingUploadsAccepted: accepted})
		body := strings.Repeat("0123456789abcdef", 10_000) // several chunks
		_, err := w.minio(w.admin, false).PutObject(t.Context(), "acme-backups", "k", strings.NewReader(body), int64(len(body)), minio.PutObjectOptions{})
		if code := minio.ToErrorResponse(err).Code; code != want {
			t.Errorf("accepted %t: %q %v", accepted, code, err)
		}
		stored, exists := w.Object(accountID, "default", "acme-backups", "k")
		if exists != accepted || exists && string(stored) != body {
			t.Errorf("accepted %t: stored %d bytes", accepted, len(stored))
		}
	}
}

func TestMinio_refused(t *testing.T) {
	t.Parallel()
	w := minioWorld(t, r2fake.Answers{})
	put := func(cred r2fake.Credentials) string {
		_, err := w.minio(cred, true).PutObject(t.Context(), "acme-backups", "k", strings.NewReader("x"), 1, minio.PutObjectOptions{})
		return minio.ToErrorResponse(err).Code
	}
	tests := map[string]struct {
		cred r2fake.Credentials
		want string
	}{
		"right":        {w.admin, ""},
		"wrong secret": {r2fake.Credentials{AccessKeyID: w.admin.AccessKeyID, SecretAccessKey: "wrong"}, "SignatureDoesNotMatch"},
		"read only":    {w.token(r2fake.ObjectReadOnly), "AccessDenied"},
		"other bucket": {w.token(r2fake.ObjectReadWrite, r2fake.BucketRef{Name: "other"}), "AccessDenied"},
		"unknown key":  {r2fake.Credentials{AccessKeyID: otherAccount, SecretAccessKey: "x"}, "Unauthorized"},
	}
	for name, test := range tests {
		if got := put(test.cred); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
