package provider

import (
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// providerData is what the configured provider gives its resources. Terraform
// configures a provider once for each walk over its graph, so it lives for one
// walk.
type providerData struct {
	accountID       setting
	accessKeyID     setting
	secretAccessKey setting

	// ready is false while a setting that all requests depend on is unknown:
	// nothing can be sent, which is no error.
	ready        bool
	verifyAtPlan bool
	propagation  time.Duration

	connector *r2.Connector
	verifier  *r2.Verifier
	inspector *r2.Inspector
	buckets   *r2.Buckets

	// destroying is set when the command says that everything is to be destroyed,
	// so that no plan needs to be verified.
	destroying bool

	// planning is set once the walk has shown itself to be one that plans: the
	// command says so, or it reads resources or sees unknown values, which no walk
	// does that applies.
	planning atomic.Bool
}

// credentialsKnown tells whether both halves of the provider's own credentials
// are known (which they also are when they are not set).
func (d *providerData) credentialsKnown() bool {
	return d.accessKeyID.known && d.secretAccessKey.known
}

func (d *providerData) credentials() r2.Credentials {
	return r2.Credentials{AccessKeyID: d.accessKeyID.value, SecretAccessKey: r2.NewSecret(d.secretAccessKey.value)}
}

// accountEndpoint is where the account and jurisdiction are reached: those that
// are given, else the provider's account and no jurisdiction.
func (d *providerData) accountEndpoint(accountID, jurisdiction types.String) r2.Endpoint {
	endpoint := r2.Endpoint{AccountID: d.accountID.value, Jurisdiction: r2.DefaultJurisdiction}
	if known(accountID) {
		endpoint.AccountID = accountID.ValueString()
	}
	if known(jurisdiction) {
		endpoint.Jurisdiction = jurisdiction.ValueString()
	}
	return endpoint
}

// readyToRead tells what the provider configuration lacks for what is read while
// planning: unlike a resource it cannot wait for values to become known. The
// account may be given instead of the provider's.
func (d *providerData) readyToRead(typeName string, accountID types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	if d == nil || !d.ready || !d.credentialsKnown() || accountID.IsNull() && !d.accountID.known {
		diags.Append(notKnownYet("The provider block has values that become known only during apply, and " + typeName + " is read while planning unless it depends on something. " +
			"Give it depends_on with the resource that makes the token; it is then read during apply."))
		return diags
	}
	needed := []setting{d.accessKeyID, d.secretAccessKey}
	if accountID.IsNull() {
		needed = append(needed, d.accountID)
	}
	var missing strings.Builder
	for _, needs := range needed {
		if needs.value == "" {
			missing.WriteString("\n  " + needs.attribute + ", or the environment variable " + needs.env)
		}
	}
	if missing.Len() > 0 {
		diags.Append(general(r2.Finding{
			Code: "R2-081", Summary: "Missing Provider Configuration",
			Detail: typeName + " works with the provider's own token and account, of which something is not set. Set in the provider block:\n" + missing.String(),
		}))
	}
	return diags
}

// notKnownYet is for what cannot wait for the provider's configuration.
func notKnownYet(why string) diag.Diagnostic {
	return general(r2.Finding{Code: "R2-082", Summary: "Provider Configuration Is Not Known Yet", Detail: why})
}

// known tells whether a value is set and known.
func known(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// providerDataFrom gives the data that Configure was handed, or nil before the
// provider is configured.
func providerDataFrom(data any) *providerData {
	typed, _ := data.(*providerData) // There is no other type: provider.go hands it over.
	return typed
}
