package main

import (
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// lookEvery is how often a plugin is looked at. Its peak of memory is kept by the system, so that little is missed.
const lookEvery = 20 * time.Millisecond

// clockTick is the unit of CPU times in /proc, which is the same on all Linux systems that Go runs on.
const clockTick = 10 * time.Millisecond

// usage is what a plugin took, over all processes that the CLI started of it.
type usage struct {
	memory int64 // peak of resident memory of one process, in bytes
	cpu    time.Duration
}

// watch looks, until the function it gives is called, at the processes of a program. Where the system has no /proc it sees
// nothing.
func watch(program string) func() usage {
	done := make(chan struct{})
	seen := map[string]usage{}
	var wait sync.WaitGroup
	wait.Go(func() {
		ticker := time.NewTicker(lookEvery)
		defer ticker.Stop()
		for {
			look(program, seen)
			select {
			case <-done:
				return
			case <-ticker.C:
			}
		}
	})
	return func() usage {
		close(done)
		wait.Wait()
		var all usage
		for _, one := range seen {
			all.memory = max(all.memory, one.memory)
			all.cpu += one.cpu
		}
		return all
	}
}

// look notes what the running processes of a program have taken, by their process id.
func look(program string, seen map[string]usage) {
	entries, _ := os.ReadDir("/proc")
	for _, entry := range entries {
		id := entry.Name()
		if _, err := strconv.Atoi(id); err != nil {
			continue
		}
		if executable, err := os.Readlink("/proc/" + id + "/exe"); err != nil || executable != program {
			continue
		}
		// A process that ends meanwhile has no memory any more, and is as it was seen before.
		if memory := highWater(id); memory > 0 {
			seen[id] = usage{memory, cpuTime(id)}
		}
	}
}

// highWater reads the peak of resident memory of a process, in bytes.
func highWater(id string) int64 {
	status, _ := os.ReadFile("/proc/" + id + "/status")
	for line := range strings.Lines(string(status)) {
		if value, found := strings.CutPrefix(line, "VmHWM:"); found {
			kibibytes, _ := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			return kibibytes << 10
		}
	}
	return 0
}

// cpuTime reads how long a process has been running on a CPU.
// See proc_pid_stat(5): utime and stime are the 14th and 15th field; the second may hold blanks.
func cpuTime(id string) time.Duration {
	stat, _ := os.ReadFile("/proc/" + id + "/stat")
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	var ticks int64
	for i := 11; i <= 12 && i < len(fields); i++ {
		n, _ := strconv.ParseInt(fields[i], 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * clockTick
}
