package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"sync"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// requestLog writes a line for every request. It has nothing of what would let someone else make one: no signature, no
// session token.
type requestLog struct {
	mu  sync.Mutex
	out io.Writer
}

func newRequestLog(out io.Writer) *requestLog {
	return &requestLog{out: out}
}

func (l *requestLog) write(r r2fake.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.out, line(r))
}

// line is "status operation host bucket/key access-key-id", with a hyphen for what there is not.
func line(r r2fake.Request) string {
	status := "-" // the connection was dropped
	if r.Status != 0 {
		status = strconv.Itoa(r.Status)
	}
	path := r.Bucket
	if r.Key != "" {
		path += "/" + r.Key
	}
	text := fmt.Sprintf("%s %s %s %s %s", status, r.Operation, cmp.Or(r.Host, "-"), cmp.Or(printable(path), "-"), cmp.Or(printable(r.AccessKeyID), "-"))
	if r.Code != "" {
		text += " " + printable(r.Code)
	}
	return text
}

// printable keeps a line a line: what clients send may hold anything.
func printable(s string) string {
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
