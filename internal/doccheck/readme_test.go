package doccheck_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

var (
	consoleBlock = regexp.MustCompile("(?ms)^```console\n\\$ terraform plan\n(.*?)\n```$")
	hclBlock     = regexp.MustCompile("(?ms)^```terraform\n(.*?)^```$")
	rayID        = regexp.MustCompile(`ray id: \S+`)
)

// TestAccReadme plans the configuration of the README with a token that is not enough, and compares what the CLI prints with
// what the README shows. Everything but the ray id is the same.
func TestAccReadme(t *testing.T) {
	t.Parallel()
	readme := read(t, filepath.Join(root, "README.md"))
	shown, config := consoleBlock.FindStringSubmatch(readme), hclBlock.FindStringSubmatch(readme)
	if shown == nil || config == nil {
		t.Fatal("the README has no plan, or no configuration")
	}
	if lines := strings.Count(config[1], "\n"); lines > 15 {
		t.Errorf("the configuration has %d lines, want 15 at most", lines)
	}
	g := begin(t, "backups.tf", config[1])
	g.Colour()
	g.SetPolicies(backupsKey, r2fake.Policy{Level: r2fake.ObjectReadOnly, Buckets: []r2fake.BucketRef{{Name: "acme-backups"}}})
	out := g.Run("plan")
	want := rayID.ReplaceAllString(shown[1], "ray id: <ray id>")
	got := rayID.ReplaceAllString(strings.Join(out.Frames(), "\n"), "ray id: <ray id>")
	if diff := cmp.Diff(want, got); diff != "" || out.ExitCode != 1 {
		t.Errorf("exit code %d (-README +CLI):\n%s", out.ExitCode, diff)
	}
}
