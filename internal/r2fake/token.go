package r2fake

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"
)

// Token is an API token of an account, as its S3 credentials see it.
// The pair is derived as in https://developers.cloudflare.com/r2/api/tokens/
type Token struct {
	Account string // account id; the account is added where it is new

	ID     string // access key id, 32 lower-case hexadecimal characters; when empty, derived from the secret
	Value  string // token value; the secret access key is its SHA-256. Random when empty and Secret is too
	Secret string // secret access key, 64 lower-case hexadecimal characters, instead of Value

	Policies []Policy // a request is allowed when one of them allows it

	NotBefore time.Time      // 401 before, if set
	ExpiresAt time.Time      // 401 from then on, if set
	ClientIPs []netip.Prefix // 403 AccessDenied for others; empty for all

	PropagationDelay    time.Duration // 401 for this long after AddToken, by the clock of the fake
	PropagationRequests int           // 401 for this many requests
}

// Policy grants a level on all buckets of the account, or on some of them.
type Policy struct {
	Level   Level
	Buckets []BucketRef // nil for all; only Object levels can be narrowed
}

// Credentials are the S3 credentials of a token.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey string
}

// token is a token with what becomes of it.
type token struct {
	Token
	revoked bool
	added   time.Time
	pending int // requests left of PropagationRequests
}

// AddToken adds a token and returns its S3 credentials. It panics on a token that could not exist: malformed identifiers,
// Value and Secret together, unknown or wrongly scoped levels, an access key id that is taken.
func (s *Server) AddToken(t Token) Credentials {
	must(validToken(t))
	if t.Value == "" && t.Secret == "" {
		t.Value = rand.Text()
	}
	t = t.withDerived()
	t.Policies = clonePolicies(t.Policies)

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens[t.ID] != nil {
		must(fmt.Errorf("token %s exists already", t.ID))
	}
	s.ensureAccount(t.Account)
	s.tokens[t.ID] = &token{Token: t, added: s.clock(), pending: t.PropagationRequests}
	return Credentials{AccessKeyID: t.ID, SecretAccessKey: t.Secret}
}

// withDerived fills in what follows from the rest.
func (t Token) withDerived() Token {
	if t.Secret == "" {
		t.Secret = hexSHA256([]byte(t.Value))
	}
	if t.ID == "" {
		t.ID = md5Hex([]byte(t.Secret))
	}
	return t
}

// RevokeToken makes every request with the token, and with temporary credentials made from it, 401 Unauthorized. It reports
// whether there is such a token.
func (s *Server) RevokeToken(accessKeyID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tokens[accessKeyID]
	if t == nil {
		return false
	}
	t.revoked = true
	return true
}

// SetPolicies replaces what a token may do, and reports whether there is such a token. It panics on policies that could not
// exist.
func (s *Server) SetPolicies(accessKeyID string, policies ...Policy) bool {
	must(validPolicies(policies))
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tokens[accessKeyID]
	if t == nil {
		return false
	}
	t.Policies = clonePolicies(policies)
	return true
}

// usable reports whether the token is one R2 knows by now. Asking counts as a request.
func (t *token) usable(now time.Time) bool {
	if t.pending > 0 {
		t.pending--
		return false
	}
	switch {
	case t.revoked,
		now.Before(t.added.Add(t.PropagationDelay)),
		!t.NotBefore.IsZero() && now.Before(t.NotBefore),
		!t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt):
		return false
	}
	return true
}

// admits reports whether requests may come from a client address, as in RemoteAddr.
func (t *token) admits(remote string) bool {
	if len(t.ClientIPs) == 0 {
		return true
	}
	address, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(t.ClientIPs, func(p netip.Prefix) bool { return p.Contains(address.Addr().Unmap()) })
}

func validToken(t Token) error {
	switch {
	case validAccountID(t.Account) != nil:
		return validAccountID(t.Account)
	case t.ID != "" && !accessKeyIDPattern.MatchString(t.ID):
		return fmt.Errorf("access key id %q is not 32 lower-case hexadecimal characters", t.ID)
	case t.Value != "" && t.Secret != "":
		return errors.New("a token has either a value or a secret access key: one follows from the other")
	case t.Secret != "" && !secretPattern.MatchString(t.Secret):
		return errors.New("the secret access key is not 64 lower-case hexadecimal characters")
	}
	return validPolicies(t.Policies)
}

func validPolicies(policies []Policy) error {
	for _, p := range policies {
		if err := validPolicy(p); err != nil {
			return err
		}
	}
	return nil
}

func validPolicy(p Policy) error {
	if !slices.Contains(levels, p.Level) {
		return fmt.Errorf("level %q is not one of %q", p.Level, levels)
	}
	if p.Buckets == nil {
		return nil
	}
	if p.Level.allows(accessAdminRead) {
		return fmt.Errorf("level %s covers the whole account, it cannot be narrowed to buckets", p.Level)
	}
	for _, ref := range p.Buckets {
		ref = ref.normalised()
		if err := validJurisdiction(ref.Jurisdiction); err != nil {
			return err
		}
		if err := validBucketName(ref.Name); err != nil {
			return err
		}
	}
	return nil
}

func clonePolicies(policies []Policy) []Policy {
	cloned := slices.Clone(policies)
	for i := range cloned {
		cloned[i].Buckets = slices.Clone(cloned[i].Buckets)
		for j, ref := range cloned[i].Buckets {
			cloned[i].Buckets[j] = ref.normalised()
		}
	}
	return cloned
}
