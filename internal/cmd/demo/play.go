package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// play shows a step and checks what came of it.
func (s *stage) play(ctx context.Context, number int, what step) error {
	if what.change != nil {
		what.change(s.cloud)
	}
	if err := s.configure(append([]string{"versions.tf"}, what.files...)); err != nil {
		return err
	}
	s.use(what.token)

	s.say("%s", s.bold(fmt.Sprintf("%d. %s", number, what.title)))
	if what.show != "" {
		content, err := configurations.ReadFile("config/" + what.show)
		if err != nil {
			return err
		}
		s.say("$ cat %s\n%s", what.show, bytes.TrimSpace(content))
	}
	command := filepath.Base(s.cli) + " " + strings.Join(what.args, " ")
	s.say("$ %s", command)

	var printed bytes.Buffer
	err := s.command(ctx, io.MultiWriter(&printed, s.out), what.args...).Run()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	status := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		status = exit.ExitCode()
	} else if err != nil {
		return err
	}
	if err := what.check(status, printed.String()); err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	return nil
}

// check compares how the command ended and what it printed with what the step
// is to show.
func (what step) check(status int, printed string) error {
	var problems []error
	if status != what.status {
		problems = append(problems, fmt.Errorf("expected exit status %d, got %d", what.status, status))
	}
	text := unwrap(printed)
	for _, passage := range what.want {
		if !strings.Contains(text, passage) {
			problems = append(problems, fmt.Errorf("expected in the output: %s", passage))
		}
	}
	return errors.Join(problems...)
}

var (
	escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")
	frames  = regexp.MustCompile(`(?m)^[╷│╵]`)
)

// unwrap takes away what depends on the terminal: colours, the frame around
// diagnostics and the line breaks inside them.
func unwrap(printed string) string {
	return strings.Join(strings.Fields(frames.ReplaceAllString(escapes.ReplaceAllString(printed, ""), "")), " ")
}

func (s *stage) bold(text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}
