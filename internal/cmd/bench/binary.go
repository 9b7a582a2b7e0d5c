package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	served "github.com/terraform-r2/terraform-provider-r2/internal/plugin"
	r2provider "github.com/terraform-r2/terraform-provider-r2/internal/provider"
)

// starts is how often a start is measured.
const starts = 21

// Binary is the size of the released binary and how soon it answers.
type Binary struct {
	Bytes           int64 `json:"bytes"`
	HandshakeMicros int64 `json:"handshake_us"`
	// EncryptedMicros is the handshake with the certificate that Terraform asks every plugin for, which go-plugin makes anew at
	// each start, of the slowest curve that there is.
	EncryptedMicros int64 `json:"handshake_with_certificate_us"`
	SchemaMicros    int64 `json:"schema_us"`
}

// measureBinary measures the time from the start of the process to the line of the plugin handshake, and that of the
// first answer to a request for the schema.
func (l *lab) measureBinary(ctx context.Context) (Binary, error) {
	info, err := os.Stat(l.binary(provider))
	if err != nil {
		return Binary{}, err
	}
	certificate, err := clientCertificate()
	if err != nil {
		return Binary{}, err
	}
	measured := Binary{Bytes: info.Size()}
	for _, one := range []struct {
		into *int64
		take func() (time.Duration, error)
	}{
		{&measured.HandshakeMicros, func() (time.Duration, error) { return handshake(ctx, l.binary(provider), "") }},
		{&measured.EncryptedMicros, func() (time.Duration, error) { return handshake(ctx, l.binary(provider), certificate) }},
		{&measured.SchemaMicros, func() (time.Duration, error) { return schema(ctx) }},
	} {
		var times []time.Duration
		for range starts {
			taken, err := one.take()
			if err != nil {
				return Binary{}, err
			}
			times = append(times, taken)
		}
		*one.into = median(times, func(d time.Duration) time.Duration { return d }).Microseconds()
	}
	return measured, nil
}

// handshake starts a plugin as Terraform does, waits for its first line, and ends it. Where it is given a certificate it
// makes one in return. The cookie is that of https://github.com/hashicorp/terraform-plugin-go.
func handshake(ctx context.Context, plugin, certificate string) (time.Duration, error) {
	command := exec.CommandContext(ctx, plugin)
	command.Env = append(os.Environ(),
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=6", "PLUGIN_CLIENT_CERT="+certificate)
	out, err := command.StdoutPipe()
	if err != nil {
		return 0, err
	}
	started := time.Now()
	if err := command.Start(); err != nil {
		return 0, err
	}
	_, err = out.Read(make([]byte, 1))
	taken := time.Since(started)
	_ = command.Process.Kill()
	_ = command.Wait() // killed
	return taken, err
}

func clientCertificate() (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), err
}

// schema asks a provider that was just made for its schema.
func schema(ctx context.Context) (time.Duration, error) {
	started := time.Now()
	answer, err := served.NewServer(r2provider.New("bench")()).GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	taken := time.Since(started)
	if err == nil && len(answer.Diagnostics) > 0 {
		err = fmt.Errorf("schema: %s", answer.Diagnostics[0].Detail)
	}
	return taken, err
}
