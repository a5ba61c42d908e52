// Command remember measures how well half-remembered stories are found: it takes
// the works in a folder into an archive of its own, makes questions out of their
// texts as people ask who forget and err, and prints how often the right work and
// the very scene are found. With one seed the questions are always the same.
//
//	go run ./internal/bench/remember [-n 500] [-seed 1] [-parts 2000] DIR
//	go run ./internal/bench/remember -made 100000
//
// With -parts every stretch of so many words is a work of its own, so that there are more
// to be told apart.
//
// With -made the works are made of words that nobody wrote, as many as you like, to
// see how the time grows. cpu is what the program itself worked for one question, on
// SQLite with the database's share: unlike the time it does not depend on what else
// the machine does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/ingest"
)

func main() {
	n := flag.Int("n", 500, "questions of each kind")
	seed := flag.Uint64("seed", 1, "what the questions are made from")
	made := flag.Int("made", 0, "works to make instead of taking a folder in")
	parts := flag.Int("parts", 0, "make a work of every so many words of those in the folder")
	only := flag.String("only", "", "only kinds of questions with this in their names")
	data := flag.String("data", "", "folder of an archive to ask instead of a new one; nothing is taken in")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, asking{*data, flag.Args(), *made, *parts, *only, *n, *seed}); err != nil {
		fmt.Fprintln(os.Stderr, "remember:", err)
		os.Exit(1)
	}
}

// asking is what is asked of which works.
type asking struct {
	data  string
	paths []string
	made  int
	parts int
	only  string
	n     int
	seed  uint64
}

func run(ctx context.Context, out io.Writer, x asking) (err error) {
	if x.data == "" && len(x.paths) == 0 && x.made == 0 {
		return errors.New("which folder has the works? go run ./internal/bench/remember DIR")
	}
	data := x.data
	if data == "" {
		if data, err = os.MkdirTemp("", "ficstead-remember-"); err != nil {
			return err
		}
		defer os.RemoveAll(data)
	}
	a, err := app.New(ctx, config.Archive{Data: data}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if x.made > 0 {
		if err := fill(ctx, a.DB, x.made, x.seed, out); err != nil {
			return err
		}
	}
	if len(x.paths) > 0 {
		sum := a.Taker().Run(ctx, x.paths, ingest.Options{Double: true, Among: db.And()}, func(ingest.Report) {})
		fmt.Fprintf(out, "%d files taken in, %d failed\n", sum.Imported, sum.Failed)
	}
	if x.parts > 0 {
		if err := part(ctx, a.DB, x.parts, out); err != nil {
			return err
		}
	}
	scores, err := measure(ctx, a.DB, x.n, x.seed, x.only)
	if err != nil {
		return err
	}
	return table(out, scores)
}
