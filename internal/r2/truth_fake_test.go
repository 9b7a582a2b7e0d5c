package r2_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

const (
	notVerified = "Error: Storage Could Not Be Verified"
	notR2       = "Error: Answer Did Not Come From R2"
)

// disturbance is a fault of the service or of the way to it, and what is said when it does not pass.
type disturbance struct {
	name    string
	effect  r2fake.Effect
	forever string
	// attempts is how often a request is sent that is disturbed each time.
	attempts int
}

var disturbances = []disturbance{
	{"500", r2fake.Error{Status: 500, Code: "InternalError", Message: "We encountered an internal error."}, notVerified, 3},
	{"503", r2fake.Error{Status: 503, Code: "ServiceUnavailable"}, notVerified, 3},
	{"429", r2fake.Error{Status: 429, Code: "TooManyRequests"}, notVerified, 3},
	{"429 with the code of a 503", r2fake.Error{Status: 429, Code: "ServiceUnavailable"}, notVerified, 3},
	{"500 that says AccessDenied", r2fake.Error{Status: 500, Code: "AccessDenied"}, notVerified, 3},
	{"429 that says Unauthorized", r2fake.Error{Status: 429, Code: "Unauthorized"}, notVerified, 3},
	{"520 with a web page", r2fake.HTML{Status: 520}, notVerified, 3},
	{"530 with a web page", r2fake.HTML{Status: 530}, notVerified, 3},
	{"502 without a body", r2fake.Empty{Status: 502}, notVerified, 3},
	{"429 with a web page", r2fake.HTML{Status: 429}, notVerified, 3},
	{"200 with a web page", r2fake.HTML{}, notR2, 3},
	{"200 without a body", r2fake.Empty{}, notR2, 3},
	{"200 with foreign XML", r2fake.ForeignXML{}, notR2, 3},
	{"403 with a web page", r2fake.HTML{Status: 403}, notR2, 1},
	{"401 with a web page", r2fake.HTML{Status: 401}, notR2, 1},
	{"404 with a web page", r2fake.HTML{Status: 404}, notR2, 1},
	{"redirect to a login page", r2fake.Redirect{Location: "https://portal.example/login", Status: 302}, notR2, 1},
	{"redirect that keeps the method", r2fake.Redirect{Location: "https://portal.example/login"}, notR2, 1},
	{"reset", r2fake.Reset{}, notVerified, 3},
	{"hang", r2fake.Hang{}, notVerified, 3},
}

// damages are disturbances of answers that have a body.
var damages = []disturbance{
	{"reset in the body", r2fake.ResetInBody{}, notVerified, 3},
	{"hang in the body", r2fake.HangInBody{}, notVerified, 3},
	{"truncated body", r2fake.Truncate{}, notVerified, 3},
	{"drip", r2fake.Drip{Every: time.Second}, notVerified, 3},
}

// asked is what the verification of a use asks of R2.
var asked = map[r2.Use][]string{
	r2.Destination:  {"ListObjectsV2", "AbortMultipartUpload", "DeleteObject", "GetBucketCors"},
	r2.Source:       {"ListObjectsV2", "GetObject", "DeleteObject", "GetBucketCors"},
	r2.CreateBucket: {"ListBuckets", "DeleteBucket", "DeleteObject", "GetBucketCors"},
}

// sufficient is the token that each use is made for.
var sufficient = map[r2.Use]r2fake.Policy{
	r2.Destination:  level(r2fake.ObjectReadWrite, bucket),
	r2.Source:       level(r2fake.ObjectReadOnly, bucket),
	r2.CreateBucket: level(r2fake.AdminReadWrite),
}

// TestVerify_disturbedForever: a fault is never taken for a verdict about the token, and it ends in bounded time.
func TestVerify_disturbedForever(t *testing.T) {
	t.Parallel()
	const longest = 3*r2.DefaultRequestTimeout + 2*2*time.Second // Three attempts, and the pauses between them.
	for _, fault := range disturbances {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			for use, operationsAsked := range asked {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					c := connection(t, use, w.token(sufficient[use]))
					w.Inject(r2fake.Fault{Effect: fault.effect})

					started := time.Now()
					report := w.verifier.Verify(t.Context(), c, nil)

					if diff := cmp.Diff([]string{fault.forever}, summaries(report)); diff != "" {
						t.Errorf("%s (-want +got):\n%s", use, diff)
					}
					want := map[string]int{}
					for _, operation := range operationsAsked {
						want[operation] = fault.attempts
					}
					if diff := cmp.Diff(want, operations(w.Requests())); diff != "" {
						t.Errorf("%s: requests (-want +got):\n%s", use, diff)
					}
					if took := time.Since(started); took > longest {
						t.Errorf("%s took %s, want at most %s", use, took, longest)
					}
				})
			}
		})
	}
}

// TestVerify_damagedForever: the same for answers that begin well, one operation at a time.
func TestVerify_damagedForever(t *testing.T) {
	t.Parallel()
	for _, fault := range damages {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			for use, operation := range map[r2.Use]string{r2.Destination: "ListObjectsV2", r2.Source: "GetObject", r2.CreateBucket: "ListBuckets"} {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					c := connection(t, use, w.token(sufficient[use]))
					w.Inject(r2fake.Fault{Effect: fault.effect, Operation: operation})
					if diff := cmp.Diff([]string{fault.forever}, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
						t.Errorf("%s (-want +got):\n%s", use, diff)
					}
					if got := w.Count(operation); got != fault.attempts {
						t.Errorf("%s: %s was sent %d times, want %d", use, operation, got, fault.attempts)
					}
				})
			}
		})
	}
}

// TestVerify_disturbedOnce: a fault that passes is not seen, whichever request it hits.
func TestVerify_disturbedOnce(t *testing.T) {
	t.Parallel()
	for _, fault := range slices.Concat(disturbances, damages) {
		if fault.attempts == 1 {
			continue // What is not tried again does not pass.
		}
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			for use, operationsAsked := range asked {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					c := connection(t, use, w.token(sufficient[use]))
					for _, operation := range operationsAsked {
						w.Inject(r2fake.Fault{Effect: fault.effect, Operation: operation, Count: 1})
					}
					if diff := cmp.Diff([]string{}, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
						t.Errorf("%s (-want +got):\n%s", use, diff)
					}
					if got := w.Count(""); got <= len(operationsAsked) {
						t.Errorf("%s: %d requests: the fault was not there", use, got)
					}
				})
			}
		})
	}
}

// TestInspect_disturbedForever: an inspection reports no rights that it did not see.
func TestInspect_disturbedForever(t *testing.T) {
	t.Parallel()
	for _, fault := range disturbances {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				creds := w.token(level(r2fake.AdminReadWrite))
				w.Inject(r2fake.Fault{Effect: fault.effect})
				inspection, report := w.inspector.Inspect(t.Context(), endpoint("default", bucket), creds)
				if diff := cmp.Diff([]string{fault.forever}, summaries(report)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(r2.Inspection{}, inspection); diff != "" {
					t.Errorf("inspection (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestVerify_documentBreaksOff: an answer that arrived as announced, but is half a document.
func TestVerify_documentBreaksOff(t *testing.T) {
	t.Parallel()
	// A list, and an error, which the other one is answered with.
	for _, operation := range []string{"ListObjectsV2", "AbortMultipartUpload"} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			c := connection(t, r2.Destination, w.token(level(r2fake.ObjectReadWrite, bucket)))
			w.Inject(r2fake.Fault{Effect: r2fake.WrongContentLength{}, Operation: operation})
			if diff := cmp.Diff([]string{notR2}, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", operation, diff)
			}
			if got := w.Count(operation); got != 3 {
				t.Errorf("%s was sent %d times, want 3", operation, got)
			}
		})
	}
}

// TestVerify_leastPrivilegeQuestionUnanswered: what only decides about a warning does not fail a connection that works.
func TestVerify_leastPrivilegeQuestionUnanswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		c := connection(t, r2.Destination, w.token(level(r2fake.AdminReadWrite)))
		w.Inject(r2fake.Fault{Effect: r2fake.Error{Status: 503, Code: "ServiceUnavailable"}, Operation: "GetBucketCors"})
		if diff := cmp.Diff([]string{}, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		w.ClearFaults()
		if diff := cmp.Diff([]string{moreThanNeeded}, summaries(w.verifier.Verify(t.Context(), c, nil))); diff != "" {
			t.Errorf("after the fault passed, in the same run (-want +got):\n%s", diff)
		}
	})
}
