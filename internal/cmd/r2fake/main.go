// Command r2fake serves a strict fake of Cloudflare R2 on a loopback port: package r2fake as a program.
//
//	go run ./internal/cmd/r2fake -listen 127.0.0.1:0 -seed seed.json
//
// When it is ready it prints one line of JSON with its URL, {"url":"http://127.0.0.1:41234"}. Every request is one line on
// stderr: status, operation, R2 host, bucket and key, access key id. It stops on SIGINT and SIGTERM. The flag -h tells the
// rest.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// headerTimeout bounds how long a client may take to send the head of a request.
const headerTimeout = 10 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp): // It was asked for.
	case err != nil:
		fmt.Fprintln(os.Stderr, "r2fake:", err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	config, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	seed, err := readSeed(config.seed)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, config.listen)
	if err != nil {
		return err
	}

	log := newRequestLog(stderr)
	options := []r2fake.Option{r2fake.WithObserver(log.write)}
	if seed.DefaultHost != "" {
		options = append(options, r2fake.WithDefaultHost(seed.DefaultHost))
	}
	fake := r2fake.New(options...)
	fake.Load(seed)
	var handler http.Handler = fake
	if config.admin {
		handler = withAdmin(fake)
	}

	ready := map[string]string{"url": "http://" + listener.Addr().String()}
	if err := json.NewEncoder(stdout).Encode(ready); err != nil {
		return errors.Join(err, listener.Close())
	}
	return serve(ctx, listener, handler, fake)
}

// serve serves until the context ends, and then lets requests under way finish, except those the fake keeps waiting.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, fake *r2fake.Server) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	fake.Shutdown()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), headerTimeout)
	defer cancel()
	return server.Shutdown(grace)
}

// config is the command line.
type config struct {
	listen string
	seed   string
	admin  bool
}

func parseFlags(args []string, stderr io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("r2fake", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "A fake of Cloudflare R2 on this machine. It prints its URL when it is ready, and\na line for each request; Ctrl-C ends it.\n\n")
		flags.PrintDefaults()
		fmt.Fprint(stderr, usageOfAdmin)
	}
	flags.StringVar(&c.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	flags.StringVar(&c.seed, "seed", "", "JSON `file` with accounts, buckets, objects and tokens to start with")
	flags.BoolVar(&c.admin, "admin", false, "take the requests below as well, by which anyone may change tokens")
	if err := flags.Parse(args); err != nil {
		return config{}, err
	}
	if flags.NArg() > 0 {
		return config{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return c, nil
}

func readSeed(path string) (r2fake.Seed, error) {
	if path == "" {
		return r2fake.Seed{}, nil
	}
	content, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if err != nil {
		return r2fake.Seed{}, err
	}
	seed, err := r2fake.ParseSeed(bytes.NewReader(content))
	if err != nil {
		return r2fake.Seed{}, fmt.Errorf("%s: %w", path, err)
	}
	return seed, nil
}

// listen opens a port that only this machine can reach: the tokens of a fake protect nothing.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("refusing to listen on %s, which is not a loopback address", address)
	}
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address)
}
