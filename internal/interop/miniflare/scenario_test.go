package miniflare_test

import "slices"

// scenario is a series of requests that build upon each other. Its keys begin with "{row}", which no other scenario has.
type scenario struct {
	name     string
	requests []request
}

// scenarios is the table of requests. Where the local R2 is known to lack something (permission levels, CreateBucket, CORS and
// lifecycle rules), there is at most one request for it, and a [difference].
var scenarios = slices.Concat(authenticationScenarios, presignedScenarios, bucketScenarios, objectScenarios, listScenarios, copyScenarios, multipartScenarios)

// content is the body of most objects, of ten bytes.
const content = "Hello, R2!"

// stored is the request that stores an object.
func stored(key string) request {
	return request{name: "store " + key, method: "PUT", path: "/" + bucket + "/{row}" + key, body: content}
}
