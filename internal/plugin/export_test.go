package plugin

import (
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServerOf hands on to something else than the framework.
func NewServerOf(s framework) tfprotov6.ProviderServer { return newServer(s) }

// Source is the source of the server.
func Source(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("server.go")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}
