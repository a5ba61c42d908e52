// Command ficstead runs a fan-works archive: it serves it, takes stories in, and
// gives them out again.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/ficstead/ficstead/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
