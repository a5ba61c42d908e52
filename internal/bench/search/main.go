// Command search measures the search inside texts: how large its index is beside them,
// how long it takes to make, how often a line that somebody remembers finds its work
// first, exactly and with one word of eight wrong, and what a question costs the
// processor.
//
//	go run ./internal/bench/search [-works 2000] [-n 300] [-seed 1] [-db postgres://…] [-anew]
//		[-use 2m] [-keep FOLDER] [-profile FILE] [DIR]
//
// The texts are the paragraphs of the works in DIR, shuffled, so that no two works tell
// the same; those beyond what DIR has are told with every third word another. Without
// DIR they are made of words that nobody wrote. Only lines that stand in one work are
// asked for, and where a word is told wrong, the others of which stand in one. On PostgreSQL cpu is that of the server's processes too, if they are on this
// machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	var x lab
	flag.IntVar(&x.works, "works", 2000, "works to make")
	flag.IntVar(&x.n, "n", 300, "lines of each kind to ask for")
	flag.Uint64Var(&x.seed, "seed", 1, "what all is made from")
	flag.StringVar(&x.db, "db", "", "an empty PostgreSQL database to measure instead of SQLite")
	flag.BoolVar(&x.anew, "anew", false, "only make the index at once, which is quicker than a transaction for each work")
	flag.DurationVar(&x.use, "use", 0, "for how long to save, edit and delete texts, on PostgreSQL, and tell how large the index stays, instead of asking")
	flag.StringVar(&x.keep, "keep", "", "a folder in which the archive stays; one that is there is measured as it is")
	flag.StringVar(&x.profile, "profile", "", "a file for a profile of the questions")
	flag.Parse()
	x.paths = flag.Args()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := x.run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "search:", err)
		os.Exit(1)
	}
}
