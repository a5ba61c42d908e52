package facet

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// worker is the room that one goroutine needs.
type worker struct {
	miss   []int32
	open   []uint32 // as plan.opened
	ranks  []uint32
	groups []bitmap
	room   []uint32 // ranks of a chunk
	plus   *tally
	minus  *tally
}

// run is one search: its room, used again for the next.
type run struct {
	ctx    context.Context
	view   *view
	newest int
	few    int
	plan   plan
	bounds []bound
	me     *worker

	seqs  []sequence
	used  int
	dense []uint64

	wanted []wanted
	warm   []uint32
	rest   []uint32
	sorted []uint32

	next    atomic.Int64
	pieces  int
	helped  []*worker
	mu      sync.Mutex
	waiting sync.WaitGroup
}

// room is for the ranks of a chunk.
func (x *run) room() []uint32 { return x.me.ranksRoom() }

func (w *worker) ranksRoom() []uint32 {
	if w.room == nil {
		w.room = make([]uint32, chunkWorks)
	}
	return w.room
}

func (x *run) search(q *Query, r *Result) error {
	x.find()
	r.Total, r.Seq = 0, x.view.seq
	for i := range x.bounds {
		r.Total += x.bounds[i].hits.n
	}
	if err := x.ctx.Err(); err != nil {
		return err
	}
	x.page(r)
	x.clearCounts(r)
	if !q.Facets {
		return nil
	}
	return x.facets(r)
}

// find finds the hits of each segment.
func (x *run) find() {
	v := x.view
	x.bounds = slices.Grow(x.bounds, max(0, len(v.parts)-len(x.bounds)))[:len(v.parts)]
	x.me.open = slices.Grow(x.me.open[:0], len(x.plan.opened))[:len(x.plan.opened)]
	clear(x.me.open)
	for i := range x.bounds {
		b := &x.bounds[i]
		if !b.bind(&x.plan, &v.parts[i], x.newest) {
			continue
		}
		if b.driver >= 0 {
			b.sparse(x.me)
			continue
		}
		n := chunksOf(b.works)
		b.hits.words = slices.Grow(b.hits.words[:0], n*chunkWords)[:n*chunkWords]
		for c := range n {
			if x.ctx.Err() != nil {
				return
			}
			b.dense(x.me, c)
			b.hits.n += b.hits.chunks[c].n
		}
	}
}

func (x *run) clearCounts(r *Result) {
	kinds := len(x.view.num.schema.Kinds)
	r.Counts = slices.Grow(r.Counts[:0], kinds)[:kinds]
	for k := range r.Counts {
		r.Counts[k] = r.Counts[k][:0]
	}
}

// facets counts.
func (x *run) facets(r *Result) error {
	if r.Total <= x.few {
		x.fewTops(r)
	} else if err := x.manyTops(r); err != nil {
		return err
	}
	x.openTops(r)
	for k, kind := range x.view.num.schema.Kinds {
		if kind.Show == Choice {
			sortCounts(r.Counts[k])
		}
	}
	return nil
}

// fewTops sorts all terms of all hits.
func (x *run) fewTops(r *Result) {
	x.rest = x.rest[:0]
	for i := range x.bounds {
		b := &x.bounds[i]
		for c := range b.hits.blocks() {
			for _, rank := range b.hits.block(c, x.room()) {
				x.rest = b.recs[rank].terms(x.view.num.dict, b.over[rank>>chunkBits], x.rest)
			}
		}
	}
	x.offerRuns(r, x.rest)
}

// manyTops counts by tiers.
func (x *run) manyTops(r *Result) error {
	t := x.me.tallyPlus()
	pack := &x.view.num.dict.pack
	t.reset(pack)
	extra := 0
	for i := range x.bounds {
		b := &x.bounds[i]
		if i > 0 {
			extra += b.hits.n
		}
		for c := range b.hits.blocks() {
			if err := x.ctx.Err(); err != nil {
				return err
			}
			t.add(b.segment, b.hits.block(c, x.room()))
		}
	}
	t.finish(pack)
	x.wanted = x.wanted[:0]
	for k, kind := range x.view.num.schema.Kinds {
		switch kind.Show {
		case Choice:
			r.Counts[k] = x.choices(r.Counts[k], k, &t.terms)
			if x.laterChoice(k) {
				hot := x.view.num.dict.end(tierHot)
				x.wanted = append(x.wanted, wanted{kind: k, from: hot, to: hot, least: 1})
			}
		case Top:
			if x.plan.q.Each == 0 {
				continue
			}
			r.Counts[k] = x.hotTop(r.Counts[k], k, extra, &t.terms)
			if w, ok := x.want(r.Counts[k], k); ok {
				x.wanted = append(x.wanted, w)
			}
		}
	}
	if len(x.wanted) > 0 {
		return x.restTop(r)
	}
	return nil
}

// laterChoice tells whether terms of the kind came after the base was made, which
// have no flags.
func (x *run) laterChoice(k int) bool {
	num := &x.view.num
	return slices.ContainsFunc(num.laterChoices, func(t uint32) bool { return int(num.later[t-num.dict.all].Kind) == k })
}

// openTops sets the counts of kinds that were chosen from.
func (x *run) openTops(r *Result) {
	for _, g := range x.plan.groups {
		list := r.Counts[g.kind][:0]
		for i := g.open; i < g.openTo; i++ {
			if n := int(x.me.open[i]); n > 0 {
				list = append(list, Count{x.view.num.term(x.plan.opened[i]).ID, n})
			}
		}
		r.Counts[g.kind] = list
	}
}

func (w *worker) tallyPlus() *tally {
	if w.plus == nil {
		w.plus = new(tally)
	}
	return w.plus
}
