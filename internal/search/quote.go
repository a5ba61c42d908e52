package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Quoted is a place in a text that reads as a line does which somebody remembers.
type Quoted struct {
	Hit
	// Fit is how many of the words of the line stand there in their order, Of how
	// many it has.
	Fit, Of int

	score float64
}

const (
	// MinQuote is how many words a line must have to be told from any other.
	MinQuote = 4
	// shingleUnits is how many words in a row must be right for a window to be
	// looked at; of eight words with one wrong, at least four in a row are right.
	shingleUnits = 3
	// maxShingles is how many rows of words are asked for.
	maxShingles = 12
	// shingleWindows is how many windows are asked for by one row of words.
	shingleWindows = 2000
	// alignedWindows is how many windows are read, and alignedAfter once a place was found
	// that is right but for a word.
	alignedWindows = 60
	alignedAfter   = 20
	// alignedAtOnce is how many are read to see whether there is such a place.
	alignedAtOnce = 8
	// alignedPlaces is at how many places of a window the line is laid along it. There
	// are as many only where the same few words are said again and again.
	alignedPlaces = 100
)

// Quote finds the places that read like line, in which a word may be wrong, left
// out or put in; the best first, one a work, of works w that fit within. A place
// where fewer than three of five words fit is none.
func Quote(ctx context.Context, q db.Q, line string, within db.Cond, limit int) ([]Quoted, error) {
	r := recall(q, engineOf(q), line, within, nil)
	if len(r.us) < MinQuote {
		return nil, nil
	}
	if err := r.asItIs(ctx); err != nil {
		return nil, err
	}
	if len(r.read) == 0 { // it stands nowhere as it is, or nowhere that may be seen
		if err := r.nearly(ctx); err != nil {
			return nil, err
		}
	}
	return r.found(limit), nil
}

// recollection is a line that is looked for, and the places that read like it.
type recollection struct {
	q      db.Q
	en     engine
	us     atom
	within db.Cond
	keep   keeper
	read   map[int64]bool   // windows
	best   map[int64]Quoted // of works
}

// recall begins to look for a line; keep is asked about the works before any is read.
func recall(q db.Q, en engine, line string, within db.Cond, keep keeper) *recollection {
	us := atom(units(plain(line[:min(len(line), maxQuery)])))
	return &recollection{q, en, us[:min(len(us), maxUnits)], within, keep, map[int64]bool{}, map[int64]Quoted{}}
}

// asItIs looks for places where the line stands word for word.
func (r *recollection) asItIs(ctx context.Context) error {
	ids, err := r.windows(ctx, r.us, 4*alignedWindows)
	if err != nil {
		return err
	}
	return r.lay(ctx, ids, alignedWindows)
}

func (r *recollection) windows(ctx context.Context, a atom, most int) ([]int64, error) {
	ids, err := r.en.windows(ctx, r.q, allOf(a), most)
	if err != nil {
		return nil, fmt.Errorf("search: quote: %w", err)
	}
	return ids, nil
}

// lay lays the line along windows, those before others first, until so many were read in all.
func (r *recollection) lay(ctx context.Context, ids []int64, most int) error {
	places, err := r.keep.locate(ctx, r.q, ids, r.within)
	if err != nil {
		return err
	}
	rank := map[int64]int{}
	for i, id := range ids {
		rank[id] = i
	}
	slices.SortFunc(places, func(a, b Located) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
	for _, l := range places {
		old, has := r.best[l.Work]
		if has && old.Fit == old.Of || r.read[l.ID] || len(r.read) >= most {
			continue
		}
		r.read[l.ID] = true
		ps, err := Between(ctx, r.q, l.Chapter, l.First, l.Last)
		if err != nil {
			return err
		}
		x := align(ps, r.us)
		x.Work, x.Chapter, x.Where = l.Work, l.Chapter, "text"
		if (!has || x.score > old.score) && 5*x.Fit >= 3*x.Of {
			r.best[l.Work] = x
		}
	}
	return nil
}

// sure reports whether there is a place that is right but for a word.
func (r *recollection) sure() bool {
	for _, x := range r.best {
		if x.Fit+1 >= x.Of {
			return true
		}
	}
	return false
}

// found gives the best places, one a work.
func (r *recollection) found(limit int) []Quoted {
	out := make([]Quoted, 0, len(r.best))
	for _, x := range r.best {
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Quoted) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.Work, a.Work)) })
	return out[:min(len(out), limit)]
}

// keeper is Query.Keep; nil keeps all.
type keeper func(ctx context.Context, works []int64) ([]int64, error)

// locate is Locate, of the works that are kept.
func (k keeper) locate(ctx context.Context, q db.Q, ids []int64, within db.Cond) ([]Located, error) {
	places, err := Locate(ctx, q, ids, within)
	if err != nil || k == nil || len(places) == 0 {
		return places, err
	}
	works := make([]int64, len(places))
	for i, l := range places {
		works[i] = l.Work
	}
	slices.Sort(works)
	kept, err := k(ctx, slices.Compact(works))
	if err != nil {
		return nil, err
	}
	stays := make(map[int64]bool, len(kept))
	for _, id := range kept {
		stays[id] = true
	}
	return slices.DeleteFunc(places, func(l Located) bool { return !stays[l.Work] }), nil
}
