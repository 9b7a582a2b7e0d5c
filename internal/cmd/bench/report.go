package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// Report is all that one bench found.
type Report struct {
	Date      string    `json:"date"`
	CLI       string    `json:"cli"`
	Runs      int       `json:"runs"`
	Scenarios []Figures `json:"scenarios"`
	Binary    Binary    `json:"binary"`
}

// Figures are those of one scenario.
type Figures struct {
	Scenario string `json:"scenario"`
	N        int    `json:"n"`
	Steps    []Step `json:"steps"`
}

// Step is one command of a run. Times and memory are medians over the runs; the
// ratio is the median of the ratios within each run.
type Step struct {
	Name        string         `json:"name"`
	WallMillis  int64          `json:"wall_ms"`
	FloorMillis int64          `json:"floor_ms"`
	Ratio       float64        `json:"ratio"`
	MemoryMiB   float64        `json:"memory_mib"`
	FloorMiB    float64        `json:"floor_memory_mib"`
	Requests    int            `json:"requests"`
	ByKind      map[string]int `json:"by_operation"`
	ClassA      int            `json:"billed_class_a"`
	ClassB      int            `json:"billed_class_b"`
	USD         float64        `json:"usd"`
}

// Cloudflare's prices in US dollars for one operation, beyond the free tier of
// a million Class A and ten million Class B a month.
// See https://developers.cloudflare.com/r2/pricing/.
const (
	priceA = 4.50 / 1e6
	priceB = 0.36 / 1e6
)

func summarise(name string, provider, floor []map[string]sample) Step {
	var walls, floors []time.Duration
	var memory, floorMemory []int64
	var ratios []float64
	for i := range provider {
		p, f := provider[i][name], floor[i][name]
		walls, floors = append(walls, p.wall), append(floors, f.wall)
		memory, floorMemory = append(memory, p.memory), append(floorMemory, f.memory)
		ratios = append(ratios, float64(p.wall)/float64(f.wall))
	}
	slices.Sort(ratios)
	step := Step{
		Name:        name,
		WallMillis:  median(walls).Milliseconds(),
		FloorMillis: median(floors).Milliseconds(),
		Ratio:       ratios[len(ratios)/2],
		MemoryMiB:   float64(median(memory)) / (1 << 20),
		FloorMiB:    float64(median(floorMemory)) / (1 << 20),
		ByKind:      map[string]int{},
	}
	for _, request := range provider[0][name].requests {
		step.Requests++
		step.ByKind[request.Operation]++
		if !request.Billed() {
			continue
		}
		if request.Class == r2fake.ClassA {
			step.ClassA++
		} else {
			step.ClassB++
		}
	}
	step.USD = float64(step.ClassA)*priceA + float64(step.ClassB)*priceB
	return step
}

func (f Figures) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s\n", f.Scenario)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "step\twall\tfloor\tratio\tmemory\tfloor\trequests\tclass A\tclass B\tUSD\t")
	for _, s := range f.Steps {
		fmt.Fprintf(table, "%s\t%d ms\t%d ms\t%.2f\t%.0f MiB\t%.0f MiB\t%d\t%d\t%d\t%.6f\t\n",
			s.Name, s.WallMillis, s.FloorMillis, s.Ratio, s.MemoryMiB, s.FloorMiB, s.Requests, s.ClassA, s.ClassB, s.USD)
	}
	_ = table.Flush()
	for _, s := range f.Steps {
		if len(s.ByKind) == 0 {
			continue
		}
		var kinds []string
		for _, operation := range slices.Sorted(maps.Keys(s.ByKind)) {
			kinds = append(kinds, fmt.Sprintf("%d %s", s.ByKind[operation], operation))
		}
		fmt.Fprintf(w, "  %s: %s\n", s.Name, strings.Join(kinds, ", "))
	}
}

// Binary is the size of the released binary and how soon it answers.
type Binary struct {
	Bytes           int64 `json:"bytes"`
	FloorBytes      int64 `json:"floor_bytes"`
	HandshakeMicros int64 `json:"handshake_us"`
}

// binary measures the time from the start of the process to the line of the
// plugin handshake, as the median of many starts.
func (l *lab) binary(ctx context.Context) (Binary, error) {
	info, err := os.Stat(l.plugin("provider"))
	if err != nil {
		return Binary{}, err
	}
	floor, err := os.Stat(l.plugin("floor"))
	if err != nil {
		return Binary{}, err
	}
	var times []time.Duration
	for range 21 {
		taken, err := handshake(ctx, l.plugin("provider"))
		if err != nil {
			return Binary{}, err
		}
		times = append(times, taken)
	}
	return Binary{Bytes: info.Size(), FloorBytes: floor.Size(), HandshakeMicros: median(times).Microseconds()}, nil
}

// handshake starts a plugin as Terraform does, waits for its first line, and
// ends it.
// The cookie is that of https://github.com/hashicorp/terraform-plugin-go.
func handshake(ctx context.Context, plugin string) (time.Duration, error) {
	command := exec.CommandContext(ctx, plugin)
	command.Env = append(os.Environ(),
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", "PLUGIN_PROTOCOL_VERSIONS=6")
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

func (b Binary) print(w io.Writer) {
	fmt.Fprintf(w, "\nbinary %.1f MiB (floor %.1f MiB), handshake %.1f ms\n",
		float64(b.Bytes)/(1<<20), float64(b.FloorBytes)/(1<<20), float64(b.HandshakeMicros)/1e3)
}
