package r2fake

import (
	"fmt"
	"slices"
	"strings"
)

// BucketOption configures a bucket that is seeded.
type BucketOption func(*bucketOptions)

type bucketOptions struct {
	hint  string
	locks []LockRule
}

// WithLocationHint seeds the bucket in a location: wnam, enam, weur, eeur, apac or oc.
func WithLocationHint(hint string) BucketOption {
	must(validLocationHint(hint))
	return func(o *bucketOptions) { o.hint = hint }
}

// WithLockRules seeds the bucket with lock rules.
func WithLockRules(rules ...LockRule) BucketOption {
	return func(o *bucketOptions) { o.locks = append(o.locks, rules...) }
}

// AddBucket adds an empty bucket, with its account where that is new. It panics on names R2 would refuse and on a bucket
// that exists.
func (s *Server) AddBucket(accountID, jurisdiction, name string, options ...BucketOption) {
	must(validAccountID(accountID))
	must(validJurisdiction(jurisdiction))
	must(validBucketName(name))
	var chosen bucketOptions
	for _, option := range options {
		option(&chosen)
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	account := s.ensureAccount(accountID)
	s.jurisdictions[jurisdiction] = true
	ref := BucketRef{Jurisdiction: jurisdiction, Name: name}
	if account.buckets[ref] != nil {
		must(fmt.Errorf("bucket %s/%s exists already", jurisdiction, name))
	}
	account.createBucket(ref, chosen.hint, s.clock()).locks = chosen.locks
}

// RemoveBucket removes a bucket with everything in it, as if someone else had. It panics if there is no such bucket.
func (s *Server) RemoveBucket(accountID, jurisdiction, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seeded(accountID, jurisdiction, name)
	delete(s.accounts[accountID].buckets, BucketRef{Jurisdiction: jurisdiction, Name: name})
}

// SetLockRules replaces the lock rules of a bucket. It panics if there is no such bucket.
func (s *Server) SetLockRules(accountID, jurisdiction, bucket string, rules ...LockRule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seeded(accountID, jurisdiction, bucket).locks = slices.Clone(rules)
}

// PutObject stores an object, locked or not. It panics if there is no such bucket, or the key is longer than 1024 bytes.
func (s *Server) PutObject(accountID, jurisdiction, bucket, key string, body []byte) {
	must(validKey(key))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seeded(accountID, jurisdiction, bucket).store(key, newObject(slices.Clone(body), nil, storageStandard, s.clock()))
}

// GenerateObjects puts any number of small objects into a bucket that has none generated yet, without storing them. Their keys
// are the prefix and a number of nine digits, from 0. It panics if there is no such bucket, or it has generated objects.
func (s *Server) GenerateObjects(accountID, jurisdiction, bucket, prefix string, count int) {
	must(validKey(prefix + strings.Repeat("0", generatedDigits)))
	if count < 0 || count > maxGenerated {
		must(fmt.Errorf("%d objects are not between 0 and %d", count, maxGenerated))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.seeded(accountID, jurisdiction, bucket)
	if b.generated != nil {
		must(fmt.Errorf("bucket %s/%s has generated objects already", jurisdiction, bucket))
	}
	b.generated = newGenerated(prefix, count, newObject([]byte("generated"), nil, storageStandard, s.clock()))
}

// AddUpload opens a multipart upload without parts and returns its upload id. It panics if there is no such bucket, or the
// key is longer than 1024 bytes.
func (s *Server) AddUpload(accountID, jurisdiction, bucket, key string) string {
	must(validKey(key))
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.seeded(accountID, jurisdiction, bucket)
	return s.openUpload(b, &upload{key: key, storageClass: storageStandard, initiated: s.clock(), parts: map[int]part{}})
}

// seeded returns a bucket that has to exist.
func (s *Server) seeded(accountID, jurisdiction, name string) *bucket {
	account := s.accounts[accountID]
	if account == nil {
		must(fmt.Errorf("no account %s", accountID))
	}
	b := account.buckets[BucketRef{Jurisdiction: jurisdiction, Name: name}]
	if b == nil {
		must(fmt.Errorf("no bucket %s/%s in account %s", jurisdiction, name, accountID))
	}
	return b
}
