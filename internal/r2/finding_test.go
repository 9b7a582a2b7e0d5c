package r2

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// sampleFailure is what a request ends in that fails in the way of the kind.
func sampleFailure(kind Kind, operation string) *Failure {
	answer := func(status int, code string) *Failure {
		return &Failure{Kind: kind, Operation: operation, Status: status, Code: code, Message: "In the words of R2.", Ray: "8f0a1b2c3d4e5f60-FRA", Err: errors.New("x")}
	}
	switch kind {
	case Refused:
		return answer(400, "InvalidArgument")
	case AccessDenied:
		return answer(403, "AccessDenied")
	case Unauthorized:
		return answer(401, "Unauthorized")
	case BadSignature:
		return answer(403, "SignatureDoesNotMatch")
	case NotEntitled:
		return answer(403, "NotEntitled")
	case ClockSkew:
		return answer(403, "RequestTimeTooSkewed")
	case Locked:
		return answer(403, "ObjectLockedByBucketPolicy")
	case NoSuchBucket:
		return answer(404, "NoSuchBucket")
	case NoSuchThing:
		return answer(404, "NoSuchKey")
	case BucketExists:
		return answer(409, "BucketAlreadyOwnedByYou")
	case BucketNotEmpty:
		return answer(409, "BucketNotEmpty")
	case NotImplemented:
		return answer(501, "NotImplemented")
	case Unavailable:
		return answer(503, "ServiceUnavailable")
	case Foreign:
		f := answer(200, "")
		f.Err = &ForeignAnswerError{Status: 200, ContentType: "text/html", Reason: "its root element is not ListAllMyBucketsResult"}
		return f
	case BadTLS:
		return &Failure{Kind: kind, Operation: operation, Err: &net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}}
	case Cancelled:
		return &Failure{Kind: kind, Operation: operation, Err: http.ErrHandlerTimeout}
	}
	panic("no sample of the kind")
}

// kinds are all kinds of failure.
func kinds() []Kind {
	var all []Kind
	for kind := Refused; kind <= Cancelled; kind++ {
		all = append(all, kind)
	}
	return all
}

// collection gathers findings.
type collection []Finding

func (c *collection) add(findings ...Finding) { *c = append(*c, findings...) }

func (c *collection) addError(t *testing.T, err error) {
	t.Helper()
	var finding *Finding
	if !errors.As(err, &finding) {
		t.Fatalf("got %v", err)
	}
	c.add(*finding)
}

// everyFinding gives at least one of each finding that the package makes.
func everyFinding(t *testing.T) collection {
	t.Helper()
	var all collection
	for _, test := range refusedEndpoints {
		_, err := ParseEndpoint(test.input)
		all.addError(t, err)
	}
	for _, test := range refusedPaths {
		_, err := ParsePath(test.input)
		all.addError(t, err)
	}
	for _, test := range credentialValues {
		all.add(CheckCredentials(test.value, NewSecret(test.value))...)
	}
	all.add(CheckCredentials(aSecret, NewSecret(anAccount))...)
	all.verifications(t)
	all.explanations()
	all.inspections()
	return all
}

// verifications adds what can be reported about a connection: all combinations
// of granted, denied, missing and empty, and each kind of failure in each probe.
func (c *collection) verifications(t *testing.T) {
	t.Helper()
	path, err := ParsePath("/postgres")
	if err != nil {
		t.Fatal(err)
	}
	endpoint := Endpoint{anAccount, "eu", "acme-backups"}
	for _, use := range Uses() {
		for _, path := range []Path{{}, path} {
			connection := Connection{endpoint, path, use, aPair}
			probes := needed(use)
			for mask := range 1 << len(probes) {
				c.judged(connection, func(i int) outcome {
					if mask&(1<<i) != 0 {
						return outcome{Answer: Denied, Failure: sampleFailure(AccessDenied, "ListObjectsV2")}
					}
					return outcome{Answer: Granted, Empty: true}
				})
			}
			c.judged(connection, func(int) outcome {
				return outcome{Answer: Granted, Missing: true, Failure: sampleFailure(NoSuchBucket, "ListObjectsV2")}
			})
			for _, kind := range kinds() {
				for failing := range probes {
					c.judged(connection, func(i int) outcome {
						if i == failing {
							return outcome{Failure: sampleFailure(kind, "AbortMultipartUpload")}
						}
						return outcome{Answer: Granted}
					})
				}
			}
		}
	}
}

// judged adds the reports about outcomes by probe, with and without another
// jurisdiction that answers.
func (c *collection) judged(connection Connection, of func(int) outcome) {
	e := evidence{connection: connection, outcomes: map[probe]outcome{}}
	for i, one := range needed(connection.Use) {
		e.outcomes[one] = of(i)
	}
	for _, siblings := range [][]Endpoint{nil, {connection.Endpoint.In("default")}, {connection.Endpoint.In("default"), connection.Endpoint.In("us")}} {
		c.add(e.report(90*time.Second, func() []Endpoint { return siblings })...)
	}
}

// explanations adds what is said about requests that are no verification.
func (c *collection) explanations() {
	endpoint := Endpoint{anAccount, "eu", "acme-backups"}
	connection := Connection{Endpoint: endpoint, Use: Destination, Credentials: aPair}
	redirected := sampleFailure(Foreign, "CreateBucket")
	redirected.Err = &ForeignAnswerError{Status: 302, Location: "https://portal.example/login", Reason: "it is a redirect"}
	wordless := sampleFailure(Refused, "CreateBucket")
	wordless.Message = ""
	failures := []*Failure{redirected, wordless, {Kind: BucketExists, Operation: "CreateBucket"}, Classify("CreateBucket", errors.New("x"))}
	for _, kind := range kinds() {
		failures = append(failures, sampleFailure(kind, "CreateBucket"))
	}
	for _, failure := range failures {
		c.add(
			Explain(failure, "create the bucket", endpoint),
			ExplainBucket(failure, "create the bucket", endpoint, anAccount),
			ExplainRoundTrip(failure, connection),
		)
	}
	leftover := &LeftoverError{Keys: 3, Key: "postgres/monday.dump", Code: "InternalError", Message: "We encountered an internal error."}
	locked := &LockedError{Key: "postgres/monday.dump"}
	c.add(
		ExplainBucket(leftover, "delete the bucket", endpoint, anAccount),
		ExplainBucket(locked, "delete the bucket", endpoint, anAccount),
		ExplainBucket(&UnsupportedRuleError{ID: "old logs", Element: "Filter"}, "read the lifecycle rules", endpoint, anAccount),
		ExplainBucket(&UnsupportedRuleError{Element: "ID"}, "read the lifecycle rules", endpoint, anAccount),
		ExplainRoundTrip(locked, connection),
		ExplainRoundTrip(&CorruptionError{Key: "postgres/monday.dump"}, connection),
		BucketTaken(endpoint, "terraform import r2_bucket.backups eu/acme-backups"),
		BucketMadeAnew(endpoint, "2026-11-25T03:00:00Z", "2026-11-26T03:00:00Z", "terraform state rm r2_bucket.backups", "terraform import r2_bucket.backups eu/acme-backups"),
		BucketHoldsObjects(endpoint, Contents{Objects: 3, Uploads: 1}, "delete"),
		BucketHoldsObjects(endpoint, Contents{Objects: 1000, MoreObjects: true}, "replace"),
		BucketMissing(endpoint, nil),
		BucketNotYet(endpoint, anAccount),
		BucketMissing(endpoint, []Endpoint{endpoint.In("us")}),
	)
}

// inspections adds what is said about requests of an inspection that nothing could be concluded from.
func (c *collection) inspections() {
	for _, kind := range kinds() {
		e := evidence{Connection{Endpoint: Endpoint{anAccount, "eu", "acme-backups"}, Credentials: aPair}, map[probe]outcome{}}
		for _, one := range inspected {
			e.outcomes[one] = outcome{Answer: Granted}
		}
		e.outcomes[probeConfiguration] = outcome{Failure: sampleFailure(kind, "GetBucketCors")}
		e.outcomes[probeDeleteBucket] = outcome{Failure: Classify("DeleteBucket", context.DeadlineExceeded)}
		c.add(e.gaps()...)
	}
}

// findingSummaries are the titles of each code. A code has several where the
// same thing is met in a verification and elsewhere; then the title says which.
var findingSummaries = map[string][]string{
	"R2-001": {"Invalid Endpoint"},
	"R2-002": {"Invalid Endpoint"},
	"R2-003": {"Invalid Endpoint"},
	"R2-004": {"Invalid Endpoint"},
	"R2-005": {"Invalid Endpoint"},
	"R2-006": {"Invalid Bucket Name"},
	"R2-007": {"Invalid Path"},
	"R2-010": {"Invalid Access Key ID"},
	"R2-011": {"Invalid Secret Access Key"},
	"R2-012": {"Key and Secret Are Swapped"},
	"R2-020": {"Token Unknown to R2"},
	"R2-021": {"Secret Does Not Belong to the Key"},
	"R2-022": {"Token Has No Access to the Bucket", "Token Lacks the Permission"},
	"R2-023": {"Bucket Does Not Exist"},
	"R2-024": {"Token Cannot Write to the Bucket"},
	"R2-025": {"Token Cannot Create Buckets"},
	"R2-026": {"Token Cannot Read From the Bucket"},
	"R2-027": {"Token Cannot List the Bucket"},
	"R2-028": {"Token Lacks the Admin Permission"},
	"R2-029": {"Token Cannot Do What the Use Needs"},
	"R2-030": {"Token Has More Permission Than Needed"},
	"R2-032": {"Source Is Empty"},
	"R2-040": {"R2 Could Not Be Reached", "Storage Could Not Be Verified"},
	"R2-041": {"Answer Did Not Come From R2"},
	"R2-042": {"TLS Handshake Failed"},
	"R2-043": {"Verification Was Interrupted"},
	"R2-044": {"R2 Is Not Enabled on the Account"},
	"R2-045": {"Clock Is Wrong"},
	"R2-046": {"Object Is Locked"},
	"R2-047": {"R2 Refused the Request"},
	"R2-048": {"Operation Not Supported"},
	"R2-050": {"Bucket Exists Already"},
	"R2-051": {"Bucket Is Not Empty"},
	"R2-052": {"Bucket Could Not Be Emptied"},
	"R2-053": {"Object Reads Back Differently"},
	"R2-054": {"Run Was Interrupted"},
	"R2-062": {"Bucket Is Another One"},
	"R2-063": {"Lifecycle Rule Is Not Supported"},
	"R2-064": {"Bucket Is in Another Jurisdiction"},
	"R2-065": {"Bucket Does Not Exist Yet"},
	"R2-075": {"Rights Could Not Be Determined"},
}

func TestFinding_codes(t *testing.T) {
	t.Parallel()
	got := map[string][]string{}
	for _, f := range everyFinding(t) {
		if !slices.Contains(got[f.Code], f.Summary) {
			got[f.Code] = append(got[f.Code], f.Summary)
			slices.Sort(got[f.Code])
		}
	}
	if diff := cmp.Diff(findingSummaries, got); diff != "" {
		t.Errorf("titles by code (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(findingSummaries)), codesInSource(t)); diff != "" {
		t.Errorf("codes (-in this test +in the source):\n%s", diff)
	}
}

// codesInSource reads the codes that the package's files have as strings, so that
// a finding which this test does not make is missed.
func codesInSource(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(source)) {
			if code := regexp.MustCompile(`"(R2-\d+)"`).FindStringSubmatch(line); code != nil && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				found[code[1]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestFinding_readable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range everyFinding(t) {
		text := f.Text()
		if seen[f.Summary+text] {
			continue
		}
		seen[f.Summary+text] = true
		for _, problem := range unreadable(&f) {
			t.Errorf("%s %s: %s:\n%s", f.Code, f.Summary, problem, text)
		}
	}
}

// smallWords are not capitalised in a title.
var smallWords = []string{"a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"}

// aCode is what a finding's code looks like.
var aCode = regexp.MustCompile(`^R2-\d{3}$`)

// unreadable lists what is wrong with a finding's form.
func unreadable(f *Finding) []string {
	var problems []string
	add := func(bad bool, problem string) {
		if bad {
			problems = append(problems, problem)
		}
	}
	text := f.Text()
	add(!aCode.MatchString(f.Code), "the code is not R2- and three digits")
	add(!strings.HasSuffix(text, "\n  diagnostic: "+f.Code), "the code is not the last line")
	for i, word := range strings.Fields(f.Summary) {
		add(unicode.IsLower(rune(word[0])) && (i == 0 || !slices.Contains(smallWords, word)), "the title is not in title case: "+word)
	}
	add(strings.ContainsAny(f.Summary, `"':.%`), "the title has more than words in it")
	add(!unicode.IsUpper(rune(f.Detail[0])), "the detail does not begin with a capital")
	add(strings.Contains(text, "\n\n\n"), "there are two blank lines in a row")
	add(strings.ContainsAny(text, "\t\r\u00a0"), "there is a blank other than a space")
	add(strings.Contains(text, "%!") || strings.Contains(text, "<nil>"), "there is a formatting error")
	add(strings.Contains(text, `""`), "there is an empty quotation")
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		add(strings.TrimRight(line, " ") != line, fmt.Sprintf("%q has trailing blanks", line))
		if strings.HasPrefix(line, "  guide: ") {
			continue // An address that can be clicked is in one piece, however wide.
		}
		if strings.HasPrefix(line, "  ") {
			add(len([]rune(line)) > 100, fmt.Sprintf("%q is kept as it is and has %d columns", line, len([]rune(line))))
			continue
		}
		add(strings.Contains(line, "  "), fmt.Sprintf("%q has doubled blanks", line))
		add(line != "" && !strings.ContainsAny(line[len(line)-1:], ".:"), fmt.Sprintf("%q ends in no full stop", line))
		add(strings.Contains(line, "..") && !strings.Contains(line, `..."`) && !strings.Contains(line, `segment ..`) && !strings.Contains(line, `.com.."`), fmt.Sprintf("%q has two full stops", line))
	}
	return problems
}

// TestUnreadable is the control of the test above.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	good := Finding{Code: "R2-001", Summary: "Token Cannot Write to the Bucket", Detail: "It cannot.\n\n  as  it  is\n\nDo that:\n\n  this", Facts: []Fact{{"bucket", "backups"}}}
	if problems := unreadable(&good); problems != nil {
		t.Errorf("a good one: %q", problems)
	}
	for name, change := range map[string]func(*Finding){
		"code":            func(f *Finding) { f.Code = "R2-1" },
		"title case":      func(f *Finding) { f.Summary = "Token cannot Write" },
		"title, value":    func(f *Finding) { f.Summary = `Bucket "x"` },
		"small beginning": func(f *Finding) { f.Detail = "it cannot." },
		"no full stop":    func(f *Finding) { f.Detail = "It cannot" },
		"two full stops":  func(f *Finding) { f.Detail = "It cannot.." },
		"doubled blank":   func(f *Finding) { f.Detail = "It  cannot." },
		"trailing blank":  func(f *Finding) { f.Detail = "It cannot. " },
		"blank lines":     func(f *Finding) { f.Detail = "It.\n\n\nCannot." },
		"wide line":       func(f *Finding) { f.Detail = "It:\n\n  " + strings.Repeat("x", 99) },
		"wide fact":       func(f *Finding) { f.Facts = []Fact{{"bucket", strings.Repeat("x", 99)}} },
		"empty quotation": func(f *Finding) { f.Detail = `It is "".` },
		"formatting":      func(f *Finding) { f.Detail = "It is %!s(MISSING)." },
	} {
		bad := good
		change(&bad)
		if unreadable(&bad) == nil {
			t.Errorf("%s: nothing was found", name)
		}
	}
}

// TestFinding_text: the code comes last, and printing changes nothing.
func TestFinding_text(t *testing.T) {
	t.Parallel()
	facts := append(make([]Fact, 0, 8), Fact{"bucket", "backups"}, Fact{"ray id", "8f"})
	f := &Finding{Code: "R2-999", Summary: "A Title", Detail: "A sentence.", Facts: facts}
	want := "A sentence.\n\n  bucket: backups\n  ray id: 8f\n" +
		"  guide: https://registry.terraform.io/providers/terraform-r2/r2/latest/docs/guides/troubleshooting#r2-999\n  diagnostic: R2-999"
	for range 2 {
		if got := f.Text(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := f.Error(); got != "A Title: "+want {
		t.Errorf("got the error %q", got)
	}
	if extra := facts[:3][2]; extra != (Fact{}) {
		t.Errorf("printing wrote %v behind the facts", extra)
	}
}

func TestReport_failed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		report Report
		want   bool
	}{
		{nil, false},
		{Report{{Severity: Warning}}, false},
		{Report{{Severity: Error}}, true},
		{Report{{Severity: Warning}, {Severity: Error}}, true},
		{Report{{}}, true},
	} {
		if got := test.report.Failed(); got != test.want {
			t.Errorf("%+v: got %t", test.report, got)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		list(nil, "and"):                                    "",
		list([]string{"a"}, "and"):                          "a",
		list([]string{"a", "b"}, "or"):                      "a or b",
		list([]string{"a", "b", "c"}, "and"):                "a, b and c",
		count(0, "object"):                                  "0 objects",
		count(1, "object"):                                  "1 object",
		count(2, "object"):                                  "2 objects",
		printable("a\x1b[31m\u200b\"\u00e9"):                `"a\x1b[31m\u200b\"\u00e9"`,
		printable(strings.Repeat("x", 80)):                  `"` + strings.Repeat("x", 80) + `"`,
		printable(strings.Repeat("\u00e9", 81)):             `"` + strings.Repeat(`\u00e9`, 80) + `..."`,
		Pasted("backups"):                                   `"backups"`,
		Pasted("x/" + aSecret + "/y"):                       "(not shown, since it looks like a secret)",
		Pasted("https://me:pass@example.com"):               "(not shown, since it looks like a secret)",
		Pasted("https://me@example.com:443/x"):              `"https://me@example.com:443/x"`,
		Pasted("https://example.com/?token=x"):              "(not shown, since it looks like a secret)",
		Pasted(" wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"): "(not shown, since it looks like a secret)",
		without("a b\u00a0c\td", unicode.IsSpace):           "abcd",
		fmt.Sprint(isASCII("a~\x7f"), isASCII("\u00e9")):    "true false",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
