package r2

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const (
	// noteLifetime is how long a note counts. It also keeps notes from piling up.
	noteLifetime = 24 * time.Hour
	// noteSlack is how far R2's clocks may be apart, and the second to which the
	// time of an answer is rounded.
	noteSlack = 5 * time.Second
	// notePause is the pause between two looks at a note that another run holds.
	notePause = 100 * time.Millisecond
)

// creationNote is a file on this machine about a bucket that is being created,
// from before R2 is asked until the result is in the state. One that is left
// behind says that its run died in between: there may be a bucket then that is
// in no state, and that nobody else has asked for.
//
// It holds the time, by R2's clock, at which the bucket did not exist yet, and
// neither names nor secrets. Its lock dies with the process. A nil note is one
// that could not be made; it does nothing.
type creationNote struct {
	path string
	lock *flock.Flock
}

// errNoNotes says that notes are not wanted, or that the system has no place for
// them.
var errNoNotes = errors.New("there is no directory for notes")

// notePath is where the note of a bucket is, "" without a directory.
func notePath(dir string, about ...string) string {
	if dir == "" {
		return ""
	}
	id := digest(about...)
	return filepath.Join(dir, hex.EncodeToString(id[:]))
}

// openNote makes the note, and its directory. While another run holds it, it
// waits as long as ctx lasts.
func openNote(ctx context.Context, path string) (*creationNote, error) {
	if path == "" {
		return nil, errNoNotes
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	sweepNotes(filepath.Dir(path))
	note := &creationNote{path: path, lock: flock.New(path + ".lock")}
	for {
		if _, err := note.lock.TryLockContext(ctx, notePause); err != nil {
			return nil, err
		}
		if note.current() {
			return note, nil
		}
		_ = note.lock.Unlock()
	}
}

// current tells whether the file that is locked is still the one that others
// find: the run that held it before removed it.
func (n *creationNote) current() bool {
	held, err := n.lock.Stat()
	if err != nil {
		return false
	}
	found, err := os.Stat(n.lock.Path())
	return err == nil && os.SameFile(held, found)
}

// begin notes that the bucket did not exist at a time by R2's clock, and is
// about to be created. What an earlier run noted does not count any more.
func (n *creationNote) begin(at time.Time) error {
	if n == nil {
		return nil
	}
	err := errors.New("the answer has no date")
	if !at.IsZero() {
		err = os.WriteFile(n.path, []byte(at.UTC().Format(time.RFC3339)), 0o600)
	}
	if err != nil {
		_ = os.Remove(n.path)
	}
	return err
}

// explains tells whether the bucket that was created at a time by R2's clock is
// the one that an earlier run asked for: its requests end within the span.
func (n *creationNote) explains(created time.Time, span time.Duration) bool {
	if n == nil {
		return false
	}
	content, err := os.ReadFile(n.path)
	if err != nil {
		return false
	}
	began, err := time.Parse(time.RFC3339, string(content))
	return err == nil && !created.Before(began.Add(-noteSlack)) && !created.After(began.Add(span+noteSlack))
}

// discard removes the note: whatever exists is known to somebody.
func (n *creationNote) discard() {
	if n == nil {
		return
	}
	_ = os.Remove(n.path)
	// While it is locked, nobody else can have made the file anew. Only Windows
	// does not remove a file that is open; there it stays if another run has it.
	if os.Remove(n.lock.Path()) != nil {
		_ = n.lock.Unlock()
		_ = os.Remove(n.lock.Path())
		return
	}
	_ = n.lock.Unlock()
}

// leave keeps the note for the next run, which may find out what became of the
// request.
func (n *creationNote) leave() {
	if n != nil {
		_ = n.lock.Unlock()
	}
}

// sweepNotes removes what is too old to count.
func sweepNotes(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > noteLifetime {
			_ = os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}
