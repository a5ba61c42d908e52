package search

// newest gathers one place each of so many works.
type newest struct {
	most   int
	has    map[int64]bool
	places []place
}

func newNewest(most int) *newest {
	return &newest{most: most, has: map[int64]bool{}, places: []place{}}
}

// add takes a place of a work that has none yet.
func (n *newest) add(p place) {
	if !n.full() && !n.has[p.work] {
		n.has[p.work] = true
		n.places = append(n.places, p)
	}
}

func (n *newest) full() bool { return len(n.places) == n.most }
