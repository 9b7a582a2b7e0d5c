package r2fake

import (
	"encoding/xml"
	"errors"
	"net/http"
	"slices"
)

const (
	// maxDeleteKeys is how many keys S3 takes at once.
	maxDeleteKeys = 1000
	// largeDelete is how many keys opendal found to be safe: see [Answers.LargeDeletesFail].
	largeDelete = 700
)

func deleteObject(c *call) (*response, error) {
	if err := c.remove(c.target.key); err != nil {
		return nil, err
	}
	return empty(http.StatusNoContent)
}

// remove deletes a key, which may be absent.
func (c *call) remove(key string) error {
	if c.bucket.locked(key, c.now) {
		return errObjectLocked
	}
	covered := slices.ContainsFunc(c.bucket.locks, func(rule LockRule) bool { return rule.covers(key, c.now) })
	if c.bucket.object(key) == nil && covered && c.answers.LockCoversAbsentKeys {
		return errObjectLocked
	}
	c.bucket.remove(key)
	return nil
}

type xmlDeleted struct {
	Key string `xml:"Key"`
}

type xmlDeleteError struct {
	Key     string `xml:"Key"`
	Code    string `xml:"Code"`
	Message string `xml:"Message"`
}

// deleteObjects deletes key by key and tells of each how it went. R2 reads Quiet, and ignores it.
func deleteObjects(c *call) (*response, error) {
	keys, err := c.keysToDelete()
	if err != nil {
		return nil, err
	}
	if len(keys) > largeDelete && c.answers.LargeDeletesFail {
		return nil, errInternal
	}
	answer := struct {
		XMLName xml.Name `xml:"DeleteResult"`
		namespaced
		Deleted []xmlDeleted     `xml:"Deleted"`
		Errors  []xmlDeleteError `xml:"Error"`
	}{namespaced: inNamespace()}
	for _, key := range keys {
		err := error(errAccessDenied)
		if c.identity.mayKey(key) {
			err = c.remove(key)
		}
		if failure, ok := errors.AsType[*apiError](err); ok {
			answer.Errors = append(answer.Errors, xmlDeleteError{Key: key, Code: failure.code, Message: failure.message})
		} else {
			answer.Deleted = append(answer.Deleted, xmlDeleted{Key: key})
		}
	}
	return document(answer)
}

func (c *call) keysToDelete() ([]string, error) {
	if err := c.checkDigests(); err != nil {
		return nil, err
	}
	var request struct {
		XMLName xml.Name `xml:"Delete"`
		Quiet   string   `xml:"Quiet"`
		Objects []struct {
			Key string `xml:"Key"`
		} `xml:"Object"`
	}
	if err := decodeStrict(c.body, &request, "Delete", "Delete/Quiet", "Delete/Object", "Delete/Object/Key"); err != nil {
		return nil, err
	}
	if n := len(request.Objects); n == 0 || n > maxDeleteKeys {
		return nil, errMalformedXML("%d objects are not between 1 and %d", n, maxDeleteKeys)
	}
	if !slices.Contains([]string{"", "true", "false"}, request.Quiet) {
		return nil, errMalformedXML("%q is neither true nor false", request.Quiet)
	}
	keys := make([]string, len(request.Objects))
	for i, o := range request.Objects {
		keys[i] = o.Key
		if err := validKey(o.Key); err != nil {
			return nil, errMalformedXML("%v", err)
		}
	}
	return keys, nil
}
