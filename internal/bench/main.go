// Command bench measures what Ficstead promises of its speed and prints a table.
// Each figure of a page is a ratio: the processor time that the archive takes for
// a request, to that of a bare net/http handler which serves the same bytes, both
// as programs of their own, asked in turn within one run.
//
//	go run ./internal/bench [-works 100000] [-only chapter,listing,…]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

func main() {
	if file := os.Getenv(bareEnv); file != "" {
		bare(file)
		return
	}
	works := flag.Int("works", 100_000, "works in the large archive")
	only := flag.String("only", "", "names of the measures to take, with commas; all when empty")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *works, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// row is a line of the table.
type row struct{ name, measured, promised string }

// lab is where the measures are taken: a folder, the program, archives in it.
type lab struct {
	ctx     context.Context
	dir     string
	program string
	works   int
}

func run(ctx context.Context, works int, only string) error {
	dir, err := os.MkdirTemp("", "ficstead-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l := &lab{ctx: ctx, dir: dir, program: filepath.Join(dir, "ficstead"), works: works}
	if err := l.build(); err != nil {
		return err
	}
	t := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "measure\tmeasured\tpromised")
	for _, m := range []struct {
		name string
		take func() ([]row, error)
	}{{"chapter", l.chapter}, {"listing", l.listing}, {"epub", l.epub}, {"import", l.importing}, {"office", l.office}, {"many", l.many}, {"large", l.large}, {"start", l.start}, {"typing", l.typing}} {
		if only != "" && !strings.Contains(","+only+",", ","+m.name+",") {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring", m.name)
		rows, err := m.take()
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		for _, r := range rows {
			fmt.Fprintf(t, "%s\t%s\t%s\n", r.name, r.measured, r.promised)
		}
	}
	return t.Flush()
}
