package facet

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// sortTexts makes the orders by text.
func (m *maker) sortTexts() error {
	s := m.seg
	s.texts = make([]textOrder, len(m.num.schema.Texts))
	return parallel(m.ctx, m.hands, len(s.texts), func(i int) error {
		s.texts[i] = m.textOrder(i)
		return nil
	})
}

func (m *maker) textOrder(i int) textOrder {
	n := m.seg.works
	keys := make([]textKey, n)
	for rank := range keys {
		keys[rank] = textKey{headOf(m.src.text(m.order[rank], i)), uint32(rank)}
	}
	by := textSort{tie: m.seg.ids.tie, text: func(rank uint32) []byte { return m.src.text(m.order[rank], i) }}
	by.sort(keys, 0)
	t := textOrder{place: make([]uint32, n), ranks: make([]uint32, n)}
	for place, k := range keys {
		t.place[k.rank], t.ranks[place] = uint32(place), k.rank
		if place%textBlock == 0 {
			t.blocks = append(t.blocks, uint64(len(t.keys)))
		}
		text := by.text(k.rank)
		t.keys = append(binary.AppendUvarint(t.keys, uint64(len(text))), text...)
	}
	t.place = put(m.out, "text place", i, t.place)
	t.ranks = put(m.out, "text ranks", i, t.ranks)
	t.blocks = put(m.out, "text blocks", i, t.blocks)
	t.keys = put(m.out, "text keys", i, t.keys)
	return t
}

// textKey is a work that is sorted by text, with the next 8 bytes of its text.
type textKey struct {
	head uint64
	rank uint32
}

func headOf(text []byte) uint64 {
	var head [8]byte
	copy(head[:], text)
	return binary.BigEndian.Uint64(head[:])
}

// textSort sorts by 8 bytes of the texts at a time, and reads the next 8 of those
// alone that are still equal: to read two texts at each comparison, where they lie
// scattered over gigabytes, took longer than all the rest of an index.
type textSort struct {
	tie  []uint32
	text func(rank uint32) []byte
}

// sort orders keys whose texts agree up to depth, where their heads begin.
func (by *textSort) sort(keys []textKey, depth int) {
	slices.SortFunc(keys, func(a, b textKey) int { return cmp.Compare(a.head, b.head) })
	for len(keys) > 0 {
		n := 1
		for n < len(keys) && keys[n].head == keys[0].head {
			n++
		}
		if n > 1 {
			by.equal(keys[:n], depth+8)
		}
		keys = keys[n:]
	}
}

// equal orders keys whose texts agree up to depth, but that a shorter one stands for
// as if zeros followed: those that end there come first.
func (by *textSort) equal(keys []textKey, depth int) {
	ended := 0
	for i := range keys {
		text := by.text(keys[i].rank)
		if len(text) > depth {
			keys[i].head = headOf(text[depth:])
			continue
		}
		keys[i].head = uint64(len(text))
		keys[i], keys[ended] = keys[ended], keys[i]
		ended++
	}
	slices.SortFunc(keys[:ended], func(a, b textKey) int {
		return cmp.Or(cmp.Compare(a.head, b.head), cmp.Compare(by.tie[a.rank], by.tie[b.rank]))
	})
	if ended < len(keys) {
		by.sort(keys[ended:], depth)
	}
}
