package r2

import "slices"

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

// of gives what is known about each right that the level has.
func (c Capabilities) of(p Permission) []Answer {
	rights := []Answer{c.ListObjects, c.ReadObjects}
	if p == ObjectReadWrite || p == AdminReadWrite {
		rights = append(rights, c.WriteObjects)
	}
	if p == AdminReadOnly || p == AdminReadWrite {
		rights = append(rights, c.ListBuckets, c.ReadBucketConfiguration)
	}
	if p == AdminReadWrite {
		rights = append(rights, c.CreateBuckets, c.EditBucketConfiguration)
	}
	return rights
}

// Covers tells whether every right of the level is granted.
func (c Capabilities) Covers(p Permission) bool {
	return !slices.ContainsFunc(c.of(p), func(right Answer) bool { return right != Granted })
}

// Lacks tells whether a right of the level is denied. Of a level that is neither
// covered nor lacking, not enough is known.
func (c Capabilities) Lacks(p Permission) bool { return slices.Contains(c.of(p), Denied) }

// Permission is the nearest level that is fully covered: the widest one, where
// Object Read & Write counts as wider than Admin Read only, since it is what
// backups need. It is "" when no level is covered, or when it is not known
// whether a wider one is.
func (c Capabilities) Permission() Permission {
	for _, p := range []Permission{AdminReadWrite, ObjectReadWrite, AdminReadOnly, ObjectReadOnly} {
		switch {
		case c.Covers(p):
			return p
		case !c.Lacks(p):
			return ""
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
