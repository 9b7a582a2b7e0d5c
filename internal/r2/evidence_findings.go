package r2

import (
	"fmt"
	"strings"
	"time"
)

// facts are the lines under a finding that say what it is about.
func (e evidence) facts(failures ...*Failure) []Fact {
	c := e.connection
	var facts []Fact
	if c.Endpoint.Bucket != "" {
		facts = append(facts, Fact{"bucket", c.Endpoint.Bucket})
	}
	facts = append(facts, Fact{"endpoint", c.Endpoint.String()}, Fact{"access key id", c.Credentials.AccessKeyID})
	return append(facts, answered(failures...)...)
}

// notDetermined warns of requests that nothing could be concluded from.
func (e evidence) notDetermined(failures []*Failure) Finding {
	finding := Finding{
		Code: "R2-075", Severity: Warning, Field: FieldNone, Summary: "Rights Could Not Be Determined",
		Detail: "Some of the requests that show what the token may do had no answer that says so. The rights that depend on them are not known, " +
			"nor is the permission level, where it may be a wider one.\n\n" + e.whyNotDetermined(),
		Facts: e.facts(failures...),
	}
	for _, f := range failures {
		if !f.answered() {
			finding.Facts = append(finding.Facts, Fact{"not answered", f.Operation + ": " + f.Words()})
		}
	}
	return finding
}

func (e evidence) whyNotDetermined() string {
	if e.incomplete() {
		return "The service that answered does not have all operations of R2, as is so of Cloudflare's local R2. That a bucket does not exist, which R2 tells only those " +
			"who may know, is no proof there either. Check that endpoint_url of the provider (R2_ENDPOINT_URL) points to the service that you meant."
	}
	return "Try again in a moment."
}

// answered says what R2 answered, each answer once with the operations that got
// it, so that the line stays short.
func answered(failures ...*Failure) []Fact {
	var answers []string
	operations := map[string][]string{}
	ray := ""
	for _, f := range failures {
		if f == nil || !f.answered() {
			continue
		}
		if operations[f.Words()] == nil {
			answers = append(answers, f.Words())
		}
		operations[f.Words()] = append(operations[f.Words()], f.Operation)
		if ray == "" {
			ray = f.Ray
		}
	}
	var facts []Fact
	for _, answer := range answers {
		facts = append(facts, Fact{"answered", answer + " to " + list(operations[answer], "and")})
	}
	if ray != "" {
		facts = append(facts, Fact{"ray id", ray})
	}
	return facts
}

// refusals are the failures of the probes, in their order.
func (e evidence) refusals() []*Failure {
	var failures []*Failure
	for _, one := range proofs(e.connection.Use) {
		if o := e.outcomes[one]; o.Answer == Denied || o.Missing {
			failures = append(failures, o.Failure)
		}
	}
	return failures
}

// clickToken says where a token of the use's level is made.
func (e evidence) clickToken() string {
	level := e.connection.Use.Needs()
	scope := "specify the bucket " + e.connection.Endpoint.Bucket + " only"
	if level == AdminReadWrite {
		scope = "Admin permissions always cover the whole account"
	}
	return "In the Cloudflare dashboard open R2 > Overview > Manage R2 API Tokens and create an Account API token with the permission \"" +
		level.Label() + "\" (" + scope + "; TTL Forever; no client IP filter). Then put its Access Key ID and Secret Access Key here."
}

func (e evidence) purpose() string {
	switch e.connection.Use {
	case Source:
		return "A backup source must be listed and read."
	case CreateBucket:
		return "A backup service that creates its bucket must create buckets and edit their configuration."
	default:
		return "A backup destination must be listed, and backups must be uploaded, overwritten and deleted."
	}
}

func (e evidence) cannotWrite() Finding {
	level := ObjectReadOnly
	if e.answer(probeConfiguration) == Granted {
		level = AdminReadOnly
	}
	return Finding{
		Code: "R2-024", Field: FieldAccessKeyID, Summary: "Token Cannot Write to the Bucket",
		Detail: "The token is \"" + level.Label() + "\": it lists the bucket, but R2 refuses to let it upload and delete. " +
			e.purpose() + "\n\n" + e.clickToken(),
		Facts: e.facts(e.refusals()...),
	}
}

func (e evidence) cannot(summary, what, code string) Finding {
	return Finding{
		Code: code, Field: FieldAccessKeyID, Summary: summary,
		Detail: "R2 refuses to let the token " + what + ". " + e.purpose() + "\n\n" + e.clickToken(),
		Facts:  e.facts(e.refusals()...),
	}
}

func (e evidence) cannotCreateBuckets(admin bool) Finding {
	problem := "The token has no Admin permission: R2 refuses to let it list the buckets of the account."
	if admin {
		problem = "The token is \"" + AdminReadOnly.Label() + "\" or similar: it lists buckets, but R2 refuses to let it create, delete or fill them."
	}
	return Finding{
		Code: "R2-025", Field: FieldAccessKeyID, Summary: "Token Cannot Create Buckets",
		Detail: problem + " " + e.purpose() + "\n\n" + e.clickToken() +
			"\n\nIf the bucket exists already, use = \"destination\" with an \"" + ObjectReadWrite.Label() + "\" token is enough, and safer.",
		Facts: e.facts(e.refusals()...),
	}
}

func (e evidence) noAccess(siblings []Endpoint) Finding {
	if len(siblings) > 0 {
		return e.answeredElsewhere(siblings)
	}
	f := Finding{
		Code: "R2-022", Field: FieldAccessKeyID, Summary: "Token Has No Access to the Bucket",
		Facts: e.facts(e.refusals()...),
	}
	bucket := e.connection.Endpoint.Bucket
	f.Detail = "R2 knows the token but refuses it everything in this bucket. It does not say why; check in this order:\n\n" +
		"  - The token is for other buckets: edit it, and specify " + bucket + ".\n" +
		"  - The bucket does not exist, or its name is spelled otherwise.\n" +
		"  - The bucket is in another jurisdiction than the endpoint.\n" +
		"  - The token has a client IP filter that leaves this machine out.\n" +
		"  - It was edited a moment ago: a change takes up to a minute.\n\nOr make another token. " + e.clickToken()
	return f
}

func (e evidence) noSuchBucket(siblings []Endpoint) Finding {
	if len(siblings) > 0 {
		return e.answeredElsewhere(siblings)
	}
	f := Finding{
		Code: "R2-023", Field: FieldEndpoint, Summary: "Bucket Does Not Exist",
		Facts: e.facts(e.refusals()...),
	}
	endpoint := e.connection.Endpoint
	jurisdiction := ""
	if endpoint.Jurisdiction != DefaultJurisdiction {
		jurisdiction = "\n    jurisdiction = \"" + endpoint.Jurisdiction + "\""
	}
	f.Detail = "The account has no bucket of this name in the jurisdiction of the endpoint (" + endpoint.Jurisdiction + "). " +
		"Check the spelling and the account id, or create the bucket, in the dashboard or with an Admin Read & Write token:\n\n" +
		"  resource \"r2_bucket\" \"backups\" {\n    name = \"" + endpoint.Bucket + "\"" + jurisdiction + "\n  }"
	if use := e.connection.Use; use == Destination || use == Source {
		f.Detail += "\n\nIf the backup service is to create it: use = \"create_bucket\"."
	}
	return f
}

// answeredElsewhere names the endpoints of other jurisdictions that answered,
// of which there is one at least.
func (e evidence) answeredElsewhere(siblings []Endpoint) Finding {
	answers := "another endpoint answers. Write:"
	if len(siblings) > 1 {
		answers = "others answer, each for a bucket of its own. Write the one that you meant:"
	}
	var lines strings.Builder
	for _, sibling := range siblings {
		lines.WriteString("\n  endpoint = \"" + sibling.String() + "\"")
	}
	return Finding{
		Code: "R2-064", Field: FieldEndpoint, Summary: "Bucket Is in Another Jurisdiction",
		Detail: "The bucket is not in the jurisdiction of this endpoint (" + e.connection.Endpoint.Jurisdiction + "): with the same token, " + answers + "\n" + lines.String() +
			"\n\nA bucket is reachable only through the endpoint of its own jurisdiction, in the backup service as well as here.",
		Facts: e.facts(e.refusals()...),
	}
}

func (e evidence) moreThanNeeded(has string) Finding {
	return Finding{
		Code: "R2-030", Severity: Warning, Field: FieldAccessKeyID, Summary: "Token Has More Permission Than Needed",
		Detail: "The connection works, but the token has " + has + ". Whoever gets hold of it can do more than this " +
			string(e.connection.Use) + " needs. \"" + e.connection.Use.Needs().Label() + "\" for this bucket only is enough.\n\n" + e.clickToken(),
		Facts: e.facts(),
	}
}

func (e evidence) emptySource() Finding {
	finding := Finding{
		Code: "R2-032", Severity: Warning, Field: FieldEndpoint, Summary: "Source Is Empty",
		Detail: "The bucket holds no objects, so there is nothing to copy. Check that it is the bucket that you meant.",
		Facts:  e.facts(),
	}
	if path := e.connection.Path.String(); e.connection.Path != (Path{}) {
		finding.Field, finding.HideSource = FieldPath, SecretLike(path)
		finding.Detail = "The bucket holds no objects under " + Pasted(path) + ", so there is nothing to copy. The path may be misspelled: keys are case-sensitive."
	}
	return finding
}

// obstacle says why nothing could be found out about rights.
func (e evidence) obstacle(f *Failure, waited time.Duration) Finding {
	finding := Finding{Facts: e.facts(f)}
	describe(&finding, f, e.connection.Endpoint)
	if f.Kind == Unauthorized && waited >= firstPause {
		finding.Detail += fmt.Sprintf("\n\nThe token was tried again for %s, since a new one takes a while to become known "+
			"(credential_propagation_timeout of the provider).", waited.Round(time.Second))
	}
	return finding
}
