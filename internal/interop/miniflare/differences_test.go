package miniflare_test

import (
	"slices"
	"strings"
)

// difference is a request that the local R2 and the fake may answer differently, and why.
type difference struct {
	local, fake string // status and error code of the answers
	reason      string
}

// The reasons. The gaps are those which the local R2 states at the head of its index.worker.ts:
// https://github.com/cloudflare/workers-sdk/tree/main/packages/miniflare/src/workers/r2/s3
const (
	gap        = "a gap that the local R2 states; R2 has the operation"
	keyOfR2    = "R2 tells the wrong length of a key, the local R2 takes keys of any length: https://github.com/grafana/loki/issues/9224"
	strictness = "R2 ignores what it does not know, or takes the request for another one; the fake does not, so that the mistake of a client shows"
	bug        = "an internal error of the local R2"
)

// differences lists them by request.
var differences = map[string]difference{
	"service/list with a parameter of R2":                         {"501 NotImplemented", "200", "R2 pages the list: https://developers.cloudflare.com/r2/api/s3/extensions/"},
	"bucket/create":                                               {"404 NoSuchBucket", "200", gap},
	"bucket/delete":                                               {"501 NotImplemented", "204", gap},
	"static configuration/acl":                                    {"501 NotImplemented", "200", gap},
	"static configuration/cors":                                   {"501 NotImplemented", "404 NoSuchCORSConfiguration", gap},
	"static configuration/lifecycle":                              {"501 NotImplemented", "200", gap},
	"no upload/list parts":                                        {"501 NotImplemented", "404 NoSuchUpload", gap},
	"no upload/list uploads":                                      {"501 NotImplemented", "200", gap},
	"write/in the class for infrequent access":                    {"501 NotImplemented", "200", gap},
	"write/with another checksum":                                 {"200", "400 BadDigest", gap},
	"payload/streaming":                                           {"200", "501 NotImplemented", "the local R2 stores the encoding with the content, as it states; R2 refused it: https://github.com/aws/aws-sdk-go-v2/issues/3258"},
	"order of checks/signature before bucket":                     {"404 NoSuchBucket", "403 SignatureDoesNotMatch", "the credentials of the local R2 are those of a bucket, as it states; R2 verifies them first"},
	"missing bucket/name against the rules":                       {"404 NoSuchBucket", "400 InvalidBucketName", "the local R2 has no rules for names: https://developers.cloudflare.com/r2/api/error-codes/"},
	"copy/with more metadata":                                     {"400 InvalidArgument", "200", "R2 merges metadata: https://developers.cloudflare.com/r2/api/s3/extensions/"},
	"credential/with a short access key id":                       {"401 Unauthorized", "400 InvalidArgument", keyOfR2},
	"credential/of six parts":                                     {"401 Unauthorized", "400 InvalidArgument", keyOfR2},
	"credential/in a region of AWS":                               {"200", "400 InvalidRegionName", "the local R2 does not check the region: https://github.com/jeessy2/backup-x/issues/127"},
	"scheme/version 2":                                            {"400 InvalidRequest", "401 Unauthorized", "R2 knows the older version of signatures, to refuse it: https://github.com/sansan0/TrendRadar/issues/664"},
	"session token/after the subresource":                         {"501 NotImplemented", "400 InvalidArgument", "the fake knows temporary credentials, and verifies them with the signature"},
	"keys/too long":                                               {"500 InternalError", "400 InvalidObjectName", bug + ": https://developers.cloudflare.com/r2/api/error-codes/"},
	"conditional reads/match without quotes":                      {"500 InternalError", "200", bug},
	"parts of unequal size/complete":                              {"404 NoSuchUpload", "400 InvalidPart", "the local R2 takes every internal error for a missing upload"},
	"list/prefix={row}&delimiter=%2F&max-keys=1&marker={row}d%2F": {"200", "200", "in the local R2 the page behind a common prefix begins with that prefix, without end"},
	"list nothing/with a token of nothing":                        {"200", "400 InvalidArgument", "the local R2 takes any token"},
	"payload/not a hash":                                          {"200", "400 XAmzContentSHA256Mismatch", "the local R2 takes a hash of no known form for none, and the fake does not, so that the mistake of a client shows"},
	"bucket/post":                                                 {"200", "501 NotImplemented", "R2 answers an empty 200, which means nothing; the fake does not, so that the mistake of a client shows"},
	"copy/by post":                                                {"200", "404 RouteNotFound", "R2 ignores what is to be copied, and stores the body of the request; the fake does not, so that the mistake of a client shows"},
	"write/with an upload id, but no part number":                 {"200", "501 NotImplemented", strictness},
	"read/with an unknown parameter":                              {"200", "501 NotImplemented", strictness},
	"read/with an unknown header":                                 {"200", "501 NotImplemented", strictness},
	"remove/with an unknown parameter":                            {"204", "501 NotImplemented", strictness},
	"remove/with a version":                                       {"204", "501 NotImplemented", strictness},
	"object subresources/remove tags":                             {"204", "501 NotImplemented", strictness},
	"static configuration/encryption and more":                    {"200", "501 NotImplemented", strictness},
	"list nothing/in a part":                                      {"200", "501 NotImplemented", strictness},
}

// untold reports whether an element of a document is one that R2 has and the local R2 leaves out, as it says itself: it knows
// neither accounts nor when a bucket was made.
func untold(path string) bool {
	return slices.ContainsFunc(strings.Split(path, "/"), func(name string) bool {
		return name == "Owner" || name == "CreationDate"
	})
}

// untoldHeaders are headers that the local R2 leaves out. The region of a bucket is in the release note of 2022-10-19:
// https://developers.cloudflare.com/r2/platform/release-notes/
var untoldHeaders = []string{"X-Amz-Bucket-Region"}
