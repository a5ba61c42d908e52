package mention

import (
	"cmp"
	"slices"
)

const (
	// mostFound is how many characters are told, mostCoupled how many relationships.
	mostFound   = 20
	mostCoupled = 8
	// perTender is of how many words more than one must be of love, near the names of two,
	// for them to be a couple.
	perTender = 5000
	// mostWith is by how many characters it is told why a fandom was found.
	mostWith = 4
)

// Found tells what names the story has, as far as it was read: first fandoms, then
// relationships, characters, freeforms and sayings, each kind by how much speaks for it.
// chosen are the fandoms that somebody has said the story is of; they are not told again.
func (r *Reading) Found(chosen []int64) []Found {
	var given []uint32
	for _, id := range chosen {
		if at, ok := r.x.place(id); ok && r.x.kind[at] == Fandom {
			given = append(given, at)
		}
	}
	worlds := r.worlds(given)
	all := slices.Clone(given)
	for _, w := range worlds {
		all = append(all, w.fandom)
	}
	p := r.people(all)
	main := p.heard()
	bonds := p.bonds(main)
	var out []Found
	for _, w := range worlds {
		out = append(out, r.tellWorld(w, p))
	}
	out = append(out, p.couples(main, bonds)...)
	for _, x := range main[:min(len(main), mostFound)] {
		out = append(out, Found{ID: r.x.ids[x.name], Kind: Character, Times: x.times, Notes: x.notes, Chapter: x.first, As: p.as(x), Said: x.said, Deaths: x.deaths})
	}
	return append(out, r.others()...)
}

func (r *Reading) tellWorld(w world, p *people) Found {
	f := Found{ID: r.x.ids[w.fandom], Kind: Fandom}
	by := map[uint32]int{}
	for _, c := range w.clues {
		switch {
		case c.named:
			f.Times, f.Notes, f.As, f.Chapter = f.Times+c.form.times, f.Notes+c.form.notes, c.form.text, c.form.chapter
			f.Said = cmp.Or(f.Said, c.form.said)
		case c.whole:
			if n, ok := p.whole[c.form.key]; ok {
				by[n] += c.form.times
			}
		default:
			if n, ok := p.called(c.form.key); ok {
				by[n] += c.form.times
			}
		}
	}
	f.With = r.most(by)
	return f
}

// most gives those who are named most often.
func (r *Reading) most(by map[uint32]int) []int64 {
	var all []uint32
	for n := range by {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b uint32) int { return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b)) })
	var out []int64
	for _, n := range all[:min(len(all), mostWith)] {
		out = append(out, r.x.ids[n])
	}
	return out
}

// couples are the relationships that have a name: those that notes name, and those of two
// who are often named close to each other. Where words of love stand near, it is a couple.
func (p *people) couples(main []*person, bonds map[both]*bond) []Found {
	x, r := p.r.x, p.r
	out := map[uint32]*Found{}
	tell := func(n uint32) *Found {
		if out[n] == nil {
			out[n] = &Found{ID: x.ids[n], Kind: Relationship}
		}
		return out[n]
	}
	for i := range r.forms {
		f := &r.forms[i]
		for _, n := range f.names {
			if x.kind[n] == Relationship && f.notes > 0 && (p.in(n) || len(f.names) == 1 && len(x.groups.at(n)) == 0) {
				t := tell(n)
				t.Notes, t.Said, t.As = t.Notes+f.notes, f.said, f.text
			}
		}
	}
	for _, c := range r.couples {
		one, ok := p.side(c.one)
		other, ok2 := p.side(c.other)
		if ok && ok2 && one != other {
			if n, ok := p.tagOf(one, other, c.loving); ok && tell(n).Notes == 0 {
				t := tell(n)
				t.Notes, t.Said = 1, c.said
			}
		}
	}
	needs := max(leastNear, r.words/oneIn)
	for k, b := range bonds {
		if b.near < needs {
			continue
		}
		loving := b.tender > r.words/perTender
		n, ok := p.tagOf(k.one, k.other, loving)
		if !ok && loving {
			n, ok = p.tagOf(k.one, k.other, false)
		}
		if ok {
			t := tell(n)
			t.Near, t.With = b.near, []int64{x.ids[k.one], x.ids[k.other]}
		}
	}
	var all []Found
	for _, f := range out {
		all = append(all, *f)
	}
	slices.SortFunc(all, func(a, b Found) int {
		return cmp.Or(cmp.Compare(b.Notes, a.Notes), cmp.Compare(b.Near, a.Near), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), mostCoupled)]
}

// tagOf is the relationship of two characters.
func (p *people) tagOf(one, other uint32, loving bool) (uint32, bool) {
	x := p.r.x
	if x.full[one] == 0 || x.full[other] == 0 {
		return 0, false
	}
	var here []uint32
	for _, n := range x.pairs.at(pairKey(x.full[one], x.full[other], loving)) {
		if p.in(n) || len(x.groups.at(n)) == 0 {
			here = append(here, n)
		}
	}
	if len(here) == 0 {
		return 0, false
	}
	best := here[0]
	for _, n := range here {
		if x.counts[n] > x.counts[best] {
			best = n
		}
	}
	return best, true
}

// others are the freeforms and sayings.
func (r *Reading) others() []Found {
	by := map[uint32]*Found{}
	for i := range r.forms {
		f := &r.forms[i]
		for _, n := range f.names {
			k := r.x.kind[n]
			if k != Freeform && k != Saying || k == Freeform && f.notes == 0 {
				continue
			}
			if by[n] == nil {
				by[n] = &Found{ID: r.x.ids[n], Kind: k, As: f.text, Said: f.said}
			}
			t := by[n]
			t.Notes, t.Said = t.Notes+f.notes, cmp.Or(t.Said, f.said)
			if k == Saying {
				t.Times += f.times
				if f.times > 0 && (t.Chapter == 0 || f.chapter < t.Chapter) {
					t.Chapter = f.chapter
				}
			}
		}
	}
	var out []Found
	for _, f := range by {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Notes+b.Times, a.Notes+a.Times), cmp.Compare(a.ID, b.ID))
	})
	return out
}
