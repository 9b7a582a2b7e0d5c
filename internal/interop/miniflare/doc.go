// Package miniflare holds tests against Cloudflare's own local R2, which wrangler runs and which Cloudflare wrote after the live
// service: https://github.com/cloudflare/workers-sdk/tree/main/packages/miniflare/src/workers/r2/s3
//
// TestRequests sends a table of raw requests, many of them malformed on purpose, to it and to the fake of package r2fake, and
// fails where they answer differently, unless the difference is listed with its reason.
//
// `make interop` starts the local R2 and runs the tests; without it they are skipped.
package miniflare
