package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awscredentials "github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const temporaryCredentials = "r2_temporary_credentials"

// open validates and opens the credentials.
func (c *calls) open(config acctest.Values) (acctest.Values, []acctest.Diagnostic) {
	c.t.Helper()
	schema := c.schema.EphemeralResourceSchemas[temporaryCredentials].ValueType()
	checked, err := c.server.ValidateEphemeralResourceConfig(c.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: temporaryCredentials, Config: c.encode(schema, config),
	})
	c.must(err)
	if len(checked.Diagnostics) > 0 {
		return nil, reported(checked.Diagnostics)
	}
	resp, err := c.server.OpenEphemeralResource(c.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: temporaryCredentials, Config: c.encode(schema, config),
	})
	c.must(err)
	if len(resp.Diagnostics) > 0 {
		return nil, reported(resp.Diagnostics)
	}
	if !resp.RenewAt.IsZero() || len(resp.Private) > 0 {
		c.t.Errorf("there is something to renew (%s) or to close (%q)", resp.RenewAt, resp.Private)
	}
	return c.decode(schema, resp.Result), nil
}

// listsWith lists the fake's bucket with the AWS SDK and opened credentials.
func listsWith(t *testing.T, fake *acctest.R2, opened acctest.Values, prefix string) error {
	t.Helper()
	base := opened["base_endpoint"].(string)
	client := s3.New(s3.Options{
		BaseEndpoint: aws.String(strings.Replace(fake.EndpointURL, "{host}", strings.TrimPrefix(base, "https://"), 1)),
		Region:       "auto", UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: awscredentials.NewStaticCredentialsProvider(
			opened["access_key_id"].(string), opened["secret_access_key"].(string), opened["session_token"].(string)),
	})
	_, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(opened["bucket"].(string)), Prefix: aws.String(prefix)})
	return err
}

// claims reads a session token.
func claims(t *testing.T, opened acctest.Values) acctest.Values {
	t.Helper()
	token, err := base64.StdEncoding.DecodeString(opened["session_token"].(string))
	if err != nil {
		t.Fatal(err)
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(string(token), ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var values acctest.Values
	if err := json.Unmarshal(payload, &values); err != nil {
		t.Fatal(err)
	}
	return values
}

func TestTemporaryCredentials_open(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	fake.AddBucket(acctest.Account, "eu", "acme-eu")
	cred := fake.Token(r2fake.AdminReadWrite)
	for name, row := range map[string]struct {
		config   acctest.Values
		claims   acctest.Values // besides iat and exp
		ttl      time.Duration
		endpoint string
		prefix   string // that can be listed
	}{
		"defaults": {
			config:   acctest.Values{"bucket": acctest.Bucket},
			claims:   acctest.Values{"bucket": acctest.Bucket, "scope": "object-read-only", "aud": acctest.Account + ".r2.cloudflarestorage.com"},
			ttl:      15 * time.Minute,
			endpoint: acctest.Endpoint("default", acctest.Bucket),
		},
		"everything": {
			config: acctest.Values{
				"bucket": "acme-eu", "account_id": acctest.Account, "jurisdiction": "eu", "permission": "object-read-write",
				"prefixes": []any{"postgres/", "mysql/"}, "objects": []any{"manifest.json"}, "ttl": "168h",
			},
			claims: acctest.Values{
				"bucket": "acme-eu", "scope": "object-read-write", "aud": acctest.Account + ".eu.r2.cloudflarestorage.com",
				"paths": map[string]any{"prefixPaths": []any{"postgres/", "mysql/"}, "objectPaths": []any{"manifest.json"}},
			},
			ttl:      7 * 24 * time.Hour,
			endpoint: acctest.Endpoint("eu", "acme-eu"),
			prefix:   "postgres/",
		},
		"Admin Read only": {
			config:   acctest.Values{"bucket": acctest.Bucket, "permission": "admin-read-only", "ttl": "1m30s"},
			claims:   acctest.Values{"bucket": acctest.Bucket, "scope": "admin-read-only", "aud": acctest.Account + ".r2.cloudflarestorage.com"},
			ttl:      90 * time.Second,
			endpoint: acctest.Endpoint("default", acctest.Bucket),
		},
		"Admin Read & Write": {
			config:   acctest.Values{"bucket": acctest.Bucket, "permission": "admin-read-write", "ttl": "1h"},
			claims:   acctest.Values{"bucket": acctest.Bucket, "scope": "admin-read-write", "aud": acctest.Account + ".r2.cloudflarestorage.com"},
			ttl:      time.Hour,
			endpoint: acctest.Endpoint("default", acctest.Bucket),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := time.Now().Truncate(time.Second)
			opened, diags := dial(t, fake, asProvider(cred)).open(row.config)
			after := time.Now()
			wantSummaries(t, "open", diags)
			base, err := url.Parse(row.endpoint)
			if err != nil {
				t.Fatal(err)
			}

			got := claims(t, opened)
			issued := time.Unix(int64(got["iat"].(float64)), 0)
			if issued.Before(before) || issued.After(after) {
				t.Errorf("issued at %s, opened between %s and %s", issued, before, after)
			}
			expires := issued.Add(row.ttl)
			want := row.claims.With(acctest.Values{
				"iss": cred.AccessKeyID, "sub": acctest.Account, "iat": float64(issued.Unix()), "exp": float64(expires.Unix()),
			})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}

			wantResult := row.config.With(acctest.Values{
				"access_key_id": cred.AccessKeyID, "secret_access_key": opened["secret_access_key"], "session_token": opened["session_token"],
				"expires_at": expires.UTC().Format(time.RFC3339), "endpoint": row.endpoint, "base_endpoint": "https://" + base.Host,
			})
			for _, optional := range []string{"account_id", "jurisdiction", "permission", "prefixes", "objects", "ttl"} {
				wantResult[optional] = row.config[optional]
			}
			if diff := cmp.Diff(wantResult, opened); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			if err := listsWith(t, fake, opened, row.prefix); err != nil {
				t.Errorf("the credentials do not work: %v", err)
			}
		})
	}
}

// TestTemporaryCredentials_outside: the paths of the configuration are what R2 is told.
func TestTemporaryCredentials_outside(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	opened, diags := dial(t, fake, asProvider(fake.Token(r2fake.ObjectReadOnly, acctest.Bucket))).open(acctest.Values{
		"bucket": acctest.Bucket, "prefixes": []any{"postgres/"},
	})
	wantSummaries(t, "open", diags)
	if err := listsWith(t, fake, opened, "postgres/"); err != nil {
		t.Errorf("below the prefix: %v", err)
	}
	if err := listsWith(t, fake, opened, "mysql/"); err == nil || !strings.Contains(err.Error(), "AccessDenied") {
		t.Errorf("outside the prefix: %v, want AccessDenied", err)
	}
}

// TestTemporaryCredentials_cost: the parent is asked about once in a process, and not at all where that is not wanted.
func TestTemporaryCredentials_cost(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	settings := asProvider(fake.Token(r2fake.ObjectReadOnly))
	config := acctest.Values{"bucket": acctest.Bucket}

	c := dial(t, fake, settings)
	wantRequests(t, fake, "configuring", 0)
	for _, step := range []struct {
		what   string
		config acctest.Values
		want   int
	}{
		{"the first", config, 8},
		{"the second", config, 0},
		{"another permission", config.With(acctest.Values{"permission": "object-read-only", "prefixes": []any{"a/"}}), 0},
		{"another bucket", acctest.Values{"bucket": acctest.OtherBucket}, 5}, // three were about the token
	} {
		_, diags := c.open(step.config)
		wantSummaries(t, step.what, diags)
		wantRequests(t, fake, step.what, step.want)
	}

	_, diags := dial(t, fake, settings).open(config)
	wantSummaries(t, "in another process", diags)
	wantRequests(t, fake, "in another process", 8)

	_, diags = dial(t, fake, settings.With(acctest.Values{"verify_at_plan": false})).open(config.With(acctest.Values{"permission": "admin-read-write"}))
	wantSummaries(t, "offline", diags)
	wantRequests(t, fake, "offline", 0)
}

// exceeds is the text for a permission that is more than the token's.
func exceeds(asked, has, keyID string) []acctest.Diagnostic {
	return []acctest.Diagnostic{{
		Severity: "Error", Attribute: "permission", Summary: "Permission Exceeds the Token's",
		Detail: "Temporary credentials cannot do more than the token that they are made from. \"" + asked + "\" was asked for, and the provider's token has " + has + ".\n\n" +
			"Ask for less, or give the provider a token with that permission.\n\n" +
			"  bucket: acme-backups\n  access key id: " + keyID + coded("R2-088"),
	}}
}

func TestTemporaryCredentials_moreThanParent(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	type level struct {
		fake        r2fake.Level
		name, label string
	}
	const none = "no permission level on this bucket"
	readOnly := level{r2fake.ObjectReadOnly, "object-read-only", "Object Read only"}
	readWrite := level{r2fake.ObjectReadWrite, "object-read-write", "Object Read & Write"}
	adminReadOnly := level{r2fake.AdminReadOnly, "admin-read-only", "Admin Read only"}
	admin := level{r2fake.AdminReadWrite, "admin-read-write", "Admin Read & Write"}
	for _, row := range []struct {
		has     string
		token   r2fake.Credentials
		allows  []level
		exceeds []level
	}{
		{`"Object Read only"`, fake.Token(readOnly.fake), []level{readOnly}, []level{readWrite, adminReadOnly, admin}},
		{`"Object Read & Write"`, fake.Token(readWrite.fake, acctest.Bucket), []level{readOnly, readWrite}, []level{adminReadOnly, admin}},
		{`"Admin Read only"`, fake.Token(adminReadOnly.fake), []level{readOnly, adminReadOnly}, []level{readWrite, admin}},
		{`"Admin Read & Write"`, fake.Token(admin.fake), []level{readOnly, readWrite, adminReadOnly, admin}, nil},
		{none, fake.Token(readWrite.fake, acctest.OtherBucket), nil, []level{readOnly, readWrite, adminReadOnly, admin}},
	} {
		c := dial(t, fake, asProvider(row.token))
		for _, asked := range row.allows {
			_, diags := c.open(acctest.Values{"bucket": acctest.Bucket, "permission": asked.name})
			wantSummaries(t, asked.name+" of "+row.has, diags)
		}
		for _, asked := range row.exceeds {
			_, diags := c.open(acctest.Values{"bucket": acctest.Bucket, "permission": asked.name})
			if diff := cmp.Diff(exceeds(asked.label, row.has, row.token.AccessKeyID), diags); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", asked.name, row.has, diff)
			}
		}
	}
}

// TestTemporaryCredentials_parent: what is wrong with the parent is told as for any token.
func TestTemporaryCredentials_parent(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	cred := fake.Token(r2fake.ObjectReadOnly)
	revoked := fake.Token(r2fake.ObjectReadWrite)
	fake.RevokeToken(revoked.AccessKeyID)
	wrong := r2fake.Credentials{AccessKeyID: cred.AccessKeyID, SecretAccessKey: revoked.SecretAccessKey}
	for _, row := range []struct {
		name     string
		settings acctest.Values
		bucket   string
		want     string
	}{
		{"revoked", asProvider(revoked), acctest.Bucket, `Error on "": Token Unknown to R2`},
		{"another secret", asProvider(wrong), acctest.Bucket, `Error on "": Secret Does Not Belong to the Key`},
		{"no such bucket", asProvider(cred), "acme-missing", `Warning on "bucket": Bucket Does Not Exist Yet`},
	} {
		_, diags := dial(t, fake, row.settings).open(acctest.Values{"bucket": row.bucket})
		wantSummaries(t, row.name, diags, row.want)
	}
	fake.Inject(r2fake.Fault{Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
	_, diags := dial(t, fake, asProvider(cred)).open(acctest.Values{"bucket": acctest.Bucket})
	wantSummaries(t, "R2 is down", diags, `Error on "": Storage Could Not Be Verified`)
}

// TestTemporaryCredentials_notDetermined: what the parent is not known to have is not given away, and what it has is.
func TestTemporaryCredentials_notDetermined(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t, r2fake.WithAnswers(r2fake.Answers{WithoutBucketOperations: true}))
	c := dial(t, fake, asProvider(fake.Token(r2fake.AdminReadWrite)))
	_, diags := c.open(acctest.Values{"bucket": acctest.Bucket, "permission": "object-read-write"})
	wantSummaries(t, "what is proven", diags)
	_, diags = c.open(acctest.Values{"bucket": acctest.Bucket, "permission": "admin-read-write"})
	wantSummaries(t, "what is not", diags, `Error on "": Rights Could Not Be Determined`)
	const begin = "Temporary credentials cannot do more than the token that they are made from, and whether the provider's token has \"Admin Read & Write\" could not be determined. "
	if len(diags) != 1 || !strings.HasPrefix(strings.Join(strings.Fields(diags[0].Detail), " "), begin) {
		t.Errorf("got %q", diags)
	}
}

// TestTemporaryCredentials_provider: the parent is the provider's token, all of which must be there.
func TestTemporaryCredentials_provider(t *testing.T) {
	t.Parallel()
	fake := acctest.Start(t)
	settings := asProvider(fake.Token(r2fake.ObjectReadOnly))
	const missing = `Error on "": Missing Provider Configuration`
	const unknown = `Error on "": Provider Configuration Is Not Known Yet`
	for _, row := range []struct {
		name   string
		change acctest.Values
		config acctest.Values
		want   []string
	}{
		{"no account", acctest.Values{"account_id": nil}, nil, []string{missing}},
		{"an account of its own", acctest.Values{"account_id": nil}, acctest.Values{"account_id": acctest.Account}, nil},
		{"nothing", acctest.Values{"account_id": nil, "access_key_id": nil, "secret_access_key": nil}, nil, []string{missing}},
		{"unknown key", acctest.Values{"access_key_id": acctest.Unknown}, nil, []string{unknown}},
		{"unknown account", acctest.Values{"account_id": acctest.Unknown}, nil, []string{unknown}},
		{"unknown account that is not needed", acctest.Values{"account_id": acctest.Unknown}, acctest.Values{"account_id": acctest.Account}, nil},
		{"unknown endpoint_url", acctest.Values{"endpoint_url": acctest.Unknown}, nil, []string{unknown}},
	} {
		_, diags := dial(t, fake, settings.With(row.change)).open(acctest.Values{"bucket": acctest.Bucket}.With(row.config))
		wantSummaries(t, row.name, diags, row.want...)
	}
}
