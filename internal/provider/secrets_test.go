package provider_test

import (
	"archive/zip"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestAccSecrets searches everything that the life cycle of a storage leaves, at the most talkative log level, for the
// secrets. The secrets reach the provider as users are advised to give them: by an ephemeral variable and by the environment.
func TestAccSecrets(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t)
	fake := acctest.Start(t)
	own, providers := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket), fake.Token(r2fake.AdminReadWrite)
	w.Setenv("TF_LOG", "TRACE")
	w.Setenv("TF_LOG_PATH", filepath.Join(w.Dir, "trace.log"))
	w.Setenv("TF_VAR_secret", own.SecretAccessKey)
	w.Setenv("R2_SECRET_ACCESS_KEY", providers.SecretAccessKey)
	hcl := acctest.RequiredProviders + fake.Provider(
		fmt.Sprintf("account_id = %q", acctest.Account), fmt.Sprintf("access_key_id = %q", providers.AccessKeyID),
		`credential_propagation_timeout = "0s"`,
	) + fmt.Sprintf(`
variable "secret" {
  type      = string
  ephemeral = true
}

data "r2_token" "provider" {
  bucket = %[1]q
}

resource "r2_storage" "backups" {
  endpoint             = %[2]q
  use                  = "destination"
  access_key_id        = %[3]q
  secret_access_key_wo = var.secret
}

resource "r2_storage" "photos" {
  endpoint = %[4]q
  use      = "destination"
}
`, acctest.Bucket, acctest.Endpoint("default", acctest.Bucket), own.AccessKeyID, acctest.Endpoint("default", acctest.OtherBucket))
	w.Write("main.tf", hcl)

	printed := map[string]string{}
	run := func(exitCode int, command string) {
		out := w.Run(strings.Fields(command)...)
		if out.ExitCode != exitCode {
			t.Errorf("%s: exit code %d, want %d\n%s\n%s", command, out.ExitCode, exitCode, out.Stdout, out.Stderr)
		}
		printed[command] = out.Stdout + out.Stderr
	}
	run(0, "plan -out=storages.tfplan")
	run(0, "show storages.tfplan")
	run(0, "show -json storages.tfplan")
	run(0, "apply storages.tfplan")
	run(0, "show")
	run(0, "show -json")
	run(0, "state pull")
	places := gather(t, w.Dir)
	run(0, "state rm r2_storage.backups")
	run(0, "import r2_storage.backups "+acctest.Endpoint("default", acctest.Bucket)+"?access_key_id="+own.AccessKeyID)
	fake.SetPolicies(own.AccessKeyID, acctest.Policy(r2fake.ObjectReadOnly))
	run(1, "plan")
	fake.RevokeToken(providers.AccessKeyID)
	run(1, "apply -auto-approve")
	w.Setenv("TF_VAR_secret", providers.SecretAccessKey)
	run(1, "plan -detailed-exitcode") // The secret is another token's.
	run(0, "destroy -auto-approve -refresh=false")

	for name, content := range gather(t, w.Dir) {
		places["in the end: "+name] = content
	}
	for command, output := range printed {
		places["output of "+command] = output
	}
	// First of all, the search finds what is there: the same token's key, or what a log holds instead.
	for place, planted := range map[string]string{
		"terraform.tfstate":                    own.AccessKeyID,
		"storages.tfplan: tfplan":              own.AccessKeyID,
		"trace.log":                            acctest.Bucket,
		"in the end: trace.log":                "destroy",
		"output of show -json storages.tfplan": own.AccessKeyID,
		"output of show":                       own.AccessKeyID,
		"output of state pull":                 own.AccessKeyID,
		"output of plan":                       own.AccessKeyID,
		"output of apply -auto-approve":        providers.AccessKeyID,
		"output of plan -detailed-exitcode":    own.AccessKeyID,
	} {
		if !strings.Contains(places[place], planted) {
			t.Errorf("%s does not hold %q: the search finds nothing there, or looks in the wrong place", place, planted)
		}
	}
	if !strings.Contains(places["trace.log"], "R2 request") {
		t.Error("the trace log holds no request of the provider, so it shows nothing")
	}
	for place, content := range places {
		for name, cred := range map[string]r2fake.Credentials{"the storage": own, "the provider": providers} {
			for form, secret := range map[string]string{"plain": cred.SecretAccessKey, "base64": base64.StdEncoding.EncodeToString([]byte(cred.SecretAccessKey))} {
				if strings.Contains(content, secret) {
					t.Errorf("%s holds the secret of %s (%s)", place, name, form)
				}
			}
		}
	}
}

// gather reads all files of a directory, and those inside of plans.
func gather(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if filepath.Ext(name) == ".tfplan" {
			return unzip(filepath.Join(dir, name), name, files)
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// unzip reads the files of an archive.
func unzip(path, name string, files map[string]string) error {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer archive.Close()
	for _, member := range archive.File {
		reader, err := member.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(reader)
		_ = reader.Close()
		if err != nil {
			return err
		}
		files[name+": "+member.Name] = string(content)
	}
	return nil
}
