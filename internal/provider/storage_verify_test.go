package provider_test

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// sent is a plan check that compares how many requests the fake has seen so far.
type sent struct {
	fake *acctest.R2
	want int
}

func (s sent) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	if got := s.fake.Count(""); got != s.want {
		resp.Error = fmt.Errorf("the fake has seen %d requests, want %d", got, s.want)
	}
}

// madeInTheSameRun is a configuration whose storage takes everything from a resource that does not exist yet, as from one
// that makes the token and the bucket.
func madeInTheSameRun(fake *acctest.R2, cred r2fake.Credentials, settings ...string) string {
	return fake.Provider(settings...) + fmt.Sprintf(`
resource "terraform_data" "made" {
  input = {
    endpoint = %q
    key      = %q
    secret   = %q
  }
}

resource "r2_storage" "backups" {
  endpoint             = terraform_data.made.output.endpoint
  use                  = "destination"
  access_key_id        = terraform_data.made.output.key
  secret_access_key_wo = terraform_data.made.output.secret
}
`, acctest.Endpoint("default", acctest.Bucket), cred.AccessKeyID, cred.SecretAccessKey)
}

// TestAccStorageResource_unknown: what is not known yet is no error and is not asked about; apply verifies.
func TestAccStorageResource_unknown(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: madeInTheSameRun(fake, cred),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						sent{fake, 0},
						plancheck.ExpectUnknownValue(storageAddress, tfjsonpath.New("id")),
						plancheck.ExpectUnknownValue(storageAddress, tfjsonpath.New("bucket")),
						plancheck.ExpectKnownValue(storageAddress, tfjsonpath.New("region"), knownvalue.StringExact("auto")),
					},
					// Apply has verified once, and the plan that follows it once more.
					PostApplyPreRefresh: []plancheck.PlanCheck{sent{fake, 8}},
				},
				ConfigStateChecks: expectState(storageAddress, map[string]knownvalue.Check{
					"id": knownvalue.StringExact(acctest.Endpoint("default", acctest.Bucket)),
				}),
			},
		},
	})
}

// TestAccStorageResource_unknownAndInsufficient: the verification that the plan could not make stops the apply.
func TestAccStorageResource_unknownAndInsufficient(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config:      madeInTheSameRun(fake, cred),
			ExpectError: summary("Token Cannot Write to the Bucket"),
		}},
	})
}

// TestAccStorageResource_youngToken: a token that R2 does not know for its first two rounds of requests is waited for.
func TestAccStorageResource_youngToken(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.AddToken(r2fake.Token{
		Account: acctest.Account, PropagationRequests: 8, Policies: []r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket)},
	})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: madeInTheSameRun(fake, cred),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply:            []plancheck.PlanCheck{sent{fake, 0}},
				PostApplyPreRefresh: []plancheck.PlanCheck{sent{fake, 8 + 8}},
			},
		}},
	})
}

// TestAccStorageResource_youngTokenNotWaitedFor is the control of the test above.
func TestAccStorageResource_youngTokenNotWaitedFor(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.AddToken(r2fake.Token{
		Account: acctest.Account, PropagationRequests: 8, Policies: []r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket)},
	})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config:      madeInTheSameRun(fake, cred, `credential_propagation_timeout = "0s"`),
			ExpectError: summary("Token Unknown to R2"),
		}},
	})
	if got := fake.Count(""); got != 4 {
		t.Errorf("%d requests, want one round of 4", got)
	}
}

// TestAccStorageResource_unknownProvider: a provider block with values that are not known yet does not fail the plan.
func TestAccStorageResource_unknownProvider(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	hcl := fmt.Sprintf(`
resource "terraform_data" "made" {
  input = {
    key      = %q
    secret   = %q
    endpoint = %q
  }
}

provider "r2" {
  access_key_id     = terraform_data.made.output.key
  secret_access_key = terraform_data.made.output.secret
  endpoint_url      = terraform_data.made.output.endpoint
}

resource "r2_storage" "backups" {
  endpoint = %q
  use      = "destination"
}
`, cred.AccessKeyID, cred.SecretAccessKey, fake.EndpointURL, acctest.Endpoint("default", acctest.Bucket))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: hcl,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply:            []plancheck.PlanCheck{sent{fake, 0}},
				PostApplyPreRefresh: []plancheck.PlanCheck{sent{fake, 8}},
			},
			ConfigStateChecks: expectState(storageAddress, map[string]knownvalue.Check{"access_key_id": knownvalue.Null()}),
		}},
	})
}

// TestAccStorageResource_rotation: a state with a revoked key does not stand in the way of the key that replaces it, nor a
// revoked key in that of forgetting the storage.
func TestAccStorageResource_rotation(t *testing.T) {
	fake := acctest.Start(t)
	old, young := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket), fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	updated := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(storageAddress, plancheck.ResourceActionUpdate),
	}}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: fake.Provider() + storageHCL("destination", old)},
			{
				PreConfig: func() { fake.RevokeToken(old.AccessKeyID) },
				Config:    fake.Provider() + storageHCL("destination", old), PlanOnly: true,
				ExpectError: summary("Token Unknown to R2"),
			},
			{
				Config:           fake.Provider() + storageHCL("destination", young),
				ConfigPlanChecks: updated,
				ConfigStateChecks: expectState(storageAddress, map[string]knownvalue.Check{
					"access_key_id": knownvalue.StringExact(young.AccessKeyID),
				}),
			},
			{Config: fake.Provider() + storageHCL("destination", young, "secret_access_key_wo_version = 2"), ConfigPlanChecks: updated},
			{
				PreConfig: func() { fake.RevokeToken(young.AccessKeyID) },
				Config:    fake.Provider() + "output \"nothing\" {\n  value = \"left\"\n}\n",
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(storageAddress, plancheck.ResourceActionDestroy),
				}},
			},
		},
	})
}

// TestAccStorageResource_destroyCommand: `terraform destroy` makes a plan of the configuration before it plans the
// destruction, to refresh the state. A dead token must not fail that one. Only Linux shows the provider the command.
func TestAccStorageResource_destroyCommand(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the provider does not see the command on " + runtime.GOOS)
	}
	for _, command := range []string{"destroy -auto-approve", "apply -destroy -auto-approve"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorkspace(t)
			fake := acctest.Start(t)
			cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
			w.Write("main.tf", acctest.RequiredProviders+fake.Provider()+storageHCL("destination", cred))
			w.MustRun("apply", "-auto-approve")
			fake.RevokeToken(cred.AccessKeyID)
			fake.Reset()
			if out := w.Run("plan"); out.ExitCode != 1 {
				t.Errorf("plan: exit code %d, want 1: the token is not dead, so this shows nothing", out.ExitCode)
			}
			wantRequests(t, fake, "plan", 4)
			w.MustRun(strings.Fields(command)...)
			wantRequests(t, fake, command, 0)
			if state := w.MustRun("state", "list").Stdout; state != "" {
				t.Errorf("the state still holds %s", state)
			}
		})
	}
}

// TestAccStorageResource_destroy: where the provider does not see the command, as in this process, a dead token fails the
// plan before the destruction as it fails every plan, and verify_at_plan helps.
func TestAccStorageResource_destroy(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	hcl := fake.Provider() + storageHCL("destination", cred)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: hcl},
			{
				PreConfig: func() { fake.RevokeToken(cred.AccessKeyID) },
				Config:    hcl, Destroy: true, ExpectError: summary("Token Unknown to R2"),
			},
			{Config: fake.Provider("verify_at_plan = false") + storageHCL("destination", cred), Destroy: true},
		},
	})
}

// TestAccStorageResource_destroyWithoutRefresh: the same with -refresh=false.
func TestAccStorageResource_destroyWithoutRefresh(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	hcl := fake.Provider() + storageHCL("destination", cred)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
		Steps: []resource.TestStep{
			{Config: hcl},
			{PreConfig: func() { fake.RevokeToken(cred.AccessKeyID) }, Config: hcl, Destroy: true},
		},
	})
}

// TestAccStorageResource_destroyOffline: forgetting a storage needs no network.
func TestAccStorageResource_destroyOffline(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: fake.Provider() + storageHCL("destination", cred)},
			{Config: unreachable(t, "verify_at_plan = false") + storageHCL("destination", cred), Destroy: true},
		},
	})
}

// TestAccStorageResource_planOffline: with verify_at_plan = false only the apply needs a network.
func TestAccStorageResource_planOffline(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: unreachable(t, "verify_at_plan = false") + storageHCL("destination", cred), PlanOnly: true, ExpectNonEmptyPlan: true,
			},
			{
				Config:      unreachable(t, "verify_at_plan = false") + storageHCL("destination", cred),
				ExpectError: summary("Storage Could Not Be Verified"),
			},
			{
				Config: fake.Provider("verify_at_plan = false") + storageHCL("destination", cred),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply:            []plancheck.PlanCheck{sent{fake, 0}},
					PostApplyPreRefresh: []plancheck.PlanCheck{sent{fake, 4}},
				},
			},
		},
	})
}

// TestAccStorageResource_verifyFalse: a storage that is only declared needs no network at all, nor a token.
func TestAccStorageResource_verifyFalse(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: unreachable(t) + storageHCL("destination", cred, "verify = false")},
			{
				Config:      fake.Provider() + storageHCL("destination", cred, "verify = true"),
				ExpectError: summary("Token Cannot Write to the Bucket"),
			},
			{Config: unreachable(t) + fmt.Sprintf("resource \"r2_storage\" \"backups\" {\n  endpoint = %q\n  use = \"source\"\n  verify = false\n}\n", acctest.Endpoint("default", acctest.Bucket))},
		},
	})
}

// TestAccStorageResource_drift: what a token may do is proven anew at every plan, and is not in the state.
func TestAccStorageResource_drift(t *testing.T) {
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	hcl := fake.Provider() + storageHCL("destination", cred)
	levels := func(policies ...r2fake.Policy) func() {
		return func() { fake.SetPolicies(cred.AccessKeyID, policies...) }
	}
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: hcl},
			{
				PreConfig: levels(acctest.Policy(r2fake.ObjectReadOnly, acctest.Bucket)),
				Config:    hcl, PlanOnly: true, ExpectError: summary("Token Cannot Write to the Bucket"),
			},
			{
				PreConfig: levels(acctest.Policy(r2fake.ObjectReadWrite, acctest.OtherBucket)),
				Config:    hcl, PlanOnly: true, ExpectError: summary("Token Has No Access to the Bucket"),
			},
			{PreConfig: levels(acctest.Policy(r2fake.AdminReadWrite)), Config: hcl, PlanOnly: true},
			{PreConfig: levels(acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket)), Config: hcl, PlanOnly: true},
		},
	})
}

// TestStorage_drift: more permission than needed is a warning on a plan that stays empty.
func TestStorage_drift(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	for _, step := range []struct {
		policy r2fake.Policy
		want   []string
	}{
		{acctest.Policy(r2fake.ObjectReadWrite, acctest.Bucket), nil},
		{acctest.Policy(r2fake.AdminReadWrite), []string{`Warning on "access_key_id": Token Has More Permission Than Needed`}},
		{acctest.Policy(r2fake.AdminReadOnly), []string{`Error on "access_key_id": Token Cannot Write to the Bucket`}},
	} {
		fake.SetPolicies(cred.AccessKeyID, step.policy)
		change, diags := serve(t, fake, nil).Plan("r2_storage", created(cred), storage("destination", cred))
		wantSummaries(t, string(step.policy.Level), diags, step.want...)
		if !change.NoOp() {
			t.Errorf("%s: the plan changes %v", step.policy.Level, change.Planned)
		}
	}
}

// TestStorage_revokedFailsAtOnce: a plan that changes nothing does not wait for a token that R2 does not know, as much
// patience as there may be.
func TestStorage_revokedFailsAtOnce(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	fake.RevokeToken(cred.AccessKeyID)
	p := serve(t, fake, acctest.Values{"credential_propagation_timeout": "1h"})
	_, diags := p.Plan("r2_storage", created(cred), storage("destination", cred))
	wantSummaries(t, "plan", diags, `Error on "access_key_id": Token Unknown to R2`)
	wantRequests(t, fake, "plan", 4)
}

// TestStorage_patienceOfAPlan: a first plan with a key that R2 does not know fails at once as well where the walk has shown
// itself to be one that plans, by a refresh or by a value that is not known.
func TestStorage_patienceOfAPlan(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	known, unknown := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket), fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	fake.RevokeToken(unknown.AccessKeyID)
	for name, planBefore := range map[string]func(*acctest.Protocol){
		"refresh": func(p *acctest.Protocol) {
			_, diags := p.Refresh("r2_storage", created(known))
			wantSummaries(t, "refresh", diags)
		},
		"unknown value": func(p *acctest.Protocol) {
			_, diags := p.Plan("r2_storage", nil, storage("destination", known).With(acctest.Values{"secret_access_key_wo": acctest.Unknown}))
			wantSummaries(t, "plan with an unknown value", diags)
		},
	} {
		p := serve(t, fake, acctest.Values{"credential_propagation_timeout": "1h"})
		planBefore(p)
		wantRequests(t, fake, name, 0)
		_, diags := p.Plan("r2_storage", nil, storage("destination", unknown))
		wantSummaries(t, name, diags, `Error on "access_key_id": Token Unknown to R2`)
		wantRequests(t, fake, name, 4)
	}
}

// TestStorage_patienceOfAnApply: Terraform plans again while it applies, with what has become known since. That plan waits
// for a young token, and so does the apply.
func TestStorage_patienceOfAnApply(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.AddToken(r2fake.Token{
		Account: acctest.Account, PropagationRequests: 4, Policies: []r2fake.Policy{acctest.Policy(r2fake.ObjectReadWrite)},
	})
	p := serve(t, fake, nil)
	change, diags := p.Plan("r2_storage", nil, storage("destination", cred))
	wantSummaries(t, "plan while applying", diags)
	wantRequests(t, fake, "plan while applying", 8)
	_, diags = p.Apply(change)
	wantSummaries(t, "apply", diags)
	wantRequests(t, fake, "apply, which the plan has answered for", 0)
}

// TestStorage_unknownValues: each value that a verification needs keeps it from being sent while it is not known.
func TestStorage_unknownValues(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	p := serve(t, fake, nil)
	for _, attribute := range []string{"endpoint", "path", "use", "access_key_id", "secret_access_key_wo", "verify"} {
		_, diags := p.Plan("r2_storage", nil, storage("destination", cred).With(acctest.Values{attribute: acctest.Unknown}))
		wantSummaries(t, attribute, diags)
		wantRequests(t, fake, attribute, 0)
	}
	_, diags := p.Plan("r2_storage", nil, storage("destination", cred))
	wantSummaries(t, "nothing unknown", diags)
	wantRequests(t, fake, "nothing unknown", 4)
}

// TestStorage_unknownIdentity: what follows from unknown values is unknown, and nothing else is.
func TestStorage_unknownIdentity(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	change, diags := serve(t, fake, nil).Plan("r2_storage", nil, storage("destination", cred).With(acctest.Values{"endpoint": acctest.Unknown}))
	wantSummaries(t, "plan", diags)
	want := created(cred)
	for _, name := range []string{"id", "endpoint", "account_id", "jurisdiction", "bucket", "prefix", "base_endpoint"} {
		want[name] = acctest.Unknown
	}
	if diff := cmp.Diff(want, change.Planned); diff != "" {
		t.Errorf("planned (-want +got):\n%s", diff)
	}
}

// TestStorage_providerCredentials: a storage takes the provider's key or secret only together.
func TestStorage_providerCredentials(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	ours, theirs := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket), fake.Token(r2fake.ObjectReadOnly, acctest.Bucket)
	settings := acctest.Values{"access_key_id": ours.AccessKeyID, "secret_access_key": ours.SecretAccessKey}
	for _, row := range []struct {
		name   string
		change acctest.Values
		want   []string
	}{
		{"neither", acctest.Values{"access_key_id": nil, "secret_access_key_wo": nil}, nil},
		{"the provider's key again", acctest.Values{"access_key_id": ours.AccessKeyID, "secret_access_key_wo": nil}, nil},
		{
			"another key, no secret",
			acctest.Values{"access_key_id": theirs.AccessKeyID, "secret_access_key_wo": nil},
			[]string{`Error on "": Missing Secret Access Key`},
		},
		{
			"another key and its secret",
			acctest.Values{"access_key_id": theirs.AccessKeyID, "secret_access_key_wo": theirs.SecretAccessKey},
			[]string{`Error on "access_key_id": Token Cannot Write to the Bucket`},
		},
		{
			"no key, another secret",
			acctest.Values{"access_key_id": nil, "secret_access_key_wo": theirs.SecretAccessKey},
			[]string{`Error on "": Missing Access Key ID`},
		},
		{"no key, the provider's secret again", acctest.Values{"access_key_id": nil, "secret_access_key_wo": ours.SecretAccessKey}, nil},
		{
			"the provider's key, another secret",
			acctest.Values{"access_key_id": ours.AccessKeyID, "secret_access_key_wo": theirs.SecretAccessKey},
			[]string{`Error on "": Secret Does Not Belong to the Key`},
		},
	} {
		_, diags := serve(t, fake, settings).Plan("r2_storage", nil, storage("destination", ours).With(row.change))
		wantSummaries(t, row.name, diags, row.want...)
	}
}

// TestStorage_providersSecretIsWrong: the message names no attribute of the storage for a secret that it does not have.
func TestStorage_providersSecretIsWrong(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	ours, theirs := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket), fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
	p := serve(t, fake, acctest.Values{"access_key_id": ours.AccessKeyID, "secret_access_key": theirs.SecretAccessKey})
	for name, row := range map[string]struct {
		change acctest.Values
		own    bool
	}{
		"both are the provider's":   {acctest.Values{"access_key_id": nil, "secret_access_key_wo": nil}, false},
		"the provider's key again":  {acctest.Values{"secret_access_key_wo": nil}, false},
		"control: both are its own": {acctest.Values{"secret_access_key_wo": theirs.SecretAccessKey}, true},
	} {
		_, diags := p.Plan("r2_storage", nil, storage("destination", ours).With(row.change))
		wantSummaries(t, name, diags, `Error on "": Secret Does Not Belong to the Key`)
		if got := strings.Contains(diags[0].Detail, "attribute: secret_access_key_wo"); got != row.own {
			t.Errorf("%s: the attribute is named: %t, want %t", name, got, row.own)
		}
		if got := strings.Contains(diags[0].Detail, "credentials: the provider's"); got == row.own {
			t.Errorf("%s: the provider is named: %t, want %t", name, got, !row.own)
		}
	}
}

// TestStorage_requestTimeout: an answer that comes later than the configuration allows does not come.
func TestStorage_requestTimeout(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		settings acctest.Values
		want     []string
		requests int
	}{
		"configured": {acctest.Values{"request_timeout": "50ms"}, []string{`Error on "": Storage Could Not Be Verified`}, 3 * 4},
		"default":    {nil, nil, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := acctest.Start(t)
			cred := fake.Token(r2fake.ObjectReadWrite, acctest.Bucket)
			fake.Inject(r2fake.Fault{Latency: 500 * time.Millisecond})
			_, diags := serve(t, fake, row.settings).Plan("r2_storage", nil, storage("destination", cred))
			wantSummaries(t, "plan", diags, row.want...)
			wantRequests(t, fake, "plan", row.requests)
		})
	}
}

// unreachable is a provider block that leads to a port where nothing listens.
func unreachable(t *testing.T, lines ...string) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return (&acctest.R2{EndpointURL: "http://" + listener.Addr().String() + "/{host}"}).Provider(lines...)
}
