package mention

import (
	"cmp"
	"maps"
	"slices"
)

const (
	// farMore is how many times as often as all others one of several people of a name must
	// be written of, to be the one who is meant.
	farMore = 10
	// oneIn is of how many words one must be a name at least for a longer story to be about
	// whoever has it.
	oneIn = 8000
	// mostPeople is how many characters are looked at for relationships, nearby how many
	// words may stand between their names.
	mostPeople = 12
	nearby     = 40
	// leastNear is how often two must be named close to each other.
	leastNear = 4
)

// people tells whose names a story has.
type people struct {
	r       *Reading
	worlds  []uint32
	whole   map[uint64]uint32   // a phrase's number → who is meant
	bearers map[uint64][]uint32 // a word's number → who is called so in these worlds
	found   map[uint32]*person
}

// person is a character of the story.
type person struct {
	name   uint32
	times  int
	notes  int
	deaths int
	full   bool // the whole name is there
	first  int
	forms  map[int32]int
	said   string
}

// people finds the characters of some worlds.
func (r *Reading) people(worlds []uint32) *people {
	p := &people{r: r, worlds: worlds, whole: map[uint64]uint32{}, bearers: map[uint64][]uint32{}, found: map[uint32]*person{}}
	for i := range r.forms {
		f := &r.forms[i]
		if f.call {
			continue
		}
		if n, ok := p.meant(f.names); ok {
			p.whole[f.key] = n
			p.take(int32(i), n, true)
		}
	}
	p.listBearers()
	for i := range r.forms {
		if f := &r.forms[i]; f.call && f.usable() > 0 {
			if n, ok := p.called(f.key); ok {
				p.take(int32(i), n, false)
			}
		}
	}
	return p
}

func (p *people) take(at int32, n uint32, full bool) {
	f := &p.r.forms[at]
	x := p.found[n]
	if x == nil {
		x = &person{name: n, forms: map[int32]int{}}
		p.found[n] = x
	}
	times := f.times
	if f.call {
		times = f.usable()
	}
	x.times, x.notes, x.full = x.times+times, x.notes+f.notes, x.full || full
	x.forms[at] = times
	if times > 0 && (x.first == 0 || f.chapter < x.first) {
		x.first = f.chapter
	}
	if x.said == "" {
		x.said = f.said
	}
}

// in reports whether a name belongs to one of the worlds.
func (p *people) in(n uint32) bool {
	return slices.ContainsFunc(p.r.x.groups.at(n), func(f uint32) bool { return slices.Contains(p.worlds, f) })
}

// meant is who of those that a whole name can be is meant: one of the worlds of this story,
// or one who belongs to no world.
func (p *people) meant(names []uint32) (uint32, bool) {
	var here, nowhere []uint32
	for _, n := range names {
		switch {
		case p.r.x.kind[n] != Character:
		case p.in(n):
			here = append(here, n)
		case len(p.r.x.groups.at(n)) == 0:
			nowhere = append(nowhere, n)
		}
	}
	if len(here) == 0 {
		here = nowhere
	}
	return p.dominant(here)
}

// dominant is the only one, or the one who is far more written of than all others together.
func (p *people) dominant(all []uint32) (uint32, bool) {
	if len(all) == 0 {
		return 0, false
	}
	best, sum := all[0], 0
	for _, n := range all {
		sum += int(p.r.x.counts[n])
		if p.r.x.counts[n] > p.r.x.counts[best] {
			best = n
		}
	}
	most := int(p.r.x.counts[best])
	return best, len(all) == 1 || most > 0 && most >= farMore*(sum-most)
}

// listBearers notes who is called by the words that the text has.
func (p *people) listBearers() {
	wanted := map[uint64]bool{}
	for i := range p.r.forms {
		if f := &p.r.forms[i]; f.call {
			wanted[f.key] = true
		}
	}
	for _, c := range p.r.couples {
		wanted[c.one.word], wanted[c.other.word] = true, true
	}
	x := p.r.x
	for _, w := range p.worlds {
		for _, n := range x.of.at(w) {
			for _, part := range x.parts.at(n) {
				if key := x.partKeys[part]; wanted[key] && !slices.Contains(p.bearers[key], n) {
					p.bearers[key] = append(p.bearers[key], n)
				}
			}
		}
	}
}

// called is who is called by a word: the one of whom the story has the whole name, else the
// only one or the one who is far more written of.
func (p *people) called(word uint64) (uint32, bool) {
	all := p.bearers[word]
	var full []uint32
	for _, n := range all {
		if x := p.found[n]; x != nil && x.full {
			full = append(full, n)
		}
	}
	if len(full) == 1 {
		return full[0], true
	}
	if len(full) > 1 {
		return 0, false
	}
	return p.dominant(all)
}

// heard are the characters that the story is about: whose names it has often enough.
func (p *people) heard() []*person {
	needs := p.r.words / oneIn
	var out []*person
	for _, x := range p.found {
		enough := leastOf
		if x.full {
			enough = least
		}
		if x.notes > 0 || x.times >= max(enough, needs) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *person) int {
		return cmp.Or(cmp.Compare(b.times, a.times), cmp.Compare(b.notes, a.notes), cmp.Compare(a.name, b.name))
	})
	return out
}

// as is what the text calls a character most often.
func (p *people) as(x *person) string {
	best := slices.SortedFunc(maps.Keys(x.forms), func(a, b int32) int { return cmp.Or(cmp.Compare(x.forms[b], x.forms[a]), cmp.Compare(a, b)) })
	if len(best) == 0 {
		return ""
	}
	return p.r.forms[best[0]].text
}

// both is two characters.
type both struct{ one, other uint32 }

func pairOf(a, b uint32) both { return both{min(a, b), max(a, b)} }

// bond is what stands between two characters.
type bond struct{ near, tender int }

// bonds counts how often those of whom the story tells most are named close to each other,
// and who is said to have died.
func (p *people) bonds(main []*person) map[both]*bond {
	who := map[int32]*person{}
	for _, x := range main[:min(len(main), mostPeople)] {
		for f := range x.forms {
			who[f] = x
		}
	}
	out := map[both]*bond{}
	last := map[uint32]event{}
	var newest event
	var newestOf *person
	for _, e := range p.r.events {
		if e.form == eventDying {
			if newestOf != nil && e.sentence == newest.sentence && e.at-newest.at <= 4 {
				newestOf.deaths++
			}
			continue
		}
		if e.form == eventTender {
			for a, at := range last {
				for b, other := range last {
					if a < b && e.at-at.at <= nearby && e.at-other.at <= nearby {
						bondOf(out, a, b).tender++
					}
				}
			}
			continue
		}
		x := who[e.form]
		if x == nil {
			newestOf = nil
			continue
		}
		for n, at := range last {
			if n != x.name && e.at-at.at <= nearby {
				bondOf(out, n, x.name).near++
			}
		}
		last[x.name], newest, newestOf = e, e, x
	}
	return out
}

func bondOf(all map[both]*bond, a, b uint32) *bond {
	k := pairOf(a, b)
	if all[k] == nil {
		all[k] = &bond{}
	}
	return all[k]
}

// side is who stands on a side of a couple.
func (p *people) side(s sideOf) (uint32, bool) {
	for i := len(s.phrases) - 1; i >= 0; i-- {
		if key := s.phrases[i]; key != 0 {
			if n, ok := p.meant(p.r.x.phrases.at(key)); ok && p.in(n) {
				return n, true
			}
		}
	}
	return p.called(s.word)
}
