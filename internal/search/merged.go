package search

import "math"

// merged is p in the order of windows, of which each part is in order that begins at one of
// starts.
func (p *postings) merged(starts []int) *postings {
	var open []part
	ordered := true
	for i, from := range starts {
		to := len(p.windows)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		if from < to {
			ordered = ordered && (from == 0 || p.windows[from-1] < p.windows[from])
			open = append(open, part{from, to})
		}
	}
	if ordered {
		return p
	}
	out := &postings{make([]int64, 0, len(p.windows)), make([]int, 0, len(p.windows)), make([]uint16, 0, len(p.places)), p.counted}
	for len(open) > 0 {
		first, before := lowest(p.windows, open)
		x := &open[first]
		from := x.from
		for x.from++; x.from < x.to && p.windows[x.from] < before; x.from++ {
		}
		out.take(p, from, x.from)
		if x.from == x.to {
			open = append(open[:first], open[first+1:]...)
		}
	}
	return out
}

// part is some postings of several.
type part struct{ from, to int }

// lowest gives the part that begins with the lowest window, and the window with which the
// next one begins.
func lowest(windows []int64, open []part) (first int, next int64) {
	next = math.MaxInt64
	for i, x := range open[1:] {
		switch w := windows[x.from]; {
		case w < windows[open[first].from]:
			first, next = i+1, windows[open[first].from]
		case w < next:
			next = w
		}
	}
	return first, next
}

// take adds the postings of other from one to another.
func (p *postings) take(other *postings, from, to int) {
	begin, by := 0, 0
	if from > 0 {
		begin = other.ends[from-1]
	}
	if n := len(p.ends); n > 0 {
		by = p.ends[n-1]
	}
	by -= begin
	p.windows = append(p.windows, other.windows[from:to]...)
	if !p.counted {
		p.places = append(p.places, other.places[begin:other.ends[to-1]]...)
	}
	for _, end := range other.ends[from:to] {
		p.ends = append(p.ends, end+by)
	}
}
