package tools_test

import (
	"context"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// restic is configured by the output of the example. It asks the fake in place of R2, and like R2 over TLS: without, it would
// sign each chunk of a body. It takes the first segment of a path for the bucket, so that the fake must answer for the R2
// host by default.
func restic(t *testing.T, w *world, use string, cred r2fake.Credentials) *tool {
	t.Helper()
	program := find(t, "restic")
	server := httptest.NewTLSServer(w)
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "authority.pem")
	write(t, authority, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	program.setenv("SSL_CERT_FILE", authority)

	env := strings.ReplaceAll(w.apply(t, "restic", use, cred)("restic_env"), "https://"+r2Host, server.URL)
	for line := range strings.Lines(env) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		program.setenv(name, value)
	}
	program.setenv("AWS_SECRET_ACCESS_KEY", cred.SecretAccessKey)
	program.setenv("RESTIC_PASSWORD", "correct horse battery staple")
	return program
}

func TestAccRestic_destination(t *testing.T) {
	t.Parallel()
	w := start(t)
	program := restic(t, w, "destination", w.token(r2fake.ObjectReadWrite))
	documents := t.TempDir()
	write(t, filepath.Join(documents, "letter.txt"), "Dear reader")

	program.must("init")
	program.must("backup", documents)
	restored := t.TempDir()
	program.must("restore", "latest", "--target", restored)
	if got, err := os.ReadFile(filepath.Join(restored, documents, "letter.txt")); err != nil || string(got) != "Dear reader" {
		t.Errorf("restored %q, %v", got, err)
	}

	write(t, filepath.Join(documents, "letter.txt"), "Dear reader, there is more to say")
	program.must("backup", documents)
	program.must("forget", "--keep-last", "1", "--prune")
	snapshots := 0
	for _, key := range w.keys() {
		if !strings.HasPrefix(key, "restic/") {
			t.Errorf("%s is not under the path of the storage", key)
		}
		if strings.HasPrefix(key, "restic/snapshots/") {
			snapshots++
		}
	}
	if snapshots != 1 {
		t.Errorf("%d snapshots after those before the last were forgotten, want 1", snapshots)
	}
	if refused := w.refusals(); len(refused) > 0 {
		t.Errorf("refused on the way: %v", refused)
	}
}

// TestAccRestic_source: a token that may only read restores, and is refused a backup.
func TestAccRestic_source(t *testing.T) {
	t.Parallel()
	refusedWrite := make(chan struct{}, 1)
	w := start(t, r2fake.WithObserver(func(r r2fake.Request) {
		if r.Operation == "PutObject" && r.Code == "AccessDenied" {
			select {
			case refusedWrite <- struct{}{}:
			default: // Told already.
			}
		}
	}))
	documents := t.TempDir()
	write(t, filepath.Join(documents, "letter.txt"), "Dear reader")
	writer := restic(t, w, "destination", w.token(r2fake.ObjectReadWrite))
	writer.must("init")
	writer.must("backup", documents)
	before := len(w.keys())

	reader := restic(t, w, "source", w.token(r2fake.ObjectReadOnly))
	restored := t.TempDir()
	reader.must("--no-lock", "restore", "latest", "--target", restored)
	if got, err := os.ReadFile(filepath.Join(restored, documents, "letter.txt")); err != nil || string(got) != "Dear reader" {
		t.Errorf("restored %q, %v", got, err)
	}

	// restic tries a refused write again for a quarter of an hour.
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if out, err := reader.run(ctx, "backup", documents); err == nil {
			t.Errorf("the backup succeeded: %s", out)
		}
	}()
	select {
	case <-refusedWrite:
		cancel()
		<-ended
	case <-ended:
		t.Error("the backup ended without a write that was refused")
	}
	if after := len(w.keys()); after != before {
		t.Errorf("%d objects, want %d as before", after, before)
	}
}

// TestAccRestic_scope: a bucket that the token is not for is refused.
func TestAccRestic_scope(t *testing.T) {
	t.Parallel()
	w := start(t)
	program := restic(t, w, "destination", w.token(r2fake.ObjectReadWrite))
	repository := ""
	for _, variable := range program.env {
		if value, ok := strings.CutPrefix(variable, "RESTIC_REPOSITORY="); ok {
			repository = strings.Replace(value, acctest.Bucket, acctest.OtherBucket, 1)
		}
	}
	_, err := program.run(t.Context(), "--repo", repository, "cat", "config")
	if err == nil || !regexp.MustCompile(`(?i)access denied|AccessDenied|403`).MatchString(err.Error()) {
		t.Errorf("got %v, want Access Denied", err)
	}
	if len(w.refusals()) == 0 {
		t.Error("the fake refused nothing, so this shows nothing")
	}
}
