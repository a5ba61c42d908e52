package work

import (
	"cmp"
	"slices"
)

// A face is what a chapter is known by from one version of a work to the next.
type face struct {
	title string
	exact uint64 // of all its words and pictures; 0 for a chapter without any
	look  signature
}

func faceOf(title, html string) face {
	g := gistOf(html)
	f := face{title: title, look: g.mins.signature()}
	if g.exact != fnvOffset {
		f.exact = g.exact
	}
	return f
}

// matchChapters tells for each new chapter which old one it is, or -1: by equal
// text, then by text that is nearly the same, then by equal titles, and what is
// left by its place between neighbours that are known. No old one is given twice.
// It costs linear time in the number of chapters.
func matchChapters(fresh, old []face) []int {
	m := newChapterMatch(fresh, old)
	m.run()
	return m.from
}

// chapterMatch is the work in progress: from[i] is the old chapter of new chapter
// i, to[j] the new chapter of old chapter j, -1 for none.
type chapterMatch struct {
	fresh, old []face
	from, to   []int
	compared   int // pairs whose texts were looked at, and places
}

func newChapterMatch(fresh, old []face) *chapterMatch {
	return &chapterMatch{
		fresh: fresh, old: old,
		from: slices.Repeat([]int{-1}, len(fresh)), to: slices.Repeat([]int{-1}, len(old)),
	}
}

func (m *chapterMatch) run() {
	type text struct {
		exact uint64
		title string
	}
	matchEqual(m, func(f *face) (text, bool) { return text{f.exact, f.title}, f.exact != 0 })
	matchEqual(m, func(f *face) (uint64, bool) { return f.exact, f.exact != 0 })
	m.alike()
	matchEqual(m, func(f *face) (string, bool) { return f.title, f.title != "" })
	m.places()
}

func (m *chapterMatch) pair(i, j int) { m.from[i], m.to[j] = j, i }

// matchEqual pairs what has the same key, in order; key says false for none.
func matchEqual[K comparable](m *chapterMatch, key func(*face) (K, bool)) {
	left := map[K][]int{}
	for j := range m.old {
		if k, ok := key(&m.old[j]); ok && m.to[j] < 0 {
			left[k] = append(left[k], j)
		}
	}
	for i := range m.fresh {
		k, ok := key(&m.fresh[i])
		if js := left[k]; ok && m.from[i] < 0 && len(js) > 0 {
			m.pair(i, js[0])
			left[k] = js[1:]
		}
	}
}

const (
	// leastSame is how alike two chapters are at least that are one: each part of
	// a chapter that was cut into five still is, and so is one in which every
	// fifth word was changed.
	leastSame = 0.15
	// mostShared is how many old chapters may have the same in a bin for it to
	// tell anything: in more it is what stands above every chapter.
	mostShared = 4
	// leastVotes is how many bins must be the same for two texts to be compared.
	leastVotes = 2
)

// alike pairs chapters whose texts are nearly the same, the most alike first. Only
// those are compared that have something in the same bins.
func (m *chapterMatch) alike() {
	type place struct {
		bin  int
		mark uint16
	}
	at := map[place][]int{}
	for j := range m.old {
		if m.to[j] >= 0 {
			continue
		}
		for bin, mark := range m.old[j].look {
			if p := (place{bin, mark}); mark != 0 && len(at[p]) <= mostShared {
				at[p] = append(at[p], j)
			}
		}
	}
	type candidate struct {
		fresh, old int
		share      float64
	}
	var all []candidate
	votes := map[int]int{}
	for i := range m.fresh {
		if m.from[i] >= 0 || len(at) == 0 {
			continue
		}
		clear(votes)
		for bin, mark := range m.fresh[i].look {
			if js := at[place{bin, mark}]; mark != 0 && len(js) <= mostShared {
				for _, j := range js {
					votes[j]++
				}
			}
		}
		for j, n := range votes {
			if n < leastVotes {
				continue
			}
			m.compared++
			if share := m.fresh[i].look.alike(&m.old[j].look); share >= leastSame {
				all = append(all, candidate{i, j, share})
			}
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.fresh, b.fresh), cmp.Compare(a.old, b.old))
	})
	for _, c := range all {
		if m.from[c.fresh] < 0 && m.to[c.old] < 0 {
			m.pair(c.fresh, c.old)
		}
	}
}

// places pairs what stands between the same neighbours, in order. The ends of the
// work are neighbours too.
func (m *chapterMatch) places() {
	open := m.openFrom()
	for i := 0; i < len(m.fresh); {
		if m.from[i] >= 0 {
			i++
			continue
		}
		j, end := 0, len(m.old)
		if i > 0 {
			j = m.from[i-1] + 1
		}
		next := i
		for next < len(m.fresh) && m.from[next] < 0 {
			next++
		}
		if next < len(m.fresh) {
			end = m.from[next]
		}
		for ; i < next; i++ {
			if j = open(j); j >= end {
				break
			}
			m.pair(i, j)
		}
		i = next
	}
}

// openFrom gives the first old chapter from j on that is nobody's yet. Each step
// over one that is taken is remembered, so that all calls together are linear.
func (m *chapterMatch) openFrom() func(j int) int {
	next := make([]int, len(m.old)+1)
	for j := range next {
		next[j] = j
	}
	return func(j int) int {
		end := j
		for end < len(m.old) && m.to[end] >= 0 {
			m.compared++
			end = max(next[end], end+1)
		}
		for j < end {
			j, next[j] = max(next[j], j+1), end
		}
		return end
	}
}
