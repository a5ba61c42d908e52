package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
)

// Measured is how a catalogue answered.
type Measured struct {
	Works   int
	Open    float64 // ms
	First   float64 // ms of the first question after that, with facets
	Start   Memory  // before opening
	Opened  Memory
	Used    Memory // after the everyday questions with facets
	Pages   Pass
	Facets  Pass
	Further struct{ Pages, Facets Pass }
	Live    *Live `json:",omitempty"`
	// Firsts are how the first questions were answered, for the comparison with
	// others: ms without and with facets, and how many works there are.
	Firsts []First
}

// First is one question in Measured.Firsts.
type First struct {
	Page, Facets float64
	Total        int
}

// Pass is one round of questions.
type Pass struct {
	Lines   []Line
	CPU     float64 // ms a question
	Allocs  float64 // allocations a question
	GCs     int
	Pause   float64 // the longest that everything stood still, ms
	samples []sample
}

// all is the line of all questions.
func (p *Pass) all() Line { return p.Lines[len(p.Lines)-1] }

// bench asks a catalogue.
type bench struct {
	job
	x       *facet.Index
	blocked []*facet.Set
	asked   asked
	answer  facet.Result // of one question after the other, as who asks keeps it
}

// measure opens the catalogue that build left, and asks.
func measure(ctx context.Context, j job) (m Measured, err error) {
	b := &bench{job: j}
	if err := j.load("asked", &b.asked); err != nil {
		return m, err
	}
	debug.FreeOSMemory() // what this program has read is not the catalogue's
	if m.Start, err = memory(); err != nil {
		return m, err
	}
	begun := time.Now()
	if b.x, err = facet.Open(j.file("index"), schema()); err != nil {
		return m, err
	}
	m.Works, m.Open = j.Works, ms(time.Since(begun))
	if m.Opened, err = memory(); err != nil {
		return m, err
	}
	b.block()
	if err := b.merged(ctx, &m); err != nil {
		return m, err
	}
	if j.Short {
		return m, b.x.Close()
	}
	m.Live = &Live{}
	return m, b.live(ctx, m.Live)
}

// block makes the set of what the blocked authors wrote.
func (b *bench) block() { b.blocked = []*facet.Set{facet.NewSet(b.asked.Blocked)} }

// merged measures the catalogue as it was built.
func (b *bench) merged(ctx context.Context, m *Measured) error {
	warm, err := b.pass(ctx, b.asked.Warm, true)
	if err != nil {
		return err
	}
	m.First = ms(warm.samples[0].took)
	if m.Pages, err = b.pass(ctx, b.asked.Everyday, false); err != nil {
		return err
	}
	if m.Facets, err = b.pass(ctx, b.asked.Everyday, true); err != nil {
		return err
	}
	debug.FreeOSMemory()
	if m.Used, err = memory(); err != nil {
		return err
	}
	for i := range min(compared, len(b.asked.Everyday)) {
		p, f := m.Pages.samples[i], m.Facets.samples[i]
		m.Firsts = append(m.Firsts, First{ms(p.took), ms(f.took), f.total})
	}
	if b.Short {
		return nil
	}
	if m.Further.Pages, err = b.pass(ctx, b.asked.Besides, false); err != nil {
		return err
	}
	m.Further.Facets, err = b.pass(ctx, b.asked.Besides, true)
	return err
}

// query is a question as the catalogue is asked.
func (b *bench) query(q *question, facets bool) *facet.Query {
	out := q.Query
	if out.Facets = facets; q.Blocked {
		out.Without = b.blocked
	}
	return &out
}

// pass asks one question after the other.
func (b *bench) pass(ctx context.Context, qs []question, facets bool) (Pass, error) {
	queries := make([]*facet.Query, len(qs))
	for i := range qs {
		queries[i] = b.query(&qs[i], facets)
	}
	p := Pass{samples: make([]sample, len(qs))}
	r := &b.answer
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun := cpu()
	for i, q := range queries {
		at := time.Now()
		if err := b.x.Search(ctx, q, r); err != nil {
			return p, fmt.Errorf("%s: %w", qs[i].Class, err)
		}
		p.samples[i] = sample{qs[i].Class, time.Since(at), r.Total}
	}
	used := cpu() - begun
	runtime.ReadMemStats(&after)
	n := float64(len(qs))
	p.Lines, p.CPU, p.Allocs = lines(p.samples), ms(used)/n, float64(after.Mallocs-before.Mallocs)/n
	p.GCs, p.Pause = pauses(&before, &after)
	return p, nil
}

// pauses are how many collections there were between, and the longest stop of one.
func pauses(before, after *runtime.MemStats) (int, float64) {
	var longest uint64
	for n := max(before.NumGC, after.NumGC-min(after.NumGC, 256)); n < after.NumGC; n++ {
		longest = max(longest, after.PauseNs[n%256])
	}
	return int(after.NumGC - before.NumGC), float64(longest) / 1e6
}

// answers asks the questions that will be checked.
func (b *bench) answers(ctx context.Context) ([]answer, error) {
	out := make([]answer, len(b.asked.Check))
	for i := range out {
		var r facet.Result
		if err := b.x.Search(ctx, b.query(&b.asked.Check[i], true), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", b.asked.Check[i].Class, err)
		}
		out[i] = answer{IDs: slices.Clone(r.IDs), Total: r.Total}
		for _, c := range r.Counts {
			out[i].Counts = append(out[i].Counts, slices.Clone(c))
		}
	}
	return out, nil
}

// told says on the way what is being done.
func told(format string, args ...any) { fmt.Fprintf(os.Stderr, "  "+format+"\n", args...) }
