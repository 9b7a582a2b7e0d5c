package r2fake

import (
	"io"
	"time"
)

// Seed is what a fake holds when it starts, as [ParseSeed] reads it from JSON.
type Seed struct {
	DefaultHost string // see [WithDefaultHost]; empty for none
	Answers     Answers
	Accounts    []SeedAccount
	Tokens      []Token
}

// SeedAccount is an account of a [Seed].
type SeedAccount struct {
	ID          string
	NotEntitled bool
	Buckets     []SeedBucket
}

// SeedBucket is a bucket of a [SeedAccount].
type SeedBucket struct {
	BucketRef

	LocationHint string // empty for the default
	Objects      map[string]string
	Locks        []LockRule
}

// ParseSeed reads a seed:
//
//	{
//	  "default_host": "<account id>.r2.cloudflarestorage.com",
//	  "accounts": [{
//	    "id": "<32 hexadecimal characters>", "entitled": true,
//	    "buckets": {"eu": [{
//	      "name": "acme-backups", "location": "weur",
//	      "objects": {"postgres/1.dump": "content"},
//	      "locks": [{"prefix": "postgres/", "max_age_seconds": 3600, "until": "2030-01-01T00:00:00Z"}]
//	    }]}
//	  }],
//	  "tokens": [{
//	    "account": "<account id>", "value": "<token value>",
//	    "level": "object-read-write", "buckets": [{"jurisdiction": "eu", "name": "acme-backups"}]
//	  }],
//	  "answers": {"head_bucket_needs_admin": true}
//	}
//
// A token has a "value", or "id" and "secret", or all but a secret; and a "level", with "buckets" if it is narrowed, or
// "policies", a list of levels and buckets. It may have "not_before" and "expires_at" (RFC 3339), "client_ips" (CIDR),
// "propagation_seconds" and "propagation_requests". For "answers" see [Answers].
//
// Unknown fields and values which no seeding method would take are errors that begin with the JSON path at fault.
func ParseSeed(r io.Reader) (Seed, error) {
	root, err := decodeJSON(r)
	if err != nil {
		return Seed{}, err
	}
	var seed Seed
	accounts := map[string]bool{}
	root.object(fields{
		"default_host": func(n *node) { seed.DefaultHost = n.valid(n.text(), validDefaultHost) },
		"answers":      func(n *node) { seed.Answers = n.answers() },
		"accounts": func(n *node) {
			for _, item := range n.list() {
				account := item.account()
				item.unique(accounts, account.ID)
				seed.Accounts = append(seed.Accounts, account)
			}
		},
		"tokens": func(n *node) {
			for _, item := range n.list() {
				seed.Tokens = append(seed.Tokens, item.token())
			}
		},
	})
	seed.checkTokens(root, accounts)
	return seed, root.err()
}

// checkTokens reports tokens of accounts that are not seeded, and access key ids that are not unique.
func (s Seed) checkTokens(root *node, accounts map[string]bool) {
	ids := map[string]bool{}
	for i, t := range s.Tokens {
		at := root.child("tokens").item(i)
		if !accounts[t.Account] {
			at.child("account").fail("is none of the accounts")
		}
		at.unique(ids, t.withDerived().ID)
	}
}

// Load adds what a seed holds, but for DefaultHost, which is fixed when the fake is made. Seeds from [ParseSeed] always fit a
// fake that is empty; others make it panic as the seeding methods do.
func (s *Server) Load(seed Seed) {
	s.SetAnswers(seed.Answers)
	for _, account := range seed.Accounts {
		s.AddAccount(account.ID).SetEntitled(!account.NotEntitled)
		for _, b := range account.Buckets {
			options := []BucketOption{WithLockRules(b.Locks...)}
			if b.LocationHint != "" {
				options = append(options, WithLocationHint(b.LocationHint))
			}
			s.AddBucket(account.ID, b.Jurisdiction, b.Name, options...)
			for key, content := range b.Objects {
				s.PutObject(account.ID, b.Jurisdiction, b.Name, key, []byte(content))
			}
		}
	}
	for _, t := range seed.Tokens {
		s.AddToken(t)
	}
}

func (n *node) token() Token {
	var t Token
	var p seedPolicies
	known := p.fields()
	known["account"] = func(n *node) { t.Account = n.valid(n.text(), validAccountID) }
	known["id"] = func(n *node) { t.ID = n.text() }
	known["value"] = func(n *node) { t.Value = n.text() }
	known["secret"] = func(n *node) { t.Secret = n.text() }
	known["not_before"] = func(n *node) { t.NotBefore = n.time() }
	known["expires_at"] = func(n *node) { t.ExpiresAt = n.time() }
	known["client_ips"] = func(n *node) { t.ClientIPs = n.prefixes() }
	known["propagation_seconds"] = func(n *node) { t.PropagationDelay = time.Duration(n.number()) * time.Second }
	known["propagation_requests"] = func(n *node) { t.PropagationRequests = n.number() }
	n.object(known, "account")
	t.Policies = p.policies(n)
	switch {
	case t.Value == "" && (t.ID == "" || t.Secret == ""):
		n.fail("needs a value, or an id and a secret")
	default:
		n.check(validToken(t))
	}
	return t
}

func (n *node) account() SeedAccount {
	var account SeedAccount
	n.object(fields{
		"id":       func(n *node) { account.ID = n.valid(n.text(), validAccountID) },
		"entitled": func(n *node) { account.NotEntitled = !n.boolean() },
		"buckets": func(n *node) {
			for _, jurisdiction := range n.members() {
				jurisdiction.valid(jurisdiction.name, validJurisdiction)
				names := map[string]bool{}
				for _, item := range jurisdiction.list() {
					b := item.bucket()
					b.Jurisdiction = jurisdiction.name
					item.unique(names, b.Name)
					account.Buckets = append(account.Buckets, b)
				}
			}
		},
	}, "id")
	return account
}

func (n *node) bucket() SeedBucket {
	b := SeedBucket{Objects: map[string]string{}}
	n.object(fields{
		"name":     func(n *node) { b.Name = n.valid(n.text(), validBucketName) },
		"location": func(n *node) { b.LocationHint = n.valid(n.text(), validLocationHint) },
		"objects": func(n *node) {
			for _, o := range n.members() {
				b.Objects[o.valid(o.name, validKey)] = o.text()
			}
		},
		"locks": func(n *node) {
			for _, item := range n.list() {
				var rule LockRule
				item.object(fields{
					"prefix":          func(n *node) { rule.Prefix = n.text() },
					"max_age_seconds": func(n *node) { rule.MaxAge = time.Duration(n.number()) * time.Second },
					"until":           func(n *node) { rule.Until = n.time() },
				})
				b.Locks = append(b.Locks, rule)
			}
		},
	}, "name")
	return b
}
