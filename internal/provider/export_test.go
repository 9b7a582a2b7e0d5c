package provider

import (
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/provider"
)

// NewOver is [New] for a provider whose requests go through another network.
func NewOver(network func(http.RoundTripper) http.RoundTripper) func() provider.Provider {
	return func() provider.Provider { return &r2Provider{version: "test", network: network} }
}
