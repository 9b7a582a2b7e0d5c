package r2fake

import (
	"cmp"
	"maps"
	"slices"
)

// Upload is an open multipart upload.
type Upload struct {
	Key, ID string
}

// Buckets returns the names of the buckets of an account in a jurisdiction, sorted.
func (s *Server) Buckets(accountID, jurisdiction string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	if account := s.accounts[accountID]; account != nil {
		for ref := range account.buckets {
			if ref.Jurisdiction == jurisdiction {
				names = append(names, ref.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Location returns the location hint of a bucket in lower case. It panics if there is no such bucket, like all methods that
// look into one.
func (s *Server) Location(accountID, jurisdiction, bucket string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seeded(accountID, jurisdiction, bucket).location
}

// Keys returns the keys of the objects of a bucket, sorted.
func (s *Server) Keys(accountID, jurisdiction, bucket string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(s.seeded(accountID, jurisdiction, bucket).keys(""))
}

// Object returns the content of an object, and whether there is one.
func (s *Server) Object(accountID, jurisdiction, bucket, key string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.seeded(accountID, jurisdiction, bucket).object(key)
	if o == nil {
		return nil, false
	}
	return slices.Clone(o.body), true
}

// Uploads returns the open multipart uploads of a bucket, sorted by key and upload id.
func (s *Server) Uploads(accountID, jurisdiction, bucket string) []Upload {
	s.mu.Lock()
	defer s.mu.Unlock()
	var uploads []Upload
	for id, u := range s.seeded(accountID, jurisdiction, bucket).uploads {
		uploads = append(uploads, Upload{Key: u.key, ID: id})
	}
	slices.SortFunc(uploads, compareUploads)
	return uploads
}

func compareUploads(a, b Upload) int {
	return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID))
}

// CORS returns the CORS rules of a bucket in their order, none if it has none.
func (s *Server) CORS(accountID, jurisdiction, bucket string) []CORSRule {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seeded(accountID, jurisdiction, bucket).cors)
}

// Lifecycle returns the lifecycle rules of a bucket in their order, none if it has none.
func (s *Server) Lifecycle(accountID, jurisdiction, bucket string) []LifecycleRule {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seeded(accountID, jurisdiction, bucket).lifecycle)
}

// Accounts returns the ids of the accounts, sorted.
func (s *Server) Accounts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.accounts))
}
