package r2

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// storing makes a bucket whose lifecycle rules are the XML.
func storing(t *testing.T, rules string) *Bucket {
	t.Helper()
	kept := &keeping{[]byte("<LifecycleConfiguration>" + rules + "</LifecycleConfiguration>")}
	return &Bucket{Endpoint: anEndpoint, client: clientWith(t, kept)}
}

const expiring = "<Expiration><Days>30</Days></Expiration>"

// TestBucketLifecycle_unsupported: a rule that says more than a LifecycleRule is no rule that says less.
func TestBucketLifecycle_unsupported(t *testing.T) {
	t.Parallel()
	const (
		tag    = "<Tag><Key>a</Key><Value>b</Value></Tag>"
		logs   = "<Filter><Prefix>logs/</Prefix></Filter>"
		cool   = "<Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition>"
		noncur = "<NoncurrentVersionTransition><NoncurrentDays>1</NoncurrentDays><StorageClass>STANDARD_IA</StorageClass></NoncurrentVersionTransition>"
	)
	for _, test := range []struct{ id, content, element string }{
		{"mine", "<Filter><And><Prefix>logs/</Prefix>" + tag + "</And></Filter>" + expiring, "Filter"},
		{"mine", "<Filter><And><Prefix>logs/</Prefix><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></And></Filter>" + expiring, "Filter"},
		{"mine", "<Filter><And><Prefix>logs/</Prefix><ObjectSizeLessThan>1</ObjectSizeLessThan></And></Filter>" + expiring, "Filter"},
		{"mine", "<Filter>" + tag + "</Filter>" + expiring, "Filter"},
		{"mine", "<Prefix>logs/</Prefix><Filter>" + tag + "</Filter>" + expiring, "Filter"},
		{"mine", "<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>" + expiring, "Filter"},
		{"mine", "<Filter><ObjectSizeLessThan>1</ObjectSizeLessThan></Filter>" + expiring, "Filter"},
		{"mine", "<Prefix>tmp/</Prefix>" + logs + expiring, "Prefix"},
		{"mine", logs + expiring + "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>", "NoncurrentVersionExpiration"},
		{"mine", logs + expiring + noncur, "NoncurrentVersionTransition"},
		{"mine", logs + "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>", "Expiration"},
		{"mine", logs + "<Expiration><Date>2030-01-01T00:00:01Z</Date></Expiration>", "Expiration"},
		{"mine", logs + "<Expiration><Date>0001-01-01T00:00:00Z</Date></Expiration>", "Expiration"},
		{"mine", logs + "<Expiration><Days>0</Days></Expiration>", "Expiration"},
		{"mine", logs + "<Expiration/>", "Expiration"},
		{"mine", logs + cool + cool, "Transition"},
		{"mine", logs + "<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>", "Transition"},
		{"mine", logs + "<Transition><Date>2030-01-01T12:00:00Z</Date><StorageClass>STANDARD_IA</StorageClass></Transition>", "Transition"},
		{"mine", logs + "<AbortIncompleteMultipartUpload/>", "AbortIncompleteMultipartUpload"},
		{"", logs + expiring, "ID"},
		{DefaultAbortRule, logs + expiring + noncur, "NoncurrentVersionTransition"},
	} {
		id := "<ID>" + test.id + "</ID>"
		rules, err := storing(t, "<Rule>"+id+"<Status>Enabled</Status>"+test.content+"</Rule>").Lifecycle(t.Context())
		if diff := cmp.Diff(error(&UnsupportedRuleError{ID: test.id, Element: test.element}), err); diff != "" || rules != nil {
			t.Errorf("%s: rules %+v, error (-want +got):\n%s", test.content, rules, diff)
		}
	}
	_, err := storing(t, "<Rule><ID>mine</ID><Status>Perhaps</Status>"+expiring+"</Rule>").Lifecycle(t.Context())
	if want := `the lifecycle rule "mine" cannot be kept as it is: Status`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestBucketLifecycle_otherForms: what is written in another way, and says the same.
func TestBucketLifecycle_otherForms(t *testing.T) {
	t.Parallel()
	day := time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)
	logs := LifecycleRule{ID: "mine", Enabled: true, Prefix: "logs/", ExpirationDays: 30}
	for _, test := range []struct {
		content string
		want    LifecycleRule
	}{
		{"<Filter><And><Prefix>logs/</Prefix></And></Filter>" + expiring, logs},
		{"<Prefix>logs/</Prefix>" + expiring, logs},
		{"<Prefix>logs/</Prefix><Filter><Prefix>logs/</Prefix></Filter>" + expiring, logs},
		{"<Filter/>" + expiring, LifecycleRule{ID: "mine", Enabled: true, ExpirationDays: 30}},
		{expiring, LifecycleRule{ID: "mine", Enabled: true, ExpirationDays: 30}},
		{"<Expiration><Date>2030-01-01T01:00:00+01:00</Date></Expiration>", LifecycleRule{ID: "mine", Enabled: true, ExpirationDate: day}},
		{"<Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration><Filter/>", LifecycleRule{ID: "mine", Enabled: true, ExpirationDate: day}},
	} {
		rules, err := storing(t, "<Rule><ID>mine</ID><Status>Enabled</Status>"+test.content+"</Rule>").Lifecycle(t.Context())
		if diff := cmp.Diff([]LifecycleRule{test.want}, rules); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.content, err, diff)
		}
	}
}
