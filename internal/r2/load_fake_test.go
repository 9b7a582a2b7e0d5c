package r2_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestVerify_underLoad: hundreds of storages on tokens that pass, that cannot write and that are unknown, some of whose
// callers are interrupted, while answers are slow and some requests fail for the moment. Each gets the verdict on its own
// token, and interruptions are nobody else's.
func TestVerify_underLoad(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		const storages = 300
		unknown := w.token(level(r2fake.ObjectReadWrite, bucket))
		w.RevokeToken(unknown.AccessKeyID)
		tokens := []struct {
			creds r2.Credentials
			want  []string
		}{
			{w.token(level(r2fake.ObjectReadWrite, bucket)), []string{}},
			{w.token(level(r2fake.ObjectReadOnly, bucket)), []string{cannotWrite}},
			{unknown, []string{unknownToken}},
		}
		w.Inject(r2fake.Fault{Count: 10, Skip: 3, Latency: 30 * time.Millisecond, Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}})
		w.Inject(r2fake.Fault{Latency: 30 * time.Millisecond})

		type end struct {
			token       int
			interrupted bool
			got         string
		}
		ends := make(chan end, storages)
		for i := range storages {
			go func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				interrupted := i%7 == 0
				if interrupted {
					time.AfterFunc(time.Duration(i)*time.Millisecond, cancel)
				}
				time.Sleep(time.Duration(i/10) * time.Millisecond) // They do not begin all at once.
				report := w.verifier.Verify(ctx, connection(t, r2.Destination, tokens[i%3].creds), nil)
				ends <- end{i % 3, interrupted && ctx.Err() != nil, fmt.Sprint(summaries(report))}
			}()
		}
		got, interruptions := map[end]int{}, 0
		for range storages {
			one := <-ends
			if one.interrupted && one.got == fmt.Sprint([]string{"Error: Verification Was Interrupted"}) {
				interruptions++
				continue
			}
			one.interrupted = false // It had its answer before.
			got[one]++
		}
		for i, token := range tokens {
			one := end{token: i, got: fmt.Sprint(token.want)}
			if got[one] < storages/3-(storages+6)/7 {
				t.Errorf("token %d: %d are told %v", i, got[one], token.want)
			}
			delete(got, one)
		}
		if diff := cmp.Diff(map[end]int{}, got); diff != "" {
			t.Errorf("others (-want +got):\n%s", diff)
		}
		if interruptions == 0 {
			t.Error("nobody was interrupted")
		}
		passing := 0
		for _, request := range w.Requests() {
			if request.AccessKeyID == tokens[0].creds.AccessKeyID {
				passing++
			}
		}
		// Four, those of the ten that failed, and those that their senders gave up.
		if passing < 4 || passing > 4+10+4*interruptions {
			t.Errorf("%d requests with the token that passes", passing)
		}
	})
}

// TestBucketCreate_atOnce: of two runs on two machines that create a bucket at the same time one gets it, though both have
// seen before that there is none.
func TestBucketCreate_atOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		creds := w.token(level(r2fake.AdminReadWrite))
		w.Inject(r2fake.Fault{Operation: "CreateBucket", Effect: r2fake.Barrier{N: 2}})
		ends := make(chan string, 2)
		for range 2 {
			go func() {
				_, err := r2.NewBuckets(w.connector).At(endpoint("default", "acme-archive"), creds).Create(t.Context(), "")
				failure, _ := errors.AsType[*r2.Failure](err)
				ends <- fmt.Sprintf("created: %t, exists: %t", err == nil, failure != nil && failure.Kind == r2.BucketExists)
			}()
		}
		got := map[string]int{}
		got[<-ends]++
		got[<-ends]++
		want := map[string]int{"created: true, exists: false": 1, "created: false, exists: true": 1}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
