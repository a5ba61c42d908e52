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
	warm   []uint32 // counters of warm terms
	rest   []uint32 // other terms, as often as they are there
	parted []uint64 // hits, and how many are of each share
	shares []uint32
}

// run is one search: its room, used again for the next.
type run struct {
	ctx    context.Context
	index  *Index
	crew   *crew
	view   *view
	newest int
	few    int
	plan   plan
	bounds []bound
	me     *worker

	seqs  []sequence
	used  int
	dense []uint64

	near   near
	masks  []uint32
	sums   []uint32
	floors []uint32
	listed []bool
	wanted []wanted
	fields []field
	sorted []uint32

	deep sorting // of stage parting

	stage   stage
	chunks  int
	next    atomic.Int64
	waiting sync.WaitGroup
	mu      sync.Mutex
	helped  []*worker
}

// take gives a helper room to work in.
func (x *run) take() *worker {
	x.index.mu.Lock()
	defer x.index.mu.Unlock()
	l := x.index.workers
	if len(l) == 0 {
		return new(worker)
	}
	x.index.workers = l[:len(l)-1]
	return l[len(l)-1]
}

// give takes it back.
func (x *run) give(w *worker) {
	x.index.mu.Lock()
	defer x.index.mu.Unlock()
	x.index.workers = append(x.index.workers, w)
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
	if err := x.find(); err != nil {
		return err
	}
	r.Total, r.Seq = 0, x.view.seq
	for i := range x.bounds {
		r.Total += x.bounds[i].hits.n
	}
	x.page(r)
	x.clearCounts(r)
	if !q.Facets {
		return nil
	}
	return x.facets(r)
}

// find finds the hits of each segment.
func (x *run) find() error {
	v := x.view
	x.bounds = slices.Grow(x.bounds, max(0, len(v.parts)-len(x.bounds)))[:len(v.parts)]
	x.me.clearOpen(len(x.plan.opened))
	for i := range x.bounds {
		b := &x.bounds[i]
		var where posting
		if x.plan.q.Where != nil {
			var err error
			if where, err = x.where(v.parts[i].segment); err != nil {
				return err
			}
		}
		if !b.bind(&x.plan, &v.parts[i], x.newest, where) {
			continue
		}
		if b.driver >= 0 {
			b.sparse(x.me)
			continue
		}
		n := chunksOf(b.works)
		b.hits.words = slices.Grow(b.hits.words[:0], n*chunkWords)[:n*chunkWords]
		if i == 0 {
			if err := x.spread(finding, n, b.toil() > x.index.tune.help); err != nil {
				return err
			}
		} else {
			for c := range n {
				b.dense(x.me, c)
			}
		}
		for c := range n {
			b.hits.n += b.hits.chunks[c].n
		}
	}
	return x.ctx.Err()
}

// worthHelp is from how many nanoseconds on a second goroutine is asked: waking it
// takes some 20 microseconds.
const worthHelp = 200_000

// toil is about how many nanoseconds the chunks take.
func (b *bound) toil() int {
	n := len(b.pos) + len(b.neg) + len(b.choose) + 3*len(b.p.ranges)
	if b.p.q.Facets {
		n += len(b.opened)
	}
	if n == 1 && b.dead.n == 0 {
		n = 0
	}
	return n * len(b.hits.chunks) * 500
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
	x.standTops(r)
	for k, kind := range x.view.num.schema.Kinds {
		if kind.Show == Choice {
			sortCounts(r.Counts[k])
		}
	}
	return nil
}

// fewTops sorts all terms of all hits.
func (x *run) fewTops(r *Result) {
	x.me.rest = x.me.rest[:0]
	for i := range x.bounds {
		b := &x.bounds[i]
		for c := range b.hits.blocks() {
			for _, rank := range b.hits.block(c, x.room()) {
				x.me.rest = b.recs[rank].terms(x.view.num.dict, b.over[rank>>chunkBits], x.me.rest)
			}
		}
	}
	x.offerRuns(r, x.me.rest)
}

// manyTops counts by tiers: from what is ready, if that goes, else all hits.
func (x *run) manyTops(r *Result) error {
	if x.nearest() {
		if ok, err := x.nearTops(r); ok || err != nil {
			return err
		}
	}
	x.near.set, x.near.slice = -1, -1
	if err := x.countYoung(); err != nil {
		return err
	}
	b := &x.bounds[0]
	if err := x.spread(counting, b.hits.blocks(), b.hits.n > x.index.tune.help/25); err != nil {
		return err
	}
	plus := x.me.plus
	plus.finish(&x.view.num.dict.pack)
	extra := x.young()
	for k, kind := range x.view.num.schema.Kinds {
		switch {
		case kind.Show == Choice:
			r.Counts[k] = x.choices(r.Counts[k], k, &plus.terms)
		case kind.Show == Top && x.plan.each > 0:
			r.Counts[k] = x.hotTop(r.Counts[k], x.view.num.dict.spans[tierHot][k], k, extra, &plus.terms)
		}
	}
	return x.others(r)
}

// young is how many hits are not in the base.
func (x *run) young() int {
	n := 0
	for i := 1; i < len(x.bounds); i++ {
		n += x.bounds[i].hits.n
	}
	return n
}

// countYoung begins the tally with the hits of young segments.
func (x *run) countYoung() error {
	t := x.me.needPlus()
	t.reset(&x.view.num.dict.pack)
	for i := 1; i < len(x.bounds); i++ {
		b := &x.bounds[i]
		for c := range b.hits.blocks() {
			t.add(b.segment, b.hits.block(c, x.room()))
		}
		if err := x.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// others adds the terms that are neither Choice nor hot, where these can matter,
// and Choice terms that came after the base was made.
func (x *run) others(r *Result) error {
	x.wanted = x.wanted[:0]
	hot := x.view.num.dict.end(tierHot)
	for k, kind := range x.view.num.schema.Kinds {
		switch {
		case kind.Show == Choice && x.laterChoice(k):
			x.wanted = append(x.wanted, wanted{kind: k, from: hot, to: hot, least: 1})
		case kind.Show == Top && x.plan.each > 0:
			if w, ok := x.want(r.Counts[k], k); ok {
				x.wanted = append(x.wanted, w)
			}
		}
	}
	if len(x.wanted) == 0 {
		return nil
	}
	return x.restTop(r)
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

func (w *worker) needPlus() *tally {
	if w.plus == nil {
		w.plus = new(tally)
	}
	return w.plus
}

func (w *worker) needMinus() *tally {
	if w.minus == nil {
		w.minus = new(tally)
	}
	return w.minus
}

func (w *worker) clearOpen(n int) {
	w.open = slices.Grow(w.open[:0], n)[:n]
	clear(w.open)
}
