package typeahead

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// segment has names in arrays that never change, but for counts: a name is the number of its
// rank, canonical ones first, each half in the order of place. Words are numbers too, in the
// order of their letters, so that what begins alike is a span of them.
type segment struct {
	canonical uint32 // how many are
	ids       []int64
	counts    []uint32
	of        []int64 // of those that are not canonical
	texts     packed
	byID      []uint32 // ranks in the order of ids

	words   packed   // sorted
	inName  lists    // rank → its words, in order
	ofWord  lists    // word → ranks that have it, ascending
	ofFirst lists    // word → ranks that begin with it, ascending
	byHash  []uint32 // ranks in the order of hash of their words

	groups  []int64 // sorted
	inGroup lists   // rank → its groups, as places in groups
	ofGroup lists   // place in groups → ranks, ascending
}

// packed is many strings in one.
type packed struct {
	all  string
	ends []uint32
}

func (p *packed) len() int { return len(p.ends) }

func (p *packed) at(i uint32) string {
	start := uint32(0)
	if i > 0 {
		start = p.ends[i-1]
	}
	return p.all[start:p.ends[i]]
}

// lists is many lists of numbers in one.
type lists struct {
	all    []uint32
	starts []uint32 // one more than there are lists
}

func (l *lists) at(i uint32) []uint32 { return l.all[l.starts[i]:l.starts[i+1]] }

// span is the lists from..to one after the other.
func (l *lists) span(s span) []uint32 { return l.all[l.starts[s.from]:l.starts[s.to]] }

// span is the words with numbers from up to, but not, to.
type span struct{ from, to uint32 }

// newSegment makes a segment of names, whose order it changes.
func newSegment(names []Name) *segment {
	slices.SortFunc(names, func(a, b Name) int {
		if a.Canonical != b.Canonical {
			if a.Canonical {
				return -1
			}
			return 1
		}
		return placeOf(&a).compare(placeOf(&b))
	})
	s := &segment{ids: make([]int64, len(names)), counts: make([]uint32, len(names))}
	size := 0
	for i := range names {
		n := &names[i]
		s.ids[i], s.counts[i] = n.ID, clamp(n.Count)
		size += len(n.Text)
		if n.Canonical {
			s.canonical++
		} else {
			s.of = append(s.of, n.Of)
		}
	}
	s.of = slices.Clip(s.of)
	var texts strings.Builder
	texts.Grow(size)
	s.texts.ends = make([]uint32, len(names))
	for i := range names {
		texts.WriteString(names[i].Text)
		s.texts.ends[i] = uint32(texts.Len())
	}
	s.texts.all = texts.String()
	s.byID = make([]uint32, len(names))
	for i := range s.byID {
		s.byID[i] = uint32(i)
	}
	slices.SortFunc(s.byID, func(a, b uint32) int { return cmp.Compare(s.ids[a], s.ids[b]) })
	s.takeWords(names)
	s.takeGroups(names)
	return s
}

func placeOf(n *Name) place { return place{magnitude(clamp(n.Count)), n.Text, n.ID} }

func clamp(count int) uint32 { return uint32(min(max(count, 0), 1<<31)) }

// takeWords numbers the words of all names and notes which name has which.
func (s *segment) takeWords(names []Name) {
	known, in := map[string]uint32{}, lists{starts: make([]uint32, 1, len(names)+1)}
	var buf []word
	for i := range names {
		buf = split(Fold(names[i].Text), buf[:0])
		for _, w := range buf {
			id, ok := known[w.text]
			if !ok {
				id = uint32(len(known))
				known[strings.Clone(w.text)] = id
			}
			in.all = append(in.all, id)
		}
		in.starts = append(in.starts, uint32(len(in.all)))
	}
	sorted := make([]string, 0, len(known))
	for w := range known {
		sorted = append(sorted, w)
	}
	slices.Sort(sorted)
	number := make([]uint32, len(sorted))
	var all strings.Builder
	s.words.ends = make([]uint32, len(sorted))
	for i, w := range sorted {
		number[known[w]] = uint32(i)
		all.WriteString(w)
		s.words.ends[i] = uint32(all.Len())
	}
	s.words.all = strings.Clone(all.String())
	for i, id := range in.all {
		in.all[i] = number[id]
	}
	in.all = slices.Clip(in.all)
	s.inName = in
	s.ofWord = in.turned(len(sorted), false)
	s.ofFirst = in.turned(len(sorted), true)
	s.byHash = slices.Clone(s.byID)
	slices.SortFunc(s.byHash, func(a, b uint32) int { return cmp.Compare(hash(in.at(a)), hash(in.at(b))) })
}

func (s *segment) takeGroups(names []Name) {
	for i := range names {
		s.groups = append(s.groups, names[i].Groups...)
	}
	slices.Sort(s.groups)
	s.groups = slices.Clip(slices.Clone(slices.Compact(s.groups)))
	in := lists{starts: make([]uint32, 1, len(names)+1)}
	for i := range names {
		for _, g := range names[i].Groups {
			at, _ := slices.BinarySearch(s.groups, g)
			in.all = append(in.all, uint32(at))
		}
		in.starts = append(in.starts, uint32(len(in.all)))
	}
	in.all = slices.Clip(in.all)
	s.inGroup, s.ofGroup = in, in.turned(len(s.groups), false)
}

// turned gives for each of n numbers the lists that have it, each once; or only those
// that begin with it.
func (l *lists) turned(n int, first bool) lists {
	out := lists{starts: make([]uint32, n+1)}
	each := func(do func(list, number uint32)) {
		for i := range uint32(len(l.starts) - 1) {
			list := l.at(i)
			for j, v := range list {
				if first && j > 0 {
					break
				}
				if !slices.Contains(list[:j], v) {
					do(i, v)
				}
			}
		}
	}
	each(func(_, v uint32) { out.starts[v+1]++ })
	for i := range n {
		out.starts[i+1] += out.starts[i]
	}
	out.all = make([]uint32, out.starts[n])
	next := slices.Clone(out.starts)
	each(func(list, v uint32) {
		out.all[next[v]] = list
		next[v]++
	})
	return out
}

// rank is the rank of an ID.
func (s *segment) rank(id int64) (uint32, bool) {
	i := sort.Search(len(s.byID), func(i int) bool { return s.ids[s.byID[i]] >= id })
	if i == len(s.byID) || s.ids[s.byID[i]] != id {
		return 0, false
	}
	return s.byID[i], true
}

func (s *segment) meaning(rank uint32) int64 {
	if rank >= s.canonical {
		if of := s.of[rank-s.canonical]; of != 0 {
			return of
		}
	}
	return s.ids[rank]
}

// name is the name of a rank, but for its kind.
func (s *segment) name(rank uint32) Name {
	n := s.told(rank)
	n.Count = int(s.counts[rank])
	return n
}

// told is a name without what may change: its count.
func (s *segment) told(rank uint32) Name {
	n := Name{ID: s.ids[rank], Text: s.texts.at(rank), Canonical: rank < s.canonical}
	if !n.Canonical {
		n.Of = s.of[rank-s.canonical]
	}
	for _, g := range s.inGroup.at(rank) {
		n.Groups = append(n.Groups, s.groups[g])
	}
	return n
}

// same gives ranks of all names that have just the words that are needed, in their order,
// and perhaps of some others.
func (s *segment) same(needs []need) []uint32 {
	words := make([]uint32, len(needs))
	for i := range needs {
		w := s.words.is(needs[i].text, span{0, uint32(s.words.len())})
		if w.from == w.to {
			return nil
		}
		words[i] = w.from
	}
	want := hash(words)
	from := sort.Search(len(s.byHash), func(i int) bool { return hash(s.inName.at(s.byHash[i])) >= want })
	to := from + sort.Search(len(s.byHash)-from, func(i int) bool { return hash(s.inName.at(s.byHash[from+i])) > want })
	return s.byHash[from:to]
}

// hash is a number for some words in their order.
func hash(words []uint32) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		h = (h ^ uint64(w)) * 1099511628211
	}
	return h
}

// begin is the span of the words within s that begin with a text.
func (p *packed) begin(text string, within span) span {
	n := int(within.to - within.from)
	from := sort.Search(n, func(i int) bool { return p.at(within.from+uint32(i)) >= text })
	to := from + sort.Search(n-from, func(i int) bool {
		return !strings.HasPrefix(p.at(within.from+uint32(from+i)), text)
	})
	return span{within.from + uint32(from), within.from + uint32(to)}
}

// is is the span of the one word within s that is a text, or of none.
func (p *packed) is(text string, within span) span {
	s := p.begin(text, within)
	if s.from < s.to && p.at(s.from) == text {
		return span{s.from, s.from + 1}
	}
	return span{s.from, s.from}
}
