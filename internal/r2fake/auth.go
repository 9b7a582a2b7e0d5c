package r2fake

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// authenticate finds out who makes a call, and that the request is as they signed it.
func (s *Server) authenticate(c *call, rec *record) error {
	g, err := s.parseSignature(c.request, c.query)
	if errors.Is(err, errNoAuthorization) && c.isForm() {
		return errForm
	}
	if err != nil {
		return err
	}
	var foreign error // Told only to those who sign with the secret of the token.
	if g.sessionToken != "" {
		c.identity.session, err = parseSession(g.sessionToken)
		switch {
		case errors.Is(err, errForeignToken):
			foreign = err
		case err != nil:
			return err
		}
	}
	secret, err := s.identify(c, g.accessKeyID)
	if err != nil {
		return err
	}
	if err := s.checkLife(g); err != nil {
		return err
	}
	if !slices.Contains(g.signedHeaders, "host") {
		return errUnauthorized
	}
	if err := g.verify(c.request, secret); err != nil {
		return err
	}
	rec.verified()
	if err := s.checkPayload(c, g, secret); err != nil {
		return err
	}
	return foreign
}

// errForm is the refusal of a form in which a browser sends an object. That it says it twice is R2's.
var errForm = errNotImplemented("Presigned post requests are not yet implemented not implemented")

// isForm reports whether an unsigned call can only be such a form.
func (c *call) isForm() bool {
	return c.request.Method == http.MethodPost && c.target.resource() == onBucket && !c.query.Has("delete")
}

// identify looks the token up and returns the secret the request has to be signed with.
func (s *Server) identify(c *call, accessKeyID string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tokens[accessKeyID]
	if t == nil && s.answers.UnknownKeyIsInvalidAccessKeyID {
		return "", &apiError{status: http.StatusForbidden, code: "InvalidAccessKeyId", message: "The Access Key Id you provided does not exist in our records."}
	}
	now := s.clock()
	if t == nil || t.Account != c.target.account || !t.usable(now) {
		return "", errUnauthorized
	}
	c.identity.token = t
	if c.identity.session == nil {
		return t.Secret, nil
	}
	return c.identity.session.secret(), c.identity.session.verify(t, c.target, now)
}

// checkPayload compares the body with the hash that was signed.
func (s *Server) checkPayload(c *call, g signature, secret string) error {
	if strings.HasPrefix(g.payloadHash, streamingPrefix) {
		if !s.currentAnswers().StreamingUploadsAccepted {
			return errHeaderNotImplemented("x-amz-content-sha256", g.payloadHash)
		}
		return c.decodeStream(g, secret)
	}
	if g.payloadHash != unsignedPayload && g.payloadHash != hexSHA256(c.body) {
		return &apiError{
			status: http.StatusBadRequest, code: "XAmzContentSHA256Mismatch",
			message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
		}
	}
	return nil
}
