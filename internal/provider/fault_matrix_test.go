package provider_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// allFaults is what `make faults` sets.
var allFaults = flag.Bool("faults", false, "try every fault with every request, and print what comes of it")

// sample is which part of the cells is tried where not all are asked for, so that each request and each fault is among them.
const sample = 5

// cell is one request of one phase under one fault, which strikes once or lasts.
type cell struct {
	phase   *phase
	step    int
	row     int // of the matrix, for faults that take turns
	fault   *fault
	lasting bool
	// meaning is what the fault amounts to here.
	meaning meaning
}

// TestFaults disturbs every request of every phase in every way, once and for as long as it takes. In each cell it compares
// what the user is told, how often the request was sent, whether what is in R2 is in the state, whether the next run gets
// there, and how long it took. No fault may be taken for a lack of permission.
func TestFaults(t *testing.T) {
	t.Parallel()
	table, cells := &faultTable{}, 0
	t.Cleanup(func() {
		t.Logf("%d of %d cells: %d requests in %d phases, %d faults, once and lasting", len(table.shown), cells, len(table.rows), len(phases), len(faults))
		if *allFaults {
			_, _ = fmt.Fprint(os.Stdout, table)
		}
	})
	for i := range phases {
		phase := &phases[i]
		undisturbed := rehearse(t, phase)
		for n, step := range phase.steps {
			row := len(table.rows)
			table.rows = append(table.rows, phase.name+": "+step.operation)
			for j := range faults {
				for k, lasting := range []bool{false, true} {
					c := cell{phase, n, row, &faults[j], lasting, meaningOf(&faults[j], step, undisturbed.codes[n])}
					cells++
					if !*allFaults && (row+j+2*k)%sample != 0 {
						continue
					}
					t.Run(c.name(), func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) { table.add(c.try(t, undisturbed)) })
					})
				}
			}
		}
	}
}

// ending is how a phase ends that is left alone.
type ending struct {
	// codes are those of the answers by step: of an error, else "".
	codes []string
	state acctest.Values
	world map[string]any
}

// TestFaults_complete: what the client can send, a phase sends.
func TestFaults_complete(t *testing.T) {
	t.Parallel()
	sent := map[string]bool{}
	for _, phase := range phases {
		for _, step := range phase.steps {
			sent[step.operation] = true
		}
	}
	files, err := filepath.Glob("../r2/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	known := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, input := range regexp.MustCompile(`s3\.(\w+)Input\b`).FindAllSubmatch(source, -1) {
			known[string(input[1])] = true
		}
	}
	if diff := cmp.Diff(known, sent); diff != "" {
		t.Errorf("operations (-in the source +in the matrix):\n%s", diff)
	}
}

// rehearse shows that a phase sends what it is said to send, and how it ends.
func rehearse(t *testing.T, phase *phase) ending {
	t.Helper()
	var end ending
	synctest.Test(t, func(t *testing.T) {
		w := newFaultWorld(t)
		scene := phase.scene(t, w)
		w.Reset()
		after, diags := scene.act()
		wantSummaries(t, phase.name, diags)
		requests := w.Requests()
		for _, step := range phase.steps {
			i := slices.IndexFunc(requests, func(r r2fake.Request) bool { return r.Operation == step.operation })
			if i < 0 || i > 0 && !phase.atOnce {
				t.Fatalf("%s: %s is not sent, or not in this place: %q", phase.name, step.operation, operations(w.R2))
			}
			end.codes = append(end.codes, requests[i].Code)
			requests = slices.Delete(requests, i, i+1)
		}
		if len(requests) > 0 {
			t.Errorf("%s: %d more requests: %q", phase.name, len(requests), operations(w.R2))
		}
		end.state, end.world = undated(scene.again(after)), w.contents()
	})
	return end
}

// contents is what there is in the buckets.
func (w *faultWorld) contents() map[string]any {
	contents := map[string]any{}
	for _, name := range w.Buckets(acctest.Account, "default") {
		keys := slices.DeleteFunc(w.Keys(acctest.Account, "default", name), testObject.MatchString)
		contents[name] = []any{
			keys, len(w.Uploads(acctest.Account, "default", name)), w.Lifecycle(acctest.Account, "default", name), w.CORS(acctest.Account, "default", name),
		}
	}
	return contents
}

// undated is a state without what depends on when it came to be.
func undated(state acctest.Values) acctest.Values {
	if _, dated := state["creation_date"]; !dated {
		return state
	}
	return state.With(acctest.Values{"creation_date": nil})
}

// meaningOf tells what a fault amounts to for a step, by what it is answered otherwise.
func meaningOf(f *fault, s step, code string) meaning {
	_, empty := f.effectIn(0).(r2fake.Empty)
	switch {
	case code != "":
		return f.document
	case s.operation == "GetObject":
		return f.object
	case empty && s.role == creating:
		return exposed
	case empty && strings.HasPrefix(s.operation, "PutBucket"):
		return believed
	case slices.Contains([]string{"CreateBucket", "PutObject"}, s.operation), strings.HasPrefix(s.operation, "PutBucket"),
		strings.HasPrefix(s.operation, "Delete") && s.operation != "DeleteObjects", s.operation == "AbortMultipartUpload":
		return f.nothing
	default:
		return f.document
	}
}

func (f *fault) effectIn(row int) r2fake.Effect {
	if f.effect == nil {
		return nil
	}
	return f.effect(row)
}

func (c *cell) name() string {
	often := "once"
	if c.lasting {
		often = "lasting"
	}
	return fmt.Sprintf("%s/%d %s/%s/%s", c.phase.name, c.step+1, c.phase.steps[c.step].operation, c.fault.name, often)
}

// before counts the steps before this one that send the same operation, of how many in all.
func (c *cell) before() (before, all int) {
	for i, step := range c.phase.steps {
		if step.operation != c.phase.steps[c.step].operation {
			continue
		}
		all++
		if i < c.step {
			before++
		}
	}
	return before, all
}

// settled tells whether a lost answer does not matter in the end, since the bucket turns out to exist.
func (c *cell) settled() bool {
	return c.fault.after && c.phase.steps[c.step].role == creating
}

// told is what the user is told.
func (c *cell) told() []string {
	role := c.phase.steps[c.step].role
	summary := c.meaning.told
	if summary == "" {
		summary = c.phase.unreachable
	}
	switch {
	case c.meaning.silent, !c.lasting && c.meaning.cures, c.settled(), role == unseen:
		return nil
	case role == spare && !c.meaning.speaksOfAll():
		return nil
	case role == right && !c.meaning.speaksOfAll():
		return []string{"Warning: Rights Could Not Be Determined"}
	case c.phase.noted:
		return []string{"Warning: " + summary}
	}
	switch role {
	case cleaning:
		return []string{"Error: " + summary, "Warning: Test Object May Have Stayed in the Bucket"}
	default:
		return []string{"Error: " + summary}
	}
}

// attempts is how often the operation is sent, by all of its steps.
func (c *cell) attempts() int {
	before, all := c.before()
	ends := slices.ContainsFunc(c.told(), func(line string) bool { return strings.HasPrefix(line, "Error") }) && !c.phase.atOnce
	switch {
	case ends && c.lasting:
		return before + c.meaning.lasting
	case ends:
		return before + c.meaning.once
	case c.lasting:
		return before + (all-before)*c.meaning.lasting
	default:
		return all - 1 + c.meaning.once
	}
}

// longest is how long a fault may hold up a run: three attempts with their time-outs, and the pauses between.
const longest = 36 * time.Second

// verdict is the code of a diagnostic about the token's permission.
var verdict = regexp.MustCompile(`diagnostic: R2-0(2\d|30)`)

// try disturbs the request.
func (c *cell) try(t *testing.T, undisturbed ending) result {
	w := newFaultWorld(t)
	scene := c.phase.scene(t, w)
	keys := w.Keys(acctest.Account, "default", acctest.Bucket)
	w.Reset()
	w.network.reset()
	c.inject(w)

	started := time.Now()
	after, diags := scene.act()
	took := time.Since(started)
	sent := c.sent(w)

	var told []string
	for _, d := range diags {
		told = append(told, d.Severity+": "+d.Summary)
		if verdict.MatchString(d.Detail) {
			t.Errorf("a fault is taken for a lack of permission: %s: %s", d.Summary, d.Detail)
		}
	}
	if diff := cmp.Diff(c.told(), told); diff != "" {
		t.Errorf("%s: diagnostics (-want +got):\n%s", c.meaning.name, diff)
	}
	// After one answer with a wrong clock, requests that begin meanwhile may be signed by it, and be sent again.
	want, more := c.attempts(), 0
	if c.meaning.name == skewed.name && c.phase.atOnce {
		more = 2
	}
	if sent < want || sent > want+more {
		t.Errorf("%s: %d attempts, want %d", c.meaning.name, sent, want)
	}
	if diff := cmp.Diff(map[string]bool{w.host: true}, w.network.hosts); diff != "" {
		t.Errorf("hosts that were asked (-want +got):\n%s", diff)
	}
	if took > longest {
		t.Errorf("took %s, want at most %s", took, longest)
	}
	c.wantConsistent(t, w, after, told, keys)

	w.ClearFaults()
	w.network.reset()
	final := scene.again(after)
	if diff := cmp.Diff(undisturbed.state, undated(final)); diff != "" {
		t.Errorf("state after the next run (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(undisturbed.world, w.contents()); diff != "" {
		t.Errorf("R2 after the next run (-want +got):\n%s", diff)
	}
	return c.shown(diags, sent)
}

// sent is how often the operation was sent. A connection that is reset when it is used again is replaced by net/http itself,
// without a new attempt; the fake has seen both requests.
func (c *cell) sent(w *faultWorld) int {
	operation := c.phase.steps[c.step].operation
	if _, reset := c.fault.effectIn(c.row).(r2fake.Reset); reset && !c.lasting {
		return w.Count(operation)
	}
	return w.network.sent[operation]
}

// inject makes the fault strike at the step.
func (c *cell) inject(w *faultWorld) {
	operation, count := c.phase.steps[c.step].operation, 1
	before, _ := c.before()
	if c.lasting {
		count = 0
	}
	if effect := c.fault.effectIn(c.row); effect != nil {
		w.Inject(r2fake.Fault{Operation: operation, Skip: before, Count: count, After: c.fault.after, Effect: effect})
		return
	}
	w.network.mislead(misled{operation, before, count})
}

// wantConsistent compares R2 with what Terraform knows: no bucket is in no state, no bucket that is in R2 is created anew or
// marked as tainted, and nothing is left in the bucket of a storage, or not without a word.
func (c *cell) wantConsistent(t *testing.T, w *faultWorld, after acctest.Values, told, keys []string) {
	t.Helper()
	exists := slices.Contains(w.Buckets(acctest.Account, "default"), newBucket)
	if c.phase.owns && exists && after == nil {
		t.Error("the bucket exists and is in no state")
	}
	if c.phase.name == "create bucket" && after != nil {
		failed := slices.ContainsFunc(told, func(line string) bool { return strings.HasPrefix(line, "Error") })
		if !exists || failed {
			t.Errorf("the bucket is in the state; it exists: %t, it is tainted: %t", exists, failed)
		}
	}
	warned := slices.Contains(told, "Warning: Test Object May Have Stayed in the Bucket")
	if diff := cmp.Diff(keys, w.Keys(acctest.Account, "default", acctest.Bucket)); diff != "" && !warned {
		t.Errorf("the bucket of the storage (-before +after):\n%s", diff)
	}
}
