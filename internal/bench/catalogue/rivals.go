package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
)

// rivalWorks is the most works that SQL engines are asked about, compared how many
// questions they get, and slow how many with facets, which take them long.
const (
	rivalWorks = 1_000_000
	compared   = 300
	slow       = 16
)

// patience is how long one statement may take.
const patience = 25 * time.Second

// Rivals are SQL engines with the same works, asked the same questions.
type Rivals struct {
	Works   int
	Engines []Rival
}

// Rival is one engine.
type Rival struct {
	Name    string
	Missing string  `json:",omitempty"` // why it was not asked
	Load    float64 // seconds, with its indexes
	Disk    float64 // MB
	// The works of a page, how many there are, and the commonest tags of each kind
	// are three statements.
	Page, Count, Facets Line
	TimeOuts            int
	MeanFacets          float64 // ms of those that were asked, time-outs at their length
	Totals              []int   // what was counted
}

// rival is an engine that has the works.
type rival interface {
	describe(ctx context.Context) (string, error)
	// load takes the works in, the newest first; their place in that order is
	// their key.
	load(ctx context.Context, works func(func(place int, w *facet.Work) bool)) error
	size(ctx context.Context) (float64, error)
	// prepare is told what will be asked.
	prepare(ctx context.Context, qs []question) error
	// Each of these is one statement; page and facets give up with errSlow.
	page(ctx context.Context, q *question) error
	count(ctx context.Context, q *question) (int, error)
	facets(ctx context.Context, q *question) error
	close() error
}

// rivals asks each engine.
func rivals(ctx context.Context, j job) (Rivals, error) {
	var a asked
	if err := j.load("asked", &a); err != nil {
		return Rivals{}, err
	}
	qs := a.Everyday[:min(compared, len(a.Everyday))]
	w := j.world()
	newest := byDate(w)
	out := Rivals{Works: j.Works}
	for _, e := range []struct {
		name string
		open func(context.Context, job, *world) (rival, error)
	}{{"SQLite", openSQLite}, {"PostgreSQL", openPostgres}} {
		r := Rival{Name: e.name}
		engine, err := e.open(ctx, j, w)
		if errors.Is(err, errMissing) {
			r.Missing = err.Error()
			out.Engines = append(out.Engines, r)
			continue
		}
		if err == nil {
			err = errors.Join(r.measure(ctx, engine, newest.give(w), qs), engine.close())
		}
		if err != nil {
			return out, fmt.Errorf("%s: %w", e.name, err)
		}
		out.Engines = append(out.Engines, r)
	}
	return out, nil
}

var (
	errMissing = errors.New("not asked")
	errSlow    = errors.New("given up")
)

// ranking is works in an order, by their numbers.
type ranking []int32

// byDate ranks all works, the newest first.
func byDate(w *world) ranking {
	type dated struct {
		minute uint32
		n      int32
	}
	all, p := make([]dated, 0, w.works), newPen(w)
	for n := range w.works {
		all = append(all, dated{p.draw(n, n+1)[0].Numbers[updated], int32(n)})
	}
	slices.SortFunc(all, func(x, y dated) int { return cmp.Or(cmp.Compare(y.minute, x.minute), cmp.Compare(y.n, x.n)) })
	out := make(ranking, len(all))
	for i, d := range all {
		out[i] = d.n
	}
	return out
}

// give draws the works in the order.
func (r ranking) give(w *world) func(func(int, *facet.Work) bool) {
	return func(yield func(int, *facet.Work) bool) {
		p := newPen(w)
		for place, n := range r {
			if !yield(place, &p.draw(int(n), int(n)+1)[0]) {
				return
			}
		}
	}
}

// measure loads the engine and asks it.
func (r *Rival) measure(ctx context.Context, e rival, works func(func(int, *facet.Work) bool), qs []question) (err error) {
	if r.Name, err = e.describe(ctx); err != nil {
		return err
	}
	told("%s: loading", r.Name)
	begun := time.Now()
	if err := e.load(ctx, works); err != nil {
		return err
	}
	r.Load = time.Since(begun).Seconds()
	if r.Disk, err = e.size(ctx); err != nil {
		return err
	}
	if err := e.prepare(ctx, qs); err != nil {
		return err
	}
	told("%s: pages and counts", r.Name)
	var pages, counts, facets []sample
	for i := range qs {
		q := &qs[i]
		took, err := r.timed(func() error { return e.page(ctx, q) })
		if err != nil {
			return err
		}
		pages = append(pages, sample{q.Class, took, 0})
		total := 0
		took, err = r.timed(func() (err error) { total, err = e.count(ctx, q); return err })
		if err != nil {
			return err
		}
		counts = append(counts, sample{q.Class, took, total})
	}
	told("%s: facets", r.Name)
	for i := range qs[:min(slow, len(qs))] {
		took, err := r.timed(func() error { return e.facets(ctx, &qs[i]) })
		if err != nil {
			return err
		}
		r.MeanFacets += ms(took)
		facets = append(facets, sample{qs[i].Class, took, counts[i].total})
	}
	r.MeanFacets /= float64(len(facets))
	r.Page, r.Count, r.Facets = line("pages", pages), line("counts", counts), line("facets", facets)
	for _, c := range counts {
		r.Totals = append(r.Totals, c.total)
	}
	return nil
}

// timed runs a statement.
func (r *Rival) timed(ask func() error) (time.Duration, error) {
	begun := time.Now()
	err := ask()
	if errors.Is(err, errSlow) {
		r.TimeOuts++
		err = nil
	}
	return time.Since(begun), err
}

// print prints the engines beside the catalogue, which answered m.
func (r *Rivals) print(s *sheet, m *Measured) {
	if m == nil {
		return
	}
	firsts := m.Firsts
	var pages, slows []sample
	mean := 0.0
	for i, f := range firsts {
		pages = append(pages, sample{took: time.Duration(f.Page * float64(time.Millisecond))})
		if i < slow {
			slows = append(slows, sample{took: time.Duration(f.Facets * float64(time.Millisecond))})
			mean += f.Facets / float64(min(slow, len(firsts)))
		}
	}
	page, facets := line("", pages), line("", slows)
	s.begin(fmt.Sprintf("SQL engines with %d works, the first %d everyday questions (ms; facets of the first %d only)", r.Works, len(firsts), slow),
		1, "engine", "load s", "disk MB", "page p50", "p95", "p99", "count p50", "p95", "p99", "facets p50", "mean", "time-outs", "page and count p99", "facets mean", "counts agree")
	s.row("this catalogue", "", "", figure(page.P50), figure(page.P95), figure(page.P99), "with it", "", "", figure(facets.P50), figure(mean), "", "1 ×", "1 ×", "")
	for _, e := range r.Engines {
		if e.Missing != "" {
			s.row(e.Name, e.Missing)
			continue
		}
		agree := 0
		for i, n := range e.Totals {
			if n == firsts[i].Total {
				agree++
			}
		}
		s.row(e.Name, figure(e.Load), figure(e.Disk), figure(e.Page.P50), figure(e.Page.P95), figure(e.Page.P99), figure(e.Count.P50), figure(e.Count.P95), figure(e.Count.P99),
			figure(e.Facets.P50), figure(e.MeanFacets), whole(e.TimeOuts), figure((e.Page.P99+e.Count.P99)/page.P99)+" ×", figure(e.MeanFacets/mean)+" ×",
			fmt.Sprintf("%d of %d", agree, len(e.Totals)))
	}
}
