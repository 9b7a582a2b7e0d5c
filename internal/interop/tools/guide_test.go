package tools_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// The guide about the fake says how tools that the provider's outputs lead to R2 are led to the fake instead: the outputs stay
// as they are, and a variable comes before them.

func TestAccFakeGuide_rclone(t *testing.T) {
	t.Parallel()
	w := start(t)
	cred := w.token(r2fake.ObjectReadWrite)
	output := w.apply(t, "rclone", "destination", cred)
	config := filepath.Join(t.TempDir(), "rclone.conf")
	write(t, config, output("rclone_conf"))
	program := find(t, "rclone")
	program.setenv("RCLONE_CONFIG", config)
	program.setenv("RCLONE_CONFIG_R2_SECRET_ACCESS_KEY", cred.SecretAccessKey)
	program.setenv("RCLONE_CONFIG_R2_ENDPOINT", w.url+"/"+r2Host)
	photo := filepath.Join(t.TempDir(), "cat.jpeg")
	write(t, photo, "a cat")
	program.must("copyto", photo, output("rclone_remote")+"/cat.jpeg")
	if got := w.object(t, "photos/cat.jpeg"); got != "a cat" {
		t.Errorf("the fake has %q", got)
	}
}

func TestAccFakeGuide_restic(t *testing.T) {
	t.Parallel()
	w := start(t, streaming)
	cred := w.token(r2fake.ObjectReadWrite)
	program := find(t, "restic")
	for line := range strings.Lines(w.apply(t, "restic", "destination", cred)("restic_env")) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		program.setenv(name, value)
	}
	program.setenv("AWS_SECRET_ACCESS_KEY", cred.SecretAccessKey)
	program.setenv("RESTIC_PASSWORD", "correct horse battery staple")
	program.setenv("RESTIC_REPOSITORY", "s3:"+w.url+"/"+acctest.Bucket+"/restic/")
	program.must("init")
	if w.object(t, "restic/config") == "" {
		t.Error("the repository has no configuration")
	}
}
