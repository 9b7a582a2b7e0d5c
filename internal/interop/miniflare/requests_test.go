package miniflare_test

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestRequests sends every request of the table to the local R2 and to the fake. They have to answer alike, but for the listed
// differences, each of which has to show.
func TestRequests(t *testing.T) {
	t.Parallel()
	localR2 := local(t)
	run := strings.ToLower(rand.Text()[:8])
	var compared tally
	t.Cleanup(func() { compared.report(t) })
	for i, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			fakeR2 := fake(t, localR2)
			row := fmt.Sprintf("%s-%02d", run, i)
			inLocal := variables{"row": row + "/", "row, encoded": row + "%2F"}
			inFake := maps.Clone(inLocal)
			for _, r := range s.requests {
				t.Run(r.name, func(t *testing.T) {
					r.method = cmp.Or(r.method, "GET")
					now := time.Now().UTC()
					want := localR2.ask(t, r.build(t, localR2, inLocal, now), r.save, inLocal)
					got := fakeR2.ask(t, r.build(t, fakeR2, inFake, now), r.save, inFake)
					compared.add(compare(t, s.name+"/"+r.name, want, got))
				})
			}
		})
	}
}

// compare reports whether the answers are alike, and fails the test unless that is as listed.
func compare(t *testing.T, name string, local, fake answer) bool {
	t.Helper()
	diff := gocmp.Diff(local, fake)
	listed, ok := differences[name]
	switch {
	case !ok && diff != "":
		t.Errorf("%s: Cloudflare's local R2 and the fake differ (-local +fake):\n%s", name, diff)
	case ok && diff == "":
		t.Errorf("%s: listed as a difference, but there is none; both answer %s", name, local.summary())
	case ok:
		want := [2]string{listed.local, listed.fake}
		if got := [2]string{local.summary(), fake.summary()}; got != want {
			t.Errorf("%s: the local R2 and the fake answer %q, listed are %q", name, got, want)
		}
	}
	return diff == ""
}

// TestDifferences_listed: a difference is of a request of the table, and the table has no request twice.
func TestDifferences_listed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range scenarios {
		for _, r := range s.requests {
			name := s.name + "/" + r.name
			if seen[name] {
				t.Errorf("%s is twice in the table", name)
			}
			seen[name] = true
		}
	}
	for name := range differences {
		if !seen[name] {
			t.Errorf("the table has no request %s, which is listed as a difference", name)
		}
	}
}

// tally counts comparisons.
type tally struct {
	mu              sync.Mutex
	alike, compared int
}

func (c *tally) add(alike bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.compared++
	if alike {
		c.alike++
	}
}

// report writes the counts and the listed differences to a file, where scripts/interop asks for one.
func (c *tally) report(t *testing.T) {
	path := os.Getenv("INTEROP_MINIFLARE_REPORT")
	if path == "" {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d requests compared: %d answered alike, %d not; listed differences: %d\n", c.compared, c.alike, c.compared-c.alike, len(differences))
	for _, name := range slices.Sorted(maps.Keys(differences)) {
		d := differences[name]
		fmt.Fprintf(&b, "  %s: local R2 %s, fake %s: %s\n", name, d.local, d.fake, d.reason)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Error(err)
	}
}
