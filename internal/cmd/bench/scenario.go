package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const account = "0123456789abcdef0123456789abcdef"

// kind is what the resources of a scenario are.
type kind string

const (
	oneBucket      kind = "storages, one token and bucket"
	manyBuckets    kind = "storages, one token, N buckets"
	manyTokens     kind = "storages, N tokens and buckets"
	unverified     kind = "storages, verify = false"
	bareBuckets    kind = "buckets, no rules managed"
	managedBuckets kind = "buckets, lifecycle and CORS managed"
	fullBucket     kind = "bucket of a million objects, force_destroy"
)

const (
	thousand = 1000
	million  = 1_000_000
)

// scenario is one configuration to measure.
type scenario struct {
	kind    kind
	n       int
	latency time.Duration
}

const someLatency = 50 * time.Millisecond

// scenarios are all of them, those that differ in latency only one after the other.
func scenarios() []scenario {
	all := []scenario{}
	both := func(k kind, n int) {
		all = append(all, scenario{k, n, 0}, scenario{k, n, someLatency})
	}
	storages := func(n int) {
		for _, k := range []kind{oneBucket, manyBuckets, manyTokens} {
			both(k, n)
		}
	}
	storages(10)
	storages(100)
	storages(thousand)
	all = append(all, scenario{unverified, thousand, 0}) // Nothing is sent that latency would delay.
	for _, k := range []kind{bareBuckets, managedBuckets} {
		both(k, thousand)
	}
	all = append(all, scenario{fullBucket, 1, 0})
	storages(5 * thousand) // Last, since they take most of the time, and little is to be learnt from them.
	return all
}

// quick tells whether a target of the bench is about the scenario.
func (s scenario) quick() bool {
	switch s.kind {
	case manyTokens:
		return s.n == thousand && s.latency > 0
	case manyBuckets:
		return false
	case fullBucket:
		return true
	case oneBucket:
		return s.n >= thousand && s.latency == 0
	default:
		return s.n == thousand && s.latency == 0
	}
}

func (s scenario) name() string {
	return fmt.Sprintf("%d %s, %d ms", s.n, s.kind, s.latency.Milliseconds())
}

func (s scenario) ofBuckets() bool {
	return s.kind == bareBuckets || s.kind == managedBuckets || s.kind == fullBucket
}

func bucketName(i int) string { return fmt.Sprintf("bucket-%05d", i) }

// tokenOf is the pair of the token with a value, as the configuration computes it.
func tokenOf(value string) r2fake.Credentials {
	return r2fake.New().AddToken(r2fake.Token{Account: account, Value: value})
}

// cloud is a fake with what the scenario connects to. Its credentials follow from the values of the tokens, so that the
// configuration can compute them: a table of them would take the CLI more time than the resources do.
func (s scenario) cloud() *r2fake.Server {
	fake := r2fake.New()
	fake.AddToken(r2fake.Token{Account: account, Value: "admin", Policies: []r2fake.Policy{{Level: r2fake.AdminReadWrite}}})
	fake.AddToken(r2fake.Token{Account: account, Value: "shared", Policies: []r2fake.Policy{{Level: r2fake.ObjectReadWrite}}})
	switch s.kind {
	case oneBucket, unverified:
		fake.AddBucket(account, r2fake.DefaultJurisdiction, "shared")
	case manyBuckets, manyTokens:
		for i := range s.n {
			name := bucketName(i)
			fake.AddBucket(account, r2fake.DefaultJurisdiction, name)
			if s.kind == manyTokens {
				fake.AddToken(r2fake.Token{Account: account, Value: name, Policies: []r2fake.Policy{
					{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Jurisdiction: r2fake.DefaultJurisdiction, Name: name}}},
				}})
			}
		}
	case bareBuckets, managedBuckets, fullBucket: // The run makes them.
	}
	if s.latency > 0 {
		fake.Inject(r2fake.Fault{Latency: s.latency})
	}
	return fake
}

// fill puts the objects into the buckets that are to be destroyed with them.
func (s scenario) fill(fake *r2fake.Server) {
	if s.kind != fullBucket {
		return
	}
	for _, name := range fake.Buckets(account, r2fake.DefaultJurisdiction) {
		fake.GenerateObjects(account, r2fake.DefaultJurisdiction, name, "backups/", million)
	}
}

// configuration is the Terraform configuration, for a fake at a URL.
func (s scenario) configuration(p plugin, url string) string {
	if p == builtIn {
		return fmt.Sprintf(`
resource "terraform_data" "many" {
  count = %d
  input = { path = "/backups/${count.index}", use = "destination" }
}
`, s.n)
	}
	return fmt.Sprintf(`
terraform {
  required_providers {
    r2 = { source = "terraform-r2/r2" }
  }
}

provider "r2" {
  endpoint_url      = "%s/{host}"
  account_id        = "%s"
  access_key_id     = md5(sha256("admin"))
  secret_access_key = sha256("admin")
}
%s
`, url, account, s.resources())
}

func (s scenario) resources() string {
	if s.ofBuckets() {
		return fmt.Sprintf(`
resource "r2_bucket" "many" {
  count = %d
  name  = format("bucket-%%05d", count.index)%s
}`, s.n, s.bucketArguments())
	}
	bucket, token, verify := "shared", "shared", ""
	switch s.kind {
	case manyBuckets:
		bucket = `${format("bucket-%05d", count.index)}`
	case manyTokens:
		bucket = `${format("bucket-%05d", count.index)}`
		token = bucket
	case unverified:
		verify = "\n  verify               = false"
	}
	return fmt.Sprintf(`
resource "r2_storage" "many" {
  count                = %d
  endpoint             = "https://%s.r2.cloudflarestorage.com/%s"
  path                 = "/backups/${count.index}"
  use                  = "destination"
  access_key_id        = md5(sha256("%s"))
  secret_access_key_wo = sha256("%s")%s
}`, s.n, account, bucket, token, token, verify)
}

func (s scenario) bucketArguments() string {
	switch s.kind {
	case managedBuckets:
		return `
  lifecycle_rules = [{ id = "expire", expiration_days = 30 }]
  cors_rules      = [{ allowed_methods = ["GET"], allowed_origins = ["https://example.com"] }]`
	case fullBucket:
		return "\n  force_destroy = true"
	default:
		return ""
	}
}

func (s scenario) selected(quick bool, only string) bool {
	return (!quick || s.quick()) && strings.Contains(s.name(), only)
}
