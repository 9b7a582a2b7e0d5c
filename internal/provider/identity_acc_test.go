package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// trip is a resource that is made, forgotten and imported again.
type trip struct {
	provider string
	config   string
	address  string
	id       string
	identity string // of an import block
}

// storageTrips are storages, each with something else about it that an import has to be told.
func storageTrips(t *testing.T) map[string]trip {
	t.Helper()
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", acctest.Bucket)
	fake.PutObject(acctest.Account, "eu", acctest.Bucket, "mysql/monday.dump", []byte("monday"))
	token := func(level r2fake.Level) r2fake.Credentials {
		return fake.AddToken(r2fake.Token{Account: acctest.Account, Policies: []r2fake.Policy{
			{Level: level, Buckets: []r2fake.BucketRef{{Jurisdiction: "eu", Name: acctest.Bucket}}},
		}})
	}
	withProviders := func(use string, cred r2fake.Credentials) trip {
		return trip{
			provider: fake.Provider(withToken(cred)...), config: "use = \"" + use + "\"\npath = \"/mysql\"",
			id: "/mysql?use=" + use, identity: "path = \"/mysql\"\nuse = \"" + use + "\"",
		}
	}
	own := token(r2fake.ObjectReadOnly)
	trips := map[string]trip{
		"a destination":          withProviders("destination", token(r2fake.ObjectReadWrite)),
		"a source":               withProviders("source", token(r2fake.ObjectReadOnly)),
		"a bucket to be created": withProviders("create_bucket", fake.Token(r2fake.AdminReadWrite)),
		"no path": {
			provider: fake.Provider(withToken(token(r2fake.ObjectReadWrite))...), config: `use = "destination"`,
		},
		"not verified": {
			provider: fake.Provider(), config: "use = \"destination\"\nverify = false", id: "?verify=false", identity: "verify = false",
		},
		"a token of its own": {
			provider: fake.Provider(),
			config: fmt.Sprintf("use = \"source\"\naccess_key_id = %q\nsecret_access_key_wo = %q\nsecret_access_key_wo_version = 3",
				own.AccessKeyID, own.SecretAccessKey),
			id:       "?use=source&secret_access_key_wo_version=3&access_key_id=" + own.AccessKeyID,
			identity: fmt.Sprintf("use = \"source\"\naccess_key_id = %q\nsecret_access_key_wo_version = 3", own.AccessKeyID),
		},
	}
	endpoint := acctest.Endpoint("eu", acctest.Bucket)
	for name, r := range trips {
		r.address, r.id = storageAddress, endpoint+r.id
		r.config = fmt.Sprintf("\nresource \"r2_storage\" \"backups\" {\nendpoint = %q\n%s\n}\n", endpoint, r.config)
		r.identity = fmt.Sprintf("account_id = %q\njurisdiction = \"eu\"\nbucket = %q\n%s", acctest.Account, acctest.Bucket, r.identity)
		trips[name] = r
	}
	return trips
}

// bucketTrip is a bucket with everything that can be set, but for force_destroy, which R2 does not know.
func bucketTrip(t *testing.T) trip {
	t.Helper()
	w := startBuckets(t)
	return trip{
		provider: w.Provider(withToken(w.admin)...),
		config: fmt.Sprintf(`
resource "r2_bucket" "archive" {
  name         = %q
  jurisdiction = "eu"

  lifecycle_rules = [{
    id              = "expire"
    prefix          = "logs/"
    expiration_days = 30
  }]

  cors_rules = [{
    allowed_methods = ["GET"]
    allowed_origins = ["https://example.com"]
  }]
}
`, newBucket),
		address:  bucketAddress,
		id:       "eu/" + newBucket,
		identity: fmt.Sprintf("account_id = %q\njurisdiction = \"eu\"\nname = %q", acctest.Account, newBucket),
	}
}

// plainBucketTrip is a bucket without anything that can be left out, imported by its endpoint.
func plainBucketTrip(t *testing.T) trip {
	t.Helper()
	w := startBuckets(t)
	return trip{
		provider: w.Provider(withToken(w.admin)...),
		config:   fmt.Sprintf("resource \"r2_bucket\" \"archive\" {\n  name = %q\n}\n", newBucket),
		address:  bucketAddress,
		id:       acctest.Endpoint("default", newBucket),
		identity: fmt.Sprintf("account_id = %q\nname = %q", acctest.Account, newBucket),
	}
}

// create makes the resource.
func (r trip) create() resource.TestStep { return resource.TestStep{Config: r.provider + r.config} }

// forget removes the resource from the state and nothing else.
func (r trip) forget() resource.TestStep {
	return resource.TestStep{Config: r.provider + "removed {\n  from = " + r.address + "\n  lifecycle {\n    destroy = false\n  }\n}\n"}
}

// unchanged is a step in which nothing is to add, to change or to destroy.
func (r trip) unchanged(block string) resource.TestStep {
	return resource.TestStep{
		Config: r.provider + r.config + block,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(r.address, plancheck.ResourceActionNoop),
		}},
	}
}

// byCommand is `terraform import`.
func (r trip) byCommand() resource.TestStep {
	return resource.TestStep{
		Config: r.provider + r.config, ResourceName: r.address,
		ImportState: true, ImportStatePersist: true, ImportStateId: r.id,
	}
}

// run goes round by the command and by a block with the id; testing checks after each step that a second plan is empty.
func (r trip) run(t *testing.T) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			r.create(), r.forget(), r.byCommand(), r.unchanged(""),
			r.forget(), r.unchanged(fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", r.address, r.id)),
		},
	})
}

// runByIdentity goes round by a block with the identity.
func (r trip) runByIdentity(t *testing.T) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			r.create(), r.forget(),
			r.unchanged(fmt.Sprintf("import {\n  to = %s\n  identity = {\n%s\n}\n}\n", r.address, r.identity)),
		},
	})
}

// trips are round trips by what is special about them.
func trips(t *testing.T) map[string]trip {
	t.Helper()
	all := storageTrips(t)
	all["a bucket with rules"] = bucketTrip(t)
	all["a plain bucket"] = plainBucketTrip(t)
	return all
}

func TestAccRoundTrip(t *testing.T) {
	for name, r := range trips(t) { //nolint:paralleltest // resource.ParallelTest is called in run
		t.Run(name, func(t *testing.T) { r.run(t) })
	}
}

func TestAccRoundTrip_byIdentity(t *testing.T) {
	for name, r := range trips(t) { //nolint:paralleltest // resource.ParallelTest is called in runByIdentity
		t.Run(name, func(t *testing.T) { r.runByIdentity(t) })
	}
}

// TestAccIdentity_stored: the identity is in the state of a Terraform that knows identities.
func TestAccIdentity_stored(t *testing.T) {
	storage, bucket := storageTrips(t)["a source"], bucketTrip(t)
	for _, row := range []struct { //nolint:paralleltest // resource.ParallelTest is called in run
		trip
		want map[string]knownvalue.Check
	}{
		{storage, map[string]knownvalue.Check{
			"account_id": knownvalue.StringExact(acctest.Account), "jurisdiction": knownvalue.StringExact("eu"),
			"bucket": knownvalue.StringExact(acctest.Bucket), "path": knownvalue.StringExact("/mysql"),
			"use": knownvalue.Null(), "access_key_id": knownvalue.Null(), "secret_access_key_wo_version": knownvalue.Null(), "verify": knownvalue.Null(),
		}},
		{bucket, map[string]knownvalue.Check{
			"account_id": knownvalue.StringExact(acctest.Account), "jurisdiction": knownvalue.StringExact("eu"), "name": knownvalue.StringExact(newBucket),
		}},
	} {
		t.Run(row.address, func(t *testing.T) {
			step := row.create()
			step.ConfigStateChecks = []statecheck.StateCheck{statecheck.ExpectIdentity(row.address, row.want)}
			resource.ParallelTest(t, resource.TestCase{
				TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
				ProtoV6ProviderFactories: factories(),
				Steps:                    []resource.TestStep{step},
			})
		})
	}
}
