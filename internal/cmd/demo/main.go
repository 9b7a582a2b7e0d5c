// Command demo shows what the provider does, with the Terraform or OpenTofu CLI
// of this machine and a fake of R2 in the place of Cloudflare: no account, no
// network. Every step checks what the CLI printed and how it ended, and the exit
// status is 0 only if all of them did what they should. Nothing is left behind.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	// SIGPIPE is caught so that `make demo | head` is cleaned up after as well.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, os.TempDir(), os.Stdout, isTerminal(os.Stdout))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
}

// run builds the stage in a directory below dir, plays all steps on it and takes
// it down again, whatever happens.
func run(ctx context.Context, dir string, out io.Writer, colour bool) (err error) {
	cloud, err := openCloud(ctx)
	if err != nil {
		return err
	}
	defer cloud.close()
	stage, err := openStage(ctx, dir, cloud, out, colour)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stage.close()) }()

	stage.say("%s is the CLI, and a fake on %s is R2.", stage.cli, cloud.url)
	started, before := time.Now(), cloud.contents()
	for i, s := range steps {
		if err := stage.play(ctx, i+1, s); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, s.title, err)
		}
	}
	if after := cloud.contents(); after != before {
		return fmt.Errorf("the verifications changed the buckets, expected:\n%s\ngot:\n%s", before, after)
	}
	stage.say("All %d steps did what they should, in %.0f s. The buckets hold what they held before.", len(steps), time.Since(started).Seconds())
	return nil
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
