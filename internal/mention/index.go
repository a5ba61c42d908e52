package mention

import (
	"math/bits"
	"slices"
)

// index leads from evenly spread numbers to names; several names may have one number.
type index struct {
	keys   []uint64 // sorted
	values []uint32
	starts []uint32 // by the first bits of a key: where those that begin so stand
	shift  uint8
}

// entry is a number with a name, on its way into an index.
type entry struct {
	key   uint64
	value uint32
}

func newIndex(all []entry) index {
	slices.SortFunc(all, func(a, b entry) int {
		switch {
		case a.key != b.key && a.key < b.key, a.key == b.key && a.value < b.value:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	all = slices.Compact(all)
	width := max(1, bits.Len(uint(len(all)))-1)
	x := index{keys: make([]uint64, len(all)), values: make([]uint32, len(all)), starts: make([]uint32, 1<<width+1), shift: uint8(64 - width)}
	for i, e := range all {
		x.keys[i], x.values[i] = e.key, e.value
		x.starts[e.key>>x.shift+1]++
	}
	for i := range len(x.starts) - 1 {
		x.starts[i+1] += x.starts[i]
	}
	return x
}

// at gives the names of a number.
func (x *index) at(key uint64) []uint32 {
	if len(x.keys) == 0 {
		return nil
	}
	b := key >> x.shift
	from, to := x.starts[b], x.starts[b+1]
	for from < to && x.keys[from] < key {
		from++
	}
	end := from
	for end < to && x.keys[end] == key {
		end++
	}
	return x.values[from:end]
}

// lists is many lists of numbers in one.
type lists struct{ all, starts []uint32 }

func (l *lists) at(i uint32) []uint32 { return l.all[l.starts[i]:l.starts[i+1]] }

// link is a number in the list of another.
type link struct{ list, number uint32 }

// newLists makes n lists.
func newLists(n int, links []link) lists {
	l := lists{make([]uint32, len(links)), make([]uint32, n+1)}
	for _, k := range links {
		l.starts[k.list+1]++
	}
	for i := range n {
		l.starts[i+1] += l.starts[i]
	}
	next := slices.Clone(l.starts)
	for _, k := range links {
		l.all[next[k.list]] = k.number
		next[k.list]++
	}
	return l
}
