// Command catalogue measures the catalogue in memory: how fast it answers what
// readers ask, with how much memory, while works come and change, and whether
// what it says is right. It draws works by chance, with the statistics of large
// archives, and says beside each figure what was promised.
//
//	make bench-catalogue [WORKS=17000000] [QUICK=1]
//
// The last line is one JSON object for programs.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"
)

func main() {
	j := job{}
	flag.IntVar(&j.Works, "works", 17_000_000, "works in the catalogue")
	flag.BoolVar(&j.Quick, "quick", false, "leave the SQL engines out and ask less")
	flag.IntVar(&j.Cores, "cores", 2, "processors that may be used")
	flag.Uint64Var(&j.Seed, "seed", 42, "of chance")
	flag.StringVar(&j.Dir, "dir", "", "folder for what is built; one that is thrown away when empty")
	full := flag.String("json", "", "file for all figures")
	as := flag.String("job", "", "the step that this process is, as the program tells itself")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *as != "" {
		err = perform(ctx, *as)
	} else {
		err = run(ctx, j, *full)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "catalogue:", err)
		os.Exit(1)
	}
}

// perform is one step, which prints what it found.
func perform(ctx context.Context, order string) error {
	var j job
	if err := json.Unmarshal([]byte(order), &j); err != nil {
		return err
	}
	runtime.GOMAXPROCS(j.Cores)
	var found any
	var err error
	switch j.Step {
	case "build":
		found, err = build(ctx, j)
	case "measure":
		found, err = measure(ctx, j)
	case "check":
		found, err = check(ctx, j)
	case "rivals":
		found, err = rivals(ctx, j)
	default:
		return fmt.Errorf("there is no step %q", j.Step)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(found)
}

// sizes are what the catalogue is built of besides, to see how it grows.
var sizes = []int{10_000, 100_000, 1_000_000}

// run takes all measures and prints them.
func run(ctx context.Context, j job, full string) error {
	begun := time.Now()
	if j.Works < 1_000 {
		return errors.New("a catalogue of less than 1,000 works tells nothing")
	}
	if j.Dir == "" {
		dir, err := os.MkdirTemp("", "ficstead-catalogue-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		j.Dir = dir
	}
	if j.Loop = 15 * time.Second; j.Quick {
		j.Loop = 2 * time.Second
	}
	r := &Report{Works: j.Works, Cores: j.Cores, Processor: processor(), Go: runtime.Version(), Seed: j.Seed, Load: [2]string{load(), ""}}
	for _, works := range sizes {
		if works < j.Works {
			if err := r.size(ctx, j, works, true); err != nil {
				return err
			}
		}
	}
	if err := r.size(ctx, j, j.Works, false); err != nil {
		return err
	}
	r.Seconds, r.Load[1] = time.Since(begun).Seconds(), load()
	r.print(os.Stdout)
	if full != "" {
		b, err := json.MarshalIndent(r, "", "\t")
		if err != nil {
			return err
		}
		if err := os.WriteFile(full, b, 0o644); err != nil {
			return err
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(r.summary()); err != nil {
		return err
	}
	if r.Checked.Right < r.Checked.Asked {
		return fmt.Errorf("%d of %d answers were wrong", r.Checked.Asked-r.Checked.Right, r.Checked.Asked)
	}
	return nil
}

// size builds a catalogue and measures it; one that only shows how it grows shortly.
func (r *Report) size(ctx context.Context, j job, works int, short bool) error {
	j.Works, j.Short, j.Dir = works, short, filepath.Join(j.Dir, fmt.Sprint(works))
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return err
	}
	var g Growth
	if err := step(ctx, j, "build", &g.Built); err != nil {
		return err
	}
	if err := step(ctx, j, "measure", &g.Measured); err != nil {
		return err
	}
	r.Growth = append(r.Growth, g)
	if !short {
		if err := step(ctx, j, "check", &r.Checked); err != nil {
			return err
		}
	}
	if rivalled := works == min(r.Works, rivalWorks); rivalled && !j.Quick {
		return step(ctx, j, "rivals", &r.Rivals)
	}
	return nil
}
