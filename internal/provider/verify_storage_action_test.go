package provider_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const verifyStorage = "r2_verify_storage"

// testObject is the name of the object that the action writes.
var testObject = regexp.MustCompile(`terraform-provider-r2-[0-9a-f]{32}`)

// invoke validates, plans and invokes the action, and gives what it told on the way, the test object as <object>.
func (c *calls) invoke(ctx context.Context, config acctest.Values) ([]string, []acctest.Diagnostic) {
	c.t.Helper()
	encoded := c.encode(c.schema.ActionSchemas[verifyStorage].Schema.ValueType(), config)
	checked, err := c.server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: verifyStorage, Config: encoded})
	c.must(err)
	if len(checked.Diagnostics) > 0 {
		return nil, reported(checked.Diagnostics)
	}
	planned, err := c.server.PlanAction(ctx, &tfprotov6.PlanActionRequest{ActionType: verifyStorage, Config: encoded})
	c.must(err)
	if len(planned.Diagnostics) > 0 || planned.Deferred != nil {
		c.t.Errorf("plan: deferred %v, diagnostics %v", planned.Deferred, reported(planned.Diagnostics))
	}
	stream, err := c.server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: verifyStorage, Config: encoded})
	c.must(err)
	var progress []string
	var diags []acctest.Diagnostic
	completed := false
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, testObject.ReplaceAllString(event.Message, "<object>"))
		case tfprotov6.CompletedInvokeActionEventType:
			completed, diags = true, reported(event.Diagnostics)
		}
	}
	if !completed {
		c.t.Error("the action did not say that it is over")
	}
	return progress, diags
}

// The progress of an action on the folder that goes round, and all of its requests.
var (
	roundTrip = []string{
		"Writing the test object postgres/<object>", "Reading it back", "Overwriting it", "Reading it back", "Listing it", "Deleting it",
		"The storage works as a destination",
	}
	roundTripRequests = []string{"PutObject", "GetObject", "PutObject", "GetObject", "ListObjectsV2", "DeleteObject"}
)

// operations are the names of the requests that the fake has seen, in order.
func operations(fake *acctest.R2) []string {
	var names []string
	for _, request := range fake.Requests() {
		names = append(names, request.Operation)
	}
	return names
}

// trial is the configuration of the action for the fake's bucket.
func trial(use string) acctest.Values {
	return acctest.Values{"endpoint": acctest.Endpoint("default", acctest.Bucket), "use": use}
}

func TestVerifyStorage_succeeds(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		level    r2fake.Level
		config   acctest.Values
		progress []string
		requests []string
	}{
		"destination": {
			r2fake.ObjectReadWrite, acctest.Values{"use": "destination", "path": "/postgres"}, roundTrip, roundTripRequests,
		},
		"the root": {
			r2fake.ObjectReadWrite,
			acctest.Values{"use": "destination"},
			append([]string{"Writing the test object <object>"}, roundTrip[1:]...), roundTripRequests,
		},
		"create_bucket, which exists": {
			r2fake.AdminReadWrite, acctest.Values{"use": "create_bucket", "path": "postgres/"}, roundTrip, roundTripRequests,
		},
		"source": {
			r2fake.ObjectReadOnly,
			acctest.Values{"use": "source", "path": "/mysql"},
			[]string{"Listing the objects under /mysql/", "Reading the first byte of \"mysql/monday.dump\"", "The storage works as a source"},
			[]string{"ListObjectsV2", "GetObject"},
		},
		"source that could write": {
			r2fake.AdminReadWrite,
			acctest.Values{"use": "source", "path": "/mysql"},
			[]string{"Listing the objects under /mysql/", "Reading the first byte of \"mysql/monday.dump\"", "The storage works as a source"},
			[]string{"ListObjectsV2", "GetObject"},
		},
		"empty source": {
			r2fake.ObjectReadOnly,
			acctest.Values{"use": "source", "path": "/postgres"},
			[]string{
				"Listing the objects under /postgres/", "There is nothing to read: 0 objects listed, none with content",
				"The storage works as a source",
			},
			[]string{"ListObjectsV2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := acctest.Start(t)
			fake.PutObject(acctest.Account, "default", acctest.Bucket, "mysql/monday.dump", []byte("monday"))
			progress, diags := dial(t, fake, asProvider(fake.Token(row.level))).invoke(t.Context(), trial("").With(row.config))
			wantSummaries(t, "invoke", diags)
			if diff := cmp.Diff(row.progress, progress); diff != "" {
				t.Errorf("progress (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(row.requests, operations(fake)); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			wantKeys(t, fake, "mysql/monday.dump")
		})
	}
}

// TestVerifyStorage_price: what the documentation says that it costs.
func TestVerifyStorage_price(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	_, diags := dial(t, fake, asProvider(fake.Token(r2fake.ObjectReadWrite))).invoke(t.Context(), trial("destination"))
	wantSummaries(t, "invoke", diags)
	billed := map[r2fake.Class]int{}
	for _, request := range fake.Requests() {
		if request.Billed() {
			billed[request.Class]++
		}
	}
	if diff := cmp.Diff(map[r2fake.Class]int{r2fake.ClassA: 3, r2fake.ClassB: 2}, billed); diff != "" {
		t.Errorf("billed requests by class (-want +got):\n%s", diff)
	}
}

// wantKeys compares what the fake's bucket holds.
func wantKeys(t *testing.T, fake *acctest.R2, want ...string) {
	t.Helper()
	keys := fake.Keys(acctest.Account, "default", acctest.Bucket)
	if len(keys) == 0 {
		keys = nil
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("keys in the bucket (-want +got):\n%s", diff)
	}
}

// TestVerifyStorage_provider: the token is that of the provider, which must be there.
func TestVerifyStorage_provider(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	settings := asProvider(fake.Token(r2fake.ObjectReadWrite))
	for _, row := range []struct {
		name     string
		settings acctest.Values
		want     []string
	}{
		{"a token without an account", settings.With(acctest.Values{"account_id": nil}), nil},
		{"no token", nil, []string{`Error on "": Missing Credentials`}},
		{"an unknown token", settings.With(acctest.Values{"secret_access_key": acctest.Unknown}), []string{`Error on "": Provider Configuration Is Not Known Yet`}},
		{"an unknown place", settings.With(acctest.Values{"endpoint_url": acctest.Unknown}), []string{`Error on "": Provider Configuration Is Not Known Yet`}},
	} {
		_, diags := dial(t, fake, row.settings).invoke(t.Context(), trial("destination"))
		wantSummaries(t, row.name, diags, row.want...)
	}
}

// TestVerifyStorage_fails: whatever goes wrong has its own words, and the object is gone.
func TestVerifyStorage_fails(t *testing.T) {
	t.Parallel()
	down := r2fake.Error{Status: 503, Code: "ServiceUnavailable"}
	for name, row := range map[string]struct {
		level    r2fake.Level // Object Read & Write if empty
		fault    *r2fake.Fault
		settings acctest.Values
		config   acctest.Values
		want     []string
		// written tells whether a write reached the bucket, so that there was something to clean up.
		written bool
	}{
		"wrong level":    {level: r2fake.ObjectReadOnly, want: []string{`Error on "": Token Cannot Do What the Use Needs`}},
		"no such bucket": {level: r2fake.AdminReadWrite, config: acctest.Values{"endpoint": acctest.Endpoint("default", "acme-missing")}, want: []string{`Error on "endpoint": Bucket Does Not Exist`}},
		"wrong secret": {
			settings: acctest.Values{"secret_access_key": strings.Repeat("5ec3e7", 10) + "5ec3"},
			want:     []string{`Error on "": Secret Does Not Belong to the Key`},
		},
		"unknown token": {
			settings: acctest.Values{"access_key_id": strings.Repeat("ab", 16)}, want: []string{`Error on "": Token Unknown to R2`},
		},
		"write fault": {
			fault: &r2fake.Fault{Operation: "PutObject", After: true, Effect: down}, want: []string{`Error on "": Storage Could Not Be Verified`}, written: true,
		},
		"overwrite fault": {
			fault: &r2fake.Fault{Operation: "PutObject", Skip: 1, Effect: down}, want: []string{`Error on "": Storage Could Not Be Verified`}, written: true,
		},
		"read fault": {
			fault: &r2fake.Fault{Operation: "GetObject", Effect: down}, want: []string{`Error on "": Storage Could Not Be Verified`}, written: true,
		},
		"corrupted answer": {
			fault: &r2fake.Fault{Operation: "GetObject", Effect: r2fake.WrongContentLength{}},
			want:  []string{`Error on "": Object Reads Back Differently`}, written: true,
		},
		"a portal in between": {
			fault: &r2fake.Fault{Operation: "ListObjectsV2", Effect: r2fake.HTML{}}, want: []string{`Error on "": Answer Did Not Come From R2`}, written: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := acctest.Start(t)
			if row.level == "" {
				row.level = r2fake.ObjectReadWrite
			}
			if row.fault != nil {
				fake.Inject(*row.fault)
			}
			c := dial(t, fake, asProvider(fake.Token(row.level)).With(row.settings))
			_, diags := c.invoke(t.Context(), trial("destination").With(row.config))
			wantSummaries(t, "invoke", diags, row.want...)
			wantKeys(t, fake)
			if cleaned := fake.Count("DeleteObject") > 0; cleaned != row.written {
				t.Errorf("something was deleted: %t, was written: %t", cleaned, row.written)
			}
		})
	}
}

// TestVerifyStorage_interrupted: the object that the first write left is deleted after the interruption.
func TestVerifyStorage_interrupted(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	written := false
	fake.Inject(r2fake.Fault{Operation: "PutObject", After: true, Hook: func(r2fake.Request) {
		written = len(fake.Keys(acctest.Account, "default", acctest.Bucket)) == 1
		cancel()
	}, Effect: r2fake.Hang{}})
	progress, diags := dial(t, fake, asProvider(fake.Token(r2fake.ObjectReadWrite))).invoke(ctx, trial("destination"))
	wantSummaries(t, "invoke", diags, `Error on "": Verification Was Interrupted`)
	if diff := cmp.Diff([]string{"Writing the test object <object>", "Deleting it"}, progress); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	if !written {
		t.Error("nothing had been written when the interruption came, so this shows nothing")
	}
	wantKeys(t, fake)
}

// TestVerifyStorage_timeOut: a service that stops to answer ends the action, and what it wrote before is deleted.
func TestVerifyStorage_timeOut(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	fake.Inject(r2fake.Fault{Operation: "GetObject", Effect: r2fake.Hang{}})
	settings := asProvider(fake.Token(r2fake.ObjectReadWrite)).With(acctest.Values{"request_timeout": "100ms"})
	_, diags := dial(t, fake, settings).invoke(t.Context(), trial("destination"))
	wantSummaries(t, "invoke", diags, `Error on "": Storage Could Not Be Verified`)
	if diff := cmp.Diff([]string{"PutObject", "GetObject", "GetObject", "GetObject", "DeleteObject"}, operations(fake)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	wantKeys(t, fake)
}

// TestVerifyStorage_texts pins what the action says about an object that stays. After a change of a text:
//
//	go test ./internal/provider -run TestVerifyStorage_texts -update
func TestVerifyStorage_texts(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	settings := asProvider(fake.Token(r2fake.ObjectReadWrite))
	var document strings.Builder
	for _, row := range []struct {
		title string
		lock  []r2fake.LockRule
		fault *r2fake.Fault
	}{
		{"a lock rule keeps the test object", []r2fake.LockRule{{Prefix: "postgres/", MaxAge: time.Hour}}, nil},
		{"the test object cannot be deleted", nil, &r2fake.Fault{Operation: "DeleteObject", Effect: r2fake.Error{Status: 500, Code: "InternalError"}}},
	} {
		fake.SetLockRules(acctest.Account, "default", acctest.Bucket, row.lock...)
		if row.fault != nil {
			fake.Inject(*row.fault)
		}
		before := len(fake.Keys(acctest.Account, "default", acctest.Bucket))
		_, diags := dial(t, fake, settings).invoke(t.Context(), trial("destination").With(acctest.Values{"path": "/postgres"}))
		for i := range diags {
			diags[i].Detail = testObject.ReplaceAllString(diags[i].Detail, "<object>")
		}
		describe(&document, row.title, diags)
		if after := len(fake.Keys(acctest.Account, "default", acctest.Bucket)); after != before+1 {
			t.Errorf("%s: %d objects stayed, want 1", row.title, after-before)
		}
	}
	compareGolden(t, "verify_storage.golden", document.String())
}

func TestVerifyStorage_badArguments(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	c := dial(t, fake, asProvider(fake.Token(r2fake.ObjectReadWrite)))
	for _, row := range []struct{ attribute, value, want string }{
		{"endpoint", acctest.Bucket, `Error on "endpoint": Invalid Endpoint`},
		{"endpoint", "https://" + acctest.Account + ".r2.cloudflarestorage.com", `Error on "endpoint": Invalid Endpoint`},
		{"path", "a//b", `Error on "path": Invalid Path`},
		{"use", "backup", `Error on "use": Invalid Choice`},
	} {
		_, diags := c.invoke(t.Context(), trial("destination").With(acctest.Values{row.attribute: row.value}))
		wantSummaries(t, fmt.Sprintf("%s = %q", row.attribute, row.value), diags, row.want)
	}
	wantRequests(t, fake, "bad arguments", 0)
}

// TestVerifyStorage_unknown: what is not known yet is no error while planning.
func TestVerifyStorage_unknown(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	c := dial(t, fake, nil)
	config := c.encode(c.schema.ActionSchemas[verifyStorage].Schema.ValueType(), acctest.Values{
		"endpoint": acctest.Unknown, "path": acctest.Unknown, "use": acctest.Unknown,
	})
	checked, err := c.server.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: verifyStorage, Config: config})
	c.must(err)
	wantSummaries(t, "validate", reported(checked.Diagnostics))
	planned, err := c.server.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: verifyStorage, Config: config})
	c.must(err)
	wantSummaries(t, "plan", reported(planned.Diagnostics))
	wantRequests(t, fake, "plan", 0)
}
