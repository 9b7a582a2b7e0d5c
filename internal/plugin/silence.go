package plugin

import "strings"

// readers are the variables by which somebody asks Terraform for a provider's
// logs, which it hands down to the provider.
// See https://developer.hashicorp.com/terraform/internals/debugging.
var readers = []string{"TF_LOG", "TF_LOG_PROVIDER"}

// writers are the variables that set what the SDK writes.
// See https://developer.hashicorp.com/terraform/plugin/log/managing.
var writers = []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_R2"}

// silence turns the logs off when nobody reads them. Without being told, the SDK
// writes everything, and Terraform decodes every line before it drops it: that
// was a third of the provider's time for a resource, and more of Terraform's own
// (https://github.com/opentofu/opentofu/issues/2969). What is set already stays.
func silence(lookup func(string) (string, bool), set func(name, value string) error) {
	for _, name := range readers {
		if level, _ := lookup(name); level != "" && !strings.EqualFold(level, "off") {
			return
		}
	}
	for _, name := range writers {
		if _, given := lookup(name); !given {
			_ = set(name, "off") // It fails for malformed names only.
		}
	}
}
