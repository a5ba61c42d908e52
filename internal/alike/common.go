package alike

import (
	"cmp"
	"hash/maphash"
	"slices"
)

const (
	// phrase is how many words that follow each other count as taken over.
	phrase = 6
	// mostPlaces is at how many places of the other text a phrase is tried.
	mostPlaces = 8
	// bridge is how many other words may stand between two stretches of one passage.
	bridge = 12
	// mostPassages is how many passages are shown, the longest ones, and mostShown how
	// many words of each.
	mostPassages = 30
	mostShown    = 180
	// around is how many words are shown before and behind.
	around = 10
)

// stretch is n words that two texts have in common, at a and at b.
type stretch struct{ a, b, n int }

// passage is what two texts have in common in one place, as it is shown.
type passage struct {
	A, B extract
	Same int // words
}

// extract is a passage in one of the texts.
type extract struct {
	Anchor string
	Pieces []piece
	More   int // words that are not shown
}

// piece is some text, in common or not.
type piece struct {
	Text string
	Same bool
}

// comparison is what two texts have in common.
type comparison struct {
	Passages []passage // in the order of the first
	More     int       // passages that are not shown
	InA, InB int       // words in common
	OfA, OfB int       // words that were compared
	WholeA   bool      // all of it was compared
	WholeB   bool
}

// compareTexts finds what a and b have in common, in time that grows with their length
// alone: each phrase is tried in mostPlaces places, and what is found is not gone
// through again.
func compareTexts(a, b *text) comparison {
	c := comparison{OfA: len(a.words), OfB: len(b.words), WholeA: a.whole, WholeB: b.whole}
	all := stretches(a.words, b.words)
	inA, inB := make([]bool, len(a.words)), make([]bool, len(b.words))
	for _, s := range all {
		for i := range s.n {
			inA[s.a+i], inB[s.b+i] = true, true
		}
	}
	c.InA, c.InB = count(inA), count(inB)
	joined := bridged(all)
	c.More = max(0, len(joined)-mostPassages)
	slices.SortStableFunc(joined, func(x, y joint) int { return cmp.Compare(y.same, x.same) })
	joined = joined[:min(len(joined), mostPassages)]
	slices.SortFunc(joined, func(x, y joint) int { return cmp.Compare(x.first.a, y.first.a) })
	for _, j := range joined {
		c.Passages = append(c.Passages, passage{
			A:    a.extract(j.first.a, j.last.a+j.last.n, inA),
			B:    b.extract(j.first.b, j.last.b+j.last.n, inB),
			Same: j.same,
		})
	}
	return c
}

func count(all []bool) (n int) {
	for _, x := range all {
		if x {
			n++
		}
	}
	return n
}

// stretches finds what a and b have in common, in the order of a: at each place the
// longest that begins there.
func stretches(a, b []word) []stretch {
	seed := maphash.MakeSeed()
	first, next := map[uint64]int32{}, make([]int32, len(b))
	for i := len(b) - phrase; i >= 0; i-- {
		k := key(seed, b[i:i+phrase])
		next[i] = -1
		if at, ok := first[k]; ok {
			next[i] = at
		}
		first[k] = int32(i)
	}
	var out []stretch
	for i := 0; i+phrase <= len(a); {
		best := stretch{a: i}
		at, ok := first[key(seed, a[i:i+phrase])]
		for try := 0; ok && at >= 0 && try < mostPlaces; try++ {
			n := 0
			for i+n < len(a) && int(at)+n < len(b) && a[i+n].hash == b[int(at)+n].hash {
				n++
			}
			if n > best.n {
				best.b, best.n = int(at), n
			}
			at = next[at]
		}
		if best.n < phrase {
			i++
			continue
		}
		out = append(out, best)
		i += best.n
	}
	return out
}

func key(seed maphash.Seed, words []word) uint64 {
	var all [phrase]uint64
	for i, w := range words {
		all[i] = w.hash
	}
	return maphash.Comparable(seed, all)
}

// joint is stretches that follow each other closely in both texts.
type joint struct {
	first, last stretch
	same        int
}

func bridged(all []stretch) []joint {
	var out []joint
	for _, s := range all {
		if n := len(out); n > 0 {
			last := out[n-1].last
			gapA, gapB := s.a-last.a-last.n, s.b-last.b-last.n
			if gapA <= bridge && 0 <= gapB && gapB <= bridge {
				out[n-1].last = s
				out[n-1].same += s.n
				continue
			}
		}
		out = append(out, joint{s, s, s.n})
	}
	return out
}

// extract cuts the words from from to to out of t, with some around them.
func (t *text) extract(from, to int, same []bool) extract {
	x := extract{Anchor: t.paras[t.words[from].para].Anchor}
	if to-from > mostShown {
		x.More, to = to-from-mostShown, from+mostShown
	}
	from, to = max(0, from-around), min(len(t.words), to+around)
	if x.More > 0 {
		to = min(to, len(t.words)) - around
	}
	for i := from; i < to; i++ {
		w := t.words[i]
		p := t.paras[w.para].Text
		said := p[w.from:] + "\n"
		if i+1 < len(t.words) && t.words[i+1].para == w.para {
			said = p[w.from:t.words[i+1].from]
		}
		if n := len(x.Pieces); n > 0 && x.Pieces[n-1].Same == same[i] {
			x.Pieces[n-1].Text += said
		} else {
			x.Pieces = append(x.Pieces, piece{said, same[i]})
		}
	}
	return x
}
