package r2

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// service is a server that answers as it is told, and records what it is asked.
type service struct {
	*httptest.Server

	mu       sync.Mutex
	requests []*http.Request
}

func newService(t *testing.T, answer http.HandlerFunc) *service {
	t.Helper()
	s := &service{}
	s.Server = httptest.NewUnstartedServer(s.recording(answer))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // Connections break here on purpose.
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *service) recording(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		recorded := r.Clone(context.WithoutCancel(r.Context()))
		recorded.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		s.requests = append(s.requests, recorded)
		s.mu.Unlock()
		answer(w, r)
	}
}

// recorded gives the requests so far.
func (s *service) recorded() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.requests...)
}

// The connection that these tests are about.
var (
	anEndpoint = Endpoint{anAccount, DefaultJurisdiction, "backups"}
	aPair      = Credentials{anAccount, NewSecret(aSecret)}
)

// connectorTo makes a connector whose requests go to the URL.
func connectorTo(t *testing.T, url string, change ...func(*ConnectorConfig)) *Connector {
	t.Helper()
	redirect, err := ParseRedirect(url)
	if err != nil {
		t.Fatal(err)
	}
	config := ConnectorConfig{Redirect: redirect, Product: "terraform-provider-r2", Version: "1.2.3"}
	for _, f := range change {
		f(&config)
	}
	connector := NewConnector(config)
	t.Cleanup(connector.CloseIdle)
	return connector
}

// once sends a request one time, so that tests of what an answer means do not
// wait for others.
func once(o *s3.Options) { o.Retryer = aws.NopRetryer{} }

// inProcess is a transport that calls a handler and needs no network, for tests
// in a [testing/synctest] bubble.
type inProcess http.HandlerFunc

func (h inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	h(recorder, r)
	response := recorder.Result()
	response.Request = r
	return response, nil
}

// within makes a connector use the handler in place of a network.
func within(h http.HandlerFunc) func(*ConnectorConfig) {
	return func(c *ConnectorConfig) {
		c.Wrap = func(http.RoundTripper) http.RoundTripper { return inProcess(h) }
	}
}

// xmlError answers with an error document of S3.
func xmlError(status int, code, message string) http.HandlerFunc {
	return document(status, "<Error><Code>"+code+"</Code><Message>"+message+"</Message></Error>")
}

// document answers with XML.
func document(status int, xml string) http.HandlerFunc {
	return body(status, "application/xml", `<?xml version="1.0" encoding="UTF-8"?>`+xml)
}

func body(status int, contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Cf-Ray", "8f0a1b2c3d4e5f60-FRA")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

const aWebPage = "<!DOCTYPE html><html><head><title>Login</title></head><body>Please log in.<br></body></html>"

// listOnce lists the bucket with one request.
func listOnce(ctx context.Context, connector *Connector) error {
	_, err := connector.Client(anEndpoint, aPair).ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String("backups")}, once)
	return err
}
