package r2_test

import (
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestVerify_cost: a token and bucket that have not been seen cost four requests in one round trip, and none the second time.
func TestVerify_cost(t *testing.T) {
	t.Parallel()
	for use, operationsAsked := range asked {
		t.Run(string(use), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				c := connection(t, use, w.token(sufficient[use]))
				w.Inject(r2fake.Fault{Effect: r2fake.Barrier{N: 4}}) // Answers only when all four are under way.
				if report := w.verifier.Verify(t.Context(), c, nil); len(report) > 0 {
					t.Error(summaries(report))
				}
				want := map[string]int{}
				for _, operation := range operationsAsked {
					want[operation] = 1
				}
				if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
					t.Errorf("requests (-want +got):\n%s", diff)
				}

				w.Reset()
				if report := w.verifier.Verify(t.Context(), c, nil); len(report) > 0 {
					t.Error(summaries(report))
				}
				if diff := cmp.Diff(map[string]int{}, operations(w.Requests())); diff != "" {
					t.Errorf("requests of the second time (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestVerify_cost_control: the barrier of TestVerify_cost does notice when requests are not under way at once.
func TestVerify_cost_control(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Inject(r2fake.Fault{Effect: r2fake.Barrier{N: 5}})
		report := w.verifier.Verify(t.Context(), connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite))), nil)
		if diff := cmp.Diff([]string{notVerified}, summaries(report)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestVerify_price: the write proofs are free, and nothing but the one list is of the dear class A.
func TestVerify_price(t *testing.T) {
	t.Parallel()
	for use, want := range map[r2.Use]map[r2fake.Class]int{
		r2.Destination:  {r2fake.ClassA: 1}, // The question for more permission than needed was refused, and is not billed.
		r2.Source:       {r2fake.ClassA: 1, r2fake.ClassB: 1},
		r2.CreateBucket: {r2fake.ClassA: 1, r2fake.ClassB: 1},
	} {
		t.Run(string(use), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.verifier.Verify(t.Context(), connection(t, use, w.token(sufficient[use])), nil)
				billed := map[r2fake.Class]int{}
				for _, request := range w.Requests() {
					if request.Billed() {
						billed[request.Class]++
					}
					if request.Operation == "AbortMultipartUpload" || request.Operation == "DeleteObject" {
						if request.Class != r2fake.ClassFree {
							t.Errorf("%s is of class %s, want free", request.Operation, request.Class)
						}
					}
				}
				if diff := cmp.Diff(want, billed); diff != "" {
					t.Errorf("billed requests by class (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestInspect_price: what the documentation of r2_token says is the most, for the token with most rights.
func TestInspect_price(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]map[string]int{
		bucket: {"requests": 8, "A": 2, "B": 3},
		"":     {"requests": 9, "A": 2, "B": 4},
	} {
		t.Run("bucket "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				if _, report := w.inspector.Inspect(t.Context(), endpoint("default", name), w.token(level(r2fake.AdminReadWrite))); len(report) > 0 {
					t.Error(summaries(report))
				}
				got := map[string]int{}
				for _, request := range w.Requests() {
					got["requests"]++
					if request.Billed() {
						got[string(request.Class)]++
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestVerify_shared: what was found out is shared as far as it is the same question.
func TestVerify_shared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		readWrite, readOnly := w.token(level(r2fake.ObjectReadWrite)), w.token(level(r2fake.ObjectReadOnly))
		inFolder := func(c r2.Connection) r2.Connection {
			c.Path = mustPath(t, folder)
			return c
		}
		onOther := func(c r2.Connection) r2.Connection {
			c.Endpoint.Bucket = otherBucket
			return c
		}
		for _, step := range []struct {
			name string
			c    r2.Connection
			want map[string]int
		}{
			{
				"destination", connection(t, r2.Destination, readWrite),
				map[string]int{"ListObjectsV2": 1, "AbortMultipartUpload": 1, "DeleteObject": 1, "GetBucketCors": 1},
			},
			{"destination in a folder", inFolder(connection(t, r2.Destination, readWrite)), map[string]int{}},
			{
				"destination in another bucket", onOther(connection(t, r2.Destination, readWrite)),
				map[string]int{"ListObjectsV2": 1, "AbortMultipartUpload": 1, "DeleteObject": 1, "GetBucketCors": 1},
			},
			{
				"source", connection(t, r2.Source, readOnly),
				map[string]int{"ListObjectsV2": 1, "GetObject": 1, "DeleteObject": 1, "GetBucketCors": 1},
			},
			{"source in a folder", inFolder(connection(t, r2.Source, readOnly)), map[string]int{"ListObjectsV2": 1}},
			{"source in the same folder", inFolder(connection(t, r2.Source, readOnly)), map[string]int{}},
			{
				"source with the token of the destination", connection(t, r2.Source, readWrite),
				map[string]int{"ListObjectsV2": 1, "GetObject": 1},
			},
		} {
			w.Reset()
			w.verifier.Verify(t.Context(), step.c, nil)
			if diff := cmp.Diff(step.want, operations(w.Requests())); diff != "" {
				t.Errorf("%s: requests (-want +got):\n%s", step.name, diff)
			}
		}
	})
}

// TestVerify_sharedAtOnce: storages that are verified at the same time share as well.
func TestVerify_sharedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		creds := w.token(level(r2fake.ObjectReadWrite, bucket))
		w.Inject(r2fake.Fault{Effect: r2fake.Barrier{N: 4}})
		var wait sync.WaitGroup
		for i := range 50 {
			c := connection(t, r2.Destination, creds)
			c.Path = mustPath(t, "server-"+strconv.Itoa(i))
			wait.Go(func() {
				if report := w.verifier.Verify(t.Context(), c, nil); len(report) > 0 {
					t.Error(summaries(report))
				}
			})
		}
		wait.Wait()
		want := map[string]int{"ListObjectsV2": 1, "AbortMultipartUpload": 1, "DeleteObject": 1, "GetBucketCors": 1}
		if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}

// TestVerify_sharedOneAfterTheOther: a storage that comes while another one is not decided yet shares what that has found out.
func TestVerify_sharedOneAfterTheOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		c := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite, bucket)))
		// The list is answered at once, the least-privilege question late.
		w.Inject(r2fake.Fault{Operation: "GetBucketCors", Latency: time.Second})
		var wait sync.WaitGroup
		for i := range 10 {
			wait.Go(func() {
				time.Sleep(time.Duration(i) * 150 * time.Millisecond)
				if report := w.verifier.Verify(t.Context(), c, nil); len(report) > 0 {
					t.Error(summaries(report))
				}
			})
		}
		wait.Wait()
		want := map[string]int{"ListObjectsV2": 1, "AbortMultipartUpload": 1, "DeleteObject": 1, "GetBucketCors": 1}
		if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}

// TestVerify_bucketMadeMeanwhile: a bucket that did not exist when it was first asked for, in this jurisdiction or as a sibling
// of another one, is found in the same run.
func TestVerify_bucketMadeMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		creds := w.token(level(r2fake.ObjectReadWrite))
		in := func(jurisdiction string) r2.Connection {
			c := connection(t, r2.Destination, creds)
			c.Endpoint = endpoint(jurisdiction, "acme-new")
			return c
		}
		missing := []string{"Error: Bucket Does Not Exist"}
		if diff := cmp.Diff(missing, summaries(w.verifier.Verify(t.Context(), in("default"), nil))); diff != "" {
			t.Errorf("before (-want +got):\n%s", diff)
		}
		for _, jurisdiction := range []string{"eu", "default"} {
			w.AddBucket(account, jurisdiction, "acme-new")
			if diff := cmp.Diff([]string{}, summaries(w.verifier.Verify(t.Context(), in(jurisdiction), nil))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", jurisdiction, diff)
			}
		}
	})
}

// TestVerify_failureIsNotRemembered: a token that was mended passes in the same run.
func TestVerify_failureIsNotRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		creds := w.token(level(r2fake.ObjectReadOnly, bucket))
		c := connection(t, r2.Destination, creds)
		if diff := cmp.Diff([]string{cannotWrite}, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		w.SetPolicies(creds.AccessKeyID, level(r2fake.ObjectReadWrite, bucket))
		if diff := cmp.Diff([]string{}, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
			t.Errorf("mended (-want +got):\n%s", diff)
		}
	})
}

// TestVerify_secretIsPartOfTheMemory: a wrong secret does not pass because the right one did.
func TestVerify_secretIsPartOfTheMemory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		right := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite, bucket)))
		wrong := right
		wrong.Credentials.SecretAccessKey = r2.SecretFromAPIToken("another")
		for range 2 {
			if diff := cmp.Diff([]string{}, summaries(w.verifier.Verify(t.Context(), right, nil))); diff != "" {
				t.Errorf("right secret (-want +got):\n%s", diff)
			}
			want := []string{"Error: Secret Does Not Belong to the Key"}
			if diff := cmp.Diff(want, summaries(w.verifier.Verify(t.Context(), wrong, nil))); diff != "" {
				t.Errorf("wrong secret (-want +got):\n%s", diff)
			}
		}
	})
}
