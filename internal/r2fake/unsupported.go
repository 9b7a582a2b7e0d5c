package r2fake

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// unsupportedOperations are the operations of S3 that R2 knows by name and answers 501 NotImplemented, by what they work on,
// method and subresource. The names are those of Cloudflare's local R2, in the file detect.worker.ts of
// https://github.com/cloudflare/workers-sdk/tree/main/packages/miniflare/src/workers/r2/s3
var unsupportedOperations = map[resource]map[string]map[string]string{
	onBucket: {
		http.MethodGet: {
			"accelerate":          "GetBucketAccelerateConfiguration",
			"analytics":           "GetBucketAnalyticsConfiguration",
			"intelligent-tiering": "GetBucketIntelligentTieringConfiguration",
			"inventory":           "GetBucketInventoryConfiguration",
			"logging":             "GetBucketLogging",
			"metrics":             "GetBucketMetricsConfiguration",
			"notification":        "GetBucketNotificationConfiguration",
			"ownershipControls":   "GetBucketOwnershipControls",
			"policy":              "GetBucketPolicy",
			"policyStatus":        "GetGetBucketPolicyStatus", // R2's spelling
			"publicAccessBlock":   "GetPublicAccessBlock",
			"requestPayment":      "GetBucketRequestPayment",
			"versions":            "ListObjectVersions",
			"website":             "GetBucketWebsite",
		},
		http.MethodPut: {
			"accelerate":          "PutBucketAccelerateConfiguration",
			"acl":                 "PutBucketAcl",
			"analytics":           "PutBucketAnalyticsConfiguration",
			"encryption":          "PutBucketEncryption",
			"intelligent-tiering": "PutBucketIntelligentTieringConfiguration",
			"inventory":           "PutBucketInventoryConfiguration",
			"logging":             "PutBucketLogging",
			"metrics":             "PutBucketMetricsConfiguration",
			"notification":        "PutBucketNotificationConfiguration",
			"object-lock":         "PutObjectLockConfiguration",
			"ownershipControls":   "PutBucketOwnershipControls",
			"policy":              "PutBucketPolicy",
			"publicAccessBlock":   "PutPublicAccessBlock",
			"replication":         "PutBucketReplication",
			"requestPayment":      "PutBucketRequestPayment",
			"tagging":             "PutBucketTagging",
			"versioning":          "PutBucketVersioning",
			"website":             "PutBucketWebsite",
		},
		http.MethodDelete: {
			"analytics":           "DeleteBucketAnalyticsConfiguration",
			"encryption":          "DeleteBucketEncryption",
			"intelligent-tiering": "DeleteBucketIntelligentTieringConfiguration",
			"inventory":           "DeleteBucketInventoryConfiguration",
			"metrics":             "DeleteBucketMetricsConfiguration",
			"ownershipControls":   "DeleteBucketOwnershipControls",
			"policy":              "DeleteBucketPolicy",
			"replication":         "DeleteBucketReplication",
			"tagging":             "DeleteBucketTagging",
			"website":             "DeleteBucketWebsite",
		},
	},
	onObject: {
		http.MethodGet: {
			"acl":        "GetObjectAcl",
			"attributes": "GetObjectAttributes",
			"legal-hold": "GetObjectLegalHold",
			"retention":  "GetObjectRetention",
			"tagging":    "GetObjectTagging",
			"torrent":    "GetObjectTorrent",
		},
		http.MethodPut: {
			"acl":        "PutObjectAcl",
			"legal-hold": "PutObjectLegalHold",
			"retention":  "PutObjectRetention",
			"tagging":    "PutObjectTagging",
		},
	},
}

// routedMethods are the methods that lead anywhere.
var routedMethods = []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPost, http.MethodDelete}

// refusal is the answer to a request that is none of the operations.
func refusal(r *http.Request, t target, query url.Values) error {
	if !slices.Contains(routedMethods, r.Method) || t.resource() == onService {
		return errRouteNotFound
	}
	names := parameterNames(r.URL.RawQuery)
	for _, name := range names {
		if operation, ok := unsupportedOperations[t.resource()][r.Method][name]; ok {
			return errNotImplemented("%s not implemented", operation)
		}
	}
	if t.resource() == onBucket && r.Method == http.MethodPost {
		return errNotImplemented("POST to a bucket without delete not implemented")
	}
	if t.resource() == onBucket && (r.Method == http.MethodPut || r.Method == http.MethodDelete) {
		return errUnsupportedParameters(r.Method, names)
	}
	// What R2 takes for another operation, ignoring the parameter, is none here: a client that asks for it has made a mistake.
	for _, name := range names {
		if slices.Contains(subresources, name) && query.Has(name) {
			return errNotImplemented("Subresource %s not implemented", name)
		}
	}
	return errRouteNotFound
}

// errUnsupportedParameters refuses to write or delete a bucket with parameters that stand for nothing.
func errUnsupportedParameters(method string, names []string) error {
	var quoted []string
	for _, name := range names {
		if !slices.Contains(ignoredParams, name) {
			quoted = append(quoted, fmt.Sprintf(`"%s"`, name))
		}
	}
	return errInvalidArgument("Unsupported search param(s) %s on a %s bucket route", strings.Join(quoted, ", "), method)
}

// parameterNames lists the names of a query in their order, each once.
func parameterNames(rawQuery string) []string {
	var names []string
	for pair := range strings.SplitSeq(rawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if unescaped, err := url.QueryUnescape(name); err == nil && unescaped != "" && !slices.Contains(names, unescaped) {
			names = append(names, unescaped)
		}
	}
	return names
}
