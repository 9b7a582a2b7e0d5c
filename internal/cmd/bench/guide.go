package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// The figures of a guide stand between these marks.
const (
	guideBegin = "<!-- figures of the bench: begin -->"
	guideEnd   = "<!-- figures of the bench: end -->"
)

// busy is the load above which a machine has other work than the bench.
const busy = 1

// writeGuide replaces the figures of a page.
func (r Report) writeGuide(path string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, begun := strings.Cut(string(page), guideBegin)
	_, after, ended := strings.Cut(rest, guideEnd)
	if !begun || !ended {
		return fmt.Errorf("%s has no marks %s and %s", path, guideBegin, guideEnd)
	}
	return os.WriteFile(path, []byte(before+r.figures()+after), 0o644)
}

// figures are what the guide shows, marks included.
func (r Report) figures() string {
	shown := []string{guideBegin, r.costs(), r.times()}
	if growth := r.growth(); growth != "" {
		shown = append(shown, growth)
	}
	return strings.Join(append(shown, r.million(), r.origin(), guideEnd), "\n\n")
}

// guideKinds are the rows of the guide, and what they are called there.
var guideKinds = []struct {
	kind kind
	name string
}{
	{oneBucket, "1000 storages in one bucket, with one token"},
	{manyBuckets, "1000 storages in as many buckets, with one token"},
	{manyTokens, "1000 storages in as many buckets, each with a token"},
	{unverified, "1000 storages with `verify = false`"},
	{bareBuckets, "1000 `r2_bucket`"},
	{managedBuckets, "1000 `r2_bucket` with lifecycle and CORS rules"},
}

// either gives a step as it was measured with latency or without.
func (r Report) either(k kind, name string) (Step, bool) {
	if s, found := r.step(k, thousand, someLatency, name); found {
		return s, true
	}
	return r.step(k, thousand, 0, name)
}

func (r Report) costs() string {
	var table strings.Builder
	table.WriteString("| | first plan | apply | plan without changes | destroy | price of a plan | daily plans of a month, of the free tier |\n|---|---|---|---|---|---|---|")
	for _, row := range guideKinds {
		plan, found := r.either(row.kind, "no-op plan")
		if !found {
			continue
		}
		fmt.Fprintf(&table, "\n| %s |", row.name)
		for _, name := range []string{"first plan", "apply", "no-op plan", "destroy"} {
			if s, measured := r.either(row.kind, name); measured {
				fmt.Fprintf(&table, " %d |", s.Requests)
			} else {
				table.WriteString(" not measured |")
			}
		}
		fmt.Fprintf(&table, " %s | %s |", dollars(plan.USD), share(plan))
	}
	return "Requests of a run, and what they cost:\n\n" + table.String()
}

// dollars writes a price, to the hundredth of a cent.
func dollars(usd float64) string {
	if usd == 0 {
		return "nothing"
	}
	if usd < 0.0001 {
		return "less than $0.0001"
	}
	return fmt.Sprintf("$%.4f", usd)
}

// share is what a plan a day takes of the operations that are free in a month.
func share(s Step) string {
	if s.ClassA == 0 && s.ClassB == 0 {
		return "nothing"
	}
	return fmt.Sprintf("%.3g %% of Class A, %.3g %% of Class B", 100*30*float64(s.ClassA)/freeA, 100*30*float64(s.ClassB)/freeB)
}

func (r Report) times() string {
	var table strings.Builder
	table.WriteString("| | without latency | as many that do nothing | as many `terraform_data` | at 50 ms | memory of the provider |\n|---|---|---|---|---|---|")
	for _, row := range guideKinds {
		near, found := r.step(row.kind, thousand, 0, "no-op plan")
		far, also := r.step(row.kind, thousand, someLatency, "no-op plan")
		if !found && !also {
			continue
		}
		either, _ := r.either(row.kind, "no-op plan")
		away := seconds(also, far.Provider)
		if !also && either.Requests == 0 {
			away = "the same"
		}
		fmt.Fprintf(&table, "\n| %s | %s | %s | %s | %s | %.0f MiB |", row.name, seconds(found, near.Provider),
			seconds(true, either.Floor), seconds(true, either.BuiltIn), away, either.Provider.MemoryMiB)
	}
	return "Time of a plan without changes, refresh included:\n\n" + table.String()
}

func seconds(measured bool, t Taken) string {
	if !measured {
		return "not measured"
	}
	return fmt.Sprintf("%.2f s", float64(t.WallMillis)/1e3)
}

// growth says what five times as many take, where it was measured.
func (r Report) growth() string {
	_, s, found := r.fewAndMany()
	if !found {
		return ""
	}
	return fmt.Sprintf("The time of Terraform itself grows faster than the number of resources: with 5000 storages in one bucket a plan without changes takes %s, "+
		"with as many that do nothing %s, and with as many `terraform_data` %s. The provider still sends %d requests, and takes %.0f MiB.",
		seconds(true, s.Provider), seconds(true, s.Floor), seconds(true, s.BuiltIn), s.Requests, s.Provider.MemoryMiB)
}

func (r Report) million() string {
	s, found := r.step(fullBucket, 1, 0, "destroy")
	if !found {
		return "Destroying a bucket of a million objects with `force_destroy` was not measured."
	}
	return fmt.Sprintf("Destroying a bucket of a million objects with `force_destroy` takes %d requests (%s), %s, and %.0f MiB of memory.",
		s.Requests, operations(s.ByKind), dollars(s.USD), s.Provider.MemoryMiB)
}

func (r Report) origin() string {
	date, _, _ := strings.Cut(r.Date, "T")
	runs := "once"
	if r.Runs > 1 {
		runs = fmt.Sprintf("as the median of %d runs", r.Runs)
		if r.ApplyOnce {
			runs += " (apply and destroy: of one)"
		}
	}
	origin := fmt.Sprintf("Measured on %s with %s on %s, %s, in %s: `%s`.",
		date, r.CLI, r.Machine, runs, time.Duration(r.Seconds)*time.Second, r.Command)
	if r.Interrupted {
		origin += " It was stopped before everything was measured."
	}
	if r.Load > busy {
		origin += fmt.Sprintf(" The machine had other work (a load of %.0f when it began), so that times are longer than they would be.", r.Load)
	}
	return origin
}
