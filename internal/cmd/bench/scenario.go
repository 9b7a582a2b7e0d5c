package main

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const account = "0123456789abcdef0123456789abcdef"

// scenario is one configuration to measure.
type scenario struct {
	kind    string // what the resources are, one of the kinds below
	n       int
	latency time.Duration
}

// The kinds of configuration.
const (
	oneBucket      = "storages, one token and bucket"
	manyBuckets    = "storages, one token, N buckets"
	manyTokens     = "storages, N tokens and buckets"
	unverified     = "storages, verify = false"
	bareBuckets    = "buckets, no rules managed"
	managedBuckets = "buckets, lifecycle and CORS managed"
)

func scenarios() []scenario {
	var all []scenario
	for _, latency := range []time.Duration{0, 50 * time.Millisecond} {
		for _, n := range []int{10, 100, 1000, 5000} {
			for _, kind := range []string{oneBucket, manyBuckets, manyTokens} {
				all = append(all, scenario{kind, n, latency})
			}
		}
		for _, kind := range []string{unverified, bareBuckets, managedBuckets} {
			all = append(all, scenario{kind, 1000, latency})
		}
	}
	return all
}

func (s scenario) name() string {
	return fmt.Sprintf("%d %s, %d ms", s.n, s.kind, s.latency.Milliseconds())
}

func (s scenario) selected(quick bool, only string) bool {
	return (!quick || s.n == 1000) && strings.Contains(s.name(), only)
}

func (s scenario) ofBuckets() bool { return s.kind == bareBuckets || s.kind == managedBuckets }

// target is one storage of a configuration.
type target struct {
	Bucket string `json:"bucket"`
	Key    string `json:"key"`
	Secret string `json:"secret"`
}

// cloud starts a fake with what the scenario connects to.
func (s scenario) cloud() (*r2fake.Server, *httptest.Server, []target, r2fake.Credentials) {
	fake := r2fake.New()
	fake.AddAccount(account)
	admin := fake.AddToken(r2fake.Token{Account: account, Value: "admin", Policies: []r2fake.Policy{{Level: r2fake.AdminReadWrite}}})
	targets := make([]target, s.n)
	if !s.ofBuckets() {
		shared := fake.AddToken(r2fake.Token{Account: account, Value: "shared", Policies: []r2fake.Policy{{Level: r2fake.ObjectReadWrite}}})
		for i := range targets {
			targets[i] = s.target(fake, i, shared)
		}
	}
	if s.latency > 0 {
		fake.Inject(r2fake.Fault{Latency: s.latency})
	}
	return fake, httptest.NewServer(fake), targets, admin
}

func (s scenario) target(fake *r2fake.Server, i int, shared r2fake.Credentials) target {
	bucket := fmt.Sprintf("bucket-%05d", i)
	if s.kind == oneBucket || s.kind == unverified {
		bucket = "bucket"
	}
	if i == 0 || bucket != "bucket" {
		fake.AddBucket(account, r2fake.DefaultJurisdiction, bucket)
	}
	credentials := shared
	if s.kind == manyTokens {
		credentials = fake.AddToken(r2fake.Token{Account: account, Value: bucket, Policies: []r2fake.Policy{
			{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{{Jurisdiction: r2fake.DefaultJurisdiction, Name: bucket}}},
		}})
	}
	return target{Bucket: bucket, Key: credentials.AccessKeyID, Secret: credentials.SecretAccessKey}
}

// configuration is the Terraform configuration, and its variables in JSON.
func (s scenario) configuration(url string, targets []target, admin r2fake.Credentials) (hcl string, variables []byte, err error) {
	variables, err = json.Marshal(map[string]any{"targets": targets, "admin_key": admin.AccessKeyID, "admin_secret": admin.SecretAccessKey})
	return fmt.Sprintf(`
terraform {
  required_providers {
    r2 = { source = "terraform-r2/r2" }
  }
}

provider "r2" {
  endpoint_url      = "%s/{host}"
  account_id        = "%s"
  access_key_id     = var.admin_key
  secret_access_key = var.admin_secret
}

variable "targets" { type = list(object({ bucket = string, key = string, secret = string })) }
variable "admin_key" {}
variable "admin_secret" {}

%s
`, url, account, s.resources()), variables, err
}

func (s scenario) resources() string {
	if s.ofBuckets() {
		rules := ""
		if s.kind == managedBuckets {
			rules = `
  lifecycle_rules = [{ id = "expire", expiration_days = 30 }]
  cors_rules      = [{ allowed_methods = ["GET"], allowed_origins = ["https://example.com"] }]`
		}
		return fmt.Sprintf(`
resource "r2_bucket" "many" {
  count = %d
  name  = format("bucket-%%05d", count.index)%s
}`, s.n, rules)
	}
	verify := ""
	if s.kind == unverified {
		verify = "\n  verify               = false"
	}
	return fmt.Sprintf(`
resource "r2_storage" "many" {
  count                = %d
  endpoint             = "https://%s.r2.cloudflarestorage.com/${var.targets[count.index].bucket}"
  path                 = "/backups/${count.index}"
  use                  = "destination"
  access_key_id        = var.targets[count.index].key
  secret_access_key_wo = var.targets[count.index].secret%s
}`, s.n, account, verify)
}
