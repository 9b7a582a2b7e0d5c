package provider_test

import (
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// storageAddress is where storageHCL puts its storage.
const storageAddress = "r2_storage.backups"

// created is what a state holds for a storage that leaves everything to its defaults.
func created(cred r2fake.Credentials) acctest.Values {
	endpoint := acctest.Endpoint("default", acctest.Bucket)
	return acctest.Values{
		"id": endpoint, "endpoint": endpoint, "path": "/", "use": "destination", "verify": true,
		"access_key_id": cred.AccessKeyID, "secret_access_key_wo": nil, "secret_access_key_wo_version": nil,
		"account_id": acctest.Account, "jurisdiction": "default", "bucket": acctest.Bucket, "prefix": "", "region": "auto",
		"base_endpoint": "https://" + acctest.Account + ".r2.cloudflarestorage.com",
	}
}

func TestStorage_lifeCycle(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)

	p := serve(t, fake, nil)
	change, diags := p.Plan("r2_storage", nil, storage("destination", cred))
	wantSummaries(t, "plan", diags)
	if diff := cmp.Diff(created(cred), change.Planned); diff != "" {
		t.Errorf("planned (-want +got):\n%s", diff)
	}
	wantRequests(t, fake, "plan", 4)

	p = serve(t, fake, nil) // Terraform starts the provider anew to apply.
	state, diags := p.Apply(change)
	wantSummaries(t, "apply", diags)
	if diff := cmp.Diff(created(cred), state); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	wantRequests(t, fake, "apply", 4)

	p = serve(t, fake, nil)
	refreshed, diags := p.Refresh("r2_storage", state)
	wantSummaries(t, "refresh", diags)
	if diff := cmp.Diff(state, refreshed); diff != "" {
		t.Errorf("refreshed (-state +got):\n%s", diff)
	}
	wantRequests(t, fake, "refresh", 0)

	change, diags = p.Plan("r2_storage", refreshed, storage("destination", cred))
	wantSummaries(t, "second plan", diags)
	if !change.NoOp() {
		t.Errorf("the second plan changes %v", change.Planned)
	}
	wantRequests(t, fake, "second plan", 4)

	change, diags = p.Plan("r2_storage", state, nil)
	wantSummaries(t, "plan to destroy", diags)
	state, diags = p.Apply(change)
	wantSummaries(t, "destroy", diags)
	if state != nil {
		t.Errorf("state after destroy: %v", state)
	}
	wantRequests(t, fake, "destroy", 0)
}

// TestStorage_concurrent: many storages with tokens of their own, all at once.
func TestStorage_concurrent(t *testing.T) {
	t.Parallel()
	const storages = 50
	fake := acctest.Start(t)
	p := serve(t, fake, acctest.Values{"request_timeout": "10m"}) // A request that is sent again would be counted.
	var wait sync.WaitGroup
	for i := range storages {
		config := storage("destination", fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)).With(acctest.Values{"path": "/" + strconv.Itoa(i)})
		wait.Go(func() {
			change, diags := p.Plan("r2_storage", nil, config)
			wantSummaries(t, "plan", diags)
			_, diags = p.Apply(change)
			wantSummaries(t, "apply", diags)
		})
	}
	wait.Wait()
	wantRequests(t, fake, "all of them", 4*storages)
}

func TestAccStorageResource_basic(t *testing.T) {
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", "acme-eu")
	cred := fake.Token(r2fake.ObjectReadWrite)
	endpoint := acctest.Endpoint("eu", "acme-eu")
	hcl := fake.Provider() + fmt.Sprintf(`
resource "r2_storage" "backups" {
  endpoint             = %q
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = %q
  secret_access_key_wo = %q
}
`, endpoint, cred.AccessKeyID, cred.SecretAccessKey)
	id := endpoint + "/postgres?access_key_id=" + cred.AccessKeyID

	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: hcl,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(storageAddress, plancheck.ResourceActionCreate),
					plancheck.ExpectKnownValue(storageAddress, tfjsonpath.New("id"), knownvalue.StringExact(endpoint+"/postgres")),
				}},
				ConfigStateChecks: expectState(storageAddress, map[string]knownvalue.Check{
					"id":                           knownvalue.StringExact(endpoint + "/postgres"),
					"endpoint":                     knownvalue.StringExact(endpoint),
					"path":                         knownvalue.StringExact("/postgres"),
					"use":                          knownvalue.StringExact("destination"),
					"access_key_id":                knownvalue.StringExact(cred.AccessKeyID),
					"secret_access_key_wo":         knownvalue.Null(),
					"secret_access_key_wo_version": knownvalue.Null(),
					"verify":                       knownvalue.Bool(true),
					"account_id":                   knownvalue.StringExact(acctest.Account),
					"jurisdiction":                 knownvalue.StringExact("eu"),
					"bucket":                       knownvalue.StringExact("acme-eu"),
					"prefix":                       knownvalue.StringExact("postgres/"),
					"region":                       knownvalue.StringExact("auto"),
					"base_endpoint":                knownvalue.StringExact("https://" + acctest.Account + ".eu.r2.cloudflarestorage.com"),
				}),
			},
			{
				ResourceName: storageAddress, ImportState: true, ImportStateVerify: true,
				ImportStateId: id,
			},
			{
				ResourceName: storageAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
				ImportStateId: id,
				ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(storageAddress, plancheck.ResourceActionNoop),
				}},
			},
		},
	})
}

// TestAccStorageResource_permissions takes a handful of cells of the matrix through the CLI; the whole of it is tested in
// package r2.
func TestAccStorageResource_permissions(t *testing.T) {
	fake := acctest.Start(t)
	readOnly, readWrite := fake.Token(r2fake.ObjectReadOnly, acctest.Bucket), fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	elsewhere, admin := fake.Token(r2fake.ObjectReadWrite, acctest.OtherBucket), fake.Token(r2fake.AdminReadWrite)

	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: fake.Provider() + storageHCL("destination", readOnly), ExpectError: summary("Token Cannot Write to the Bucket")},
			{Config: fake.Provider() + storageHCL("destination", elsewhere), ExpectError: summary("Token Has No Access to the Bucket")},
			{Config: fake.Provider() + storageHCL("create_bucket", readWrite), ExpectError: summary("Token Cannot Create Buckets")},
			{Config: fake.Provider() + storageHCL("create_bucket", admin)},
			{
				Config: fake.Provider() + storageHCL("source", readOnly),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(storageAddress, plancheck.ResourceActionUpdate),
				}},
			},
			{Config: fake.Provider() + storageHCL("destination", readWrite)},
		},
	})
}

// TestAccStorageResource_spelling: another spelling is no change, another meaning is a replacement.
func TestAccStorageResource_spelling(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite)
	hcl := func(endpoint, path string) string {
		return fake.Provider() + fmt.Sprintf(`
resource "r2_storage" "backups" {
  endpoint             = %q
  path                 = %q
  use                  = "destination"
  access_key_id        = %q
  secret_access_key_wo = %q
}
`, endpoint, path, cred.AccessKeyID, cred.SecretAccessKey)
	}
	const host = "0123456789ABCDEF0123456789abcdef.R2.CloudflareStorage.com"
	replaced := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(storageAddress, plancheck.ResourceActionDestroyBeforeCreate),
	}}

	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: hcl("https://"+host+"/"+acctest.Bucket+"/", "/postgres/"),
				ConfigStateChecks: expectState(storageAddress, map[string]knownvalue.Check{
					"id":         knownvalue.StringExact(acctest.Endpoint("default", acctest.Bucket) + "/postgres"),
					"account_id": knownvalue.StringExact(acctest.Account),
				}),
			},
			{Config: hcl("https://"+host+"/"+acctest.Bucket, "/postgres"), PlanOnly: true},
			{Config: hcl(acctest.Endpoint("default", acctest.Bucket), "postgres"), PlanOnly: true},
			{Config: hcl(acctest.Endpoint("default", acctest.Bucket)+"/", "postgres/"), PlanOnly: true},
			{Config: hcl(acctest.Endpoint("default", acctest.Bucket), "/Postgres"), ConfigPlanChecks: replaced},
			{Config: hcl(acctest.Endpoint("default", acctest.OtherBucket), "/Postgres"), ConfigPlanChecks: replaced},
		},
	})
}

// TestAccStorageResource_ephemeralSecret: the secret may come from a value that Terraform keeps nowhere.
func TestAccStorageResource_ephemeralSecret(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: fake.Provider() + fmt.Sprintf(`
variable "secret" {
  type      = string
  ephemeral = true
}

resource "r2_storage" "backups" {
  endpoint             = %q
  use                  = "destination"
  access_key_id        = %q
  secret_access_key_wo = var.secret
}
`, acctest.Endpoint("default", acctest.Bucket), cred.AccessKeyID),
			ConfigVariables: config.Variables{"secret": config.StringVariable(cred.SecretAccessKey)},
			ConfigStateChecks: expectState(storageAddress, map[string]knownvalue.Check{
				"access_key_id": knownvalue.StringExact(cred.AccessKeyID), "secret_access_key_wo": knownvalue.Null(),
			}),
		}},
	})
}

// expectState checks attributes of a resource or data source.
func expectState(address string, attributes map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, check := range attributes {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), check))
	}
	return checks
}
