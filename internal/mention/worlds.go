package mention

import (
	"cmp"
	"slices"
)

// This file has in which worlds a story plays, as the names in it tell.

// clue is a name in the story with the fandoms that have it.
type clue struct {
	form    *form
	fandoms []uint32
	names   []uint32 // characters, where they are known
	// weight is 1 for a name of several words that few worlds have, less for what many have.
	weight float64
	whole  bool // a name of several words
	named  bool // the fandom itself is named
}

// What must speak for a world that nobody has chosen.
const (
	enough   = 2.0 // the weights of names together, where one is a whole name
	enoughOf = 3   // single words that characters are called by, where there is no whole name
	least    = 2   // times that a whole name stands in the story
	leastOf  = 3   // times that a single word does
	mostOf   = 12  // worlds at most
)

// worlds gives the fandoms in which the story plays besides the chosen ones, each with the
// clues that speak for it: always the one that most is still unexplained for.
func (r *Reading) worlds(chosen []uint32) (out []world) {
	clues := r.clues()
	for _, f := range chosen {
		clues, _ = explain(r.x, clues, f)
	}
	for len(out) < mostOf {
		best, ok := r.best(clues)
		if !ok {
			return out
		}
		w := world{fandom: best}
		clues, w.clues = explain(r.x, clues, best)
		out = append(out, w)
	}
	return out
}

// world is a fandom with what speaks for it.
type world struct {
	fandom uint32
	clues  []clue
}

// explain takes those of the clues that a fandom has.
func explain(x *Lexicon, all []clue, f uint32) (rest, has []clue) {
	for _, c := range all {
		if slices.Contains(c.fandoms, f) {
			has = append(has, c)
		} else {
			rest = append(rest, c)
		}
	}
	// What the people of this world are called explains the same word elsewhere.
	called := map[uint64]bool{}
	for _, c := range has {
		for _, n := range c.names {
			for _, p := range x.parts.at(n) {
				called[x.partKeys[p]] = true
			}
		}
	}
	return slices.DeleteFunc(rest, func(c clue) bool { return c.form.call && called[c.form.key] }), has
}

func (r *Reading) clues() []clue {
	var out []clue
	for i := range r.forms {
		f := &r.forms[i]
		switch {
		case f.call:
			if times := f.usable(); times >= leastOf {
				if in := r.x.calls.at(f.key); len(in) > 0 {
					c := clue{form: f, fandoms: in, weight: min(1, 4/float64(len(in)))}
					if r.marks[f.key]&common != 0 {
						c.weight /= 4
					}
					out = append(out, c)
				}
			}
		default:
			out = append(out, r.phraseClues(f)...)
		}
	}
	return out
}

func (r *Reading) phraseClues(f *form) []clue {
	people := clue{form: f, whole: true}
	worlds := clue{form: f, named: true, weight: enough}
	for _, n := range f.names {
		switch r.x.kind[n] {
		case Character:
			people.names = append(people.names, n)
			people.fandoms = append(people.fandoms, r.x.groups.at(n)...)
		case Fandom:
			worlds.fandoms = append(worlds.fandoms, n)
		}
	}
	slices.Sort(people.fandoms)
	people.fandoms = slices.Compact(people.fandoms)
	var out []clue
	if n := len(people.fandoms); n > 0 && (f.times+2*f.notes >= least || r.calledToo(people.names)) {
		people.weight = min(1, 4/float64(n))
		out = append(out, people)
	}
	// A world that has the name of a person is named by notes only.
	if len(worlds.fandoms) > 0 && (f.notes > 0 || len(people.names) == 0 && f.times >= least) {
		out = append(out, worlds)
	}
	return out
}

// calledToo reports whether the story goes on to call one of some characters by a single
// word, as stories do that have the whole name but once.
func (r *Reading) calledToo(names []uint32) bool {
	for _, n := range names {
		for _, p := range r.x.parts.at(n) {
			if at, ok := r.byKey[join(r.x.partKeys[p], 1)]; ok && r.forms[at].usable() >= least {
				return true
			}
		}
	}
	return false
}

// usable is how often a word that may be a name stands in the story as one.
func (f *form) usable() int {
	switch {
	case f.sure == 0 && f.small > 0, f.small > 2*f.sure:
		return 0
	case f.small > f.sure:
		return f.sure
	}
	return f.times
}

// tally is what speaks for a fandom.
type tally struct {
	whole, words float64
	calls, times int
	named        bool
}

func (t *tally) weight() float64 {
	w := t.whole + t.words
	if t.named {
		w += enough
	}
	return w
}

func (t *tally) enough() bool {
	switch {
	case t.named:
		return true
	case t.whole > 0:
		return t.whole+min(t.words, 1) >= enough-0.5
	}
	return t.calls >= enoughOf && t.words >= enough
}

// best is the fandom that most speaks for, if that is enough.
func (r *Reading) best(clues []clue) (uint32, bool) {
	all := map[uint32]*tally{}
	parts := map[uint32]map[uint64]bool{} // words of the whole names of a fandom
	for _, c := range clues {
		if !c.whole {
			continue
		}
		for _, n := range c.names {
			for _, f := range r.x.groups.at(n) {
				if parts[f] == nil {
					parts[f] = map[uint64]bool{}
				}
				for _, p := range r.x.parts.at(n) {
					parts[f][r.x.partKeys[p]] = true
				}
			}
		}
	}
	for _, c := range clues {
		for _, f := range c.fandoms {
			t := all[f]
			if t == nil {
				t = &tally{}
				all[f] = t
			}
			switch {
			case c.named:
				t.named = true
			case c.whole:
				t.whole += c.weight
			case !parts[f][c.form.key]:
				t.words += c.weight
				t.calls++
			}
			t.times += c.form.times
		}
	}
	best, found := uint32(0), false
	for f, t := range all {
		if t.enough() && (!found || r.better(f, t, best, all[best])) {
			best, found = f, true
		}
	}
	return best, found
}

// better tells which of two fandoms is rather meant: the one that more speaks for, then the
// one whose names stand there more often, then the one that more is written for.
func (r *Reading) better(f uint32, a *tally, g uint32, b *tally) bool {
	return cmp.Or(cmp.Compare(a.weight(), b.weight()), cmp.Compare(a.times, b.times), cmp.Compare(r.x.counts[f], r.x.counts[g]), cmp.Compare(g, f)) > 0
}
