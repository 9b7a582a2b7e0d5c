package r2

import (
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
)

// DefaultRequestTimeout bounds one attempt of one request, the answer's body
// included.
const DefaultRequestTimeout = 10 * time.Second

// mostClients bounds how many clients are kept, three kilobytes each. A storage is done with its client after its few requests,
// which are sent together, so that hardly one is made again.
const mostClients = 128

// ConnectorConfig is what all clients of a [Connector] share.
type ConnectorConfig struct {
	// Redirect sends requests elsewhere than to R2.
	Redirect Redirect
	// RequestTimeout bounds one attempt; 0 is [DefaultRequestTimeout].
	RequestTimeout time.Duration
	// Product and Version name the program in the User-Agent.
	Product, Version string
	// Wrap, when set, is put around the transport, for example to log requests.
	Wrap func(http.RoundTripper) http.RoundTripper
}

// Connector makes S3 clients for R2 and keeps some, one for each host and
// credentials. All share one pool of connections. It is safe for concurrent
// use.
type Connector struct {
	config ConnectorConfig
	http   httpClient

	mu      sync.Mutex
	clients map[[sha256.Size]byte]*s3.Client
	hosts   map[string]*host // by the URL in front of the bucket
}

// NewConnector makes a connector. It sends nothing.
func NewConnector(config ConnectorConfig) *Connector {
	if config.RequestTimeout == 0 {
		config.RequestTimeout = DefaultRequestTimeout
	}
	var transport http.RoundTripper = newTransport(config.RequestTimeout)
	if config.Wrap != nil {
		transport = config.Wrap(transport)
	}
	return &Connector{
		config:  config,
		http:    newHTTPClient(transport, config.RequestTimeout),
		clients: map[[sha256.Size]byte]*s3.Client{},
		hosts:   map[string]*host{},
	}
}

// newTransport differs from the default one in the lower bound of TLS, in keeping
// as many idle connections to one host as requests are sent at once, and in
// asking a connection of HTTP/2 that has gone silent whether it is still there:
// all attempts of all requests would go down with it otherwise.
func newTransport(timeout time.Duration) *http.Transport {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	transport.MaxIdleConnsPerHost = 64
	transport.HTTP2 = &http.HTTP2Config{SendPingTimeout: timeout / 3, PingTimeout: timeout / 3}
	return transport
}

// CloseIdle closes the connections that no request uses.
func (c *Connector) CloseIdle() { c.http.CloseIdleConnections() }

// Client gives the S3 client for the account and jurisdiction of the endpoint;
// its bucket does not matter.
func (c *Connector) Client(endpoint Endpoint, creds Credentials) *s3.Client {
	base := c.config.Redirect.base(endpoint)
	key := digest(base, creds.AccessKeyID, creds.SecretAccessKey.Reveal())
	c.mu.Lock()
	defer c.mu.Unlock()
	client, ok := c.clients[key]
	if !ok {
		if c.hosts[base] == nil {
			c.hosts[base] = &host{}
		}
		if len(c.clients) >= mostClients {
			clear(c.clients)
		}
		client = c.newClient(base, creds, c.hosts[base])
		c.clients[key] = client
	}
	return client
}

// newClient sets what R2 needs, and reads nothing from the environment: a
// leaked AWS_SESSION_TOKEN, for one, is answered with 400 InvalidArgument
// (https://github.com/jschneier/django-storages/issues/1453).
func (c *Connector) newClient(base string, creds Credentials, at *host) *s3.Client {
	location, err := url.Parse(base)
	if err != nil {
		panic("r2: an endpoint that is no URL: " + base) // Both it and the redirect were parsed.
	}
	options := []func(*middleware.Stack) error{
		addAnswerGuard,
		encodeLists,
		at.watch,
		awsmiddleware.AddUserAgentKeyValue(c.config.Product, c.config.Version),
		ignoreEnvironment,
	}
	if !c.config.Redirect.IsZero() {
		options = append(options, markRedirected(base))
	}
	return s3.New(s3.Options{
		EndpointResolverV2: endpointResolver{location},
		Region:             Region,
		Credentials:        credentials.NewStaticCredentialsProvider(creds.AccessKeyID, creds.SecretAccessKey.Reveal(), ""),
		HTTPClient:         c.http,
		Retryer:            newRetryer(at),
		// WhenSupported sends streaming trailers, to which R2 answered 501
		// (https://github.com/aws/aws-sdk-go-v2/issues/3258).
		RequestChecksumCalculation:                aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation:                aws.ResponseChecksumValidationWhenRequired,
		DisableLogOutputChecksumValidationSkipped: true,
		DisableS3ExpressSessionAuth:               aws.Bool(true),
		ExpressCredentials:                        noExpress{},
		APIOptions:                                options,
	})
}

// Region is the only region of R2; "" and "us-east-1" are aliases of it.
// See https://developers.cloudflare.com/r2/api/s3/api/#bucket-region.
const Region = "auto"

// digest is a map key made of strings, some of which may be secret.
func digest(parts ...string) [sha256.Size]byte {
	h := sha256.New()
	for _, part := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
