package r2

import (
	"context"
	"crypto/sha256"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// bucketPage is how many buckets one request lists at most.
// See https://developers.cloudflare.com/r2/api/s3/extensions/#listbuckets.
const bucketPage = 1000

// directory keeps, for the life of the process, the pages of bucket listings
// that were needed: refreshing a thousand buckets of an account takes one
// request and not a thousand.
type directory struct {
	mu       sync.Mutex
	accounts map[[sha256.Size]byte]*accountDirectory
}

func newDirectory() *directory {
	return &directory{accounts: map[[sha256.Size]byte]*accountDirectory{}}
}

// of gives the directory of one account and jurisdiction, as one token sees it.
func (d *directory) of(endpoint Endpoint, creds Credentials) *accountDirectory {
	key := digest(endpoint.Host(), creds.AccessKeyID, creds.SecretAccessKey.Reveal())
	d.mu.Lock()
	defer d.mu.Unlock()
	account, ok := d.accounts[key]
	if !ok {
		account = &accountDirectory{turn: make(chan struct{}, 1), buckets: map[string]BucketInfo{}}
		d.accounts[key] = account
	}
	return account
}

// accountDirectory knows the buckets in some ranges of names. One request is
// under way at a time, so that those who wait may find their name in its page.
type accountDirectory struct {
	turn    chan struct{}
	buckets map[string]BucketInfo
	ranges  []nameRange
}

// nameRange is a range of names that was listed completely: those after the
// first up to and including the last, or to the end.
type nameRange struct {
	after, last string
	toTheEnd    bool
}

func (r nameRange) holds(name string) bool {
	return name > r.after && (r.toTheEnd || name <= r.last)
}

// find looks a name up, and lists what is needed for it: first the beginning of
// the account, which is all of most accounts, then from the name on. More than
// that does not help.
func (d *accountDirectory) find(ctx context.Context, client *s3.Client, name string) (BucketInfo, bool, *Failure) {
	if failure := d.takeTurn(ctx); failure != nil {
		return BucketInfo{}, false, failure
	}
	defer d.endTurn()
	for range 2 {
		if d.covers(name) {
			break
		}
		after := ""
		if len(d.ranges) > 0 {
			after = before(name)
		}
		if failure := d.list(ctx, client, after); failure != nil {
			return BucketInfo{}, false, failure
		}
	}
	info, exists := d.buckets[name]
	return info, exists, nil
}

// open lists the beginning of the account, unless something of it was listed
// before.
func (d *accountDirectory) open(ctx context.Context, client *s3.Client) *Failure {
	if failure := d.takeTurn(ctx); failure != nil {
		return failure
	}
	defer d.endTurn()
	if len(d.ranges) > 0 {
		return nil
	}
	return d.list(ctx, client, "")
}

func (d *accountDirectory) takeTurn(ctx context.Context) *Failure {
	select {
	case d.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return Classify("ListBuckets", ctx.Err())
	}
}

func (d *accountDirectory) endTurn() { <-d.turn }

func (d *accountDirectory) list(ctx context.Context, client *s3.Client, after string) *Failure {
	page, failure := bucketQuery{after: after, most: bucketPage}.list(ctx, client)
	if failure == nil {
		d.add(after, page)
	}
	return failure
}

func (d *accountDirectory) covers(name string) bool {
	for _, r := range d.ranges {
		if r.holds(name) {
			return true
		}
	}
	return false
}

func (d *accountDirectory) add(after string, page bucketListing) {
	r := nameRange{after: after, toTheEnd: !page.truncated}
	for _, bucket := range page.buckets {
		d.buckets[bucket.Name] = bucket
		r.last = max(r.last, bucket.Name)
	}
	// A truncated page that does not reach the name it was asked for would be
	// asked for again and again.
	if page.truncated && len(page.buckets) == 0 {
		r.toTheEnd = true
	}
	d.ranges = append(d.ranges, r)
}

// before gives a string that sorts right before the bucket's name among all
// possible names: the last character one less, then as many of the greatest
// character as fit.
func before(name string) string {
	const inOrder = "-0123456789abcdefghijklmnopqrstuvwxyz"
	if name == "" {
		return ""
	}
	front, last := name[:len(name)-1], strings.IndexByte(inOrder, name[len(name)-1])
	if last <= 0 {
		return front
	}
	return front + inOrder[last-1:last] + strings.Repeat("z", max(0, 63-len(name)))
}
