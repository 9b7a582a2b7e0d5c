package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// applied writes the state that an apply of the scenario would leave, where the apply itself would take too long: the CLI's own
// time for one grows with the square of the number of resources. It applies one resource, and writes it n times. Plans that
// must find nothing to change say whether it is right.
func (l *lab) applied(ctx context.Context, s scenario, p plugin, dir string, env []string, url string) error {
	one := s
	one.n = 1
	configuration := filepath.Join(dir, "main.tf")
	if err := os.WriteFile(configuration, []byte(one.configuration(p, url)), 0o600); err != nil {
		return err
	}
	if _, err := l.run(ctx, dir, env, l.binary(p), []string{"apply", "-input=false", "-auto-approve"}); err != nil {
		return err
	}
	if err := multiply(filepath.Join(dir, "terraform.tfstate"), s); err != nil {
		return err
	}
	return os.WriteFile(configuration, []byte(s.configuration(p, url)), 0o600)
}

// multiply makes n instances of the only one of the only resource in a state.
func multiply(path string, s scenario) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var state map[string]any
	if err := json.Unmarshal(content, &state); err != nil {
		return err
	}
	resource := state["resources"].([]any)[0].(map[string]any)
	first, err := json.Marshal(resource["instances"].([]any)[0])
	if err != nil {
		return err
	}
	instances := make([]any, s.n)
	for i := range instances {
		var instance map[string]any
		if err := json.Unmarshal([]byte(strings.NewReplacer(s.differing(i)...).Replace(string(first))), &instance); err != nil {
			return err
		}
		instance["index_key"] = i
		instances[i] = instance
	}
	resource["instances"] = instances
	if content, err = json.Marshal(state); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

// differing pairs what is in the first instance with what is in another one in its place.
func (s scenario) differing(i int) []string {
	var pairs []string
	for _, of := range []func(int) string{
		func(i int) string { return fmt.Sprintf(`/backups/%d"`, i) },  // the end of path and id
		func(i int) string { return fmt.Sprintf(`"backups/%d/"`, i) }, // prefix
		bucketName,
		func(i int) string { return tokenOf(bucketName(i)).AccessKeyID },
	} {
		pairs = append(pairs, of(0), of(i))
	}
	return pairs
}
