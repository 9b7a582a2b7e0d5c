package plugin_test

import (
	"context"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/plugin"
	"github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

type carried struct{}

// ask sends one request with a value in its context, and returns a pointer to the value that does not keep it alive.
func ask(t *testing.T, server tfprotov6.ProviderServer) weak.Pointer[[64]byte] {
	t.Helper()
	value := &[64]byte{}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), carried{}, value))
	defer cancel()
	if _, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "r2_nothing"}); err != nil {
		t.Fatal(err)
	}
	return weak.Make(value)
}

// TestServer_forgets: nothing of a request stays when it was answered. The control is the server of the framework: once it
// forgets as well, what this package does about it can go.
func TestServer_forgets(t *testing.T) {
	t.Parallel()
	mine, theirs := plugin.NewServer(provider.New("test")()), providerserver.NewProtocol6(provider.New("test")())()
	kept, keptByFramework := ask(t, mine), ask(t, theirs)
	runtime.GC()
	if kept.Value() != nil {
		t.Error("the context of a request is kept")
	}
	if keptByFramework.Value() == nil {
		t.Error("the framework forgets requests by itself")
	}
	runtime.KeepAlive(mine)
	runtime.KeepAlive(theirs)
}

// stub notes the context that it is called with, and does with it as it is told.
type stub struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	during func(context.Context)
}

func (s stub) ReadResource(ctx context.Context, _ *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	s.during(ctx)
	return &tfprotov6.ReadResourceResponse{Private: []byte("answer")}, nil
}

// TestServer_context: while a request is answered its context is the one it came with, cancelled and all; afterwards it is
// one that was cancelled.
func TestServer_context(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), carried{}, "value"))
	defer cancel()
	var kept context.Context
	server := plugin.NewServerOf(stub{during: func(ctx context.Context) {
		kept = ctx
		if got := ctx.Value(carried{}); got != "value" {
			t.Errorf("the value is %v", got)
		}
		if err := ctx.Err(); err != nil {
			t.Errorf("it begins with %v", err)
		}
		child, end := context.WithCancel(ctx)
		defer end()
		cancel()
		<-child.Done()
		if err := ctx.Err(); err == nil {
			t.Error("it does not end with the context of the request")
		}
	}})
	answer, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{})
	if err != nil || string(answer.Private) != "answer" {
		t.Errorf("answered %v, %v", answer, err)
	}
	<-kept.Done()
	if kept.Err() != context.Canceled || kept.Value(carried{}) != nil {
		t.Errorf("afterwards it has the error %v and the value %v", kept.Err(), kept.Value(carried{}))
	}
	if _, bounded := kept.Deadline(); bounded {
		t.Error("afterwards it has a deadline")
	}
}

func (stub) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

// TestUnheard: a request that ends by itself was given up by whoever asked, and one that ends after an interruption was not.
func TestUnheard(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ ends, stopped, want bool }{
		"goes on":              {},
		"ends":                 {ends: true, want: true},
		"is interrupted":       {ends: true, stopped: true},
		"goes on until it can": {stopped: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var server tfprotov6.ProviderServer
			asked := false
			server = plugin.NewServerOf(stub{during: func(ctx context.Context) {
				asked = true
				if row.stopped {
					if _, err := server.StopProvider(ctx, &tfprotov6.StopProviderRequest{}); err != nil {
						t.Error(err)
					}
				}
				if row.ends {
					cancel()
				}
				child, end := context.WithCancel(ctx)
				defer end()
				if got := plugin.Unheard(child); got != row.want {
					t.Errorf("unheard: %t, want %t", got, row.want)
				}
			}})
			if _, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{}); err != nil || !asked {
				t.Errorf("asked: %t, %v", asked, err)
			}
		})
	}
	if plugin.Unheard(t.Context()) {
		t.Error("a context that is no request's is unheard")
	}
}

// TestServer_complete: every method that a request for a resource, a data source or a function can call is handed on by this
// package, so that a new one of the protocol is not overlooked.
func TestServer_complete(t *testing.T) {
	t.Parallel()
	once := map[string]bool{ // for a provider, or for a whole run
		"GetMetadata": true, "GetProviderSchema": true, "GetResourceIdentitySchemas": true, "GetFunctions": true,
		"ValidateProviderConfig": true, "ConfigureProvider": true, "StopProvider": true, "GenerateResourceConfig": true,
		"ValidateEphemeralResourceConfig": true, "OpenEphemeralResource": true, "RenewEphemeralResource": true, "CloseEphemeralResource": true,
		"ValidateListResourceConfig": true, "ListResource": true, "ValidateActionConfig": true, "PlanAction": true, "InvokeAction": true,
	}
	source := plugin.Source(t)
	server := reflect.TypeOf(plugin.NewServer(provider.New("test")()))
	for method := range server.Methods() {
		handed := strings.Contains(source, "handle(ctx, s, req, s.framework."+method.Name+")")
		if handed == once[method.Name] {
			t.Errorf("%s: handed on by this package: %t", method.Name, handed)
		}
	}
}
