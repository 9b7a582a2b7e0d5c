// Package r2 is what this provider knows about Cloudflare R2, free of
// Terraform: how an S3 API endpoint is written, what credentials look like,
// what the four permission levels allow, and how to find out, with requests
// that cost nothing and leave nothing behind, what a token may really do.
//
// The package reads from the inside out:
//
//   - [Endpoint], [Path], [Secret], [Credentials], [Permission] and [Use] are
//     values. They are checked without a network.
//   - [Connector] makes S3 clients that suit R2, and sends every request.
//   - A probe is one request whose answer tells one thing about a token.
//   - [Verifier] asks the probes that a use needs and reports [Finding]s: what
//     is wrong, which field of the connection is at fault, what to do about it.
//   - [Inspector] asks all of them and reports [Capabilities].
//
// Facts about R2's behaviour carry a link to where they were seen.
package r2
