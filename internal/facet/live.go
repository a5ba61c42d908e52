package facet

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Changes are taken in by one writer at a time. Works that changed wait in a heap
// until they are published: then they become a small young segment, those that
// they replace are marked dead, and readers get a new view. Small segments are put
// together again and again, each with those before it that are not much larger, so
// that a work is made anew a handful of times and there are never many segments.
// Numbers are changed where they are; only the order they stand in has to know.

// live is the writer's side of an Index.
type live struct {
	mu      sync.Mutex
	pending map[int64]*Work // nil: deleted
	moved   [][]uint32      // by number: ranks of the base whose number changed
	seq     int64
	waiting bool // for the timer
	timer   *time.Timer
	last    time.Time
	closed  bool
	hold    bool
	merging *merging
}

const (
	publishEvery = 100 * time.Millisecond
	foldRatio    = 4
)

// Apply takes changes in; they are found at once, or when there are many within a
// quarter of a second. If anything is wrong with them nothing is taken in. Changes
// older than the catalogue are refused with ErrBehind; those of the same seq may
// come again, in whole or in part.
func (x *Index) Apply(seq int64, works []Change, numbers []Number) error {
	if err := x.fits(works, numbers); err != nil {
		return err
	}
	l := &x.live
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	if seq < l.seq {
		return ErrBehind
	}
	l.seq = seq
	for _, c := range works {
		l.pending[c.ID] = nil
		if c.Work != nil {
			w := *c.Work
			w.Terms, w.Numbers, w.Texts = slices.Clone(w.Terms), slices.Clone(w.Numbers), slices.Clone(w.Texts)
			l.pending[c.ID] = &w
		}
	}
	for _, n := range numbers {
		x.setNumber(n)
	}
	x.publishSoon()
	return nil
}

func (x *Index) fits(works []Change, numbers []Number) error {
	for _, c := range works {
		if c.Work == nil {
			continue
		}
		if c.Work.ID != c.ID {
			return fmt.Errorf("%w: change of %d with work %d", ErrWork, c.ID, c.Work.ID)
		}
		if err := x.schema.fits(c.Work); err != nil {
			return err
		}
	}
	for _, n := range numbers {
		if n.Number < 0 || n.Number >= len(x.schema.Numbers) || n.Number == x.schema.Newest || n.Number == x.schema.bounded() {
			return fmt.Errorf("%w: number %d of work %d changes only with the work", ErrWork, n.Number, n.ID)
		}
	}
	return nil
}

// setNumber changes one number, of a work that waits or where it is.
func (x *Index) setNumber(n Number) {
	if w, ok := x.live.pending[n.ID]; ok {
		if w != nil {
			w.Numbers[n.Number] = n.Value
		}
		return
	}
	part, rank, ok := x.view.locate(n.ID)
	if !ok {
		return
	}
	m := &x.view.parts[part]
	if value(m.cols[n.Number], rank) == n.Value {
		return
	}
	if part == 0 {
		x.live.moved[n.Number] = append(x.live.moved[n.Number], rank)
	}
	if x.live.merging != nil && part < x.live.merging.parts {
		x.live.merging.numbers = append(x.live.merging.numbers, n)
	}
	atomic.StoreUint32(&m.cols[n.Number][rank], n.Value)
}

// locate finds where the work is that counts.
func (v *view) locate(id int64) (part int, rank uint32, ok bool) {
	for i := len(v.parts) - 1; i >= 0; i-- {
		m := &v.parts[i]
		if r, ok := m.ids.rank(id); ok && !m.dead.has(r) {
			return i, r, true
		}
	}
	return 0, 0, false
}

// publishSoon publishes now, or later if it was done just now.
func (x *Index) publishSoon() {
	l := &x.live
	if wait := publishEvery - time.Since(l.last); wait > 0 {
		if !l.waiting {
			l.waiting = true
			l.timer = time.AfterFunc(wait, x.Publish)
		}
		return
	}
	x.publish()
}

// Publish makes everything that was applied found now.
func (x *Index) Publish() {
	l := &x.live
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		x.publish()
	}
}

func (x *Index) publish() {
	l := &x.live
	l.waiting, l.last = false, time.Now()
	v := x.view.next()
	x.takePending(v)
	base := v.base()
	for i, ranks := range l.moved {
		if len(ranks) > 0 {
			base.dirty = slices.Clone(base.dirty)
			base.dirty[i] = base.dirty[i].with(ranks, base.works)
			l.moved[i] = ranks[:0]
		}
	}
	v.seq = l.seq
	v.count()
	x.show(v)
	x.mergeSoon(v)
}

// takePending makes a young segment of the works that wait and of small segments.
func (x *Index) takePending(v *view) {
	l := &x.live
	if len(l.pending) == 0 {
		return
	}
	dead := make([][]uint32, len(v.parts))
	fresh := rows{numbers: len(x.schema.Numbers), texts: len(x.schema.Texts)}
	var terms []uint32
	for _, id := range slices.Sorted(maps.Keys(l.pending)) {
		if part, rank, ok := v.locate(id); ok {
			dead[part] = append(dead[part], rank)
		}
		if w := l.pending[id]; w != nil {
			terms = terms[:0]
			for _, t := range w.Terms {
				terms = append(terms, v.num.add(t))
			}
			fresh.add(w, terms)
		}
	}
	clear(l.pending)
	for i := range v.parts {
		v.parts[i].dead = v.parts[i].dead.with(dead[i], v.parts[i].works)
	}
	v.num.now()
	x.fold(v, &fresh)
}

// fold puts the fresh works with small segments into a new one. Segments that are
// being merged stay as they are.
func (x *Index) fold(v *view, fresh *rows) {
	keep := len(v.parts)
	for keep > 1 {
		m := &v.parts[keep-1]
		if m.frozen || m.works > foldRatio*len(fresh.at) && m.dead.n < m.works {
			break
		}
		m.survivors(fresh)
		keep--
	}
	v.parts = v.parts[:keep:keep]
	if len(fresh.at) > 0 {
		v.parts = append(v.parts, member{segment: x.young(fresh, &v.num)})
	}
}

// survivors adds the living works of a young segment to rows.
func (m *member) survivors(to *rows) {
	for rank := range uint32(m.works) {
		if m.dead.has(rank) {
			continue
		}
		from, end := m.src.at[rank], uint64(len(m.src.words))
		if int(rank)+1 < len(m.src.at) {
			end = m.src.at[rank+1]
		}
		at := len(to.words)
		to.at = append(to.at, uint64(at))
		to.words = append(to.words, m.src.words[from:end]...)
		for i := range m.cols {
			to.words[at+rowHead+i] = value(m.cols[i], rank)
		}
	}
}

// young makes a segment of rows.
func (x *Index) young(fresh *rows, num *numbering) *segment {
	src := rows{numbers: fresh.numbers, texts: fresh.texts}
	order := fresh.ranked(x.schema.Newest)
	for _, i := range order {
		from, end := fresh.at[i], uint64(len(fresh.words))
		if int(i)+1 < len(fresh.at) {
			end = fresh.at[i+1]
		}
		src.at = append(src.at, uint64(len(src.words)))
		src.words = append(src.words, fresh.words[from:end]...)
	}
	for i := range order {
		order[i] = uint32(i)
	}
	m := maker{ctx: background, num: num, src: &src, order: order, hands: 1}
	seg, err := m.young()
	if err != nil {
		panic(err) // only a context ends it, and this one doesn't
	}
	seg.src = &src
	return seg
}

func (l *live) close() {
	l.mu.Lock()
	l.closed = true
	if l.timer != nil {
		l.timer.Stop()
	}
	m := l.merging
	l.mu.Unlock()
	if m != nil {
		m.cancel()
		<-m.done
	}
}

func (l *live) isMerging() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.merging != nil
}
