package facet

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

var background = context.Background()

func usual() tuning {
	return tuning{large: 200_000, merge: 2000, share: 40, few: 400, hottest: hotEnd, ready: 400, listed: 1000, tracked: 300, price: chunkPrice, help: worthHelp, hands: runtime.GOMAXPROCS(0), seats: 16 * runtime.GOMAXPROCS(0)}
}

// Build makes a catalogue of works in any order, writes its snapshot into the
// folder dir and opens it. With an empty dir it is in memory only. The catalogue
// is right up to change seq. Now and then progress, if not nil, is told how many
// works were taken. A key that comes twice is an error.
func Build(ctx context.Context, dir string, s Schema, seq int64, works iter.Seq2[Work, error], progress func(works int)) (*Index, error) {
	return build(ctx, dir, s, seq, works, progress, usual())
}

func build(ctx context.Context, dir string, s Schema, seq int64, works iter.Seq2[Work, error], progress func(int), tune tuning) (*Index, error) {
	s = s.clone()
	if err := s.check(); err != nil {
		return nil, err
	}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	in, err := takeIn(ctx, dir, &s, works, progress)
	if err != nil {
		return nil, err
	}
	defer in.drop()
	x := newIndex(&s, dir, tune)
	b, err := x.newBase(ctx, &in.raw, seq, tune.hands, func(*numbering) (source, []uint32, error) {
		order := in.rows.ranked(s.Newest)
		return &in.rows, order, in.rows.twice()
	})
	if err != nil {
		return nil, err
	}
	x.begin(b)
	if err := x.save(); err != nil {
		x.Close()
		return nil, err
	}
	return x, nil
}

func (s Schema) clone() Schema {
	s.Kinds, s.Numbers, s.Texts = slices.Clone(s.Kinds), slices.Clone(s.Numbers), slices.Clone(s.Texts)
	return s
}

func newIndex(s *Schema, dir string, tune tuning) *Index {
	return &Index{schema: s, dir: dir, tune: tune, seats: make(chan struct{}, tune.seats)}
}

// begin shows a first base.
func (x *Index) begin(b *base) {
	v := b.view(x.schema)
	x.live.seq = v.seq
	x.crew = newCrew(x.tune.hands)
	x.live.pending = map[int64]*Work{}
	x.live.moved = make([][]uint32, len(x.schema.Numbers))
	x.show(v)
}

// base is an old part, made or read.
type base struct {
	seg  *segment
	dict *dict
	file *file
	name string
	seq  int64
}

func (b *base) view(s *Schema) *view {
	v := &view{
		num:   numbering{schema: s, dict: b.dict, names: &names{number: map[Term]uint32{}}},
		parts: []member{{segment: b.seg, dirty: make([]marks, len(s.Numbers))}},
		seq:   b.seq,
		file:  b.file,
	}
	v.count()
	return v
}

// newBase makes a base of works whose terms are raw; from gives them by rank.
func (x *Index) newBase(ctx context.Context, r *raw, seq int64, hands int, from func(*numbering) (source, []uint32, error)) (*base, error) {
	d, to, err := r.number(x.schema, x.tune.hottest)
	if err != nil {
		return nil, err
	}
	works := make([]uint32, d.all)
	for i, n := range r.works {
		if n > 0 {
			works[to[i]] = n
		}
	}
	m := maker{ctx: ctx, num: &numbering{schema: x.schema, dict: d}, to: to, hands: hands}
	if m.src, m.order, err = from(m.num); err != nil {
		return nil, err
	}
	b := &base{dict: d, seq: seq}
	if x.dir == "" {
		if b.seg, err = m.base(works); err == nil {
			err = x.enrich(&m)
		}
	} else {
		err = x.writeBase(b, &m, works)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// enrich adds what only large bases have.
func (x *Index) enrich(m *maker) error {
	s := m.seg
	if s.works < max(1, x.tune.large) {
		return nil
	}
	if c := x.schema.bounded(); c >= 0 {
		s.steps = makeSteps(s, c, m.hands)
		s.steps.sets = put(m.out, "steps", 0, s.steps.sets)
		put(m.out, "cuts", 0, s.steps.cuts)
	}
	k, err := makeKnown(m.ctx, s, m.num, x.tune, m.hands)
	if err != nil {
		return err
	}
	if k.cube, err = makeCube(m.ctx, s, m.num, x.tune.tracked, m.hands); err != nil {
		return err
	}
	s.known = k
	k.put(m.out)
	return m.out.failed()
}

// intake is the works as they come in.
type intake struct {
	rows  rows
	raw   raw
	known []kindKeys
	spill *os.File
	size  int64 // of it, in words
	set   *mapping
}

// spillAt is how many words of rows stay in memory.
const spillAt = 8 << 20

func takeIn(ctx context.Context, dir string, s *Schema, works iter.Seq2[Work, error], progress func(int)) (*intake, error) {
	in := &intake{
		rows:  rows{numbers: len(s.Numbers), texts: len(s.Texts)},
		known: make([]kindKeys, len(s.Kinds)),
	}
	err := in.take(ctx, dir, s, works, progress)
	if err == nil {
		err = in.seal()
	}
	if err != nil {
		in.drop()
		return nil, err
	}
	return in, nil
}

func (in *intake) take(ctx context.Context, dir string, s *Schema, works iter.Seq2[Work, error], progress func(int)) error {
	var terms []uint32
	for w, err := range works {
		if err == nil {
			err = s.fits(&w)
		}
		if err == nil && len(in.rows.at)&1023 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		terms = terms[:0]
		for _, t := range w.Terms {
			terms = append(terms, in.number(t))
		}
		terms = unique(terms)
		for _, t := range terms {
			in.raw.works[t]++
		}
		in.rows.add(&w, terms)
		in.rows.at[len(in.rows.at)-1] += uint64(in.size)
		if dir != "" && len(in.rows.words) >= spillAt {
			if err := in.spillOver(dir); err != nil {
				return err
			}
		}
		if n := len(in.rows.at); progress != nil && n%10_000 == 0 {
			progress(n)
		}
	}
	return ctx.Err()
}

func (in *intake) spillOver(dir string) error {
	if in.spill == nil {
		f, err := os.Create(filepath.Join(dir, "incoming"))
		if err != nil {
			return err
		}
		in.spill = f
	}
	if _, err := in.spill.Write(bytesOf(in.rows.words)); err != nil {
		return err
	}
	in.size += int64(len(in.rows.words))
	in.rows.words = in.rows.words[:0]
	return nil
}

// seal makes all rows readable.
func (in *intake) seal() error {
	in.known = nil
	if in.spill == nil {
		return nil
	}
	if err := in.spillOver(""); err != nil {
		return err
	}
	m, err := mapFile(in.spill, 0, in.size*4, false)
	if err != nil {
		return err
	}
	in.set, in.rows.words = m, podsOf[uint32](m.data)
	return nil
}

func (in *intake) drop() {
	if in.set != nil {
		in.set.close()
	}
	if in.spill != nil {
		in.spill.Close()
		os.Remove(in.spill.Name())
	}
}

// twice tells of a key that two rows have.
func (r *rows) twice() error {
	ids := make([]int64, len(r.at))
	for i := range ids {
		ids[i] = r.id(uint32(i))
	}
	if !slices.IsSorted(ids) {
		slices.Sort(ids)
	}
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			return fmt.Errorf("%w: work %d came twice", ErrWork, ids[i])
		}
	}
	return nil
}

// kindKeys finds the numbers of a kind's keys: by pages of a table for keys as
// databases give them, since hundreds of millions are looked up; else by a map.
type kindKeys struct {
	pages []*[keyPage]uint32
	other map[int64]uint32
}

const (
	keyPage  = 1024
	keyPages = 1 << 20
)

// number of a term as it came, from 0 on.
func (in *intake) number(t Term) uint32 {
	k := &in.known[t.Kind]
	if p := t.ID / keyPage; t.ID >= 0 && p < keyPages {
		if int(p) >= len(k.pages) {
			k.pages = append(k.pages, make([]*[keyPage]uint32, int(p)+1-len(k.pages))...)
		}
		if k.pages[p] == nil {
			k.pages[p] = new([keyPage]uint32)
		}
		n := &k.pages[p][t.ID%keyPage]
		if *n == 0 {
			*n = in.raw.add(t) + 1
		}
		return *n - 1
	}
	n, ok := k.other[t.ID]
	if !ok {
		if k.other == nil {
			k.other = map[int64]uint32{}
		}
		n = in.raw.add(t)
		k.other[t.ID] = n
	}
	return n
}

func (r *raw) add(t Term) uint32 {
	r.kinds, r.keys, r.works = append(r.kinds, t.Kind), append(r.keys, t.ID), append(r.works, 0)
	return uint32(len(r.keys) - 1)
}
