package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// target is what the provider is to reach. It is printed with what was measured, and nothing fails: a machine has its days.
type target struct {
	what  string
	limit float64
	unit  string
	of    figure
}

var targets = []target{
	{"no-op plan, 1000 storages on one token and bucket: time, of the floor's", 1.25, "x", ratio(oneBucket, "no-op plan")},
	{"the same: CPU time, of the floor's", 1.25, "x", cpuRatio(oneBucket, "no-op plan")},
	{"the same: requests", 5, "", requests(oneBucket, "no-op plan")},
	{"no-op plan, 1000 storages with verify = false: time, of the floor's", 1.1, "x", ratio(unverified, "no-op plan")},
	{"the same: CPU time, of the floor's", 1.1, "x", cpuRatio(unverified, "no-op plan")},
	{"the same: requests", 0, "", requests(unverified, "no-op plan")},
	{"no-op plan, 1000 tokens and buckets at 50 ms: time, of 1000 x 50 ms / 10 + the floor's", 1.15, "x", roundTrips},
	{"refresh, 1000 unmanaged buckets: requests", 3, "", requests(bareBuckets, "refresh-only")},
	{"the same: time, of the floor's", 1.25, "x", ratio(bareBuckets, "refresh-only")},
	{"refresh, 1000 buckets with managed rules: requests a bucket more", 2, "", rulesRequests},
	{"the same: time, of the floor's", 2, "x", ratio(managedBuckets, "refresh-only")},
	{"no-op plan, 5000 storages: time for each, of that at 1000", 1.2, "x", growth(wall)},
	{"the same, of how the floor's grows", 1.2, "x", growthOfFloor(wall)},
	{"the same: CPU time of the provider alone for each, of that at 1000", 1.2, "x", growth(func(t Taken) float64 { return float64(t.PluginMillis) })},
	{"the same: memory of the provider for each, of that at 1000", 1.2, "x", growth(func(t Taken) float64 { return t.MemoryMiB })},
	{"memory of the provider, the most that any run with 1000 storages took", 60, "MiB", memory},
	{"from the start of the process to the handshake", 10, "ms", func(r Report) (float64, string, bool) {
		return float64(r.Binary.HandshakeMicros) / 1e3, certificates(r.Binary), r.Binary.HandshakeMicros > 0
	}},
	{"size of the released binary", 25, "MB", func(r Report) (float64, string, bool) {
		return float64(r.Binary.Bytes) / 1e6, "", r.Binary.Bytes > 0
	}},
	{"a month of daily plans, 1000 tokens and buckets: of the free Class A operations", 100, "%", month(func(s Step) float64 { return float64(s.ClassA) / freeA })},
	{"the same: of the free Class B operations", 100, "%", month(func(s Step) float64 { return float64(s.ClassB) / freeB })},
}

func certificates(b Binary) string {
	return fmt.Sprintf("%.1f ms with the certificate that Terraform asks for", float64(b.EncryptedMicros)/1e3)
}

// figure finds what was measured, if it was, and what it is to be seen beside.
type figure func(Report) (is float64, beside string, measured bool)

func ratio(k kind, name string) figure {
	return func(r Report) (float64, string, bool) {
		s, found := r.step(k, thousand, 0, name)
		return s.Ratio(), besides(s), found
	}
}

func besides(s Step) string {
	return fmt.Sprintf("%d of %d ms; terraform_data %d ms", s.Provider.WallMillis, s.Floor.WallMillis, s.BuiltIn.WallMillis)
}

func cpuRatio(k kind, name string) figure {
	return func(r Report) (float64, string, bool) {
		s, found := r.step(k, thousand, 0, name)
		return s.CPURatio(), fmt.Sprintf("%d of %d ms", s.Provider.CPUMillis, s.Floor.CPUMillis), found
	}
}

func requests(k kind, name string) figure {
	return func(r Report) (float64, string, bool) {
		s, found := r.step(k, thousand, 0, name)
		return float64(s.Requests), "", found
	}
}

// roundTrips compares with what ten at a time must take: Terraform walks over so many resources at once.
func roundTrips(r Report) (float64, string, bool) {
	s, found := r.step(manyTokens, thousand, someLatency, "no-op plan")
	limit := thousand*someLatency.Milliseconds()/10 + s.Floor.WallMillis
	return over(s.Provider.WallMillis, limit), fmt.Sprintf("%d of %d ms", s.Provider.WallMillis, limit), found
}

func rulesRequests(r Report) (float64, string, bool) {
	bare, found := r.step(bareBuckets, thousand, 0, "refresh-only")
	managed, also := r.step(managedBuckets, thousand, 0, "refresh-only")
	return float64(managed.Requests-bare.Requests) / thousand, "", found && also
}

func wall(t Taken) float64 { return float64(t.WallMillis) }

// growth compares what one storage takes among 5000 and among 1000. Terraform's own time grows with the square of the
// number, so that the floor's growth and that of terraform_data stand beside it.
func growth(of func(Taken) float64) figure {
	return func(r Report) (float64, string, bool) {
		few, many, found := r.fewAndMany()
		each := func(of func(Step) float64) float64 { return of(many) / of(few) / 5 }
		beside := fmt.Sprintf("floor %.2f x", each(func(s Step) float64 { return of(s.Floor) }))
		if builtIn := each(func(s Step) float64 { return of(s.BuiltIn) }); builtIn > 0 {
			beside += fmt.Sprintf("; terraform_data %.2f x", builtIn)
		}
		return each(func(s Step) float64 { return of(s.Provider) }), beside, found
	}
}

// growthOfFloor compares the provider's growth with the floor's.
func growthOfFloor(of func(Taken) float64) figure {
	return func(r Report) (float64, string, bool) {
		few, many, found := r.fewAndMany()
		return of(many.Provider) / of(few.Provider) / (of(many.Floor) / of(few.Floor)), "", found
	}
}

func (r Report) fewAndMany() (few, many Step, found bool) {
	few, found = r.step(oneBucket, thousand, 0, "no-op plan")
	many, also := r.step(oneBucket, 5*thousand, 0, "no-op plan")
	return few, many, found && also
}

func memory(r Report) (float64, string, bool) {
	most, floors := 0.0, 0.0
	for _, f := range r.Scenarios {
		if f.N != thousand {
			continue
		}
		for _, s := range f.Steps {
			most, floors = max(most, s.Provider.MemoryMiB), max(floors, s.Floor.MemoryMiB)
		}
	}
	return most, fmt.Sprintf("floor %.0f MiB", floors), most > 0
}

// month takes the costliest plan: each storage has a token and a bucket of its own.
func month(of func(Step) float64) figure {
	return func(r Report) (float64, string, bool) {
		s, found := r.step(manyTokens, thousand, someLatency, "no-op plan")
		return 100 * 30 * of(s), fmt.Sprintf("%d Class A and %d Class B a day", s.ClassA, s.ClassB), found
	}
}

func (r Report) printTargets(w io.Writer) {
	fmt.Fprint(w, "\nTargets\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, t := range targets {
		is, beside, measured := t.of(r)
		verdict := "met"
		switch {
		case !measured:
			fmt.Fprintf(table, "%s\tat most %g %s\tnot measured\t\t\n", t.what, t.limit, t.unit)
			continue
		case is > t.limit:
			verdict = "MISSED"
		}
		fmt.Fprintf(table, "%s\tat most %g %s\t%.4g %s\t%s\t%s\n", t.what, t.limit, t.unit, is, t.unit, verdict, beside)
	}
	_ = table.Flush()
}
