package diff

import "slices"

// pair is a place in each of two sequences where the same stands.
type pair struct{ a, b int }

// match gives what two sequences share: pairs that go up on both sides. What stands
// once in each is found first, as people see what moved and what stayed; between
// that, the shortest way to change one into the other, as long as left lasts.
func match[T comparable](a, b []T, left *budget) []pair {
	known := make(map[T]int, len(a))
	number := func(s []T) []int {
		out := make([]int, len(s))
		for i, x := range s {
			id, ok := known[x]
			if !ok {
				id = len(known)
				known[x] = id
			}
			out[i] = id
		}
		return out
	}
	m := matcher{a: number(a), b: number(b), left: left}
	m.seenA, m.seenB = make([]sighting, len(known)), make([]sighting, len(known))
	m.match(0, len(a), 0, len(b), 0)
	return m.out
}

// matcher matches numbers.
type matcher struct {
	a, b         []int
	seenA, seenB []sighting
	left         *budget
	out          []pair
}

// sighting is how often a number was seen in a stretch, and where.
type sighting struct{ times, at int }

// maxDepth is how often a stretch is parted by what stands once in it.
const maxDepth = 24

// match adds the pairs of a[i:k] and b[j:l].
func (m *matcher) match(i, k, j, l, depth int) {
	for i < k && j < l && m.a[i] == m.b[j] {
		m.out = append(m.out, pair{i, j})
		i, j = i+1, j+1
	}
	tail := 0
	for i < k && j < l && m.a[k-1] == m.b[l-1] {
		k, l, tail = k-1, l-1, tail+1
	}
	if i < k && j < l {
		m.middle(i, k, j, l, depth)
	}
	for t := range tail {
		m.out = append(m.out, pair{k + t, l + t})
	}
}

// middle matches stretches that begin and end differently.
func (m *matcher) middle(i, k, j, l, depth int) {
	var once []pair
	if depth < maxDepth {
		once = rising(m.once(i, k, j, l))
	}
	if len(once) == 0 {
		m.shortest(i, k, j, l)
		return
	}
	for _, p := range once {
		m.match(i, p.a, j, p.b, depth+1)
		m.out = append(m.out, p)
		i, j = p.a+1, p.b+1
	}
	m.match(i, k, j, l, depth+1)
}

// once gives what stands once in a[i:k] and once in b[j:l], in the order of a.
func (m *matcher) once(i, k, j, l int) []pair {
	for x := i; x < k; x++ {
		s := &m.seenA[m.a[x]]
		s.times, s.at = s.times+1, x
	}
	for y := j; y < l; y++ {
		s := &m.seenB[m.b[y]]
		s.times, s.at = s.times+1, y
	}
	var out []pair
	for x := i; x < k; x++ {
		if id := m.a[x]; m.seenA[id].times == 1 && m.seenB[id].times == 1 {
			out = append(out, pair{x, m.seenB[id].at})
		}
	}
	for x := i; x < k; x++ {
		m.seenA[m.a[x]] = sighting{}
	}
	for y := j; y < l; y++ {
		m.seenB[m.b[y]] = sighting{}
	}
	return out
}

// rising gives the longest run of the pairs, which go up in a, that goes up in b too.
func rising(ps []pair) []pair {
	var ends []int // ends[n] is the pair with the lowest b that ends a run of n+1
	before := make([]int, len(ps))
	for x, p := range ps {
		n, _ := slices.BinarySearchFunc(ends, p.b, func(e, b int) int { return ps[e].b - b })
		before[x] = -1
		if n > 0 {
			before[x] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, x)
		} else {
			ends[n] = x
		}
	}
	out := make([]pair, len(ends))
	for n, x := len(ends)-1, -1; n >= 0; n-- {
		if x < 0 {
			x = ends[n]
		}
		out[n] = ps[x]
		x = before[x]
	}
	return out
}
