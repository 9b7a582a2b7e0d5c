package r2_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awscredentials "github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// sessionClient is the AWS SDK with temporary credentials.
func (w *world) sessionClient(at r2.Endpoint, creds r2.TemporaryCredentials) *s3.Client {
	return s3.New(w.connector.Client(at, creds.Credentials).Options(), func(o *s3.Options) {
		o.Credentials = awscredentials.NewStaticCredentialsProvider(
			creds.AccessKeyID, creds.SecretAccessKey.Reveal(), creds.SessionToken.Reveal())
	})
}

// code is what R2 answered in one word: "" for success, else the code of the error.
func code(err error) string {
	var api smithy.APIError
	if err != nil && errors.As(err, &api) {
		return api.ErrorCode()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func listUnder(ctx context.Context, client *s3.Client, prefix string) string {
	_, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket), Prefix: aws.String(prefix)})
	return code(err)
}

func get(ctx context.Context, client *s3.Client, from, key string) string {
	out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(from), Key: aws.String(key)})
	if err == nil {
		_, err = io.Copy(io.Discard, out.Body)
		err = errors.Join(err, out.Body.Close())
	}
	return code(err)
}

func put(ctx context.Context, client *s3.Client, key string) string {
	_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String(key), Body: strings.NewReader("body")})
	return code(err)
}

// TestTemporary_permissions: R2's fake takes the credentials, for what they were made for and nothing else.
func TestTemporary_permissions(t *testing.T) {
	t.Parallel()
	const denied = "AccessDenied"
	for permission, want := range map[r2.Permission]map[string]string{
		r2.ObjectReadOnly: {
			"list": "", "get": "", "put": denied, "delete": denied, "read configuration": denied, "edit configuration": denied,
		},
		r2.ObjectReadWrite: {
			"list": "", "get": "", "put": "", "delete": "", "read configuration": denied, "edit configuration": denied,
		},
		r2.AdminReadOnly: {
			"list": "", "get": "", "put": denied, "delete": denied, "read configuration": "NoSuchCORSConfiguration", "edit configuration": denied,
		},
		r2.AdminReadWrite: {
			"list": "", "get": "", "put": "", "delete": "", "read configuration": "NoSuchCORSConfiguration", "edit configuration": "",
		},
	} {
		t.Run(string(permission), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				at := endpoint("default", bucket)
				client := w.sessionClient(at, w.token(level(r2fake.AdminReadWrite)).Temporary(r2.Grant{
					Endpoint: at, Permission: permission, TTL: time.Minute,
				}, time.Now()))
				// One bucket is all that even an Admin level is for.
				want["other bucket"], want["list buckets"], want["create bucket"] = denied, denied, denied
				if diff := cmp.Diff(want, attempts(t.Context(), client)); diff != "" {
					t.Errorf("answers (-want +got):\n%s", diff)
				}
				for _, request := range w.Requests() {
					if !request.Verified || request.Header.Get("X-Amz-Security-Token") == "" {
						t.Errorf("%s: signature verified %t, with a session token %t", request.Operation, request.Verified,
							request.Header.Get("X-Amz-Security-Token") != "")
					}
				}
			})
		})
	}
}

// attempts gives the answer to one request of each kind.
func attempts(ctx context.Context, client *s3.Client) map[string]string {
	name := aws.String(bucket)
	got := map[string]string{
		"list": listUnder(ctx, client, ""), "get": get(ctx, client, bucket, "monday.tar"), "put": put(ctx, client, "friday.tar"),
		"other bucket": get(ctx, client, otherBucket, "monday.tar"),
	}
	_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: name, Key: aws.String("friday.tar")})
	got["delete"] = code(err)
	_, err = client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: name})
	got["read configuration"] = code(err)
	_, err = client.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: name, CORSConfiguration: &types.CORSConfiguration{
		CORSRules: []types.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"https://example.com"}}},
	}})
	got["edit configuration"] = code(err)
	_, err = client.ListBuckets(ctx, &s3.ListBucketsInput{})
	got["list buckets"] = code(err)
	_, err = client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("acme-new")})
	got["create bucket"] = code(err)
	return got
}

// TestTemporary_paths: keys are those under the prefixes, and the objects.
func TestTemporary_paths(t *testing.T) {
	t.Parallel()
	const denied = "AccessDenied"
	for name, row := range map[string]struct {
		prefixes, objects []string
		want              map[string]string
	}{
		"all keys": {want: map[string]string{
			"list /": "", "list postgres/": "", "get monday.tar": "", "get postgres/tuesday.dump": "", "put postgres/new": "", "put new": "",
		}},
		"a prefix": {prefixes: []string{"postgres/"}, want: map[string]string{
			"list /": denied, "list postgres/": "", "get monday.tar": denied, "get postgres/tuesday.dump": "", "put postgres/new": "", "put new": denied,
		}},
		"an object": {objects: []string{"monday.tar"}, want: map[string]string{
			"list /": denied, "list postgres/": denied, "get monday.tar": "", "get postgres/tuesday.dump": denied, "put postgres/new": denied, "put new": denied,
		}},
		"a prefix and an object": {prefixes: []string{"mysql/", "postgres/"}, objects: []string{"monday.tar"}, want: map[string]string{
			"list /": denied, "list postgres/": "", "get monday.tar": "", "get postgres/tuesday.dump": "", "put postgres/new": "", "put new": denied,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w, ctx := newWorld(t), t.Context()
				at := endpoint("default", bucket)
				client := w.sessionClient(at, w.token(level(r2fake.ObjectReadWrite, bucket)).Temporary(r2.Grant{
					Endpoint: at, Permission: r2.ObjectReadWrite, Prefixes: row.prefixes, Objects: row.objects, TTL: time.Minute,
				}, time.Now()))
				got := map[string]string{
					"list /": listUnder(ctx, client, ""), "list postgres/": listUnder(ctx, client, "postgres/"),
					"get monday.tar": get(ctx, client, bucket, "monday.tar"), "get postgres/tuesday.dump": get(ctx, client, bucket, "postgres/tuesday.dump"),
					"put postgres/new": put(ctx, client, "postgres/new"), "put new": put(ctx, client, "new"),
				}
				if diff := cmp.Diff(row.want, got); diff != "" {
					t.Errorf("answers (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestTemporary_end: the credentials end with their time, or with the token they were made from.
func TestTemporary_end(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		ttl  time.Duration
		pass func(*world, r2.Credentials)
		want string
	}{
		"at once":                {ttl: time.Second, pass: func(*world, r2.Credentials) {}},
		"the last second":        {ttl: time.Minute, pass: func(*world, r2.Credentials) { time.Sleep(time.Minute - time.Second) }},
		"a minute is over":       {ttl: time.Minute, pass: func(*world, r2.Credentials) { time.Sleep(time.Minute) }, want: "Unauthorized"},
		"the last of seven days": {ttl: r2.MaxTemporaryTTL, pass: func(*world, r2.Credentials) { time.Sleep(r2.MaxTemporaryTTL - time.Second) }},
		"seven days are over":    {ttl: r2.MaxTemporaryTTL, pass: func(*world, r2.Credentials) { time.Sleep(r2.MaxTemporaryTTL) }, want: "Unauthorized"},
		"eight days are not signed for": {
			ttl: r2.MaxTemporaryTTL + time.Second, pass: func(*world, r2.Credentials) {}, want: "InvalidArgument",
		},
		"parent revoked": {
			ttl: time.Minute, pass: func(w *world, parent r2.Credentials) { w.RevokeToken(parent.AccessKeyID) }, want: "Unauthorized",
		},
		"parent lost the bucket": {
			ttl: time.Minute,
			pass: func(w *world, parent r2.Credentials) {
				w.SetPolicies(parent.AccessKeyID, level(r2fake.ObjectReadOnly, otherBucket))
			},
			want: "AccessDenied",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				at, parent := endpoint("default", bucket), w.token(level(r2fake.ObjectReadOnly, bucket))
				client := w.sessionClient(at, parent.Temporary(r2.Grant{Endpoint: at, Permission: r2.ObjectReadOnly, TTL: row.ttl}, time.Now()))
				row.pass(w, parent)
				if got := listUnder(t.Context(), client, ""); got != row.want {
					t.Errorf("answered %q, want %q", got, row.want)
				}
			})
		})
	}
}

// TestTemporary_neverMore: credentials that claim more than their parent has do not get it.
func TestTemporary_neverMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		at := endpoint("default", bucket)
		client := w.sessionClient(at, w.token(level(r2fake.ObjectReadOnly, bucket)).Temporary(r2.Grant{
			Endpoint: at, Permission: r2.AdminReadWrite, TTL: time.Minute,
		}, time.Now()))
		const denied = "AccessDenied"
		want := map[string]string{
			"list": "", "get": "", "put": denied, "delete": denied, "read configuration": denied, "edit configuration": denied,
			"other bucket": denied, "list buckets": denied, "create bucket": denied,
		}
		if diff := cmp.Diff(want, attempts(t.Context(), client)); diff != "" {
			t.Errorf("answers (-want +got):\n%s", diff)
		}
	})
}

// TestTemporary_elsewhere: the host is part of what is signed for.
func TestTemporary_elsewhere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.AddBucket(account, "eu", bucket)
		creds := w.token(level(r2fake.AdminReadOnly)).Temporary(r2.Grant{
			Endpoint: endpoint("default", bucket), Permission: r2.ObjectReadOnly, TTL: time.Minute,
		}, time.Now())
		if got := listUnder(t.Context(), w.sessionClient(endpoint("default", bucket), creds), ""); got != "" {
			t.Errorf("answered %q where they are for", got)
		}
		if got := listUnder(t.Context(), w.sessionClient(endpoint("eu", bucket), creds), ""); got != "InvalidArgument" {
			t.Errorf("answered %q in another jurisdiction, want InvalidArgument", got)
		}
	})
}
