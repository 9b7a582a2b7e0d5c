package r2_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestRoundTrip_killed: a run is killed at each of its requests, before it takes effect and after it, which R2 sees as a
// client that falls silent. What it leaves is deleted by a later run, when no run can be busy with it any more.
func TestRoundTrip_killed(t *testing.T) {
	t.Parallel()
	for n, request := range allRequests {
		for _, done := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d %s done=%t", n+1, request, done), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					before := w.residue()
					c := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite, bucket)))
					c.Path = mustPath(t, folder)
					w.Inject(r2fake.Fault{Skip: n, Count: 1, After: done, Effect: r2fake.Reset{}})
					w.Inject(r2fake.Fault{Skip: n, Effect: r2fake.Reset{}})
					if err := w.connector.RoundTrip(t.Context(), c, func(string) {}); err == nil {
						t.Error("it ended well")
					}
					w.ClearFaults()

					left := len(w.residue().Objects) - len(before.Objects)
					written, deleted := n > 0 || done, n == len(allRequests)-1 && done
					if want := map[bool]int{true: 1}[written && !deleted]; left != want {
						t.Errorf("left %d objects, want %d", left, want)
					}
					for _, wait := range []time.Duration{59 * time.Minute, 2 * time.Minute} {
						time.Sleep(wait)
						if err := w.connector.RoundTrip(t.Context(), c, func(string) {}); err != nil {
							t.Error(err)
						}
						if got := len(w.residue().Objects) - len(before.Objects); wait == 59*time.Minute && got != left {
							t.Errorf("before the hour was over: %d objects, want %d", got, left)
						}
					}
					if diff := cmp.Diff(before, w.residue()); diff != "" {
						t.Errorf("in the end (-before +after):\n%s", diff)
					}
				})
			})
		}
	}
}

// TestRoundTrip_leftovers: of all that looks like a test object only those are deleted that are, and that are here.
func TestRoundTrip_leftovers(t *testing.T) {
	t.Parallel()
	name := "terraform-provider-r2-" + strings.Repeat("0a", 16)
	objects := map[string]string{
		"postgres/" + name:                      "first",
		"postgres/" + name[:len(name)-1] + "b":  "second, which replaces the first",
		"postgres/" + name[:len(name)-1] + "c":  "third",
		"postgres/" + name + "/tuesday.dump":    "first",
		"postgres/" + name + "0":                "first",
		"postgres/" + name[:len(name)-1]:        "first",
		"postgres/" + strings.ToUpper(name):     "first",
		"postgres/mysql/" + name:                "first",
		"mysql/" + name:                         "first",
		name:                                    "first",
		"postgres/old-" + name:                  "first",
		"postgres/terraform-provider-r2-" + "x": "first",
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		before := w.residue().Objects
		for key, body := range objects {
			w.PutObject(account, r2fake.DefaultJurisdiction, bucket, key, []byte(body))
		}
		time.Sleep(2 * time.Hour)
		c := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite)))
		c.Path = mustPath(t, folder)
		got, err := w.roundTrip(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		steps := slices.Insert(slices.Clone(allSteps), 5, "Deleting 2 test objects that an earlier run left behind")
		requests := slices.Insert(slices.Clone(allRequests), 5, "DeleteObject ok", "DeleteObject ok")
		if diff := cmp.Diff(trip{Steps: steps, Requests: requests}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		want := objects
		maps.Copy(want, before)
		delete(want, "postgres/"+name)
		delete(want, "postgres/"+name[:len(name)-1]+"b")
		if diff := cmp.Diff(want, w.residue().Objects); diff != "" {
			t.Errorf("objects (-want +got):\n%s", diff)
		}
	})
}

// TestRoundTrip_leftoversLocked: leftovers that a lock rule keeps, however many, are no matter of this storage.
func TestRoundTrip_leftoversLocked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for i := range 1500 {
			w.PutObject(account, r2fake.DefaultJurisdiction, bucket, fmt.Sprintf("terraform-provider-r2-%032x", i), []byte("first"))
		}
		w.SetLockRules(account, r2fake.DefaultJurisdiction, bucket, r2fake.LockRule{Prefix: "terraform-provider-r2-0000"})
		time.Sleep(2 * time.Hour)
		err := w.connector.RoundTrip(t.Context(), connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite))), func(string) {})
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(map[string]int{"PutObject": 2, "GetObject": 2, "ListObjectsV2": 2, "DeleteObject": 2}, operations(w.Requests())); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}
