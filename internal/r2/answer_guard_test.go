package r2

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"
)

// operation is an operation of S3, and what S3 answers it with.
type operation struct {
	name string
	call func(ctx context.Context, client *s3.Client) error
	// status and xml are the right answer; xml is empty where there is no body.
	status int
	xml    string
	etag   bool
}

var operations = []operation{
	{"ListObjectsV2", func(ctx context.Context, c *s3.Client) error {
		_, err := c.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String("backups")}, once)
		return err
	}, 200, `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>backups</Name><KeyCount>0</KeyCount></ListBucketResult>`, false},
	{"ListBuckets", func(ctx context.Context, c *s3.Client) error {
		_, err := c.ListBuckets(ctx, &s3.ListBucketsInput{}, once)
		return err
	}, 200, `<ListAllMyBucketsResult><Owner><ID>x</ID></Owner><Buckets></Buckets></ListAllMyBucketsResult>`, false},
	{"GetBucketCors", func(ctx context.Context, c *s3.Client) error {
		_, err := c.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: aws.String("backups")}, once)
		return err
	}, 200, `<CORSConfiguration></CORSConfiguration>`, false},
	{"GetBucketLifecycleConfiguration", func(ctx context.Context, c *s3.Client) error {
		_, err := c.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: aws.String("backups")}, once)
		return err
	}, 200, `<LifecycleConfiguration></LifecycleConfiguration>`, false},
	{"GetBucketLocation", func(ctx context.Context, c *s3.Client) error {
		_, err := c.GetBucketLocation(ctx, &s3.GetBucketLocationInput{Bucket: aws.String("backups")}, once)
		return err
	}, 200, `<LocationConstraint>ENAM</LocationConstraint>`, false},
	{"ListMultipartUploads", func(ctx context.Context, c *s3.Client) error {
		_, err := c.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{Bucket: aws.String("backups")}, once)
		return err
	}, 200, `<ListMultipartUploadsResult><Bucket>backups</Bucket></ListMultipartUploadsResult>`, false},
	{"DeleteObjects", func(ctx context.Context, c *s3.Client) error {
		_, err := c.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: aws.String("backups"), Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("x")}}}}, once)
		return err
	}, 200, `<DeleteResult><Deleted><Key>x</Key></Deleted></DeleteResult>`, false},
	{"CreateMultipartUpload", func(ctx context.Context, c *s3.Client) error {
		_, err := c.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: aws.String("backups"), Key: aws.String("x")}, once)
		return err
	}, 200, `<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>`, false},
	{"DeleteObject", func(ctx context.Context, c *s3.Client) error {
		_, err := c.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("backups"), Key: aws.String("x")}, once)
		return err
	}, 204, "", false},
	{"AbortMultipartUpload", func(ctx context.Context, c *s3.Client) error {
		_, err := c.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: aws.String("backups"), Key: aws.String("x"), UploadId: aws.String("u")}, once)
		return err
	}, 204, "", false},
	{"DeleteBucket", func(ctx context.Context, c *s3.Client) error {
		_, err := c.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String("backups")}, once)
		return err
	}, 204, "", false},
	{"DeleteBucketCors", func(ctx context.Context, c *s3.Client) error {
		_, err := c.DeleteBucketCors(ctx, &s3.DeleteBucketCorsInput{Bucket: aws.String("backups")}, once)
		return err
	}, 204, "", false},
	{"DeleteBucketLifecycle", func(ctx context.Context, c *s3.Client) error {
		_, err := c.DeleteBucketLifecycle(ctx, &s3.DeleteBucketLifecycleInput{Bucket: aws.String("backups")}, once)
		return err
	}, 204, "", false},
	{"PutObject", func(ctx context.Context, c *s3.Client) error {
		_, err := c.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("backups"), Key: aws.String("x"), Body: strings.NewReader("x")}, once)
		return err
	}, 200, "", true},
	{"CreateBucket", func(ctx context.Context, c *s3.Client) error {
		_, err := c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("backups")}, once)
		return err
	}, 200, "", false},
	{"PutBucketCors", func(ctx context.Context, c *s3.Client) error {
		_, err := c.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: aws.String("backups"), CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{
			{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}},
		}}}, once)
		return err
	}, 200, "", false},
}

// answer is the right answer to the operation.
func (o operation) answer() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if o.etag {
			w.Header().Set("ETag", `"9dd4e461268c8034f5c8564e155c67a6"`)
		}
		if o.xml == "" {
			w.WriteHeader(o.status)
			return
		}
		document(o.status, o.xml)(w, r)
	}
}

// entityBomb is the document that grows to gigabytes in parsers which expand
// entities.
func entityBomb(root string) string {
	return `<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>` +
		"<" + root + "><Name>&c;</Name></" + root + ">"
}

func TestAnswerGuard(t *testing.T) {
	t.Parallel()
	const (
		cutOff  = "it is not a complete XML document"
		noBody  = "it has a body where S3 sends none"
		webPage = "it is a web page"
	)
	for _, o := range operations {
		root := documents[o.name]
		// What is wrong with each answer: where the operation is answered with a
		// document, and where it is not.
		wrong := []struct {
			name               string
			answer             http.HandlerFunc
			document, bodyless string
		}{
			{"web page", body(200, "text/html", aWebPage), webPage, webPage},
			{"XHTML page", document(200, `<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>`), "its root element is not " + root, noBody},
			{"empty", body(200, "application/xml", ""), "it is empty", emptyAnswer(o)},
			{"declaration alone", document(200, ""), "it is empty", noBody},
			{"foreign XML", document(200, `<rss version="2.0"><channel/></rss>`), "its root element is not " + root, noBody},
			{"error document", xmlError(200, "AccessDenied", "Access Denied"), "its root element is not " + root, noBody},
			{"JSON", body(200, "application/json", "{}"), "it is empty", noBody},
			{"truncated", document(200, strings.TrimSuffix(o.xml, ">")), cutOff, noBody},
			{"entity bomb", document(200, entityBomb(root)), cutOff, noBody},
			{"deeply nested", document(200, "<"+root+">"+strings.Repeat("<x>", 1000)), cutOff, noBody},
		}
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			if err := o.call(t.Context(), connectorTo(t, newService(t, o.answer()).URL).Client(anEndpoint, aPair)); err != nil {
				t.Errorf("the right answer: %v", err)
			}
			for _, w := range wrong {
				want := w.document
				if o.xml == "" {
					want = w.bodyless
				}
				err := o.call(t.Context(), connectorTo(t, newService(t, w.answer).URL).Client(anEndpoint, aPair))
				if got := reason(err); got != want {
					t.Errorf("%s: the reason is %q, want %q (%v)", w.name, got, want, err)
				}
			}
		})
	}
}

// emptyAnswer says what is wrong with 200 and no body, "" where it is right.
func emptyAnswer(o operation) string {
	switch {
	case o.status == 204:
		return "a deletion is answered with 204"
	case o.etag:
		return "it has no ETag"
	}
	return ""
}

// reason is what gave a foreign answer away, "" for another error or none.
func reason(err error) string {
	if foreign, ok := errors.AsType[*ForeignAnswerError](err); ok {
		return foreign.Reason
	}
	return ""
}

// TestAnswerGuard_documents: an operation with a document cannot be left out of
// the test by mistake.
func TestAnswerGuard_documents(t *testing.T) {
	t.Parallel()
	// The provider does not call these.
	want := map[string]bool{"CompleteMultipartUpload": true, "CopyObject": true, "ListParts": true}
	for _, o := range operations {
		if o.xml != "" {
			want[o.name] = true
		}
	}
	got := map[string]bool{}
	for name := range documents {
		got[name] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-in the test +in the guard):\n%s", diff)
	}
}

// TestAnswerGuard_expectAbsent: a portal answers a GetObject with its page, which
// looks like an object.
func TestAnswerGuard_expectAbsent(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"web page": body(200, "text/html", aWebPage), "empty": body(200, "", ""), "range": body(206, "", "x"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := connectorTo(t, newService(t, answer).URL).Client(anEndpoint, aPair)
			_, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("backups"), Key: aws.String("x")}, expectAbsent, once)
			if got := reason(err); got != "it gives an object that does not exist" {
				t.Errorf("the reason is %q (%v)", got, err)
			}
			out, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("backups"), Key: aws.String("x")}, once)
			if err != nil {
				t.Fatalf("control: %v", err)
			}
			_ = out.Body.Close()
		})
	}
}

// TestAnswerGuard_probeRead: the probe that reads takes no object for a right.
func TestAnswerGuard_probeRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		connector := connectorTo(t, "", within(body(200, "text/html", aWebPage)))
		result := probeRead.send(t.Context(), connector.Client(anEndpoint, aPair), target{Endpoint: anEndpoint})
		if result.Answer != Undetermined || result.Failure == nil || result.Failure.Kind != Foreign {
			t.Errorf("got %+v", result)
		}
	})
}

// endless gives one character for ever, and counts how much was read.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += len(p)
	return len(p), nil
}

// TestAnswerGuard_oversize: a body without an end is not read to the end.
func TestAnswerGuard_oversize(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"ListObjectsV2", "DeleteObject"} {
		source := &endless{}
		err := checkAnswer(operation, &http.Response{StatusCode: 200, Body: io.NopCloser(source)})
		if got := reason(err); got != "it is longer than any document of S3" {
			t.Errorf("%s: the reason is %q (%v)", operation, got, err)
		}
		if source.read > 2*maxDocument {
			t.Errorf("%s: %d bytes were read", operation, source.read)
		}
	}
}

// TestAnswerGuard_encoded: a proxy that compresses is told from one that cuts off.
func TestAnswerGuard_encoded(t *testing.T) {
	t.Parallel()
	var squeezed strings.Builder
	writer := gzip.NewWriter(&squeezed)
	_, _ = io.WriteString(writer, operations[0].xml)
	_ = writer.Close()
	const want = `its Content-Encoding is "gzip", which was not asked for`
	for _, test := range []struct {
		name, encoding, body string
		status               int
		want                 string
	}{
		{"document", "gzip", squeezed.String(), 200, want},
		{"refusal", "gzip", squeezed.String(), 403, want},
		{"web page", "gzip", aWebPage, 200, want},
		{"characters that a terminal acts on", "\u202egzip", squeezed.String(), 200, `its Content-Encoding is "\u202egzip", which was not asked for`},
		{"control: as it is", "Identity", operations[0].xml, 200, ""},
		{"control: without the header", "", squeezed.String(), 200, "it is not a complete XML document"},
	} {
		answer := func(w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("Accept-Encoding"); got != "identity" {
				t.Errorf("%s: %q was asked for", test.name, got)
			}
			w.Header().Set("Content-Encoding", test.encoding)
			body(test.status, "application/xml", test.body)(w, r)
		}
		err := listOnce(t.Context(), connectorTo(t, "", within(answer)))
		if got := reason(err); got != test.want {
			t.Errorf("%s: the reason is %q, want %q (%v)", test.name, got, test.want, err)
		}
	}
}

func TestForeignAnswerError(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]bool{200: true, 204: true, 301: false, 307: false, 400: false, 401: false, 403: false, 404: false, 407: false, 429: true, 500: true, 520: true} {
		if got := (&ForeignAnswerError{Status: status}).Temporary(); got != want {
			t.Errorf("%d: temporary is %t, want %t", status, got, want)
		}
	}
	err := &ForeignAnswerError{Status: 200, ContentType: "text/html", Reason: "it is empty"}
	if got := err.Error(); got != `the answer did not come from an S3 service: HTTP status 200, content type "text/html": it is empty` {
		t.Errorf("got %s", got)
	}
}
