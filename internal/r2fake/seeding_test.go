package r2fake_test

import (
	"strings"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestSeeding_misuse has that a test which seeds nonsense is stopped, instead of proving nonsense.
func TestSeeding_misuse(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*r2fake.Server){
		"account id":         func(s *r2fake.Server) { s.AddAccount("acme") },
		"bucket's account":   func(s *r2fake.Server) { s.AddBucket("acme", "default", "abc") },
		"jurisdiction":       func(s *r2fake.Server) { s.AddBucket(accountID, "", "abc") },
		"bucket name":        func(s *r2fake.Server) { s.AddBucket(accountID, "default", "a.b") },
		"bucket twice":       func(s *r2fake.Server) { s.AddBucket(accountID, "default", "acme-backups") },
		"location hint":      func(*r2fake.Server) { r2fake.WithLocationHint("WEUR") },
		"missing bucket":     func(s *r2fake.Server) { s.PutObject(accountID, "eu", "acme-backups", "k", nil) },
		"missing account":    func(s *r2fake.Server) { s.Keys(otherAccount, "default", "acme-backups") },
		"empty key":          func(s *r2fake.Server) { s.PutObject(accountID, "default", "acme-backups", "", nil) },
		"long key":           func(s *r2fake.Server) { s.AddUpload(accountID, "default", "acme-backups", strings.Repeat("k", 1025)) },
		"policies":           func(s *r2fake.Server) { s.SetPolicies(accountID, r2fake.Policy{Level: "owner"}) },
		"token twice":        func(s *r2fake.Server) { s.AddToken(r2fake.Token{Account: accountID, ID: accountID}) },
		"removal of nothing": func(s *r2fake.Server) { s.RemoveBucket(accountID, "default", "other") },
	}
	for name, misuse := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := r2fake.New()
			s.AddBucket(accountID, "default", "acme-backups")
			s.AddToken(r2fake.Token{Account: accountID, ID: accountID})
			defer func() {
				if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "r2fake: ") {
					t.Errorf("panicked with %q", text)
				}
			}()
			misuse(s)
		})
	}
}

// TestConcurrency lets clients, seeding and inspection meet, for the race detector.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	w := faulty(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 20 {
			w.SetAnswers(r2fake.Answers{})
			w.Inject(r2fake.Fault{Count: 1, Hook: func(r2fake.Request) { w.Count("") }})
			w.RevokeToken(w.token(r2fake.ObjectReadOnly).AccessKeyID)
			w.Keys(accountID, "default", "acme-backups")
			w.Requests()
			w.ClearFaults()
		}
	}()
	for range 20 {
		w.expect(w.admin, putRequest, 200, "")
		w.expect(w.admin, getRequest, 200, "")
	}
	<-done
}
