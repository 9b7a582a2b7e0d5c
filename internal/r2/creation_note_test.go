package r2

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// took opens a note, which must be free.
func took(t *testing.T, path string) *creationNote {
	t.Helper()
	note, err := openNote(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return note
}

// files lists what a directory holds.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// TestCreationNote_explains: a note is about buckets of its own time only.
func TestCreationNote_explains(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]bool{
		-6 * time.Second: false, -5 * time.Second: true, 0: true, time.Minute: true, 65 * time.Second: true, 66 * time.Second: false, 24 * time.Hour: false,
	} {
		note := took(t, filepath.Join(t.TempDir(), "note"))
		if note.explains(began.Add(after), time.Minute) {
			t.Errorf("%s: explained before it was written", after)
		}
		if err := note.begin(began); err != nil {
			t.Fatal(err)
		}
		note.leave()
		note = took(t, note.path)
		if got := note.explains(began.Add(after), time.Minute); got != want {
			t.Errorf("%s: explains = %t, want %t", after, got, want)
		}
		if note.explains(time.Time{}, time.Minute) {
			t.Error("a bucket without a date is explained")
		}
		note.leave()
	}
}

// TestCreationNote_discard leaves nothing, and does not take the file of the next one away.
func TestCreationNote_discard(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "notes", "note")
	note := took(t, path)
	if err := note.begin(time.Now()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"note", "note.lock"}, files(t, filepath.Dir(path))); diff != "" {
		t.Errorf("while it is held (-want +got):\n%s", diff)
	}
	note.discard()
	if diff := cmp.Diff([]string{}, files(t, filepath.Dir(path))); diff != "" {
		t.Errorf("discarded (-want +got):\n%s", diff)
	}
	next := took(t, path)
	note.leave()
	if _, err := openNote(expired(t), path); !errors.Is(err, context.Canceled) {
		t.Errorf("the next one was not held: %v", err)
	}
	next.leave()
}

// TestCreationNote_current: a lock on a file that was removed is one on nothing.
func TestCreationNote_current(t *testing.T) {
	t.Parallel()
	note := took(t, filepath.Join(t.TempDir(), "note"))
	if !note.current() {
		t.Error("it is not the file that others find")
	}
	if err := os.Rename(note.lock.Path(), note.path); err != nil {
		t.Fatal(err)
	}
	if note.current() {
		t.Error("the file is gone, and is still found")
	}
	next := took(t, note.path)
	if note.current() || !next.current() {
		t.Error("the file of the next one is taken for that of the first")
	}
	note.leave()
	next.leave()
}

// expired is a context that has ended: what is not to be had at once is not waited for.
func expired(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// TestCreationNote_turns: whoever comes later waits, and is then waited for.
func TestCreationNote_turns(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "note")
	synctest.Test(t, func(t *testing.T) {
		note := took(t, path)
		second := make(chan *creationNote)
		go func() {
			note, err := openNote(t.Context(), path)
			if err != nil {
				t.Error(err)
			}
			second <- note
		}()
		synctest.Wait()
		select {
		case <-second:
			t.Error("two hold it at once")
		default:
		}
		note.discard()
		held := <-second
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := openNote(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a third: %v, want it to wait in vain", err)
		}
		held.discard()
	})
}

// TestCreationNote_begin: what cannot be noted also removes what was noted before.
func TestCreationNote_begin(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "note")
	note := took(t, path)
	now := time.Now()
	if err := note.begin(now); err != nil || !note.explains(now, 0) {
		t.Errorf("control: %v", err)
	}
	if err := note.begin(time.Time{}); err == nil || note.explains(now, 0) {
		t.Errorf("an answer without a date: %v", err)
	}
	note.discard()
}

// TestCreationNote_sweep: notes that are too old to count go when the next one is made.
func TestCreationNote_sweep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{"old": 25 * time.Hour, "young": 23 * time.Hour} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, time.Time{}, time.Now().Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	took(t, filepath.Join(dir, "note")).discard()
	if diff := cmp.Diff([]string{"young"}, files(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCreationNote_none: without a note everything goes on, and nothing is explained.
func TestCreationNote_none(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{notePath("", "bucket"), notePath(blocked, "bucket")} {
		note, err := openNote(t.Context(), path)
		if note != nil || err == nil {
			t.Errorf("%q: note %v, error %v", path, note, err)
		}
		if err := note.begin(time.Now()); err != nil || note.explains(time.Now(), time.Hour) {
			t.Errorf("%q: %v", path, err)
		}
		note.discard()
		note.leave()
	}
}
