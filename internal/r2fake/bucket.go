package r2fake

import (
	"iter"
	"maps"
	"net/http"
	"slices"
	"time"
)

// bucket is a bucket and everything in it.
type bucket struct {
	name      string
	created   time.Time
	location  string             // lower-case hint
	objects   map[string]*object // those that are stored
	generated *generated         // nil for none
	uploads   map[string]*upload // by upload id
	ended     map[string]string  // the keys of uploads that are no longer open, by upload id
	cors      []CORSRule
	lifecycle []LifecycleRule
	locks     []LockRule
}

// object is an object and what is told about it. It is never changed once stored.
type object struct {
	body         []byte
	etag         string // in quotes
	modified     time.Time
	metadata     http.Header // Content-Type and the like, and X-Amz-Meta-*
	storageClass string
	checksums    http.Header // X-Amz-Checksum-*
}

func newObject(body []byte, metadata http.Header, storageClass string, now time.Time) *object {
	return &object{body: body, etag: etagOf(body), modified: now, metadata: metadata, storageClass: storageClass}
}

func etagOf(body []byte) string {
	return `"` + md5Hex(body) + `"`
}

// keys returns the keys behind one, "" for all, in the order S3 lists them, which is that of their UTF-8 bytes.
func (b *bucket) keys(after string) iter.Seq[string] {
	stored := slices.DeleteFunc(slices.Sorted(maps.Keys(b.objects)), func(key string) bool { return key <= after })
	return func(yield func(string) bool) {
		for key := range b.generated.keys(after) {
			for ; len(stored) > 0 && stored[0] < key; stored = stored[1:] {
				if !yield(stored[0]) {
					return
				}
			}
			if !yield(key) {
				return
			}
		}
		for _, key := range stored {
			if !yield(key) {
				return
			}
		}
	}
}

// object finds an object, nil if there is none.
func (b *bucket) object(key string) *object {
	if stored := b.objects[key]; stored != nil {
		return stored
	}
	if _, found := b.generated.index(key); found {
		return b.generated.like
	}
	return nil
}

// remove deletes an object, if there is one.
func (b *bucket) remove(key string) {
	delete(b.objects, key)
	b.generated.remove(key)
}

// store puts an object in the place of another, if there is one.
func (b *bucket) store(key string, o *object) {
	b.generated.remove(key)
	b.objects[key] = o
}

// empty reports whether there are no objects. There may be uploads.
func (b *bucket) empty() bool {
	return len(b.objects) == 0 && (b.generated == nil || b.generated.left == 0)
}

// locked reports whether a lock rule protects an existing object.
func (b *bucket) locked(key string, now time.Time) bool {
	existing := b.object(key)
	if existing == nil {
		return false
	}
	return slices.ContainsFunc(b.locks, func(rule LockRule) bool { return rule.protects(key, existing.modified, now) })
}

// put stores an object unless the one it would replace is locked.
func (b *bucket) put(key string, o *object, now time.Time) error {
	if b.locked(key, now) {
		return errObjectLocked
	}
	b.store(key, o)
	return nil
}
