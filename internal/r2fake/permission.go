package r2fake

import "slices"

// Level is one of the four permission levels of https://developers.cloudflare.com/r2/api/tokens/, named as in the API for
// temporary credentials.
type Level string

// The permission levels.
const (
	AdminReadWrite  Level = "admin-read-write"
	AdminReadOnly   Level = "admin-read-only"
	ObjectReadWrite Level = "object-read-write"
	ObjectReadOnly  Level = "object-read-only"
)

var levels = []Level{AdminReadWrite, AdminReadOnly, ObjectReadWrite, ObjectReadOnly}

// access is what an operation asks of a token.
type access int

const (
	accessObjectRead  access = iota + 1 // list and read objects
	accessObjectWrite                   // write and delete objects
	accessAdminRead                     // list buckets, read their configuration
	accessAdminWrite                    // create and delete buckets, change their configuration
)

func (l Level) allows(a access) bool {
	switch l {
	case AdminReadWrite:
		return true
	case AdminReadOnly:
		return a == accessAdminRead || a == accessObjectRead
	case ObjectReadWrite:
		return a == accessObjectRead || a == accessObjectWrite
	case ObjectReadOnly:
		return a == accessObjectRead
	}
	return false
}

// allows reports whether the token may do something to a bucket, or to the account where the reference has no name.
func (t *token) allows(a access, ref BucketRef) bool {
	return slices.ContainsFunc(t.Policies, func(p Policy) bool {
		return p.Level.allows(a) && (p.Buckets == nil || slices.Contains(p.Buckets, ref))
	})
}

// identity is who makes a request: a token, or temporary credentials made from it.
type identity struct {
	token   *token
	session *session // nil for the token itself
}

// may reports whether the identity has access to a bucket. Whether it may touch a key is a further question: see mayKey.
func (i identity) may(a access, ref BucketRef) bool {
	if i.session != nil && !i.session.allows(a, ref) {
		return false
	}
	return i.token.allows(a, ref)
}

// mayKey reports whether the identity is not kept from a key by the paths of temporary credentials.
func (i identity) mayKey(key string) bool {
	return i.session == nil || i.session.coversKey(key)
}

// required is what an operation asks of a token, as the switches have it.
func (s *Server) required(op *operation) access {
	if op.name == opHeadBucket && s.answers.HeadBucketNeedsAdmin ||
		op.name == opGetBucketEncryption && s.answers.GetBucketEncryptionNeedsAdmin {
		return accessAdminRead
	}
	return op.access
}

// authorise decides whether the operation may go on, before anything is told about the bucket: a token that may not is not
// to learn whether the bucket exists.
func (s *Server) authorise(c *call) error {
	need, ref := s.required(c.operation), c.target.ref()
	if !c.identity.may(need, ref) || !c.identity.maySession(s, c) {
		return s.refuse(c, ref)
	}
	onlyObjects := !c.identity.may(accessAdminRead, ref)
	if c.bucket == nil && c.operation.on != onService && onlyObjects && s.answers.MissingBucketDeniesObjectTokens {
		return errAccessDenied
	}
	return nil
}

// refuse is AccessDenied, but for the two cases where R2 may look before it refuses.
func (s *Server) refuse(c *call, ref BucketRef) error {
	op := c.operation
	if s.answers.DeleteRevealsMissingBucket && c.bucket == nil && op.bucketDeletion && c.identity.may(accessAdminRead, ref) {
		return errNoSuchBucket
	}
	if s.answers.AbortRevealsMissingUpload && c.bucket != nil && op.name == opAbortMultipartUpload &&
		c.identity.may(accessObjectRead, ref) && c.bucket.upload(c.target.key, c.query.Get("uploadId")) == nil {
		return errNoSuchUpload
	}
	return errAccessDenied
}

// maySession reports whether the particulars of temporary credentials (one bucket, actions, paths) allow the operation.
func (i identity) maySession(s *Server, c *call) bool {
	if i.session == nil {
		return true
	}
	switch c.operation.name {
	case opListBuckets:
		return s.answers.TemporaryAdminListsBuckets
	case opCreateBucket, opDeleteBucket:
		return false
	}
	return i.session.allowsAction(c.operation) && i.session.coversRequest(c)
}
