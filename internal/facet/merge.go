package facet

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
)

// A merge makes a new base of the old one and the young segments there are, while
// readers go on with the view they have and changes go on into further segments.
// When it is ready, these are numbered anew, what died meanwhile is marked, numbers
// that changed are set again, and the next view has the new base.

// merging is a merge that goes on.
type merging struct {
	cancel  context.CancelFunc
	parts   int      // of the view that is merged
	view    *view    // held
	numbers []Number // of works in it, that changed since
	done    chan struct{}
}

// Hold keeps the catalogue from merging by itself, as long as it is true.
func (x *Index) Hold(hold bool) {
	x.live.mu.Lock()
	defer x.live.mu.Unlock()
	x.live.hold = hold
}

// mergeSoon begins a merge when enough has changed.
func (x *Index) mergeSoon(v *view) {
	l := &x.live
	changed := v.young() + v.base().dead.n
	if l.hold || l.closed || l.merging != nil || changed < max(x.tune.merge, v.base().works/x.tune.share) {
		return
	}
	x.mergeAside(background) // what goes wrong with the disk goes wrong again, and is seen at Save
}

// mergeAside needs live.mu. It begins a merge on a thread that gives way to those of
// readers, and tells what comes of it.
func (x *Index) mergeAside(ctx context.Context) <-chan error {
	ctx, cancel := context.WithCancel(ctx)
	m, done := x.startMerge(cancel), make(chan error, 1)
	go func() {
		defer cancel()
		stepAside()
		done <- x.merge(ctx, m)
	}()
	return done
}

// Merge puts the young part and the old together, which happens by itself when
// the young part has grown. It ends early with ctx. If a merge goes on it waits
// for that.
func (x *Index) Merge(ctx context.Context) error {
	l := &x.live
	l.mu.Lock()
	if !l.closed && l.merging == nil {
		x.publish() // which may begin one
	}
	for l.merging != nil {
		m := l.merging
		l.mu.Unlock()
		select {
		case <-m.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		l.mu.Lock()
	}
	if l.closed {
		l.mu.Unlock()
		return ErrClosed
	}
	x.publish()
	if l.merging != nil {
		l.mu.Unlock()
		return nil // enough for another one came meanwhile, and it goes on by itself
	}
	done := x.mergeAside(ctx)
	l.mu.Unlock()
	return <-done
}

// startMerge needs live.mu.
func (x *Index) startMerge(cancel context.CancelFunc) *merging {
	x.mu.Lock()
	defer x.mu.Unlock()
	v := x.view
	v.refs++
	for i := range v.parts[1:] {
		v.parts[1+i].frozen = true
	}
	x.live.merging = &merging{cancel: cancel, parts: len(v.parts), view: v, done: make(chan struct{})}
	return x.live.merging
}

func (x *Index) merge(ctx context.Context, m *merging) error {
	b, err := x.mergedBase(ctx, m.view)
	l := &x.live
	l.mu.Lock()
	defer l.mu.Unlock()
	defer close(m.done)
	defer x.release(m.view, nil)
	l.merging = nil
	for i := range x.view.parts {
		x.view.parts[i].frozen = false
	}
	if err == nil && l.closed {
		err = ErrClosed
	}
	if err != nil {
		if b != nil && b.file != nil {
			b.file.close()
			os.Remove(filepath.Join(x.dir, b.name))
		}
		return err
	}
	x.show(x.carryOver(m, b))
	return x.save()
}

// mergedBase makes the new base of everything that is alive in v.
func (x *Index) mergedBase(ctx context.Context, v *view) (*base, error) {
	r := v.alive()
	return x.newBase(ctx, r, v.seq, 1, func(*numbering) (source, []uint32, error) {
		s := &survivors{view: v}
		for i := range v.parts {
			s.first = append(s.first, uint32(s.works))
			s.works += v.parts[i].works
		}
		return s, s.ranked(x.schema.Newest), nil
	})
}

// alive counts how many living works each term has.
func (v *view) alive() *raw {
	num := &v.num
	n := int(num.dict.all) + len(num.later)
	r := &raw{kinds: make([]uint8, n), keys: make([]int64, n), works: make([]uint32, n)}
	for _, spans := range num.dict.spans {
		for k, s := range spans {
			for t := s.from; t < s.to; t++ {
				r.kinds[t], r.keys[t] = uint8(k), num.dict.keys.of(k, t)
			}
		}
	}
	for i, t := range num.later {
		r.kinds[num.dict.all+uint32(i)], r.keys[num.dict.all+uint32(i)] = t.Kind, t.ID
	}
	b := v.base()
	for t := range num.dict.all {
		r.works[t] = b.post.start[t+1] - b.post.start[t]
	}
	for i, t := range b.post.big {
		r.works[t] = b.post.bigN[i]
	}
	var w row
	s := &survivors{view: v}
	room := make([]uint32, 0, leafWorks)
	for i, l := range b.dead.leaves {
		if l == nil {
			continue
		}
		for _, rank := range l.ranks(i, room) {
			s.readBase(rank, &w)
			for _, t := range w.terms {
				r.works[t]--
			}
		}
	}
	for i := range v.parts[1:] {
		m := &v.parts[1+i]
		for rank := range uint32(m.works) {
			if m.dead.has(rank) {
				continue
			}
			for _, t := range unique(slices.Clone(m.src.row(rank).terms)) {
				r.works[t]++
			}
		}
	}
	return r
}

// survivors are the works of a view as a source, numbered through all segments.
type survivors struct {
	view  *view
	first []uint32
	works int
}

func (s *survivors) place(i uint32) (*member, uint32) {
	for p := len(s.first) - 1; ; p-- {
		if i >= s.first[p] {
			return &s.view.parts[p], i - s.first[p]
		}
	}
}

func (s *survivors) read(i uint32, into *row) {
	m, rank := s.place(i)
	if m.src == nil {
		s.readBase(rank, into)
		return
	}
	m.src.read(rank, into)
	into.own(m, rank)
}

func (s *survivors) readBase(rank uint32, into *row) {
	b := s.view.base()
	into.id = b.ids.of(b.ids.tie[rank])
	into.room = b.recs[rank].terms(s.view.num.dict, b.over[rank>>chunkBits], into.room[:0])
	into.room = append(into.room, b.hidden(rank)...)
	into.terms = into.room
	into.own(b, rank)
}

// own reads the numbers as they are now.
func (r *row) own(m *member, rank uint32) {
	r.values = r.values[:0]
	for _, col := range m.cols {
		r.values = append(r.values, value(col, rank))
	}
	r.numbers = r.values
}

func (s *survivors) text(i uint32, order int) []byte {
	m, rank := s.place(i)
	t := &m.texts[order]
	return t.key(t.place[rank])
}

// ranked puts the living works of all segments, each of which is in order, in order.
func (s *survivors) ranked(newest int) []uint32 {
	v := s.view
	order := make([]uint32, 0, v.works)
	next := make([]uint32, len(v.parts))
	for {
		first := -1
		for p := range v.parts {
			m := &v.parts[p]
			for next[p] < uint32(m.works) && m.dead.has(next[p]) {
				next[p]++
			}
			if next[p] == uint32(m.works) {
				continue
			}
			if first < 0 || before(m.segment, next[p], v.parts[first].segment, next[first], newest) {
				first = p
			}
		}
		if first < 0 {
			return order
		}
		order = append(order, s.first[first]+next[first])
		next[first]++
	}
}

// before tells whether a work comes before another of another segment.
func before(a *segment, i uint32, b *segment, j uint32, newest int) bool {
	c := cmp.Compare(b.cols[newest][j], a.cols[newest][i])
	return cmp.Or(c, cmp.Compare(b.ids.of(b.ids.tie[j]), a.ids.of(a.ids.tie[i]))) < 0
}

// carryOver makes the view with the new base, of what changed since m began.
func (x *Index) carryOver(m *merging, b *base) *view {
	now, v := x.view, b.view(x.schema)
	v.seq = now.seq
	var dead []uint32
	for p := range m.parts {
		was, is := &m.view.parts[p], &now.parts[p]
		room := make([]uint32, 0, leafWorks)
		for i, l := range is.dead.leaves {
			if l == nil {
				continue
			}
			for _, r := range l.ranks(i, room) {
				if !was.dead.has(r) {
					rank, _ := b.seg.ids.rank(was.ids.of(was.ids.tie[r]))
					dead = append(dead, rank)
				}
			}
		}
	}
	fresh := rows{numbers: len(x.schema.Numbers), texts: len(x.schema.Texts)}
	for p := m.parts; p < len(now.parts); p++ {
		now.parts[p].survivors(&fresh)
	}
	for i := range fresh.at {
		terms := fresh.row(uint32(i)).terms
		for j, t := range terms {
			terms[j] = v.num.add(now.num.term(t))
		}
	}
	v.num.now()
	if len(fresh.at) > 0 {
		v.parts = append(v.parts, member{segment: x.young(&fresh, &v.num)})
	}
	old := v.base()
	moved := make([][]uint32, len(x.schema.Numbers))
	for _, n := range m.numbers {
		if r, ok := b.seg.ids.rank(n.ID); ok {
			atomic.StoreUint32(&old.cols[n.Number][r], n.Value)
			moved[n.Number] = append(moved[n.Number], r)
		}
	}
	for i := range moved {
		old.dirty[i] = old.dirty[i].with(moved[i], old.works)
		x.live.moved[i] = x.live.moved[i][:0] // they were of the old base, and are among these
	}
	old.dead = old.dead.with(dead, old.works)
	v.count()
	return v
}
