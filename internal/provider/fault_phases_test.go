package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// step is a request of a phase.
type step struct {
	operation string
	role      role
}

// scene is a phase about to happen.
type scene struct {
	// act is what is disturbed. It gives the state that Terraform has then, nil for none.
	act func() (acctest.Values, []acctest.Diagnostic)
	// again is what the user does next, when the fault is gone. It must succeed without a word.
	again func(after acctest.Values) acctest.Values
}

// phase is what a run does with one resource.
type phase struct {
	name string
	// steps are its requests, in order, unless they are sent at once.
	steps  []step
	atOnce bool
	// unreachable is the summary when R2 is not there.
	unreachable string
	// owns tells whether the bucket is Terraform's, so that it must be in a state while it exists.
	owns  bool
	scene func(t *testing.T, w *faultWorld) scene
	// noted tells whether what goes wrong is a warning.
	noted bool
}

const (
	unverified = "Storage Could Not Be Verified"
	notReached = "R2 Could Not Be Reached"
)

var (
	destinationSteps = []step{{"ListObjectsV2", needed}, {"AbortMultipartUpload", needed}, {"DeleteObject", needed}, {"GetBucketCors", spare}}
	sourceSteps      = []step{{"ListObjectsV2", needed}, {"GetObject", needed}, {"DeleteObject", spare}, {"GetBucketCors", spare}}
	createSteps      = []step{{"ListBuckets", needed}, {"DeleteBucket", needed}, {"DeleteObject", needed}, {"GetBucketCors", needed}}
	tokenSteps       = []step{
		{"ListObjectsV2", right},
		{"GetObject", right},
		{"AbortMultipartUpload", right},
		{"DeleteObject", right},
		{"GetBucketCors", right},
		{"ListBuckets", right},
		{"DeleteBucket", right},
		{"GetObject", right},
	}
)

// phases is everything that a run does. What sends nothing is there to show it.
var phases = []phase{
	{"plan destination", destinationSteps, true, unverified, false, planStorage("destination"), false},
	{"plan source", sourceSteps, true, unverified, false, planStorage("source"), false},
	{"plan create_bucket", createSteps, true, unverified, false, planStorage("create_bucket"), false},
	{"apply destination", destinationSteps, true, unverified, false, createStorage, false},
	{"apply destination, again", destinationSteps, true, unverified, false, updateStorage, false},
	{"refresh storage", nil, false, "", false, refreshStorage, false},
	{"import storage", destinationSteps, true, unverified, false, importStorage, true},
	{"destroy storage", nil, false, "", false, destroyStorage, false},

	{"plan bucket", nil, false, "", true, planBucket(acctest.Values{"force_destroy": true}), false},
	{"plan bucket, replaced", []step{{"ListObjectsV2", unseen}, {"ListMultipartUploads", unseen}}, false, "", true, planBucket(acctest.Values{"name": "acme-renamed"}), false},
	{"create bucket", []step{
		{"ListBuckets", needed},
		{"CreateBucket", creating},
		{"ListBuckets", unseen},
		{"GetBucketLifecycleConfiguration", needed},
		{"PutBucketLifecycleConfiguration", needed},
		{"PutBucketCors", needed},
	}, false, notReached, true, createBucket, false},
	{"update bucket", []step{
		{"GetBucketLifecycleConfiguration", needed}, {"PutBucketLifecycleConfiguration", needed}, {"PutBucketCors", needed},
	}, false, notReached, true, updateBucket(nil, ruled()), false},
	{"update bucket, no rules", []step{{"DeleteBucketLifecycle", needed}, {"DeleteBucketCors", needed}}, false, notReached, true, updateBucket(ruled(), ruled().With(
		acctest.Values{"lifecycle_rules": []any{}, "cors_rules": []any{}},
	)), false},
	{"refresh bucket", []step{{"ListBuckets", needed}, {"GetBucketLifecycleConfiguration", needed}, {"GetBucketCors", needed}}, true, notReached, true, refreshBucket, false},
	{"import bucket", []step{
		{"ListBuckets", needed}, {"GetBucketLifecycleConfiguration", needed}, {"GetBucketCors", needed}, {"GetBucketLocation", unseen},
	}, true, notReached, false, importBucket, false},
	{"destroy bucket", []step{{"ListObjectsV2", needed}, {"ListMultipartUploads", needed}, {"DeleteBucket", needed}}, false, notReached, true, destroyBucket(false), false},
	{"destroy bucket, forced", []step{
		{"DeleteBucket", needed}, {"ListBuckets", needed}, {"ListObjectsV2", needed}, {"DeleteObjects", needed}, {"ListMultipartUploads", needed}, {"AbortMultipartUpload", needed}, {"DeleteBucket", needed},
	}, false, notReached, true, destroyBucket(true), false},

	{"read r2_token", tokenSteps, true, unverified, false, readData("r2_token", acctest.Values{"bucket": acctest.Bucket}), false},
	{"read r2_buckets", []step{{"ListBuckets", needed}}, false, notReached, false, readData("r2_buckets", nil), false},
	{"query buckets", []step{{"ListBuckets", needed}}, false, notReached, false, queryBuckets, false},
	{"action, destination", []step{
		{"PutObject", needed}, {"GetObject", needed}, {"PutObject", needed}, {"GetObject", needed}, {"ListObjectsV2", needed}, {"DeleteObject", cleaning},
	}, false, unverified, false, invokeAction("destination"), false},
	{"action, source", []step{{"ListObjectsV2", needed}, {"GetObject", needed}}, false, unverified, false, invokeAction("source"), false},
}

// carry plans and applies in a new run.
func (w *faultWorld) carry(t *testing.T, cred r2fake.Credentials, resource string, state, config acctest.Values) acctest.Values {
	t.Helper()
	p := w.run(t, cred)
	if state != nil {
		state = quiet(t, "refresh")(p.Refresh(resource, state))
	}
	if state == nil && config == nil {
		return nil // It is gone already.
	}
	change, diags := p.Plan(resource, state, config)
	wantSummaries(t, "plan", diags)
	return quiet(t, "apply")(w.run(t, cred).Apply(change))
}

// quiet wants no diagnostics beside the values.
func quiet(t *testing.T, what string) func(acctest.Values, []acctest.Diagnostic) acctest.Values {
	t.Helper()
	return func(values acctest.Values, diags []acctest.Diagnostic) acctest.Values {
		t.Helper()
		wantSummaries(t, what, diags)
		return values
	}
}

func planStorage(use string) func(*testing.T, *faultWorld) scene {
	return func(t *testing.T, w *faultWorld) scene {
		t.Helper()
		config := storage(use, map[string]r2fake.Credentials{"destination": w.object, "source": w.reader, "create_bucket": w.admin}[use])
		plan := func() (acctest.Values, []acctest.Diagnostic) {
			change, diags := w.run(t, w.admin).Plan("r2_storage", nil, config)
			return change.Planned, diags
		}
		return scene{plan, func(acctest.Values) acctest.Values { return quiet(t, "plan")(plan()) }}
	}
}

func createStorage(t *testing.T, w *faultWorld) scene {
	t.Helper()
	return applyStorage(t, w, nil)
}

func updateStorage(t *testing.T, w *faultWorld) scene {
	t.Helper()
	state := w.carry(t, w.object, "r2_storage", nil, storage("destination", w.object))
	return applyStorage(t, w, state)
}

func applyStorage(t *testing.T, w *faultWorld, state acctest.Values) scene {
	t.Helper()
	config := storage("destination", w.object).With(acctest.Values{"secret_access_key_wo_version": 2})
	change, diags := w.run(t, w.object).Plan("r2_storage", state, config)
	wantSummaries(t, "plan", diags)
	return scene{
		func() (acctest.Values, []acctest.Diagnostic) { return w.run(t, w.object).Apply(change) },
		func(after acctest.Values) acctest.Values { return w.carry(t, w.object, "r2_storage", after, config) },
	}
}

func refreshStorage(t *testing.T, w *faultWorld) scene {
	t.Helper()
	state := w.carry(t, w.object, "r2_storage", nil, storage("destination", w.object))
	refresh := func() (acctest.Values, []acctest.Diagnostic) { return w.run(t, w.object).Refresh("r2_storage", state) }
	return scene{refresh, func(acctest.Values) acctest.Values { return quiet(t, "refresh")(refresh()) }}
}

func destroyStorage(t *testing.T, w *faultWorld) scene {
	t.Helper()
	state := w.carry(t, w.object, "r2_storage", nil, storage("destination", w.object))
	return scene{func() (acctest.Values, []acctest.Diagnostic) {
		p := w.run(t, w.object)
		change, diags := p.Plan("r2_storage", state, nil)
		wantSummaries(t, "plan to destroy", diags)
		return p.Apply(change)
	}, func(after acctest.Values) acctest.Values { return after }}
}

func importStorage(t *testing.T, w *faultWorld) scene {
	t.Helper()
	imported := func() (acctest.Values, []acctest.Diagnostic) {
		return w.run(t, w.object).Import("r2_storage", acctest.Endpoint("default", acctest.Bucket))
	}
	return scene{imported, func(acctest.Values) acctest.Values { return quiet(t, "import")(imported()) }}
}

func planBucket(change acctest.Values) func(*testing.T, *faultWorld) scene {
	return func(t *testing.T, w *faultWorld) scene {
		t.Helper()
		state := w.carry(t, w.admin, "r2_bucket", nil, acctest.Values{"name": newBucket})
		plan := func() (acctest.Values, []acctest.Diagnostic) {
			change, diags := w.run(t, w.admin).Plan("r2_bucket", state, acctest.Values{"name": newBucket}.With(change))
			return change.Planned, diags
		}
		return scene{plan, func(acctest.Values) acctest.Values { return quiet(t, "plan")(plan()) }}
	}
}

func createBucket(t *testing.T, w *faultWorld) scene {
	t.Helper()
	change, diags := w.run(t, w.admin).Plan("r2_bucket", nil, ruled())
	wantSummaries(t, "plan", diags)
	return scene{
		func() (acctest.Values, []acctest.Diagnostic) { return w.run(t, w.admin).Apply(change) },
		func(after acctest.Values) acctest.Values { return w.carry(t, w.admin, "r2_bucket", after, ruled()) },
	}
}

func updateBucket(from, to acctest.Values) func(*testing.T, *faultWorld) scene {
	return func(t *testing.T, w *faultWorld) scene {
		t.Helper()
		state := w.carry(t, w.admin, "r2_bucket", nil, acctest.Values{"name": newBucket}.With(from))
		change, diags := w.run(t, w.admin).Plan("r2_bucket", state, to)
		wantSummaries(t, "plan", diags)
		return scene{
			func() (acctest.Values, []acctest.Diagnostic) { return w.run(t, w.admin).Apply(change) },
			func(after acctest.Values) acctest.Values { return w.carry(t, w.admin, "r2_bucket", after, to) },
		}
	}
}

func refreshBucket(t *testing.T, w *faultWorld) scene {
	t.Helper()
	state := w.carry(t, w.admin, "r2_bucket", nil, ruled())
	refresh := func(known acctest.Values) (acctest.Values, []acctest.Diagnostic) {
		return w.run(t, w.admin).Refresh("r2_bucket", known)
	}
	return scene{
		func() (acctest.Values, []acctest.Diagnostic) { return refresh(state) },
		func(after acctest.Values) acctest.Values { return quiet(t, "refresh")(refresh(after)) },
	}
}

func importBucket(t *testing.T, w *faultWorld) scene {
	t.Helper()
	w.carry(t, w.admin, "r2_bucket", nil, ruled())
	imported := func() (acctest.Values, []acctest.Diagnostic) {
		c := call(t, w.provider(), w.settings(w.admin))
		known, diags := c.importState(&tfprotov6.ImportResourceStateRequest{TypeName: "r2_bucket", ID: newBucket})
		wantSummaries(t, "import", diags)
		read, diags := c.refresh("r2_bucket", known)
		if len(diags) > 0 {
			return nil, diags
		}
		return read.State, nil
	}
	return scene{imported, func(acctest.Values) acctest.Values { return quiet(t, "import")(imported()) }}
}

func destroyBucket(force bool) func(*testing.T, *faultWorld) scene {
	return func(t *testing.T, w *faultWorld) scene {
		t.Helper()
		state := w.carry(t, w.admin, "r2_bucket", nil, acctest.Values{"name": newBucket, "force_destroy": force})
		if force {
			w.PutObject(acctest.Account, "default", newBucket, "tuesday.dump", []byte("tuesday"))
			w.AddUpload(acctest.Account, "default", newBucket, "wednesday.dump")
		}
		change, diags := w.run(t, w.admin).Plan("r2_bucket", state, nil)
		wantSummaries(t, "plan to destroy", diags)
		return scene{
			func() (acctest.Values, []acctest.Diagnostic) { return w.run(t, w.admin).Apply(change) },
			func(after acctest.Values) acctest.Values { return w.carry(t, w.admin, "r2_bucket", after, nil) },
		}
	}
}

func readData(source string, config acctest.Values) func(*testing.T, *faultWorld) scene {
	return func(t *testing.T, w *faultWorld) scene {
		t.Helper()
		read := func() (acctest.Values, []acctest.Diagnostic) {
			if config == nil {
				config = acctest.Values{}
			}
			return w.run(t, w.admin).ReadData(source, config)
		}
		return scene{read, func(acctest.Values) acctest.Values { return quiet(t, "read")(read()) }}
	}
}

func queryBuckets(t *testing.T, w *faultWorld) scene {
	t.Helper()
	list := func() (acctest.Values, []acctest.Diagnostic) {
		found, diags := acctest.Values{}, []acctest.Diagnostic(nil)
		for _, result := range call(t, w.provider(), w.settings(w.admin)).list(query{config: acctest.Values{"jurisdictions": []any{"default"}}}) {
			found[result.Name] = true
			diags = append(diags, result.Diags...)
		}
		return found, diags
	}
	return scene{list, func(acctest.Values) acctest.Values { return quiet(t, "query")(list()) }}
}

func invokeAction(use string) func(*testing.T, *faultWorld) scene {
	return func(t *testing.T, w *faultWorld) scene {
		t.Helper()
		invoke := func() (acctest.Values, []acctest.Diagnostic) {
			progress, diags := call(t, w.provider(), w.settings(w.object)).invoke(t.Context(), trial(use))
			return acctest.Values{"last": progress[len(progress)-1]}, diags
		}
		return scene{invoke, func(acctest.Values) acctest.Values { return quiet(t, "invoke")(invoke()) }}
	}
}
