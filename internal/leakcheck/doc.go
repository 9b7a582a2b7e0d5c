// Package leakcheck looks, at the end of a package's tests, for what they left running.
package leakcheck
