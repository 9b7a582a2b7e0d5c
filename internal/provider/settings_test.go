package provider

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// environment is a getenv of made-up variables.
func environment(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

func TestSettings_str(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name       string
		configured types.String
		env        string
		want       setting
	}{
		{"neither", types.StringNull(), "", setting{known: true}},
		{"environment", types.StringNull(), "of the environment", setting{known: true, value: "of the environment", fromEnv: true}},
		{"configuration", types.StringValue("configured"), "", setting{known: true, value: "configured"}},
		{"both", types.StringValue("configured"), "of the environment", setting{known: true, value: "configured"}},
		{"configured as empty", types.StringValue(""), "of the environment", setting{known: true}},
		{"not known yet", types.StringUnknown(), "of the environment", setting{}},
	} {
		row.want.attribute, row.want.env = "account_id", "R2_ACCOUNT_ID"
		var diags diag.Diagnostics
		s := settings{environment(map[string]string{"R2_ACCOUNT_ID": row.env}), &diags}
		got := s.str("account_id", "R2_ACCOUNT_ID", row.configured)
		if diff := cmp.Diff(row.want, got, cmp.AllowUnexported(setting{})); diff != "" || len(diags) > 0 {
			t.Errorf("%s: %v (-want +got):\n%s", row.name, diags, diff)
		}
	}
}

// TestProvider_notAsked: a plan that R2 has no part in says so where only the environment shows it.
func TestProvider_notAsked(t *testing.T) {
	t.Parallel()
	warning := func(value string) string {
		return "The environment variable R2_ENDPOINT_URL is set: all requests go to the service that it names, and not to R2. Whatever this run finds is true of that service only.\n\n" +
			"Unset the variable to ask R2. If another service is what you want, endpoint_url in the provider block sends requests there without this warning.\n\n" +
			"  R2_ENDPOINT_URL: " + value + "\n" +
			"  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-079\n" +
			"  diagnostic: R2-079"
	}
	for _, row := range []struct {
		name       string
		configured types.String
		env        string
		want       []string
	}{
		{"neither", types.StringNull(), "", nil},
		{"environment", types.StringNull(), "http://127.0.0.1:9000/{host}", []string{warning(`"http://127.0.0.1:9000/{host}"`)}},
		{"a secret in it", types.StringNull(), "https://minio.example/" + strings.Repeat("5ec3e7", 8), []string{warning("(not shown, since it looks like a secret)")}},
		{"configuration", types.StringValue("http://127.0.0.1:9000/{host}"), "", nil},
		{"both", types.StringValue("http://127.0.0.1:9000/{host}"), "http://127.0.0.1:9001", nil},
		{"not known yet", types.StringUnknown(), "http://127.0.0.1:9000", nil},
	} {
		var diags diag.Diagnostics
		(&r2Provider{version: "test"}).data(providerModel{EndpointURL: row.configured}, settings{environment(map[string]string{"R2_ENDPOINT_URL": row.env}), &diags})
		var got []string
		for _, d := range diags {
			if d.Severity() != diag.SeverityWarning || d.Summary() != "R2 Is Not Asked" {
				t.Errorf("%s: unexpected %v", row.name, d)
			}
			got = append(got, d.Detail())
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestSettings_boolean(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name        string
		configured  types.Bool
		env         string
		want, known bool
	}{
		{"neither", types.BoolNull(), "", true, true},
		{"environment", types.BoolNull(), "false", false, true},
		{"environment, as a digit", types.BoolNull(), "0", false, true},
		{"configuration", types.BoolValue(false), "", false, true},
		{"both", types.BoolValue(true), "false", true, true},
		{"not known yet", types.BoolUnknown(), "false", true, false},
	} {
		var diags diag.Diagnostics
		s := settings{environment(map[string]string{"R2_VERIFY_AT_PLAN": row.env}), &diags}
		got, known := s.boolean("verify_at_plan", "R2_VERIFY_AT_PLAN", row.configured)
		if got != row.want || known != row.known || len(diags) > 0 {
			t.Errorf("%s: %t, %t, %v; want %t, %t", row.name, got, known, diags, row.want, row.known)
		}
	}
}

func TestSettings_duration(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name       string
		configured types.String
		env        string
		want       time.Duration
		known      bool
	}{
		{"neither", types.StringNull(), "", 2 * time.Minute, true},
		{"environment", types.StringNull(), "30s", 30 * time.Second, true},
		{"configuration", types.StringValue("1m30s"), "", 90 * time.Second, true},
		{"both", types.StringValue("1s"), "30s", time.Second, true},
		{"zero", types.StringValue("0s"), "30s", 0, true},
		{"not known yet", types.StringUnknown(), "30s", 2 * time.Minute, false},
	} {
		var diags diag.Diagnostics
		s := settings{environment(map[string]string{"R2_CREDENTIAL_PROPAGATION_TIMEOUT": row.env}), &diags}
		got, known := s.duration("credential_propagation_timeout", "R2_CREDENTIAL_PROPAGATION_TIMEOUT", row.configured, 2*time.Minute, true)
		if got != row.want || known != row.known || len(diags) > 0 {
			t.Errorf("%s: %s, %t, %v; want %s, %t", row.name, got, known, diags, row.want, row.known)
		}
	}
}

// TestSettings_whereFrom: a finding about a value of the environment names the variable, which the user has to change.
func TestSettings_whereFrom(t *testing.T) {
	t.Parallel()
	coded := func(code string) string {
		return "\n  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#" + strings.ToLower(code) + "\n  diagnostic: " + code
	}
	for _, row := range []struct {
		name  string
		model providerModel
		env   map[string]string
		want  []string
	}{
		{
			"time span",
			providerModel{},
			map[string]string{"R2_REQUEST_TIMEOUT": "soon"},
			[]string{`The value of the environment variable R2_REQUEST_TIMEOUT is not usable: it must be a time span such as "30s" or "2m".` + "\n" + coded("R2-081")},
		},
		{
			"truth",
			providerModel{},
			map[string]string{"R2_VERIFY_AT_PLAN": "perhaps"},
			[]string{"The value of the environment variable R2_VERIFY_AT_PLAN is not usable: it must be true or false.\n" + coded("R2-081")},
		},
		{
			"half of the credentials",
			providerModel{AccessKeyID: types.StringValue("0123456789abcdef0123456789abcdef")},
			nil,
			[]string{"The provider is given the attribute access_key_id but not its other half. Set secret_access_key in the provider block, or the environment variable R2_SECRET_ACCESS_KEY.\n" + coded("R2-080")},
		},
		{
			"the other half",
			providerModel{},
			map[string]string{"R2_SECRET_ACCESS_KEY": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
			[]string{"The provider is given the environment variable R2_SECRET_ACCESS_KEY but not its other half. Set access_key_id in the provider block, or the environment variable R2_ACCESS_KEY_ID.\n" + coded("R2-080")},
		},
		{"one half not known yet", providerModel{AccessKeyID: types.StringValue("0123456789abcdef0123456789abcdef"), SecretAccessKey: types.StringUnknown()}, nil, nil},
		{
			"credentials of the environment",
			providerModel{},
			map[string]string{"R2_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "R2_SECRET_ACCESS_KEY": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
			[]string{"It is an access key of Amazon Web Services. R2 has keys of its own.\n\n" +
				"An Access Key ID of R2 has 32 characters, 0-9 and a-f. Cloudflare shows it when an R2 API token is created " +
				"(R2 > Overview > Manage R2 API Tokens), under the heading for S3 clients.\n\n" +
				"  set by: environment variable R2_ACCESS_KEY_ID" + coded("R2-010")},
		},
	} {
		var diags diag.Diagnostics
		(&r2Provider{}).data(row.model, settings{environment(row.env), &diags})
		var got []string
		for _, d := range diags {
			got = append(got, d.Detail())
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}
