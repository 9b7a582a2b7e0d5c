package r2

// Permission is one of the four levels that Cloudflare offers for an R2 API
// token, as its API spells them.
// See https://developers.cloudflare.com/r2/api/tokens/#permissions.
type Permission string

// The permission levels.
const (
	AdminReadWrite  Permission = "admin-read-write"
	AdminReadOnly   Permission = "admin-read-only"
	ObjectReadWrite Permission = "object-read-write"
	ObjectReadOnly  Permission = "object-read-only"
)

// Permissions lists the levels, the widest first.
func Permissions() []Permission {
	return []Permission{AdminReadWrite, AdminReadOnly, ObjectReadWrite, ObjectReadOnly}
}

// Label is the level's name in the Cloudflare dashboard.
func (p Permission) Label() string {
	switch p {
	case AdminReadWrite:
		return "Admin Read & Write"
	case AdminReadOnly:
		return "Admin Read only"
	case ObjectReadWrite:
		return "Object Read & Write"
	case ObjectReadOnly:
		return "Object Read only"
	}
	return string(p)
}

// Use is what a storage is connected for.
type Use string

// The uses.
const (
	// Destination is where backups are stored: objects are uploaded, overwritten
	// and, for retention, deleted.
	Destination Use = "destination"
	// Source is where data is copied from: objects are listed and read.
	Source Use = "source"
	// CreateBucket is a destination whose bucket the backup service makes itself.
	CreateBucket Use = "create_bucket"
)

// Uses lists the uses in the order of the documentation.
func Uses() []Use { return []Use{Destination, Source, CreateBucket} }

// Needs is the least permission that the use works with.
func (u Use) Needs() Permission {
	switch u {
	case Source:
		return ObjectReadOnly
	case CreateBucket:
		return AdminReadWrite
	default:
		return ObjectReadWrite
	}
}
