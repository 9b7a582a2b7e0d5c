package provider_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// importOnly are the parts of a summary of a plan that imports one resource and does nothing else.
const importOnly = "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy."

// generate writes the configuration of what an import block names, and returns it with the output of the plan.
func generate(w *acctest.Workspace, t *testing.T, provider, to, id string) (config string, plan acctest.Output) {
	t.Helper()
	w.Write("main.tf", acctest.RequiredProviders+provider+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", to, id))
	plan = w.Run("plan", "-no-color", "-generate-config-out=generated.tf")
	config = read(t, filepath.Join(w.Dir, "generated.tf"))
	w.MustRun("validate", "-no-color")
	return config, plan
}

// wantImport imports, and plans anew: nothing may change either time.
func wantImport(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	if out := w.MustRun("apply", "-no-color", "-auto-approve"); !strings.Contains(out.Stdout, importOnly) {
		t.Errorf("there is no %q in\n%s", importOnly, out.Stdout)
	}
	if out := w.Run("plan", "-no-color", "-detailed-exitcode"); out.ExitCode != 0 {
		t.Errorf("the second plan changes something (exit code %d):\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}
}

// TestAccGeneratedConfig_storage: with the provider's token the configuration is good as it is.
func TestAccGeneratedConfig_storage(t *testing.T) {
	t.Parallel()
	w, fake := acctest.NewWorkspace(t), acctest.Start(t)
	provider := fake.Provider(withToken(fake.Token(r2fake.ObjectReadWrite, acctest.Bucket))...)
	_, plan := generate(w, t, provider, "r2_storage.backups", acctest.Endpoint("default", acctest.Bucket)+"/mysql")
	if !strings.Contains(plan.Stdout, importOnly) {
		t.Errorf("there is no %q in\n%s%s", importOnly, plan.Stdout, plan.Stderr)
	}
	wantImport(t, w)
}

// TestAccGeneratedConfig_storageSecret: the one thing to edit is the secret of a storage that has a token of its own, which
// Terraform writes as null.
func TestAccGeneratedConfig_storageSecret(t *testing.T) {
	t.Parallel()
	w, fake := acctest.NewWorkspace(t), acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	config, plan := generate(w, t, fake.Provider(), "r2_storage.backups", acctest.Endpoint("default", acctest.Bucket)+"/mysql?access_key_id="+cred.AccessKeyID)
	if plan.ExitCode == 0 || !strings.Contains(plan.Stderr, "Error: Missing Secret Access Key\n") {
		t.Errorf("the plan does not ask for the secret (exit code %d):\n%s", plan.ExitCode, plan.Stderr)
	}

	line := regexp.MustCompile(`(?m)^(\s+secret_access_key_wo\s+=) null.*$`)
	if !line.MatchString(config) {
		t.Fatalf("the secret has no line in\n%s", config)
	}
	w.Setenv("TF_VAR_secret", cred.SecretAccessKey)
	w.Write("generated.tf", line.ReplaceAllString(config, "$1 var.secret")+"\nvariable \"secret\" {\n  type      = string\n  ephemeral = true\n}\n")
	wantImport(t, w)
}

// TestAccGeneratedConfig_bucket: the rules of the bucket are in it, and nothing that is only computed.
func TestAccGeneratedConfig_bucket(t *testing.T) {
	t.Parallel()
	w, fakes := acctest.NewWorkspace(t), startBuckets(t, r2fake.WithAnswers(r2fake.Answers{BucketLocation: r2fake.LocationHint}))
	fakes.AddBucket(acctest.Account, "eu", newBucket, r2fake.WithLocationHint("weur"))
	bucket := fakes.client(t, "eu", newBucket)
	if err := bucket.SetLifecycle(t.Context(), []r2.LifecycleRule{{ID: "expire", Enabled: true, Prefix: "logs/", ExpirationDays: 30}}); err != nil {
		t.Fatal(err)
	}
	if err := bucket.SetCORS(t.Context(), []r2.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"https://example.com"}}}); err != nil {
		t.Fatal(err)
	}
	config, plan := generate(w, t, fakes.Provider(withToken(fakes.admin)...), "r2_bucket.archive", "eu/"+newBucket)
	if !strings.Contains(plan.Stdout, importOnly) {
		t.Errorf("there is no %q in\n%s%s", importOnly, plan.Stdout, plan.Stderr)
	}
	for _, computed := range []string{"creation_date", "endpoint", "id "} {
		if regexp.MustCompile(`(?m)^  ` + computed + `\s*=`).MatchString(config) {
			t.Errorf("%s, which is only computed, is in\n%s", computed, config)
		}
	}
	for _, set := range []string{"expiration_days", `"https://example.com"`, `"weur"`} {
		if !strings.Contains(config, set) {
			t.Errorf("there is no %s in\n%s", set, config)
		}
	}
	wantImport(t, w)
}

// TestAccGeneratedConfig_plainBucket: the rule that every new bucket has is not one to manage.
func TestAccGeneratedConfig_plainBucket(t *testing.T) {
	t.Parallel()
	w, fakes := acctest.NewWorkspace(t), startBuckets(t)
	config, _ := generate(w, t, fakes.Provider(withToken(fakes.admin)...), "r2_bucket.backups", acctest.Bucket)
	if !regexp.MustCompile(`(?m)^  lifecycle_rules\s+= null$`).MatchString(config) {
		t.Errorf("lifecycle_rules is not null in\n%s", config)
	}
	wantImport(t, w)
}

// TestAccGeneratedConfig_query: what a query writes of the buckets that it finds, in several jurisdictions, imports them by
// their identity.
func TestAccGeneratedConfig_query(t *testing.T) {
	t.Parallel()
	requireTerraform14(t)
	w, fakes := acctest.NewWorkspace(t), startBuckets(t)
	fakes.AddBucket(acctest.Account, "eu", newBucket)
	if err := fakes.client(t, "eu", newBucket).SetLifecycle(t.Context(), []r2.LifecycleRule{{ID: "expire", Enabled: true, ExpirationDays: 30}}); err != nil {
		t.Fatal(err)
	}
	w.Write("main.tf", acctest.RequiredProviders+fakes.Provider(withToken(fakes.admin)...))
	w.Write("list.tfquery.hcl", "list \"r2_bucket\" \"all\" {\n  provider         = r2\n  include_resource = true\n}\n")
	w.MustRun("query", "-no-color", "-generate-config-out=generated.tf")
	if config := read(t, filepath.Join(w.Dir, "generated.tf")); !regexp.MustCompile(`(?m)^ +expiration_days += 30$`).MatchString(config) {
		t.Errorf("the rule is not in\n%s", config)
	}
	const all = "Plan: 3 to import, 0 to add, 0 to change, 0 to destroy."
	if out := w.MustRun("apply", "-no-color", "-auto-approve"); !strings.Contains(out.Stdout, all) {
		t.Errorf("there is no %q in\n%s", all, out.Stdout)
	}
	if out := w.Run("plan", "-no-color", "-detailed-exitcode"); out.ExitCode != 0 {
		t.Errorf("the second plan changes something (exit code %d):\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}
}
