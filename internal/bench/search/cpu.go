package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/ficstead/ficstead/internal/db"
)

// cpuTime is how long this program has worked, on all processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// serverTime is how long the processes of PostgreSQL have worked that serve this database,
// in steps of the system's clock; 0 on SQLite, and where they are on another machine.
func serverTime(ctx context.Context, d *db.DB) (time.Duration, error) {
	if !d.Postgres {
		return 0, nil
	}
	pids, err := db.All(ctx, d, db.One[int64], `SELECT pid FROM pg_stat_activity WHERE datname = current_database()`)
	if err != nil {
		return 0, fmt.Errorf("processes of the server: %w", err)
	}
	var sum time.Duration
	for _, pid := range pids {
		sum += processTime(pid)
	}
	return sum, nil
}

// processTime is how long a process has been on a processor, to the nanosecond where the
// system tells it.
func processTime(pid int64) time.Duration {
	said, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(said), " ")
	n, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return 0
	}
	return time.Duration(n)
}
