package r2fake

import (
	"strings"
	"time"
)

// LockRule keeps the objects under a prefix from being overwritten and deleted. R2 manages these rules outside of S3, so
// the fake takes them by [WithLockRules] and [Server.SetLockRules]: https://developers.cloudflare.com/r2/buckets/bucket-locks/
//
// With neither MaxAge nor Until the objects are locked for as long as the rule exists.
type LockRule struct {
	Prefix string        // of the keys; empty for all
	MaxAge time.Duration // locked until this long after the upload
	Until  time.Time     // locked until then
}

// covers reports whether the rule would lock an object uploaded just now.
func (l LockRule) covers(key string, now time.Time) bool {
	return l.protects(key, now, now)
}

func (l LockRule) protects(key string, uploaded, now time.Time) bool {
	if !strings.HasPrefix(key, l.Prefix) {
		return false
	}
	if l.MaxAge == 0 && l.Until.IsZero() {
		return true
	}
	return now.Before(uploaded.Add(l.MaxAge)) || now.Before(l.Until)
}
