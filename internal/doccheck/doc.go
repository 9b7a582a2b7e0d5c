// Package doccheck holds the tests that keep documentation and code in step. It has no code of its own: what is checked
// is the checkout, and the provider as it serves itself.
package doccheck
