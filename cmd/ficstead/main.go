// Command ficstead runs a fan-works archive: it serves it, takes stories in, and
// gives them out again.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/ficstead/ficstead/internal/cli"
)

// softLimit is how many bytes of memory the program is to get by with: beyond, its
// collector works harder. A story of four million words fits in; who has memory to
// spare sets GOMEMLIMIT.
const softLimit = 200 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
