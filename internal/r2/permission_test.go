package r2

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPermission_labels(t *testing.T) {
	t.Parallel()
	want := map[Permission]string{
		"admin-read-write": "Admin Read & Write", "admin-read-only": "Admin Read only",
		"object-read-write": "Object Read & Write", "object-read-only": "Object Read only",
	}
	got := map[Permission]string{}
	for _, p := range Permissions() {
		got[p] = p.Label()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Permission("owner").Label(); got != "owner" {
		t.Errorf("the label of a level that is not known is %q", got)
	}
}

func TestUse_needs(t *testing.T) {
	t.Parallel()
	want := map[Use]Permission{Destination: ObjectReadWrite, Source: ObjectReadOnly, CreateBucket: AdminReadWrite}
	got := map[Use]Permission{}
	for _, use := range Uses() {
		got[use] = use.Needs()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBoth(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ a, b, want Answer }{
		{Granted, Granted, Granted},
		{Granted, Denied, Denied},
		{Granted, Undetermined, Undetermined},
		{Denied, Denied, Denied},
		{Denied, Undetermined, Denied},
		{Undetermined, Undetermined, Undetermined},
	} {
		if got := Both(test.a, test.b); got != test.want {
			t.Errorf("Both(%d, %d) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := Both(test.b, test.a); got != test.want {
			t.Errorf("Both(%d, %d) = %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	const (
		y = Granted
		n = Denied
		u = Undetermined
	)
	for _, test := range []struct {
		name string
		// list buckets, create buckets, read configuration, edit configuration,
		// list objects, read objects, write objects.
		rights     [7]Answer
		permission Permission
		uses       []Use
	}{
		{"Admin Read & Write", [7]Answer{y, y, y, y, y, y, y}, AdminReadWrite, []Use{Destination, Source, CreateBucket}},
		{"Admin Read only", [7]Answer{y, n, y, n, y, y, n}, AdminReadOnly, []Use{Source}},
		{"Object Read & Write", [7]Answer{n, n, n, n, y, y, y}, ObjectReadWrite, []Use{Destination, Source}},
		{"Object Read only", [7]Answer{n, n, n, n, y, y, n}, ObjectReadOnly, []Use{Source}},
		{"nothing", [7]Answer{n, n, n, n, n, n, n}, "", []Use{}},
		{"nothing known", [7]Answer{}, "", []Use{}},
		{"Admin Read only and Object Read & Write", [7]Answer{y, n, y, n, y, y, y}, ObjectReadWrite, []Use{Destination, Source}},
		{"admin without objects", [7]Answer{y, y, y, y, n, n, n}, "", []Use{}},
		{"write only", [7]Answer{n, n, n, n, n, n, y}, "", []Use{}},
		{"cannot list", [7]Answer{n, n, n, n, n, y, y}, "", []Use{}},
		{"cannot read", [7]Answer{n, n, n, n, y, n, y}, "", []Use{}},
		{"writes not known", [7]Answer{n, n, n, n, y, y, u}, "", []Use{Source}},
		{"reads not known", [7]Answer{n, n, n, n, y, u, y}, "", []Use{}},
		{"lists not known", [7]Answer{n, n, n, n, u, y, y}, "", []Use{}},
		{"creation of buckets not known", [7]Answer{y, u, y, u, y, y, y}, "", []Use{Destination, Source}},
		{"creation and writes not known", [7]Answer{y, u, y, u, y, y, u}, "", []Use{Source}},
		{"admin rights not known, but writes denied", [7]Answer{u, u, u, u, y, y, n}, "", []Use{Source}},
		{"admin rights not known, one denied", [7]Answer{u, u, n, u, y, y, y}, ObjectReadWrite, []Use{Destination, Source}},
		{"admin that cannot create buckets", [7]Answer{y, n, y, y, y, y, y}, ObjectReadWrite, []Use{Destination, Source}},
		{"admin that cannot edit configuration", [7]Answer{y, y, y, n, y, y, y}, ObjectReadWrite, []Use{Destination, Source}},
		{"admin that cannot list buckets", [7]Answer{n, y, y, y, y, y, y}, ObjectReadWrite, []Use{Destination, Source}},
		{"admin read that cannot read configuration", [7]Answer{y, n, n, n, y, y, n}, ObjectReadOnly, []Use{Source}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := test.rights
			c := Capabilities{
				ListBuckets: r[0], CreateBuckets: r[1], ReadBucketConfiguration: r[2], EditBucketConfiguration: r[3],
				ListObjects: r[4], ReadObjects: r[5], WriteObjects: r[6],
			}
			if got := c.Permission(); got != test.permission {
				t.Errorf("permission %q, want %q", got, test.permission)
			}
			if diff := cmp.Diff(test.uses, c.SufficientFor()); diff != "" {
				t.Errorf("uses (-want +got):\n%s", diff)
			}
		})
	}
}
