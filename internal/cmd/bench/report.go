package main

import (
	"slices"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// Report is all that one bench found.
type Report struct {
	Date      string  `json:"date"`
	Machine   string  `json:"machine"`
	Load      float64 `json:"load"` // when it began: the average number of processes that wanted a CPU
	CLI       string  `json:"cli"`
	Go        string  `json:"go"`
	Command   string  `json:"command"`
	Runs      int     `json:"runs"`
	ApplyOnce bool    `json:"apply_once"`
	// Interrupted says that scenarios are missing.
	Interrupted bool      `json:"interrupted,omitempty"`
	Seconds     int       `json:"seconds"`
	Binary      Binary    `json:"binary"`
	Scenarios   []Figures `json:"scenarios"`
}

// Figures are those of one scenario.
type Figures struct {
	Scenario      string `json:"scenario"`
	Kind          kind   `json:"kind"`
	N             int    `json:"n"`
	LatencyMillis int64  `json:"latency_ms"`
	Steps         []Step `json:"steps"`
}

// Step is one command of a run, with the medians of all runs: of the provider, of the plugin that does nothing, and of as
// many terraform_data. The requests are those of the last run.
type Step struct {
	Name     string         `json:"name"`
	Provider Taken          `json:"provider"`
	Floor    Taken          `json:"floor"`
	BuiltIn  Taken          `json:"terraform_data"`
	Requests int            `json:"requests"`
	ByKind   map[string]int `json:"by_operation"`
	ClassA   int            `json:"billed_class_a"`
	ClassB   int            `json:"billed_class_b"`
	USD      float64        `json:"usd"`
}

// Taken is what a command took. CPUMillis is that of the CLI and the plugin, PluginMillis that of the plugin alone.
type Taken struct {
	WallMillis   int64   `json:"wall_ms"`
	CPUMillis    int64   `json:"cpu_ms"`
	PluginMillis int64   `json:"plugin_cpu_ms"`
	MemoryMiB    float64 `json:"plugin_memory_mib"`
}

// Ratio is how many times the wall time of the floor the provider took.
func (s Step) Ratio() float64 { return over(s.Provider.WallMillis, s.Floor.WallMillis) }

// CPURatio is the same of the CPU time, which other work of the machine hardly disturbs.
func (s Step) CPURatio() float64 { return over(s.Provider.CPUMillis, s.Floor.CPUMillis) }

func over(a, b int64) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Cloudflare's prices in US dollars for one operation, and how many are free in a month.
// See https://developers.cloudflare.com/r2/pricing/.
const (
	priceA = 4.50 / 1e6
	priceB = 0.36 / 1e6
	freeA  = 1_000_000
	freeB  = 10_000_000
)

func summarise(s scenario, provider, floor, builtIn samples) Figures {
	f := Figures{Scenario: s.name(), Kind: s.kind, N: s.n, LatencyMillis: s.latency.Milliseconds()}
	for _, step := range steps {
		if len(provider[step.name]) == 0 {
			continue
		}
		summary := Step{
			Name:     step.name,
			Provider: taken(provider[step.name]), Floor: taken(floor[step.name]), BuiltIn: taken(builtIn[step.name]),
			ByKind: map[string]int{},
		}
		last := provider[step.name][len(provider[step.name])-1]
		summary.count(last.requests)
		f.Steps = append(f.Steps, summary)
	}
	return f
}

func (s *Step) count(requests []r2fake.Request) {
	for _, request := range requests {
		s.Requests++
		s.ByKind[request.Operation]++
		switch {
		case !request.Billed():
		case request.Class == r2fake.ClassA:
			s.ClassA++
		default:
			s.ClassB++
		}
	}
	s.USD = float64(s.ClassA)*priceA + float64(s.ClassB)*priceB
}

func taken(all []sample) Taken {
	return Taken{
		WallMillis:   median(all, func(s sample) time.Duration { return s.wall }).Milliseconds(),
		CPUMillis:    median(all, func(s sample) time.Duration { return s.cpu }).Milliseconds(),
		PluginMillis: median(all, func(s sample) time.Duration { return s.plugin.cpu }).Milliseconds(),
		MemoryMiB:    float64(median(all, func(s sample) int64 { return s.plugin.memory })) / (1 << 20),
	}
}

// median gives the middle value, and zero of nothing.
func median[From any, T int64 | time.Duration](all []From, of func(From) T) T {
	var values []T
	for _, one := range all {
		values = append(values, of(one))
	}
	slices.Sort(values)
	if len(values) == 0 {
		return 0
	}
	return values[len(values)/2]
}

// step finds a step of a scenario.
func (r Report) step(k kind, n int, latency time.Duration, name string) (Step, bool) {
	for _, f := range r.Scenarios {
		if f.Kind != k || f.N != n || f.LatencyMillis != latency.Milliseconds() {
			continue
		}
		for _, s := range f.Steps {
			if s.Name == name {
				return s, true
			}
		}
	}
	return Step{}, false
}
