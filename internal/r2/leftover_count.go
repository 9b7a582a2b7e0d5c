package r2

import (
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// leftoverCount counts the keys that a pass could not delete, and keeps the
// first by name as an example, whichever batch ends first. It is safe for concurrent use.
type leftoverCount struct {
	mu    sync.Mutex
	count int
	first types.Error
}

func (l *leftoverCount) add(failed types.Error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.count == 0 || aws.ToString(failed.Key) < aws.ToString(l.first.Key) {
		l.first = failed
	}
	l.count++
}

// err is a [*LeftoverError], or nil when nothing was left.
func (l *leftoverCount) err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.count == 0 {
		return nil
	}
	return &LeftoverError{
		Keys: l.count, Key: aws.ToString(l.first.Key),
		Code: printableCode(aws.ToString(l.first.Code)), Message: aws.ToString(l.first.Message),
	}
}
