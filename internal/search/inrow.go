package search

// starting gives where a row of words begins of which p is the i-th.
func (p *postings) starting(i int) *postings {
	if i == 0 {
		return p
	}
	out := &postings{}
	var starts []uint16
	for k, w := range p.windows {
		starts = starts[:0]
		for _, at := range p.at(k) {
			if int(at) >= i {
				starts = append(starts, at-uint16(i))
			}
		}
		if len(starts) > 0 {
			out.add(w, starts)
		}
	}
	return out
}

// inRow gives those of the places of p, where rows of words begin, that have the i-th of
// their words too, which stands at those of word.
func (p *postings) inRow(word *postings, i int) *postings {
	out := &postings{}
	var starts []uint16
	k := 0
	for n, w := range word.windows {
		for p.windows[k] < w {
			k++
		}
		starts = starts[:0]
		at := word.at(n)
		for _, start := range p.at(k) {
			for len(at) > 0 && int(at[0]) < int(start)+i {
				at = at[1:]
			}
			if len(at) > 0 && int(at[0]) == int(start)+i {
				starts = append(starts, start)
			}
		}
		if len(starts) > 0 {
			out.add(w, starts)
		}
	}
	return out
}
