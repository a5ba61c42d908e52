package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// cpu is the processor time that this process has taken.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Memory is what this process holds, in MB of 1,000,000 bytes.
type Memory struct {
	Resident float64 // of everything: heap, and what is mapped and was touched
	Own      float64 // of that, what is not a file
	Peak     float64 // the most that was ever resident
	Heap     float64 // in use by Go
}

func memory() (Memory, error) {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return Memory{}, err
	}
	mb := func(field string) float64 {
		_, rest, _ := bytes.Cut(b, []byte("\n"+field+":"))
		f := bytes.Fields(rest)
		if len(f) == 0 {
			return 0
		}
		n, _ := strconv.ParseFloat(string(f[0]), 64)
		return n * 1024 / 1e6
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return Memory{mb("VmRSS"), mb("RssAnon"), mb("VmHWM"), float64(m.HeapInuse) / 1e6}, nil
}

// folderSize is how many MB the files of a folder take.
func folderSize(dir string) (float64, error) {
	size := 0.0
	err := filepath.Walk(dir, func(_ string, f os.FileInfo, err error) error {
		if err == nil && f.Mode().IsRegular() {
			size += float64(f.Size()) / 1e6
		}
		return err
	})
	return size, err
}

// step runs a step of the measures as a process of its own, so that what one step
// leaves in memory is not counted with the next, and reads what it found.
func step(ctx context.Context, j job, name string, found any) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	j.Step = name
	order, err := json.Marshal(j)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s of %d works\n", name, j.Works)
	c := exec.CommandContext(ctx, self, "-job", string(order))
	c.Stderr = os.Stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("%s of %d works: %w", name, j.Works, err)
	}
	return json.Unmarshal(out, found)
}

// job is what a step is told.
type job struct {
	Step  string
	Dir   string // where steps of one size leave things for each other
	Works int
	Seed  uint64
	Cores int
	Short bool // only what a line of the growth table needs
	Quick bool
	Loop  time.Duration // how long clients ask in a closed loop
}

func (j job) world() *world { return newWorld(j.Works, j.Seed) }

func (j job) file(name string) string { return filepath.Join(j.Dir, name) }

func (j job) save(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(j.file(name), b, 0o600)
}

func (j job) load(name string, v any) error {
	b, err := os.ReadFile(j.file(name))
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}
