package facet

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
)

// sortTexts makes the orders by text.
func (m *maker) sortTexts() error {
	s := m.seg
	s.texts = make([]textOrder, len(m.num.schema.Texts))
	return parallel(m.ctx, m.hands, len(s.texts), func(i int) (err error) {
		s.texts[i], err = m.textOrder(i)
		return err
	})
}

func (m *maker) textOrder(i int) (textOrder, error) {
	n := m.seg.works
	by := textSort{tie: m.seg.ids.tie}
	keys := by.take(m.src, i, m.order)
	if by.full() {
		return textOrder{}, fmt.Errorf("%w: the texts of an order are more than 16 GB together", ErrWork)
	}
	by.sort(keys, 0)
	t := textOrder{place: make([]uint32, n), ranks: make([]uint32, n)}
	for place, k := range keys {
		t.place[k.rank], t.ranks[place] = uint32(place), k.rank
		if place%textBlock == 0 {
			t.blocks = append(t.blocks, uint64(len(t.keys)))
		}
		text := by.text(k)
		t.keys = append(binary.AppendUvarint(t.keys, uint64(len(text))), text...)
	}
	t.place = put(m.out, "text place", i, t.place)
	t.ranks = put(m.out, "text ranks", i, t.ranks)
	t.blocks = put(m.out, "text blocks", i, t.blocks)
	t.keys = put(m.out, "text keys", i, t.keys)
	return t, nil
}

// textKey is a work that is sorted by text, with the next 8 bytes of its text.
type textKey struct {
	head uint64
	rank uint32
	at   uint32 // where the text is
}

func headOf(text []byte) uint64 {
	var head [8]byte
	copy(head[:], text)
	return binary.BigEndian.Uint64(head[:])
}

// textSort sorts by 8 bytes of the texts at a time, and reads the next 8 of those
// alone that are still equal. The texts are first laid one after the other: to look for
// them where they lie scattered over gigabytes took longer than all the rest of an index.
type textSort struct {
	tie  []uint32
	laid []uint32 // the length of each, and its bytes in whole words
}

// take lays the texts that works have for an order, in the order in which they lie;
// works are given by rank.
func (by *textSort) take(src source, order int, works []uint32) []textKey {
	lie := make([]uint64, len(works)) // which work, and the rank
	for rank, i := range works {
		lie[rank] = uint64(i)<<32 | uint64(rank)
	}
	sortHigh(lie)
	keys := make([]textKey, len(lie))
	for i, l := range lie {
		text := src.text(uint32(l>>32), order)
		keys[i] = textKey{headOf(text), uint32(l), uint32(len(by.laid))}
		by.laid = appendText(by.laid, text)
	}
	return keys
}

// full tells whether there is more than a key can say the place of.
func (by *textSort) full() bool { return len(by.laid) > 1<<32 }

func (by *textSort) text(k textKey) []byte { return textIn(by.laid[k.at:]) }

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
		text := by.text(keys[i])
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
