package r2

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// keeping is a bucket's configuration: what was put last is what is got.
type keeping struct{ body []byte }

func (k *keeping) RoundTrip(r *http.Request) (*http.Response, error) {
	switch r.Method {
	case http.MethodPut:
		sent, err := io.ReadAll(r.Body)
		k.body = sent
		if err != nil {
			return nil, err
		}
		return replying{status: 200}.RoundTrip(r)
	case http.MethodDelete:
		k.body = nil
		return replying{status: 204}.RoundTrip(r)
	}
	if k.body == nil {
		return replying{404, "application/xml", []byte("<Error><Code>NoSuchLifecycleConfiguration</Code></Error>")}.RoundTrip(r)
	}
	return replying{200, "application/xml", bytes.Clone(k.body)}.RoundTrip(r)
}

// readWriteRead reads rules from a document, writes them, and reads them again: nothing panics, and nothing is lost.
func readWriteRead[rule any](t *testing.T, document []byte, read func(*Bucket) ([]rule, error), write func(*Bucket, []rule) error) {
	t.Helper()
	kept := &keeping{document}
	bucket := &Bucket{Endpoint: anEndpoint, client: clientWith(t, kept)}
	rules, err := read(bucket)
	if err != nil {
		return
	}
	if err := write(bucket, rules); err != nil {
		t.Fatalf("%q is read as %+v, which cannot be written: %v", document, rules, err)
	}
	again, err := read(bucket)
	if err != nil {
		t.Fatalf("%q is read as %+v and written as %q: %v", document, rules, kept.body, err)
	}
	if diff := cmp.Diff(rules, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%q is written as %q (-read +read again):\n%s", document, kept.body, diff)
	}
}

// FuzzLifecycle goes from R2's document to rules and back.
func FuzzLifecycle(f *testing.F) {
	for _, document := range []string{
		`<LifecycleConfiguration></LifecycleConfiguration>`,
		`<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>Default Multipart Abort Rule</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>` +
			`<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`,
		`<LifecycleConfiguration><Rule><ID>a</ID><Prefix>logs/</Prefix><Status>Disabled</Status><Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration>` +
			`<Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition></Rule><Rule/></LifecycleConfiguration>`,
		`<LifecycleConfiguration><Rule><Expiration><Days>-1</Days></Expiration></Rule></LifecycleConfiguration>`,
		`<LifecycleConfiguration><Rule><Transition><Date>0001-01-01T00:00:00.000Z</Date></Transition><Transition><Days>1</Days></Transition></Rule></LifecycleConfiguration>`,
		entityBomb("LifecycleConfiguration"),
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		readWriteRead(t, document,
			func(b *Bucket) ([]LifecycleRule, error) { return b.Lifecycle(t.Context()) },
			func(b *Bucket, rules []LifecycleRule) error { return b.SetLifecycle(t.Context(), rules) })
	})
}

// FuzzCORS goes from R2's document to rules and back.
func FuzzCORS(f *testing.F) {
	for _, document := range []string{
		`<CORSConfiguration></CORSConfiguration>`,
		`<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule><ID>a</ID><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>` +
			`<AllowedOrigin>https://example.com</AllowedOrigin><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>0</MaxAgeSeconds></CORSRule></CORSConfiguration>`,
		`<CORSConfiguration><CORSRule/><CORSRule><MaxAgeSeconds>-1</MaxAgeSeconds><AllowedOrigin>&#10; </AllowedOrigin></CORSRule></CORSConfiguration>`,
		entityBomb("CORSConfiguration"),
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		readWriteRead(t, document,
			func(b *Bucket) ([]CORSRule, error) {
				rules, err := b.CORS(t.Context())
				// R2 takes no rule without them, and the SDK writes none.
				return slices.DeleteFunc(rules, func(r CORSRule) bool { return len(r.AllowedMethods) == 0 || len(r.AllowedOrigins) == 0 }), err
			},
			func(b *Bucket, rules []CORSRule) error { return b.SetCORS(t.Context(), rules) })
	})
}
