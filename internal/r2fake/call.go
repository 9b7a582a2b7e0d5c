package r2fake

import (
	"net/http"
	"net/url"
	"time"
)

// call is a request on its way through authentication, authorisation and its operation.
type call struct {
	request   *http.Request
	target    target
	operation *operation // never nil
	query     url.Values
	body      []byte
	identity  identity

	// Set by execute, under the lock of the server.
	server  *Server
	now     time.Time
	answers Answers
	account *Account
	bucket  *bucket // nil if there is none
}

// response is an answer that has not been sent.
type response struct {
	status int
	header http.Header
	body   []byte
	code   string // of an error
}

// execute checks a call and lets its operation take effect. The early error is what was found before.
func (s *Server) execute(c *call, early error) (*response, error) {
	if early != nil {
		return nil, early
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.server, c.now, c.answers = s, s.clock(), s.answers
	c.account = s.accounts[c.target.account]
	c.bucket = c.account.buckets[c.target.ref()]

	if c.account.notEntitled {
		return nil, errNotEntitled
	}
	if !c.identity.token.admits(c.request.RemoteAddr) {
		return nil, errAccessDenied
	}
	if err := c.checkService(); err != nil {
		return nil, err
	}
	if err := c.checkArguments(); err != nil {
		return nil, err
	}
	if err := s.authorise(c); err != nil {
		return nil, err
	}
	if c.bucket == nil && c.operation.needsBucket() {
		return nil, errNoSuchBucket
	}
	return c.operation.run(c)
}

// checkService refuses what a service without the operations on buckets does not have.
func (c *call) checkService() error {
	switch op := c.operation; {
	case !c.answers.WithoutBucketOperations || op.on == onService:
		return nil
	case c.bucket == nil:
		return errNoSuchBucket
	case op.on == onBucket && (op.access == accessAdminRead || op.access == accessAdminWrite):
		return errNotImplemented("%s not implemented", op.name)
	}
	return nil
}

// checkArguments refuses what the operation does not know. It comes before authorisation, so that a malformed document of a
// configuration write is told even to those who may not write it, as Cloudflare notes of the real service.
func (c *call) checkArguments() error {
	op := c.operation
	if op.refusal != nil {
		return op.refusal
	}
	if err := op.checkQuery(c.request.URL.RawQuery, c.query); err != nil {
		return err
	}
	if err := op.checkHeader(c.request.Header, c.answers); err != nil {
		return err
	}
	if op.on != onService && validBucketName(c.target.bucket) != nil {
		return errInvalidBucketName
	}
	if op.on == onObject && validKey(c.target.key) != nil {
		return errInvalidObjectName
	}
	if op.validate != nil {
		return op.validate(c)
	}
	return nil
}
