package r2fake

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// bucket is a bucket and everything in it.
type bucket struct {
	name      string
	created   time.Time
	location  string // lower-case hint
	objects   map[string]*object
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

// keys returns the keys of the bucket in the order S3 lists them, which is that of their UTF-8 bytes.
func (b *bucket) keys() []string {
	return slices.Sorted(maps.Keys(b.objects))
}

// locked reports whether a lock rule protects an existing object.
func (b *bucket) locked(key string, now time.Time) bool {
	existing := b.objects[key]
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
	b.objects[key] = o
	return nil
}
