package provider_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// TestAccCLICommand: advice names the program that runs, where that can be seen.
func TestAccCLICommand(t *testing.T) {
	t.Parallel()
	workspace, w := acctest.NewWorkspace(t), startBuckets(t)
	want := "terraform import r2_bucket.<name> " + acctest.Bucket
	if requireCLI(t, 11) == "OpenTofu" && runtime.GOOS == "linux" {
		want = "tofu import r2_bucket.<name> " + acctest.Bucket
	}
	workspace.Write("main.tf", acctest.RequiredProviders+w.Provider(withToken(w.admin)...)+
		fmt.Sprintf("resource \"r2_bucket\" \"backups\" {\n  name = %q\n}\n", acctest.Bucket))
	out := workspace.Run("apply", "-auto-approve")
	if out.ExitCode == 0 || !strings.Contains(out.Stderr, "\n  "+want+"\n") {
		t.Errorf("exit code %d, there is no %q in\n%s", out.ExitCode, want, out.Stderr)
	}
}
