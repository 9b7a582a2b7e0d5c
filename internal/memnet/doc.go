// Package memnet is a network in memory, between the HTTP clients and servers of a test. In a [testing/synctest] bubble,
// time-outs and pauses then take no time, and are exact.
package memnet
