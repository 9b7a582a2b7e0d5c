package plugin

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSilence: logs are off unless somebody reads them, and what the user has set stays.
func TestSilence(t *testing.T) {
	t.Parallel()
	off := map[string]string{"TF_LOG_SDK": "off", "TF_LOG_SDK_PROTO": "off", "TF_LOG_SDK_FRAMEWORK": "off", "TF_LOG_PROVIDER_R2": "off"}
	for name, test := range map[string]struct{ environment, want map[string]string }{
		"nobody reads":      {nil, off},
		"all logs":          {map[string]string{"TF_LOG": "TRACE"}, map[string]string{}},
		"errors":            {map[string]string{"TF_LOG": "error"}, map[string]string{}},
		"the provider's":    {map[string]string{"TF_LOG_PROVIDER": "DEBUG"}, map[string]string{}},
		"empty":             {map[string]string{"TF_LOG": "", "TF_LOG_PROVIDER": ""}, off},
		"off":               {map[string]string{"TF_LOG": "OFF"}, off},
		"one of two is off": {map[string]string{"TF_LOG": "off", "TF_LOG_PROVIDER": "INFO"}, map[string]string{}},
		"only Terraform's":  {map[string]string{"TF_LOG_CORE": "TRACE"}, off},
		"set by the user": {
			map[string]string{"TF_LOG_SDK": "warn", "TF_LOG_PROVIDER_R2": ""},
			map[string]string{"TF_LOG_SDK_PROTO": "off", "TF_LOG_SDK_FRAMEWORK": "off"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[string]string{}
			silence(func(name string) (string, bool) {
				value, given := test.environment[name]
				return value, given
			}, func(name, value string) error {
				got[name] = value
				return nil
			})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("set (-want +got):\n%s", diff)
			}
		})
	}
}
