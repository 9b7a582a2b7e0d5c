package doccheck_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

// foreignState is a state with one bucket of another provider: its host, namespace, resource type and attributes.
const foreignState = `{
  "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "00000000-0000-0000-0000-000000000000", "outputs": {},
  "resources": [{
    "mode": "managed", "type": %[3]q, "name": "photos", "provider": "provider[\"%[1]s/%[2]s\"]",
    "instances": [{"schema_version": 0, "attributes": %[4]s}]
  }]
}`

// TestAccGuide_migrate moves a bucket from each of the providers that the guide names. Terraform starts the other provider,
// since its resource is in the state, and asks it nothing: ours takes its place.
func TestAccGuide_migrate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		namespace, resource, attributes string
		bucket, jurisdiction            string
	}{
		{
			"cloudflare/cloudflare", "cloudflare_r2_bucket",
			`{"account_id": "` + acctest.Account + `", "name": "acme-photos", "jurisdiction": "eu", "location": "WEUR"}`,
			"acme-photos", "eu",
		},
		{"hashicorp/aws", "aws_s3_bucket", `{"bucket": "acme-backups", "region": "us-east-1", "force_destroy": false}`, "acme-backups", "default"},
		{"aminueza/minio", "minio_s3_bucket", `{"bucket": "acme-backups", "acl": "private", "force_destroy": false}`, "acme-backups", "default"},
	} {
		t.Run(test.resource, func(t *testing.T) {
			t.Parallel()
			g := follow(t, "migrate")
			g.Write("main.tf", strings.NewReplacer(
				"cloudflare_r2_bucket", test.resource, `"acme-photos"`, `"`+test.bucket+`"`, `"eu"`, `"`+test.jurisdiction+`"`,
			).Replace(read(t, filepath.Join(g.Dir, "main.tf"))))
			host := cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io")
			g.Write("terraform.tfstate", fmt.Sprintf(foreignState, host, test.namespace, test.resource, test.attributes))
			g.StandIn(host + "/" + test.namespace)

			g.want(t, "the move", outcome{Plan: "Plan: 0 to add, 0 to change, 0 to destroy."}, "plan")
			g.MustRun("apply", "-auto-approve")
			g.want(t, "afterwards", outcome{Plan: "No changes."}, "plan")
		})
	}
}

// TestAccGuide_migrateByImport imports with the block of the guide. What it removes is not in the state here: Terraform would
// ask the other provider for its schema.
func TestAccGuide_migrateByImport(t *testing.T) {
	t.Parallel()
	block := hclBlock.FindStringSubmatch(read(t, filepath.Join(root, "templates/guides/migrate.md.tmpl")))
	if block == nil {
		t.Fatal("there is no configuration in the guide")
	}
	g := begin(t, "main.tf", block[1])
	g.want(t, "the import", outcome{Plan: "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy."}, "plan")
	g.MustRun("apply", "-auto-approve")
	g.want(t, "afterwards", outcome{Plan: "No changes."}, "plan")
}
