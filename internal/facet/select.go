package facet

import (
	"slices"
)

// between gives the keys that are at the places from to to when all are sorted,
// sorted.
func between(a []uint64, from, to int) []uint64 {
	if from >= to {
		return a[:0]
	}
	divide(a, from)
	a = a[from:]
	divide(a, to-from)
	a = a[:to-from]
	slices.Sort(a)
	return a
}

// divide brings the n smallest to the front.
func divide(a []uint64, n int) {
	for len(a) > 64 && n > 0 && n < len(a) {
		p := middle(a[len(a)/4], a[len(a)/2], a[len(a)*3/4])
		i, j := 0, len(a)-1
		for i <= j {
			for a[i] < p {
				i++
			}
			for a[j] > p {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			a = a[:j+1]
		case n > i:
			a, n = a[i:], n-i
		default:
			return
		}
	}
	if n > 0 && n < len(a) {
		slices.Sort(a)
	}
}

func middle(a, b, c uint64) uint64 { return max(min(a, b), min(max(a, b), c)) }
