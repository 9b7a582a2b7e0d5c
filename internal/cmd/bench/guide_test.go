package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGuide: the figures that the guide shows are those of the bench whose results are kept beside this test.
func TestGuide(t *testing.T) {
	t.Parallel()
	encoded, err := os.ReadFile("figures.json")
	if err != nil {
		t.Fatal(err)
	}
	var report Report
	if err := json.Unmarshal(encoded, &report); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../../templates/guides/cost.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(page), guideBegin)
	shown, _, _ = strings.Cut(shown, guideEnd)
	if diff := cmp.Diff(report.figures(), guideBegin+shown+guideEnd); diff != "" {
		t.Errorf("the guide shows other figures; see Speed and size in CONTRIBUTING.md (-want +got):\n%s", diff)
	}
}
