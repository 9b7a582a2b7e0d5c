package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// The account of the demo. The configurations name it, too.
const (
	accountID     = "0123456789abcdef0123456789abcdef"
	backupsBucket = "acme-backups"
	europeBucket  = "acme-europe"
)

var (
	backups = r2fake.BucketRef{Jurisdiction: r2fake.DefaultJurisdiction, Name: backupsBucket}
	europe  = r2fake.BucketRef{Jurisdiction: "eu", Name: europeBucket}
)

// cloud is a fake of R2 on this machine with one account, its buckets and one
// token of each level.
type cloud struct {
	url    string
	fake   *r2fake.Server
	server *http.Server
	tokens map[r2fake.Level]r2fake.Credentials
}

func openCloud(ctx context.Context) (*cloud, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	fake := r2fake.New()
	c := &cloud{
		url:    "http://" + listener.Addr().String(),
		fake:   fake,
		server: &http.Server{Handler: fake, ReadHeaderTimeout: time.Minute},
		tokens: map[r2fake.Level]r2fake.Credentials{},
	}
	for _, bucket := range []r2fake.BucketRef{backups, europe} {
		fake.AddBucket(accountID, bucket.Jurisdiction, bucket.Name)
		fake.PutObject(accountID, bucket.Jurisdiction, bucket.Name, "postgres/monday.dump", []byte("a backup"))
	}
	for _, policy := range []r2fake.Policy{
		{Level: r2fake.AdminReadWrite},
		{Level: r2fake.AdminReadOnly},
		{Level: r2fake.ObjectReadWrite, Buckets: []r2fake.BucketRef{backups, europe}},
		{Level: r2fake.ObjectReadOnly, Buckets: []r2fake.BucketRef{backups, europe}},
	} {
		c.tokens[policy.Level] = fake.AddToken(r2fake.Token{
			Account:  accountID,
			Value:    "the value of the demo's token " + string(policy.Level),
			Policies: []r2fake.Policy{policy},
		})
	}
	go func() { _ = c.server.Serve(listener) }() // Ends with close.
	return c, nil
}

func (c *cloud) close() {
	c.fake.Shutdown()
	_ = c.server.Close()
}

// revoke does what somebody would do in the Cloudflare dashboard.
func (c *cloud) revoke(level r2fake.Level) { c.fake.RevokeToken(c.tokens[level].AccessKeyID) }

// contents lists everything in the buckets, open uploads included.
func (c *cloud) contents() string {
	var list strings.Builder
	for _, bucket := range []r2fake.BucketRef{backups, europe} {
		for _, key := range c.fake.Keys(accountID, bucket.Jurisdiction, bucket.Name) {
			fmt.Fprintf(&list, "object %s/%s\n", bucket.Name, key)
		}
		for _, upload := range c.fake.Uploads(accountID, bucket.Jurisdiction, bucket.Name) {
			fmt.Fprintf(&list, "upload %s/%s\n", bucket.Name, upload.Key)
		}
	}
	return list.String()
}
