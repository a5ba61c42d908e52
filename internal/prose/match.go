package prose

// match tells for each new block which old one it is, or -1. Blocks that stand
// once in both are sure; from these it spreads to equal neighbours; then blocks
// that stand several times are paired in order; at last, what was changed in
// place between two that are sure. All of it is linear in the number of blocks.
func match(fresh, old []string) []int {
	m := &matching{fresh: fresh, old: old, from: filled(len(fresh)), to: filled(len(old))}
	m.unique()
	m.spread()
	m.repeated()
	m.changed()
	return m.from
}

// matching is the work in progress: from[i] is the old block of new block i, and
// to[j] the new block of old block j; -1 is none.
type matching struct {
	fresh, old []string
	from, to   []int
}

func filled(n int) []int {
	none := make([]int, n)
	for i := range none {
		none[i] = -1
	}
	return none
}

func (m *matching) pair(i, j int) { m.from[i], m.to[j] = j, i }

// places gives where each key stands.
func places(keys []string) map[string][]int {
	at := make(map[string][]int, len(keys))
	for i, k := range keys {
		at[k] = append(at[k], i)
	}
	return at
}

func (m *matching) unique() {
	olds := places(m.old)
	for key, news := range places(m.fresh) {
		if js := olds[key]; len(news) == 1 && len(js) == 1 {
			m.pair(news[0], js[0])
		}
	}
}

// spread pairs equal blocks that follow or precede a pair. The ends of the text
// count as pairs.
func (m *matching) spread() {
	j := -1
	for i := range m.fresh {
		if m.from[i] < 0 && j+1 < len(m.old) && m.to[j+1] < 0 && m.fresh[i] == m.old[j+1] {
			m.pair(i, j+1)
		}
		if j = m.from[i]; j < 0 {
			j = len(m.old)
		}
	}
	j = len(m.old)
	for i := len(m.fresh) - 1; i >= 0; i-- {
		if m.from[i] < 0 && j > 0 && m.to[j-1] < 0 && m.fresh[i] == m.old[j-1] {
			m.pair(i, j-1)
		}
		if j = m.from[i]; j < 0 {
			j = 0
		}
	}
}

// repeated pairs what is left of equal blocks in order.
func (m *matching) repeated() {
	left := make(map[string][]int)
	for j, key := range m.old {
		if m.to[j] < 0 {
			left[key] = append(left[key], j)
		}
	}
	for i, key := range m.fresh {
		if js := left[key]; m.from[i] < 0 && len(js) > 0 {
			m.pair(i, js[0])
			left[key] = js[1:]
		}
	}
}

// changed looks between neighbours that follow each other in both: as many new
// blocks as old ones are taken to be changed in place; of more or fewer, those
// that share most of their words are paired.
func (m *matching) changed() {
	for i := 0; i < len(m.fresh); {
		if m.from[i] >= 0 {
			i++
			continue
		}
		end := i
		for end < len(m.fresh) && m.from[end] < 0 {
			end++
		}
		first, last := 0, len(m.old)
		if i > 0 {
			first = m.from[i-1] + 1
		}
		if end < len(m.fresh) {
			last = m.from[end]
		}
		switch {
		case last-first > widestGap && last-first != end-i, first >= last, !m.free(first, last):
		case last-first == end-i:
			for k := range end - i {
				m.pair(i+k, first+k)
			}
		case end-i <= widestGap:
			m.alike(i, end, first, last)
		}
		i = end
	}
}

// widestGap is the greatest number of blocks that are compared word by word.
const widestGap = 16

// alike pairs the new blocks i to end with the old ones first to last, in order,
// where they share more than half of their words.
func (m *matching) alike(i, end, first, last int) {
	olds := make([]map[string]bool, 0, last-first)
	for j := first; j < last; j++ {
		olds = append(olds, set(m.old[j]))
	}
	next := first
	for ; i < end; i++ {
		words := set(m.fresh[i])
		for j := next; j < last; j++ {
			if 2*2*shared(words, olds[j-first]) > len(words)+len(olds[j-first]) {
				m.pair(i, j)
				next = j + 1
				break
			}
		}
	}
}

func shared(a, b map[string]bool) int {
	n := 0
	for word := range a {
		if b[word] {
			n++
		}
	}
	return n
}

func (m *matching) free(first, last int) bool {
	for j := first; j < last; j++ {
		if m.to[j] >= 0 {
			return false
		}
	}
	return true
}
