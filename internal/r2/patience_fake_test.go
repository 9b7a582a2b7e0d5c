package r2_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const unknownToken = "Error: Token Unknown to R2"

// twoMinutes is the patience that the provider has unless it is told otherwise.
func twoMinutes(waited time.Duration) bool { return waited < 2*time.Minute }

func TestVerify_youngToken(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		token    r2fake.Token
		patience r2.Patience
		want     []string
		// requests is how many were sent (0 where chance decides), atLeast and atMost how long it took.
		requests        int
		atLeast, atMost time.Duration
	}{
		{name: "known", patience: twoMinutes, want: []string{}, requests: 4},
		{
			name: "known after two rounds", token: r2fake.Token{PropagationRequests: 8}, patience: twoMinutes,
			want: []string{}, requests: 12, atLeast: 1500 * time.Millisecond, atMost: 1500 * time.Millisecond,
		},
		{
			name: "known in the middle of a round", token: r2fake.Token{PropagationRequests: 2}, patience: twoMinutes,
			want: []string{}, atLeast: 500 * time.Millisecond, atMost: 500 * time.Millisecond,
		},
		{
			name: "known after a minute", token: r2fake.Token{PropagationDelay: time.Minute}, patience: twoMinutes,
			want: []string{}, requests: 4 * 16, atLeast: time.Minute, atMost: 65 * time.Second,
		},
		{name: "no patience", token: r2fake.Token{PropagationRequests: 4}, want: []string{unknownToken}, requests: 4},
		{
			name: "no patience at zero", token: r2fake.Token{PropagationRequests: 4},
			patience: func(waited time.Duration) bool { return waited < 0 }, want: []string{unknownToken}, requests: 4,
		},
		{
			name: "never known", token: r2fake.Token{PropagationDelay: time.Hour}, patience: twoMinutes,
			want: []string{unknownToken}, requests: 4 * 28, atLeast: 2 * time.Minute, atMost: 2*time.Minute + 5*time.Second,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				row.token.Account, row.token.Policies = account, []r2fake.Policy{level(r2fake.ObjectReadWrite, bucket)}
				c := connection(t, r2.Destination, credentials(w.AddToken(row.token)))

				started := time.Now()
				report := w.verifier.Verify(t.Context(), c, row.patience)

				if diff := cmp.Diff(row.want, summaries(report)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if got := w.Count(""); row.requests != 0 && got != row.requests {
					t.Errorf("%d requests, want %d", got, row.requests)
				}
				if took := time.Since(started); took < row.atLeast || took > row.atMost {
					t.Errorf("took %s, want %s to %s", took, row.atLeast, row.atMost)
				}
			})
		})
	}
}

// TestVerify_patienceIsForUnknownTokensOnly: waiting does not raise a level.
func TestVerify_patienceIsForUnknownTokensOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		started := time.Now()
		report := w.verifier.Verify(t.Context(), connection(t, r2.Destination, w.token(level(r2fake.ObjectReadOnly, bucket))), twoMinutes)
		if diff := cmp.Diff([]string{cannotWrite}, summaries(report)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if took := time.Since(started); took != 0 {
			t.Errorf("took %s, want no waiting", took)
		}
	})
}

// TestVerify_patienceInterrupted: the user does not wait for the end of a pause.
func TestVerify_patienceInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		c := connection(t, r2.Destination, credentials(w.AddToken(r2fake.Token{Account: account, PropagationDelay: time.Hour})))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		started := time.Now()
		report := w.verifier.Verify(ctx, c, twoMinutes)
		if diff := cmp.Diff([]string{unknownToken}, summaries(report)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if took := time.Since(started); took != 10*time.Second {
			t.Errorf("took %s, want 10s", took)
		}
	})
}
