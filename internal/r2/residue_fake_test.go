package r2_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// residue is everything that a verification could leave behind, or take away.
type residue struct {
	Buckets   []string
	Objects   map[string]string
	Uploads   []r2fake.Upload
	CORS      []r2fake.CORSRule
	Lifecycle []r2fake.LifecycleRule
}

func (w *world) residue() residue {
	const jurisdiction = r2fake.DefaultJurisdiction
	found := residue{
		Buckets: w.Buckets(account, jurisdiction), Objects: map[string]string{},
		Uploads: w.Uploads(account, jurisdiction, bucket), CORS: w.CORS(account, jurisdiction, bucket), Lifecycle: w.Lifecycle(account, jurisdiction, bucket),
	}
	for _, key := range w.Keys(account, jurisdiction, bucket) {
		body, _ := w.Object(account, jurisdiction, bucket, key)
		found.Objects[key] = string(body)
	}
	return found
}

// everyConnection verifies every token in every use, in a folder.
func (w *world) everyConnection(t *testing.T, verify func(r2.Connection)) {
	t.Helper()
	for _, row := range matrix {
		creds := w.token(row.policies...)
		for _, use := range r2.Uses() {
			c := connection(t, use, creds)
			c.Path = mustPath(t, folder)
			verify(c)
		}
	}
}

// TestVerify_leavesNothingBehind: whatever becomes of a verification.
func TestVerify_leavesNothingBehind(t *testing.T) {
	t.Parallel()
	for name, verify := range map[string]func(*testing.T, *world, r2.Connection){
		"carried out": func(t *testing.T, w *world, c r2.Connection) {
			t.Helper()
			w.verifier.Verify(t.Context(), c, nil)
		},
		"inspected": func(t *testing.T, w *world, c r2.Connection) {
			t.Helper()
			_, _ = w.inspector.Inspect(t.Context(), c.Endpoint, c.Credentials)
		},
		"answers lost": func(t *testing.T, w *world, c r2.Connection) {
			t.Helper()
			w.Inject(r2fake.Fault{After: true, Effect: r2fake.Reset{}})
			w.verifier.Verify(t.Context(), c, nil)
		},
		"timed out": func(t *testing.T, w *world, c r2.Connection) {
			t.Helper()
			w.Inject(r2fake.Fault{After: true, Effect: r2fake.Hang{}})
			w.verifier.Verify(t.Context(), c, nil)
		},
		"interrupted": func(t *testing.T, w *world, c r2.Connection) {
			t.Helper()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			w.Inject(r2fake.Fault{After: true, Hook: func(r2fake.Request) { cancel() }, Effect: r2fake.Hang{}})
			report := w.verifier.Verify(ctx, c, nil)
			if diff := cmp.Diff([]string{"Error: Verification Was Interrupted"}, summaries(report)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		},
		"out of time": func(t *testing.T, w *world, c r2.Connection) {
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			w.Inject(r2fake.Fault{After: true, Effect: r2fake.Hang{}})
			w.verifier.Verify(ctx, c, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.AddUpload(account, r2fake.DefaultJurisdiction, bucket, folder+"/wednesday.dump")
				before := w.residue()
				w.everyConnection(t, func(c r2.Connection) {
					verify(t, w, c)
					w.ClearFaults()
				})
				if diff := cmp.Diff(before, w.residue()); diff != "" {
					t.Errorf("(-before +after):\n%s", diff)
				}
				if w.Count("AbortMultipartUpload") == 0 || w.Count("DeleteObject") == 0 {
					t.Error("no write proof was sent, so this shows nothing")
				}
			})
		})
	}
}
