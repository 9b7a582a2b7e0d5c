package tools_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// rclone is configured by the outputs of the example. It asks the fake in place of R2, and once.
func rclone(t *testing.T, w *world, use string, cred r2fake.Credentials) (program *tool, remote string) {
	t.Helper()
	program = find(t, "rclone")
	output := w.apply(t, "rclone", use, cred)
	config := filepath.Join(t.TempDir(), "rclone.conf")
	write(t, config, strings.ReplaceAll(output("rclone_conf"), "https://", w.url+"/"))
	program.setenv("RCLONE_CONFIG", config)
	program.setenv("RCLONE_CONFIG_R2_SECRET_ACCESS_KEY", cred.SecretAccessKey)
	program.setenv("RCLONE_RETRIES", "1")
	program.setenv("RCLONE_LOW_LEVEL_RETRIES", "1")
	return program, output("rclone_remote")
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAccRclone_destination(t *testing.T) {
	t.Parallel()
	w := start(t)
	program, remote := rclone(t, w, "destination", w.token(r2fake.ObjectReadWrite))
	photos := t.TempDir()
	write(t, filepath.Join(photos, "cat.jpeg"), "a cat")
	film := strings.Repeat("a long film ", 1<<20) // 12 MiB, which goes in parts.
	write(t, filepath.Join(photos, "film.mp4"), film)

	program.must("sync", "--s3-upload-cutoff=6M", "--s3-chunk-size=5M", photos, remote)
	if got := w.object(t, "photos/cat.jpeg"); got != "a cat" {
		t.Errorf("the fake has %q", got)
	}
	if got := w.object(t, "photos/film.mp4"); got != film {
		t.Errorf("the fake has %d bytes of the film, want %d", len(got), len(film))
	}
	if got := w.Count("CompleteMultipartUpload"); got != 1 {
		t.Errorf("%d multipart uploads, want 1", got)
	}

	restored := t.TempDir()
	program.must("copy", remote, restored)
	if got, err := os.ReadFile(filepath.Join(restored, "film.mp4")); err != nil || !bytes.Equal(got, []byte(film)) {
		t.Errorf("restored %d bytes, %v", len(got), err)
	}
	if got := program.must("lsf", remote); got != "cat.jpeg\nfilm.mp4\n" {
		t.Errorf("listed %q", got)
	}
	program.must("check", photos, remote)

	write(t, filepath.Join(photos, "cat.jpeg"), "another cat")
	if err := os.Remove(filepath.Join(photos, "film.mp4")); err != nil {
		t.Fatal(err)
	}
	program.must("sync", photos, remote)
	if diff := cmp.Diff([]string{"photos/cat.jpeg"}, w.keys()); diff != "" {
		t.Errorf("keys after the film was removed (-want +got):\n%s", diff)
	}
	if got := w.object(t, "photos/cat.jpeg"); got != "another cat" {
		t.Errorf("after it was overwritten the fake has %q", got)
	}
	if refused := w.refusals(); len(refused) > 0 {
		t.Errorf("refused on the way: %v", refused)
	}
}

// TestAccRclone_source: a token that may only read reads, and is refused the rest.
func TestAccRclone_source(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.PutObject(acctest.Account, r2fake.DefaultJurisdiction, acctest.Bucket, "photos/cat.jpeg", []byte("a cat"))
	program, remote := rclone(t, w, "source", w.token(r2fake.ObjectReadOnly))
	if got := program.must("cat", remote+"/cat.jpeg"); got != "a cat" {
		t.Errorf("read %q", got)
	}
	photo := filepath.Join(t.TempDir(), "dog.jpeg")
	write(t, photo, "a dog")
	wantDenied(t, program, "copyto", photo, remote+"/dog.jpeg")
	wantDenied(t, program, "deletefile", remote+"/cat.jpeg")
	if diff := cmp.Diff([]string{"photos/cat.jpeg"}, w.keys()); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// TestAccRclone_scope: a bucket that the token is not for is refused.
func TestAccRclone_scope(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.PutObject(acctest.Account, r2fake.DefaultJurisdiction, acctest.OtherBucket, "photos/cat.jpeg", []byte("a cat"))
	program, remote := rclone(t, w, "destination", w.token(r2fake.ObjectReadWrite))
	elsewhere := strings.Replace(remote, acctest.Bucket, acctest.OtherBucket, 1)
	wantDenied(t, program, "lsf", elsewhere)
	photo := filepath.Join(t.TempDir(), "dog.jpeg")
	write(t, photo, "a dog")
	wantDenied(t, program, "copyto", photo, elsewhere+"/dog.jpeg")
	program.must("copyto", photo, remote+"/dog.jpeg")
}

// TestAccRclone_temporaryCredentials: those that the ephemeral resource signs, for one folder.
func TestAccRclone_temporaryCredentials(t *testing.T) {
	t.Parallel()
	w := start(t)
	cred := w.token(r2fake.ObjectReadWrite)
	program, remote := rclone(t, w, "destination", cred)
	signed := r2.Credentials{AccessKeyID: cred.AccessKeyID, SecretAccessKey: r2.NewSecret(cred.SecretAccessKey)}.Temporary(r2.Grant{
		Endpoint:   r2.Endpoint{AccountID: acctest.Account, Jurisdiction: r2.DefaultJurisdiction, Bucket: acctest.Bucket},
		Permission: r2.ObjectReadWrite, Prefixes: []string{"photos/"}, TTL: time.Hour,
	}, time.Now())
	program.setenv("RCLONE_CONFIG_R2_SECRET_ACCESS_KEY", signed.SecretAccessKey.Reveal())
	program.setenv("RCLONE_CONFIG_R2_SESSION_TOKEN", signed.SessionToken.Reveal())

	photo := filepath.Join(t.TempDir(), "cat.jpeg")
	write(t, photo, "a cat")
	program.must("copyto", photo, remote+"/cat.jpeg")
	if got := program.must("cat", remote+"/cat.jpeg"); got != "a cat" {
		t.Errorf("read %q", got)
	}
	wantDenied(t, program, "copyto", photo, "r2:"+acctest.Bucket+"/films/cat.jpeg")
	if diff := cmp.Diff([]string{"photos/cat.jpeg"}, w.keys()); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// wantDenied runs what R2 must refuse.
func wantDenied(t *testing.T, program *tool, arguments ...string) {
	t.Helper()
	out, err := program.run(t.Context(), arguments...)
	// HEAD has no body that could name the reason.
	if err == nil || !strings.Contains(err.Error(), "AccessDenied") && !strings.Contains(err.Error(), "403") {
		t.Errorf("%s: output %q, error %v, want AccessDenied", strings.Join(arguments, " "), out, err)
	}
}
