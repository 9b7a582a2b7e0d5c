package r2

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// panicChild is the variable that makes the test binary crash.
const panicChild = "R2_TEST_PANIC_CHILD"

// panicking is a transport with a defect.
type panicking struct{ with any }

func (p panicking) RoundTrip(*http.Request) (*http.Response, error) { panic(p.with) }

// TestPanic_child is no test, but the process that crashes.
func TestPanic_child(t *testing.T) {
	t.Parallel()
	values := map[string]any{"text": "injected", "pair": aPair, "pointer": &aPair, "secret": aPair.SecretAccessKey, "connection": Connection{Endpoint: anEndpoint, Credentials: aPair}}
	with, ok := values[os.Getenv(panicChild)]
	if !ok {
		return // Not started by TestPanic.
	}
	connector := connectorTo(t, "", func(c *ConnectorConfig) {
		c.Wrap = func(http.RoundTripper) http.RoundTripper { return panicking{with} }
	})
	NewVerifier(connector).Verify(t.Context(), Connection{Endpoint: anEndpoint, Use: Destination, Credentials: aPair}, nil)
}

// TestPanic: a crash in the middle of a request prints the stacks of all goroutines, and in them no secret, even where the
// value that panics holds it.
func TestPanic(t *testing.T) {
	t.Parallel()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, with := range []string{"text", "pair", "pointer", "secret", "connection"} {
		t.Run(with, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), executable, "-test.run=^TestPanic_child$")
			command.Env = append(os.Environ(), panicChild+"="+with, "GOTRACEBACK=system")
			output, err := command.CombinedOutput()
			text := string(output)
			// The stack is that of the request, and the arguments of its functions are in it.
			for _, control := range []string{"panic: ", "panicking.RoundTrip(", "HandleFinalize(", "goroutine "} {
				if !strings.Contains(text, control) {
					t.Errorf("there is no %q in what was printed, so that it shows nothing: %v\n%s", control, err, text)
				}
			}
			refuse(t, text)
		})
	}
}
