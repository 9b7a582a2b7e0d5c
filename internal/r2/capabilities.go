package r2

// Answer is what is known about one right of a token.
type Answer uint8

// The answers.
const (
	// Undetermined means that nothing conclusive was answered.
	Undetermined Answer = iota
	// Granted means that R2 let the token through.
	Granted
	// Denied means that R2 answered AccessDenied.
	Denied
)

// Both combines two proofs of one right: Granted needs both, one refusal is
// enough to be Denied.
func Both(a, b Answer) Answer {
	switch {
	case a == Denied || b == Denied:
		return Denied
	case a == Granted && b == Granted:
		return Granted
	default:
		return Undetermined
	}
}

// Capabilities is what a token may do. They are the truth about it; a level is
// only the nearest name, since a token can hold several policies.
type Capabilities struct {
	// ListBuckets is the right to list the buckets of the account.
	ListBuckets Answer
	// CreateBuckets is the right to create and delete buckets.
	CreateBuckets Answer
	// ReadBucketConfiguration is the right to read CORS and lifecycle rules.
	ReadBucketConfiguration Answer
	// EditBucketConfiguration is the right to change CORS and lifecycle rules.
	EditBucketConfiguration Answer
	// ListObjects is the right to list the objects of the bucket.
	ListObjects Answer
	// ReadObjects is the right to read the objects of the bucket.
	ReadObjects Answer
	// WriteObjects is the right to upload, overwrite and delete objects.
	WriteObjects Answer
}

// Covers tells whether every right of the level is granted.
func (c Capabilities) Covers(p Permission) bool {
	object := c.ListObjects == Granted && c.ReadObjects == Granted
	adminRead := object && c.ListBuckets == Granted && c.ReadBucketConfiguration == Granted
	switch p {
	case ObjectReadOnly:
		return object
	case ObjectReadWrite:
		return object && c.WriteObjects == Granted
	case AdminReadOnly:
		return adminRead
	case AdminReadWrite:
		return adminRead && c.WriteObjects == Granted &&
			c.CreateBuckets == Granted && c.EditBucketConfiguration == Granted
	}
	return false
}

// Permission is the nearest level that is fully covered: the widest one, where
// Object Read & Write counts as wider than Admin Read only, since it is what
// backups need. It is "" when no level is covered.
func (c Capabilities) Permission() Permission {
	for _, p := range []Permission{AdminReadWrite, ObjectReadWrite, AdminReadOnly, ObjectReadOnly} {
		if c.Covers(p) {
			return p
		}
	}
	return ""
}

// SufficientFor lists the uses for which the capabilities are enough.
func (c Capabilities) SufficientFor() []Use {
	uses := []Use{}
	for _, use := range Uses() {
		if c.Covers(use.Needs()) {
			uses = append(uses, use)
		}
	}
	return uses
}
