package facet

import (
	"context"
	"iter"
	"path/filepath"
)

// intake is the works as they come in.
type intake struct {
	rows  rows
	raw   raw
	known []kindKeys
	most  int // words of rows that stay in memory
	spill *spill
	size  int64 // of it, in words
	set   *mapping
}

func takeIn(ctx context.Context, dir string, s *Schema, most int, works iter.Seq2[Work, error], progress func(int)) (*intake, error) {
	in := &intake{
		most:  most,
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
			if k := in.known[t.Kind].of(t.ID); k.last != uint32(len(in.rows.at)+1) {
				if k.works == 0 {
					k.number = in.raw.add(t)
				}
				k.works, k.last = k.works+1, uint32(len(in.rows.at)+1)
				terms = append(terms, k.number)
			}
		}
		in.rows.add(&w, terms)
		in.rows.at[len(in.rows.at)-1] += uint64(in.size)
		if dir != "" && len(in.rows.words) >= in.most {
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

func (in *intake) spillOver(dir string) (err error) {
	if in.spill == nil {
		if in.spill, err = newSpill(filepath.Join(dir, "incoming")); err != nil {
			return err
		}
	}
	in.size += int64(len(in.rows.words))
	in.rows.words, err = in.spill.add(in.rows.words)
	return err
}

// seal makes all rows readable.
func (in *intake) seal() error {
	in.raw.works = make([]uint32, len(in.raw.keys))
	for i := range in.known {
		in.known[i].count(in.raw.works)
	}
	in.known = nil
	if in.spill == nil {
		return nil
	}
	if err := in.spillOver(""); err != nil {
		return err
	}
	if err := in.spill.end(); err != nil {
		return err
	}
	m, err := mapFile(in.spill.file, 0, in.size*4, false)
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
		in.spill.drop()
	}
}

// kindKeys knows the terms of a kind by their keys: by pages of a table for keys as
// databases give them, since hundreds of millions are looked up; else by a map.
type kindKeys struct {
	pages []*[keyPage]taken
	other map[int64]*taken
}

// taken is a term that works have: its number as it came, how many have it, and the
// last of them, counted from 1. All is in one place, since to get there takes longest.
type taken struct{ number, works, last uint32 }

const (
	keyPage  = 1024
	keyPages = 1 << 20
)

func (k *kindKeys) of(id int64) *taken {
	if p := id / keyPage; id >= 0 && p < keyPages {
		if int(p) >= len(k.pages) {
			k.pages = append(k.pages, make([]*[keyPage]taken, int(p)+1-len(k.pages))...)
		}
		if k.pages[p] == nil {
			k.pages[p] = new([keyPage]taken)
		}
		return &k.pages[p][id%keyPage]
	}
	t, ok := k.other[id]
	if !ok {
		if k.other == nil {
			k.other = map[int64]*taken{}
		}
		t = new(taken)
		k.other[id] = t
	}
	return t
}

// count says how many works each term has, by number.
func (k *kindKeys) count(works []uint32) {
	for _, p := range k.pages {
		if p == nil {
			continue
		}
		for i := range p {
			if p[i].works > 0 {
				works[p[i].number] = p[i].works
			}
		}
	}
	for _, t := range k.other {
		works[t.number] = t.works
	}
}

// add gives a term the next number.
func (r *raw) add(t Term) uint32 {
	r.kinds, r.keys = append(r.kinds, t.Kind), append(r.keys, t.ID)
	return uint32(len(r.keys) - 1)
}
