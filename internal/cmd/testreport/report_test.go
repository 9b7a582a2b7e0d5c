package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReport(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		events []string
		want   string
		wantOK bool
	}{
		"a package that passes is one line": {
			events: []string{
				`{"Action":"start","Package":"example.com/a"}`,
				`{"Action":"output","Package":"example.com/a","Output":"-test.shuffle 7\n"}`,
				`{"Action":"run","Package":"example.com/a","Test":"TestOne"}`,
				`{"Action":"output","Package":"example.com/a","Test":"TestOne","Output":"=== RUN   TestOne\n"}`,
				`{"Action":"output","Package":"example.com/a","Test":"TestOne","Output":"    a_test.go:3: noise\n"}`,
				`{"Action":"pass","Package":"example.com/a","Test":"TestOne"}`,
				`{"Action":"output","Package":"example.com/a","Output":"PASS\n"}`,
				`{"Action":"output","Package":"example.com/a","Output":"ok  \texample.com/a\t0.1s\n"}`,
				`{"Action":"pass","Package":"example.com/a"}`,
			},
			want:   "ok  \texample.com/a\t0.1s\n\n1 passed, 0 failed, 0 skipped\n",
			wantOK: true,
		},
		"subtests are counted instead of their parent": {
			events: []string{
				`{"Action":"run","Package":"p","Test":"TestTable"}`,
				`{"Action":"run","Package":"p","Test":"TestTable/a/b"}`,
				`{"Action":"pass","Package":"p","Test":"TestTable/a/b"}`,
				`{"Action":"run","Package":"p","Test":"TestTable/c"}`,
				`{"Action":"fail","Package":"p","Test":"TestTable/c"}`,
				`{"Action":"fail","Package":"p","Test":"TestTable"}`,
				`{"Action":"fail","Package":"p"}`,
			},
			want: "\n1 passed, 1 failed, 0 skipped\n",
		},
		"a parent that fails by itself is counted": {
			events: []string{
				`{"Action":"run","Package":"p","Test":"TestTable"}`,
				`{"Action":"run","Package":"p","Test":"TestTable/a"}`,
				`{"Action":"pass","Package":"p","Test":"TestTable/a"}`,
				`{"Action":"fail","Package":"p","Test":"TestTable"}`,
				`{"Action":"fail","Package":"p"}`,
			},
			want: "\n1 passed, 1 failed, 0 skipped\n",
		},
		"a failure is shown with its output and the seed, other tests are not": {
			events: []string{
				`{"Action":"output","Package":"p","Output":"-test.shuffle 7\n"}`,
				`{"Action":"run","Package":"p","Test":"TestGood"}`,
				`{"Action":"run","Package":"p","Test":"TestBad"}`,
				`{"Action":"output","Package":"p","Test":"TestBad","Output":"=== RUN   TestBad\n"}`,
				`{"Action":"output","Package":"p","Test":"TestGood","Output":"    p_test.go:1: fine\n"}`,
				`{"Action":"output","Package":"p","Test":"TestBad","Output":"    p_test.go:9: got 1, "}`,
				`{"Action":"output","Package":"p","Test":"TestBad","Output":"want 2\n"}`,
				`{"Action":"output","Package":"p","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}`,
				`{"Action":"fail","Package":"p","Test":"TestBad"}`,
				`{"Action":"pass","Package":"p","Test":"TestGood"}`,
				`{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}`,
				`{"Action":"fail","Package":"p"}`,
			},
			want: "    p_test.go:9: got 1, want 2\n--- FAIL: TestBad (0.00s)\n-test.shuffle 7\nFAIL\tp\t0.1s\n" +
				"\n1 passed, 1 failed, 0 skipped\n",
		},
		"skipped tests are listed with their reasons": {
			events: []string{
				`{"Action":"run","Package":"q","Test":"TestPlain"}`,
				`{"Action":"output","Package":"q","Test":"TestPlain","Output":"--- SKIP: TestPlain (0.00s)\n"}`,
				`{"Action":"skip","Package":"q","Test":"TestPlain"}`,
				`{"Action":"run","Package":"q","Test":"TestGood"}`,
				`{"Action":"pass","Package":"q","Test":"TestGood"}`,
				`{"Action":"pass","Package":"q"}`,
				`{"Action":"run","Package":"p","Test":"TestList"}`,
				`{"Action":"output","Package":"p","Test":"TestList","Output":"=== RUN   TestList\n"}`,
				`{"Action":"output","Package":"p","Test":"TestList","Output":"    p_test.go:2: needs Terraform 1.14,\n        have 1.11.4\n"}`,
				`{"Action":"output","Package":"p","Test":"TestList","Output":"--- SKIP: TestList (0.00s)\n"}`,
				`{"Action":"skip","Package":"p","Test":"TestList"}`,
				`{"Action":"pass","Package":"p"}`,
			},
			want: "\nSkipped:\n  p.TestList: p_test.go:2: needs Terraform 1.14, have 1.11.4\n  q.TestPlain: no reason given\n" +
				"\n1 passed, 0 failed, 2 skipped\n",
			wantOK: true,
		},
		"a package that does not build is a failure": {
			events: []string{
				`{"ImportPath":"p [p.test]","Action":"build-output","Output":"# p\n"}`,
				`{"ImportPath":"p [p.test]","Action":"build-output","Output":"p.go:3:1: undefined: x\n"}`,
				`{"ImportPath":"p [p.test]","Action":"build-fail"}`,
				`{"Action":"start","Package":"p"}`,
				`{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}`,
				`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`,
			},
			want: "# p\np.go:3:1: undefined: x\nFAIL\tp [build failed]\n\n0 passed, 1 failed, 0 skipped\n",
		},
		"tests without a result have failed": {
			events: []string{
				`{"Action":"run","Package":"p","Test":"TestHangs"}`,
				`{"Action":"run","Package":"p","Test":"TestHangs/inside"}`,
				`{"Action":"output","Package":"p","Test":"TestHangs/inside","Output":"panic: test timed out after 1s\n"}`,
				`{"Action":"fail","Package":"p"}`,
			},
			want: "panic: test timed out after 1s\n--- FAIL: TestHangs/inside (did not finish)\n--- FAIL: TestHangs (did not finish)\n" +
				"\n0 passed, 1 failed, 0 skipped\n",
		},
		"a stream that breaks off has failed": {
			events: []string{
				`{"Action":"start","Package":"p"}`,
				`{"Action":"run","Package":"p","Test":"TestGood"}`,
				`{"Action":"pass","Package":"p","Test":"TestGood"}`,
			},
			want: "FAIL\tp [ended without a result]\n\n1 passed, 1 failed, 0 skipped\n",
		},
		"a test that is run twice is counted twice": {
			events: []string{
				`{"Action":"run","Package":"p","Test":"TestGood"}`,
				`{"Action":"pass","Package":"p","Test":"TestGood"}`,
				`{"Action":"run","Package":"p","Test":"TestGood"}`,
				`{"Action":"pass","Package":"p","Test":"TestGood"}`,
				`{"Action":"pass","Package":"p"}`,
			},
			want:   "\n2 passed, 0 failed, 0 skipped\n",
			wantOK: true,
		},
		"nothing executed is a failure": {
			events: []string{
				`{"Action":"start","Package":"p"}`,
				`{"Action":"output","Package":"p","Output":"?   \tp\t[no test files]\n"}`,
				`{"Action":"skip","Package":"p"}`,
			},
			want: "?   \tp\t[no test files]\n\nFAIL: no test was executed\n\n0 passed, 0 failed, 0 skipped\n",
		},
		"only skipped is a failure": {
			events: []string{
				`{"Action":"run","Package":"p","Test":"TestList"}`,
				`{"Action":"skip","Package":"p","Test":"TestList"}`,
				`{"Action":"pass","Package":"p"}`,
			},
			want: "\nSkipped:\n  p.TestList: no reason given\n\nFAIL: no test was executed\n\n0 passed, 0 failed, 1 skipped\n",
		},
		"an empty stream is a failure": {
			want: "\nFAIL: no test was executed\n\n0 passed, 0 failed, 0 skipped\n",
		},
		"lines that are no events are passed on": {
			events: []string{`warning: something`, `{"not": "an event"}`},
			want:   "warning: something\n{\"not\": \"an event\"}\n\nFAIL: no test was executed\n\n0 passed, 0 failed, 0 skipped\n",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var out strings.Builder
			r := newReport(&out)
			var stream strings.Builder
			for _, line := range tc.events {
				stream.WriteString(line + "\n")
			}
			if err := r.read(strings.NewReader(stream.String())); err != nil {
				t.Fatal(err)
			}
			ok := r.summarise()

			if diff := cmp.Diff(tc.want, out.String()); diff != "" {
				t.Errorf("report (-want +got):\n%s", diff)
			}
			if ok != tc.wantOK {
				t.Errorf("summarise() = %t, want %t", ok, tc.wantOK)
			}
		})
	}
}
