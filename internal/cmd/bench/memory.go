package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// watchMemory looks, until the function it gives is called, for processes of a
// program and notes the highest peak of resident memory among them, in bytes. It
// is 0 where the system has no /proc.
func watchMemory(program string) func() int64 {
	done := make(chan struct{})
	var peak int64
	var wait sync.WaitGroup
	wait.Go(func() {
		ticker := time.NewTicker(5 * time.Millisecond)
		defer ticker.Stop()
		for {
			peak = max(peak, peakOf(program))
			select {
			case <-done:
				return
			case <-ticker.C:
			}
		}
	})
	return func() int64 {
		close(done)
		wait.Wait()
		return peak
	}
}

// peakOf gives the highest peak of the running processes of a program.
func peakOf(program string) int64 {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	var peak int64
	for _, entry := range entries {
		if _, err := strconv.Atoi(entry.Name()); err != nil {
			continue
		}
		if executable, err := os.Readlink("/proc/" + entry.Name() + "/exe"); err == nil && executable == program {
			peak = max(peak, highWater("/proc/"+entry.Name()+"/status"))
		}
	}
	return peak
}

// highWater reads the peak of resident memory from a status file.
func highWater(path string) int64 {
	file, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var kibibytes int64
		if strings.HasPrefix(lines.Text(), "VmHWM:") {
			_, _ = fmt.Sscanf(lines.Text(), "VmHWM: %d kB", &kibibytes)
			return kibibytes << 10
		}
	}
	return 0
}
