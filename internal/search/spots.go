package search

import "slices"

// spots are windows in the order of their numbers, each with the work it is of.
type spots struct{ windows, works []int64 }

// all gives the works, in order, each once.
func (s spots) all() []int64 {
	return distinct(slices.Clone(s.works))
}

// of gives the works of some windows, which are in order: those that have them here.
func (s spots) of(windows []int64) []int64 {
	var out []int64
	i := 0
	for _, w := range windows {
		for i < len(s.windows) && s.windows[i] < w {
			i++
		}
		if i < len(s.windows) && s.windows[i] == w {
			out = append(out, s.works[i])
		}
	}
	return distinct(out)
}

// distinct puts works in order and leaves out what comes twice.
func distinct(works []int64) []int64 {
	slices.Sort(works)
	return slices.Compact(works)
}
