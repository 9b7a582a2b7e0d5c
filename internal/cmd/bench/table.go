package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

func (f Figures) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s\n", f.Scenario)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\twall\tfloor\tratio\tterraform_data\tCPU\tfloor\tratio\tplugin CPU\tfloor\tmemory\tfloor\trequests\tclass A\tclass B\tUSD\t")
	for _, s := range f.Steps {
		fmt.Fprintf(table, "%s\t%d ms\t%d ms\t%.2f\t%d ms\t%d ms\t%d ms\t%.2f\t%d ms\t%d ms\t%.0f MiB\t%.0f MiB\t%d\t%d\t%d\t%.6f\t\n",
			s.Name, s.Provider.WallMillis, s.Floor.WallMillis, s.Ratio(), s.BuiltIn.WallMillis,
			s.Provider.CPUMillis, s.Floor.CPUMillis, s.CPURatio(), s.Provider.PluginMillis, s.Floor.PluginMillis,
			s.Provider.MemoryMiB, s.Floor.MemoryMiB, s.Requests, s.ClassA, s.ClassB, s.USD)
	}
	_ = table.Flush()
	for _, s := range f.Steps {
		if len(s.ByKind) > 0 {
			fmt.Fprintf(w, "  %s: %s\n", s.Name, operations(s.ByKind))
		}
	}
}

// operations is such as "1 DeleteObject, 2 ListBuckets".
func operations(counts map[string]int) string {
	var kinds []string
	for _, operation := range slices.Sorted(maps.Keys(counts)) {
		kinds = append(kinds, fmt.Sprintf("%d %s", counts[operation], operation))
	}
	return strings.Join(kinds, ", ")
}

func (b Binary) print(w io.Writer) {
	fmt.Fprintf(w, "\nbinary %.1f MB, handshake %.1f ms (%s), schema %.1f ms\n",
		float64(b.Bytes)/1e6, float64(b.HandshakeMicros)/1e3, certificates(b), float64(b.SchemaMicros)/1e3)
}
