package provider

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

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

	// planning is set once the walk has shown itself to be one that plans: only
	// such a walk reads resources or sees unknown values.
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

// providerDataFrom gives the typed data that Configure of a resource or data
// source was handed, or nil before the provider is configured.
func providerDataFrom(data any, diags *diag.Diagnostics) *providerData {
	if data == nil {
		return nil
	}
	typed, ok := data.(*providerData)
	if !ok {
		diags.AddError("Unexpected Provider Data",
			fmt.Sprintf("Expected *providerData, got %T. This is a bug in the provider; please report it.", data))
	}
	return typed
}
