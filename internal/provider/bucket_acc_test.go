package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// action checks what a plan does with the bucket. That a second plan is empty is checked after every step
// by the test framework.
func action(want plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(bucketAddress, want)}}
}

// rulesHCL sets everything that can be changed in place.
const rulesHCL = `
  force_destroy = true
  location      = "weur"

  lifecycle_rules = [
    {
      id                                     = "logs"
      prefix                                 = "logs/"
      expiration_days                        = 30
      infrequent_access_days                 = 10
      abort_incomplete_multipart_upload_days = 2
    },
    {
      id                     = "archive"
      enabled                = false
      expiration_date        = "2030-01-31"
      infrequent_access_date = "2029-01-31"
    },
  ]

  cors_rules = [
    {
      id              = "site"
      allowed_methods = ["GET", "PUT"]
      allowed_origins = ["https://example.com", "https://*.example.org"]
      allowed_headers = ["*"]
      expose_headers  = ["ETag"]
      max_age_seconds = 3600
    },
  ]
`

func TestAccBucketResource_basic(t *testing.T) {
	w := startBuckets(t)
	endpoint := acctest.Endpoint("default", newBucket)
	logs := knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": knownvalue.StringExact("logs"), "enabled": knownvalue.Bool(true), "prefix": knownvalue.StringExact("logs/"),
		"expiration_days": knownvalue.Int32Exact(30), "expiration_date": knownvalue.Null(),
		"infrequent_access_days": knownvalue.Int32Exact(10), "infrequent_access_date": knownvalue.Null(),
		"abort_incomplete_multipart_upload_days": knownvalue.Int32Exact(2),
	})
	archive := knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": knownvalue.StringExact("archive"), "enabled": knownvalue.Bool(false), "prefix": knownvalue.StringExact(""),
		"expiration_days": knownvalue.Null(), "expiration_date": knownvalue.StringExact("2030-01-31"),
		"infrequent_access_days": knownvalue.Null(), "infrequent_access_date": knownvalue.StringExact("2029-01-31"),
		"abort_incomplete_multipart_upload_days": knownvalue.Null(),
	})
	site := knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id":              knownvalue.StringExact("site"),
		"allowed_methods": knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("GET"), knownvalue.StringExact("PUT")}),
		"allowed_origins": knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("https://*.example.org"), knownvalue.StringExact("https://example.com")}),
		"allowed_headers": knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("*")}),
		"expose_headers":  knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("ETag")}),
		"max_age_seconds": knownvalue.Int32Exact(3600),
	})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: w.bucketHCL(newBucket),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(bucketAddress, plancheck.ResourceActionCreate),
					plancheck.ExpectUnknownValue(bucketAddress, tfjsonpath.New("endpoint")),
				}},
				ConfigStateChecks: expectState(bucketAddress, map[string]knownvalue.Check{
					"id": knownvalue.StringExact(endpoint), "endpoint": knownvalue.StringExact(endpoint),
					"base_endpoint": knownvalue.StringExact("https://" + acctest.Account + ".r2.cloudflarestorage.com"),
					"name":          knownvalue.StringExact(newBucket), "account_id": knownvalue.StringExact(acctest.Account),
					"jurisdiction": knownvalue.StringExact("default"), "location": knownvalue.Null(), "force_destroy": knownvalue.Bool(false),
					"lifecycle_rules": knownvalue.Null(), "cors_rules": knownvalue.Null(),
					"creation_date": knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)),
				}),
			},
			{
				ResourceName: bucketAddress, ImportState: true, ImportStateVerify: true, ImportStateId: newBucket,
			},
			{
				Config:           w.bucketHCL(newBucket, rulesHCL),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: expectState(bucketAddress, map[string]knownvalue.Check{
					"force_destroy": knownvalue.Bool(true), "location": knownvalue.StringExact("weur"),
					"lifecycle_rules": knownvalue.ListExact([]knownvalue.Check{logs, archive}), "cors_rules": knownvalue.ListExact([]knownvalue.Check{site}),
				}),
			},
			{
				ResourceName: bucketAddress, ImportState: true, ImportStateVerify: true, ImportStateId: endpoint,
				// R2 does not tell these.
				ImportStateVerifyIgnore: []string{"force_destroy", "location"},
			},
			{
				Config:           w.bucketHCL(newBucket, strings.NewReplacer("30", "31", "3600", "60", "weur", "enam").Replace(rulesHCL)),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			},
			{
				Config:           w.bucketHCL(newBucket, "lifecycle_rules = []\n  cors_rules = []"),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: expectState(bucketAddress, map[string]knownvalue.Check{
					"lifecycle_rules": knownvalue.ListExact(nil), "cors_rules": knownvalue.ListExact(nil), "location": knownvalue.StringExact("enam"),
				}),
			},
			{
				Config:           w.bucketHCL(newBucket),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			},
		},
	})
	w.wantBuckets(t, "default")
}

// TestAccBucketResource_replace: another name replaces the bucket, but not the objects in it, unless that is wanted.
func TestAccBucketResource_replace(t *testing.T) {
	w := startBuckets(t)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: w.bucketHCL(newBucket)},
			{
				PreConfig:   func() { w.fill("default", newBucket, 3, 0) },
				Config:      w.bucketHCL("acme-elsewhere"),
				ExpectError: summary("Bucket Is Not Empty"),
			},
			{Config: w.bucketHCL(newBucket, "force_destroy = true")},
			{
				Config:           w.bucketHCL("acme-elsewhere", "force_destroy = true"),
				ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				PreConfig:        func() { w.wantBuckets(t, "default", "acme-elsewhere") },
				Config:           w.bucketHCL("acme-elsewhere", "force_destroy = true", `jurisdiction = "eu"`),
				ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				PreConfig: func() {
					w.wantBuckets(t, "default")
					w.wantBuckets(t, "eu", "acme-elsewhere")
					w.fill("eu", "acme-elsewhere", 2, 1)
				},
				Config: w.bucketHCL("acme-elsewhere", "force_destroy = true", `jurisdiction = "eu"`),
			},
		},
	})
	if buckets := w.Buckets(acctest.Account, "eu"); len(buckets) > 0 {
		t.Errorf("after destroy there is still %q", buckets)
	}
}

// TestAccBucketResource_exists follows the advice that is given for a bucket that exists.
func TestAccBucketResource_exists(t *testing.T) {
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "eu", newBucket)
	hcl := w.bucketHCL(newBucket, `jurisdiction = "eu"`)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: hcl, ExpectError: regexp.MustCompile(`(?m)^  terraform import r2_bucket\.<name> eu/acme-archive$`)},
			{
				Config:           hcl + "\nimport {\n  to = r2_bucket.archive\n  id = \"eu/acme-archive\"\n}\n",
				ConfigPlanChecks: action(plancheck.ResourceActionNoop),
			},
		},
	})
}

// TestAccBucketResource_wrongJurisdiction: an import names where the bucket is.
func TestAccBucketResource_wrongJurisdiction(t *testing.T) {
	w := startBuckets(t)
	w.AddBucket(acctest.Account, "eu", newBucket)
	importBlock := func(id string) string { return "\nimport {\n  to = r2_bucket.archive\n  id = \"" + id + "\"\n}\n" }
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: w.bucketHCL(newBucket) + importBlock(newBucket), ExpectError: regexp.MustCompile(`(?m)^  eu/acme-archive$`)},
			{Config: w.bucketHCL(newBucket) + importBlock("acct/bucket/eu"), ExpectError: summary("Invalid Import ID")},
			{
				Config:           w.bucketHCL(newBucket, `jurisdiction = "eu"`) + importBlock("eu/acme-archive"),
				ConfigPlanChecks: action(plancheck.ResourceActionNoop),
			},
		},
	})
}

// TestAccBucketResource_outside: a bucket that is gone is created again; one that is not shown to the token stays in the
// state.
func TestAccBucketResource_outside(t *testing.T) {
	w := startBuckets(t)
	hcl := w.bucketHCL(newBucket, `cors_rules = [{ allowed_methods = ["GET"], allowed_origins = ["*"] }]`)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: hcl},
			{
				PreConfig:   func() { w.SetPolicies(w.admin.AccessKeyID, acctest.Policy(r2fake.ObjectReadWrite)) },
				Config:      hcl,
				ExpectError: summary("Token Lacks the Admin Permission"),
			},
			{
				PreConfig:        func() { w.SetPolicies(w.admin.AccessKeyID, acctest.Policy(r2fake.AdminReadOnly)) },
				Config:           hcl,
				ConfigPlanChecks: action(plancheck.ResourceActionNoop), // It is still there.
			},
			{
				PreConfig: func() {
					w.SetPolicies(w.admin.AccessKeyID, acctest.Policy(r2fake.AdminReadWrite))
					w.RemoveBucket(acctest.Account, "default", newBucket)
				},
				Config:           hcl,
				ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			},
			{
				PreConfig: func() {
					w.wantBuckets(t, "default", newBucket)
					if err := w.client(t, "default", newBucket).SetCORS(t.Context(), []r2.CORSRule{{AllowedMethods: []string{"PUT"}, AllowedOrigins: []string{"*"}}}); err != nil {
						t.Error(err)
					}
				},
				Config:           hcl,
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			},
		},
	})
}

// TestAccBucketResource_aliases: two accounts, and two jurisdictions of one of them, do not mix. It takes a provider process
// for each alias, as there is outside of the test framework.
func TestAccBucketResource_aliases(t *testing.T) {
	t.Parallel()
	const otherAccount = "fedcba9876543210fedcba9876543210"
	w := startBuckets(t)
	other := w.AddToken(r2fake.Token{Account: otherAccount, Policies: []r2fake.Policy{{Level: r2fake.AdminReadWrite}}})
	providerHCL := func(alias, account string, cred r2fake.Credentials) string {
		return w.Provider(fmt.Sprintf("alias = %q\n  account_id = %q\n  access_key_id = %q\n  secret_access_key = %q", alias, account, cred.AccessKeyID, cred.SecretAccessKey))
	}
	hcl := acctest.RequiredProviders + providerHCL("one", acctest.Account, w.admin) + providerHCL("other", otherAccount, other)
	for name, arguments := range map[string]string{
		"one_default": "provider = r2.one", "one_eu": "provider = r2.one\n  jurisdiction = \"eu\"",
		"other_default": "provider = r2.other", "other_eu": "provider = r2.other\n  jurisdiction = \"eu\"",
	} {
		hcl += fmt.Sprintf("\nresource \"r2_bucket\" %q {\n  name = %q\n  cors_rules = []\n  %s\n}\n", name, newBucket, arguments)
	}
	workspace := acctest.NewWorkspace(t)
	workspace.Write("main.tf", hcl)
	workspace.MustRun("apply", "-auto-approve")
	wantExitCode := func(out acctest.Output, want int) {
		t.Helper()
		if out.ExitCode != want {
			t.Errorf("exit code %d, want %d\n%s%s", out.ExitCode, want, out.Stdout, out.Stderr)
		}
	}
	wantExitCode(workspace.Run("plan", "-detailed-exitcode"), 0)
	w.RemoveBucket(otherAccount, "eu", newBucket)
	wantExitCode(workspace.Run("plan", "-detailed-exitcode"), 2) // Control: it does look at each of them.
	workspace.MustRun("destroy", "-auto-approve")

	keys := map[string]string{acctest.Account: w.admin.AccessKeyID, otherAccount: other.AccessKeyID}
	created, deleted := map[string]int{}, map[string]int{}
	for _, request := range w.Requests() {
		if request.AccessKeyID != keys[request.Account] {
			t.Errorf("%s was sent to the account %s with the key of another", request.Operation, request.Account)
		}
		switch request.Operation {
		case "CreateBucket":
			created[request.Host]++
		case "DeleteBucket":
			deleted[request.Host]++
		}
	}
	want := map[string]int{
		acctest.Account + ".r2.cloudflarestorage.com": 1, acctest.Account + ".eu.r2.cloudflarestorage.com": 1,
		otherAccount + ".r2.cloudflarestorage.com": 1, otherAccount + ".eu.r2.cloudflarestorage.com": 1,
	}
	if diff := cmp.Diff(want, created); diff != "" {
		t.Errorf("buckets created by host (-want +got):\n%s", diff)
	}
	delete(want, otherAccount+".eu.r2.cloudflarestorage.com")
	if diff := cmp.Diff(want, deleted); diff != "" {
		t.Errorf("buckets deleted by host (-want +got):\n%s", diff)
	}
}

// storedHCL is a bucket with a storage on it, which has an Object Read & Write token of its own.
func (w *bucketWorld) storedHCL(cred r2fake.Credentials, lines ...string) string {
	return w.bucketHCL(newBucket, lines...) + fmt.Sprintf(`
resource "r2_storage" "archive" {
  endpoint             = r2_bucket.archive.endpoint
  path                 = "/postgres"
  use                  = "destination"
  access_key_id        = %q
  secret_access_key_wo = %q
}
`, cred.AccessKeyID, cred.SecretAccessKey)
}

// TestAccBucketResource_withStorage: a storage on a bucket that is made in the same run waits for it at plan, and is proven
// at apply.
func TestAccBucketResource_withStorage(t *testing.T) {
	w := startBuckets(t)
	readWrite, readOnly := w.Token(r2fake.ObjectReadWrite), w.Token(r2fake.ObjectReadOnly)
	const storage = "r2_storage.archive"
	verified := func(cred r2fake.Credentials) (count int) {
		for _, request := range w.Requests() {
			if request.AccessKeyID == cred.AccessKeyID && request.Bucket == newBucket {
				count++
			}
		}
		return count
	}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config:             w.storedHCL(readWrite, `jurisdiction = "eu"`),
				PlanOnly:           true,
				ExpectNonEmptyPlan: true,
			},
			{
				PreConfig: func() {
					// Whether buckets can be made was asked, in each of the two plans, but nothing of the storage.
					if all, lists := w.Count(""), w.Count("ListBuckets"); all != 2 || lists != 2 {
						t.Errorf("the plans sent %d requests, %d of them lists of buckets, want 2 and 2", all, lists)
					}
				},
				Config: w.storedHCL(readOnly, `jurisdiction = "eu"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(storage, tfjsonpath.New("endpoint")), plancheck.ExpectUnknownValue(storage, tfjsonpath.New("id")),
				}},
				ExpectError: summary("Token Cannot Write to the Bucket"),
			},
			{
				PreConfig: func() {
					w.wantBuckets(t, "eu", newBucket) // The bucket is there, the storage is not.
					w.Reset()
				},
				Config: w.storedHCL(readWrite, `jurisdiction = "eu"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(bucketAddress, plancheck.ResourceActionNoop),
					plancheck.ExpectResourceAction(storage, plancheck.ResourceActionCreate),
				}},
				ConfigStateChecks: expectState(storage, map[string]knownvalue.Check{
					"endpoint": knownvalue.StringExact(acctest.Endpoint("eu", newBucket)), "jurisdiction": knownvalue.StringExact("eu"),
				}),
			},
			{
				PreConfig: func() {
					if verified(readWrite) == 0 {
						t.Error("the storage was never verified")
					}
				},
				// The rules of the bucket change, its endpoint does not.
				Config: w.storedHCL(readWrite, `jurisdiction = "eu"`, "cors_rules = []"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(bucketAddress, plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction(storage, plancheck.ResourceActionNoop),
				}},
			},
		},
	})
	if buckets := w.Buckets(acctest.Account, "eu"); len(buckets) > 0 {
		t.Errorf("after destroy there is still %q", buckets)
	}
}

// TestAccBucketResource_destroyOrder: the storage goes before its bucket does.
func TestAccBucketResource_destroyOrder(t *testing.T) {
	t.Parallel()
	w := startBuckets(t)
	workspace := acctest.NewWorkspace(t)
	workspace.Write("main.tf", acctest.RequiredProviders+w.storedHCL(w.Token(r2fake.ObjectReadWrite)))
	workspace.MustRun("apply", "-auto-approve")
	w.wantBuckets(t, "default", newBucket)
	out := workspace.MustRun("destroy", "-auto-approve", "-no-color")
	steps := regexp.MustCompile(`(?m)^r2_\w+\.archive: (Destroying|Destruction complete)`).FindAllString(out.Stdout, -1)
	want := []string{
		"r2_storage.archive: Destroying", "r2_storage.archive: Destruction complete",
		"r2_bucket.archive: Destroying", "r2_bucket.archive: Destruction complete",
	}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	w.wantBuckets(t, "default")
}

// TestStorage_createBucket: for a service that makes the bucket itself, the storage is proven before and after it has.
func TestStorage_createBucket(t *testing.T) {
	t.Parallel()
	for level, want := range map[r2fake.Level][]string{
		r2fake.AdminReadWrite:  nil,
		r2fake.AdminReadOnly:   {`Error on "access_key_id": Token Cannot Create Buckets`},
		r2fake.ObjectReadWrite: {`Error on "access_key_id": Token Cannot Create Buckets`},
	} {
		w := startBuckets(t)
		config := storage("create_bucket", w.Token(level)).With(acctest.Values{"endpoint": acctest.Endpoint("default", newBucket)})
		p := serve(t, w.R2, nil)
		change, diags := p.Plan("r2_storage", nil, config)
		wantSummaries(t, string(level)+": plan", diags, want...)
		if want != nil {
			continue
		}
		state, diags := p.Apply(change)
		wantSummaries(t, string(level)+": apply", diags)
		w.wantBuckets(t, "default") // It was not made here.
		w.AddBucket(acctest.Account, "default", newBucket)
		change, diags = serve(t, w.R2, nil).Plan("r2_storage", state, config)
		wantSummaries(t, string(level)+": plan once it is there", diags)
		if diff := cmp.Diff(state, change.Planned); diff != "" {
			t.Errorf("plan once it is there (-state +planned):\n%s", diff)
		}
	}
}
