package remember

// tally counts the words of clues in a piece of a text that moves along it.
type tally struct {
	n    [allTerms]int
	mask uint64 // which of them are there
}

func (t *tally) add(e event) {
	t.n[e.bit]++
	t.mask |= 1 << e.bit
}

func (t *tally) drop(e event) {
	if t.n[e.bit]--; t.n[e.bit] == 0 {
		t.mask &^= 1 << e.bit
	}
}

// masks gives for each event which words of clues stand from it on within so many words,
// and the first event that is beyond them.
func masks(es []event, words int) (from []uint64, ends []int) {
	from, ends = make([]uint64, len(es)), make([]int, len(es))
	var in tally
	end := 0
	for i, e := range es {
		for end < len(es) && es[end].at < e.at+words {
			in.add(es[end])
			end++
		}
		from[i], ends[i] = in.mask, end
		in.drop(e)
	}
	return from, ends
}

// highest is the largest of the values in a piece of a row that only moves forward.
type highest struct {
	values []float64
	queue  []int // places of values, each lower than the one before it
	next   int
}

// in is the largest value in [from, to), and no less than 0.
func (h *highest) in(from, to int) float64 {
	for ; h.next < to; h.next++ {
		for len(h.queue) > 0 && h.values[h.queue[len(h.queue)-1]] <= h.values[h.next] {
			h.queue = h.queue[:len(h.queue)-1]
		}
		h.queue = append(h.queue, h.next)
	}
	for len(h.queue) > 0 && h.queue[0] < from {
		h.queue = h.queue[1:]
	}
	if len(h.queue) == 0 {
		return 0
	}
	return max(0, h.values[h.queue[0]])
}

// best finds the events of the best scene and its worth, in one pass over them however
// close they stand.
func (s *scene) best(es []event, hs []*hunt) (from, to int) {
	breaths, _ := masks(es, breathWords)
	scenes, ends := masks(es, sceneWords)
	near := make([]highest, len(hs)) // what each clue is worth in one breath
	for k, h := range hs {
		near[k].values = make([]float64, len(es))
		for i, m := range breaths {
			if i > 0 && m == breaths[i-1] {
				near[k].values[i] = near[k].values[i-1]
				continue
			}
			near[k].values[i] = h.amount(m)
		}
	}
	for i, m := range scenes {
		score := 0.0
		for k, h := range hs {
			score += h.sign() * (h.amount(m) + near[k].in(i, ends[i])) / 2
		}
		if score > s.score+1e-9 {
			s.score, s.mask, from, to = score, m, i, ends[i]
		}
	}
	return from, to
}

// densest is the event in the middle of those that tell most in so few words that they
// can be shown together.
func densest(es []event, hs []*hunt) event {
	const together = snippetBytes * 3 / 4
	var in tally
	best, at, until, end := -1.0, 0, 1, 0
	for i, e := range es {
		for end = max(end, i); end < len(es) && es[end].end <= e.start+together; end++ {
			in.add(es[end])
		}
		if w := worth(hs, in.mask); w > best+1e-9 {
			best, at, until = w, i, end
		}
		if end > i {
			in.drop(e)
		}
	}
	seen, last := uint64(0), at
	for j := at; j < until; j++ {
		if seen&(1<<es[j].bit) == 0 {
			seen, last = seen|1<<es[j].bit, j
		}
	}
	return es[(at+last)/2]
}
