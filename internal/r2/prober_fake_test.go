package r2_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestVerifier_remembersWords: what is told of a connection that was verified before, without a request, is what was told then.
func TestVerifier_remembersWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, policy := range map[string]r2fake.Policy{
		"too much": level(r2fake.AdminReadWrite), "too much for a source": level(r2fake.ObjectReadWrite, bucket), "just right": level(r2fake.ObjectReadOnly, bucket),
	} {
		c := connection(t, r2.Source, w.token(policy))
		w.Reset()
		first := w.verifier.Verify(t.Context(), c, nil)
		if sent := len(w.Requests()); sent != 4 || (len(first) == 0) != (name == "just right") {
			t.Fatalf("%s: %d requests, and %v", name, sent, summaries(first))
		}
		second := w.verifier.Verify(t.Context(), c, nil)
		if diff := cmp.Diff(first, second); diff != "" || len(w.Requests()) != 4 {
			t.Errorf("%s: %d requests, and another report (-first +second):\n%s", name, len(w.Requests()), diff)
		}
	}
	// A failure that others share is told to them from memory as well: one that asks for more with the same token.
	reader := w.token(level(r2fake.ObjectReadOnly, bucket))
	if report := w.verifier.Verify(t.Context(), connection(t, r2.Source, reader), nil); len(report) > 0 {
		t.Fatal(summaries(report))
	}
	fresh := r2.NewVerifier(w.connector).Verify(t.Context(), connection(t, r2.Destination, reader), nil)
	remembered := w.verifier.Verify(t.Context(), connection(t, r2.Destination, reader), nil)
	for _, report := range []r2.Report{fresh, remembered} {
		for i := range report {
			report[i].Facts = withoutRay(report[i].Facts)
		}
	}
	if diff := cmp.Diff(fresh, remembered); diff != "" || len(fresh) == 0 {
		t.Errorf("from memory (-fresh +remembered):\n%s", diff)
	}
}

// withoutRay leaves out the fact that differs between any two requests.
func withoutRay(facts []r2.Fact) []r2.Fact {
	var rest []r2.Fact
	for _, fact := range facts {
		if fact.Name != "ray id" {
			rest = append(rest, fact)
		}
	}
	return rest
}
