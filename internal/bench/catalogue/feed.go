package main

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
)

// drawers is how many goroutines draw works: as many as a small machine has cores.
const drawers = 2

// feed gives all works of a world to a builder. It draws a lot of them, gives
// them, and draws the next; so the time of drawing is known and not the builder's.
type feed struct {
	*world
	census  census
	drawn   time.Duration // how long drawing has taken
	blocked []int64       // the works of the blocked authors

	unwanted map[int64]bool // those authors
}

func newFeed(w *world) *feed {
	f := &feed{world: w, census: newCensus(w), unwanted: map[int64]bool{}}
	for _, id := range blockedAuthors(w) {
		f.unwanted[id] = true
	}
	return f
}

// lot is how many works each drawer draws at a time.
const lot = 1 << 15

// all gives the works in the order of their posting. Each is good until the next.
func (f *feed) all(ctx context.Context) iter.Seq2[facet.Work, error] {
	return func(yield func(facet.Work, error) bool) {
		pens := make([]*pen, drawers)
		for i := range pens {
			pens[i] = newPen(f.world)
		}
		for from := 0; from < f.works; from += lot * drawers {
			if err := ctx.Err(); err != nil {
				yield(facet.Work{}, err)
				return
			}
			begun := time.Now()
			lots := f.lots(pens, from)
			for _, works := range lots {
				f.note(works)
			}
			f.drawn += time.Since(begun)
			for _, works := range lots {
				for _, w := range works {
					if !yield(w, nil) {
						return
					}
				}
			}
		}
	}
}

// lots lets each pen draw a lot, and counts what was drawn.
func (f *feed) lots(pens []*pen, from int) [][]facet.Work {
	out := make([][]facet.Work, len(pens))
	var wg sync.WaitGroup
	for i, p := range pens {
		wg.Go(func() {
			from := min(f.works, from+i*lot)
			out[i] = p.draw(from, min(f.works, from+lot))
			f.census.add(out[i])
		})
	}
	wg.Wait()
	return out
}

// note keeps which works are of blocked authors.
func (f *feed) note(works []facet.Work) {
	for i := range works {
		for _, t := range works[i].Terms {
			if t.Kind == author && f.unwanted[t.ID] {
				f.blocked = append(f.blocked, works[i].ID)
			}
		}
	}
}

// scan gives each lot of a world's works to see, in several goroutines at once;
// worker is the number of the goroutine. Works are good until see returns.
func scan(ctx context.Context, w *world, see func(worker int, works []facet.Work)) error {
	var wg sync.WaitGroup
	for worker := range drawers {
		wg.Go(func() {
			p := newPen(w)
			for from := worker * lot; from < w.works && ctx.Err() == nil; from += drawers * lot {
				see(worker, p.draw(from, min(w.works, from+lot)))
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
