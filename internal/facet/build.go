package facet

import (
	"context"
	"iter"
	"os"
	"runtime"
	"slices"
)

var background = context.Background()

// processors is how many there are; a program may give Go's scheduler more than that.
func processors() int { return min(runtime.GOMAXPROCS(0), runtime.NumCPU()) }

func usual() tuning {
	return tuning{spill: 8 << 20, large: 200_000, merge: 2000, share: 40, few: 400, hottest: hotEnd, ready: 400, worth: 20_000, listed: 1000, tracked: 300, price: chunkPrice, help: worthHelp, hands: processors(), seats: 16 * processors(),
		shallow: 2000}
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
	in, err := takeIn(ctx, dir, &s, tune.spill, works, progress)
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
