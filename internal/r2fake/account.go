package r2fake

import "time"

// Account is an account of the fake. [Server.AddAccount] makes one.
type Account struct {
	server      *Server
	id          string
	notEntitled bool
	buckets     map[BucketRef]*bucket
	locations   map[BucketRef]string // of the first creation; survives deletion
}

// BucketRef names a bucket of an account. An empty jurisdiction means [DefaultJurisdiction].
type BucketRef struct {
	Jurisdiction string
	Name         string
}

func (r BucketRef) normalised() BucketRef {
	if r.Jurisdiction == "" {
		r.Jurisdiction = DefaultJurisdiction
	}
	return r
}

// AddAccount adds an account that has R2 enabled, or returns the one with this id. It panics if the id is not 32
// lower-case hexadecimal characters.
func (s *Server) AddAccount(accountID string) *Account {
	must(validAccountID(accountID))
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ensureAccount(accountID)
}

func (s *Server) ensureAccount(id string) *Account {
	account := s.accounts[id]
	if account == nil {
		account = &Account{server: s, id: id, buckets: map[BucketRef]*bucket{}, locations: map[BucketRef]string{}}
		s.accounts[id] = account
	}
	return account
}

// SetEntitled says whether R2 is enabled on the account. Where it is not, every authenticated request is 403 NotEntitled.
func (a *Account) SetEntitled(entitled bool) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	a.notEntitled = !entitled
}

// createBucket makes an empty bucket as R2 does: its location is that of the first bucket of this name
// (https://developers.cloudflare.com/r2/reference/data-location/), and it comes with a lifecycle rule.
func (a *Account) createBucket(ref BucketRef, hint string, now time.Time) *bucket {
	location, known := a.locations[ref]
	if !known {
		location = hint
		if location == "" {
			location = defaultLocation
		}
		a.locations[ref] = location
	}
	b := &bucket{
		name:      ref.Name,
		created:   now,
		location:  location,
		objects:   map[string]*object{},
		uploads:   map[string]*upload{},
		ended:     map[string]string{},
		lifecycle: []LifecycleRule{defaultLifecycleRule()},
	}
	a.buckets[ref] = b
	return b
}
