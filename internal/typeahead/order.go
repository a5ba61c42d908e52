package typeahead

import (
	"cmp"
	"math/bits"
	"slices"
)

// magnitude is a count to within a quarter: exact below 8, four steps to each doubling
// above. A name whose magnitude stays keeps its place when its count changes.
func magnitude(count uint32) uint8 {
	if count < 8 {
		return uint8(count)
	}
	n := bits.Len32(count)
	return uint8(8 + (n-4)*4 + int(count>>(n-3)&3))
}

// place is where a name stands among all that match equally well: more used ones first,
// then shorter ones.
type place struct {
	magnitude uint8
	text      string
	id        int64
}

func (a place) compare(b place) int {
	if a.magnitude != b.magnitude {
		return cmp.Compare(b.magnitude, a.magnitude)
	}
	return cmp.Or(cmp.Compare(len(a.text), len(b.text)), cmp.Compare(a.text, b.text), cmp.Compare(a.id, b.id))
}

// How well a name matches, the smaller the better: bits from the most important.
const (
	classBegins    = 1 << iota // not set: it begins with what is typed
	classCanonical             // not set: it is canonical
	classNear                  // not set: it is of a group that is asked for
	classExact                 // not set: it is what is typed
	classWorst     = 1<<iota - 1
)

// found is a name on its way to a hit.
type found struct {
	class uint8
	place place
	count uint32
	// of is what the name stands for, or its own ID.
	of int64
}

func (a found) compare(b found) int {
	if a.class != b.class {
		return cmp.Compare(a.class, b.class)
	}
	return a.place.compare(b.place)
}

// best keeps the best of what is found, each meaning once.
type best struct {
	all   []found
	limit int
}

func (b *best) full() bool { return len(b.all) >= b.limit }

// wants reports whether something of a class and place would be kept.
func (b *best) wants(class uint8, magnitude uint8) bool {
	if !b.full() {
		return true
	}
	last := &b.all[len(b.all)-1]
	if class != last.class {
		return class < last.class
	}
	return magnitude >= last.place.magnitude
}

func (b *best) add(f found) {
	if b.full() && f.compare(b.all[len(b.all)-1]) >= 0 {
		return
	}
	if i := slices.IndexFunc(b.all, func(o found) bool { return o.of == f.of }); i >= 0 {
		if f.compare(b.all[i]) >= 0 {
			return
		}
		b.all = slices.Delete(b.all, i, i+1)
	}
	i, _ := slices.BinarySearchFunc(b.all, f, found.compare)
	b.all = slices.Insert(b.all, i, f)
	b.all = b.all[:min(len(b.all), b.limit)]
}
