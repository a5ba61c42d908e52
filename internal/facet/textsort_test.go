package facet

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// Texts that begin alike, end within each other or in zeros, and are the same come in
// the order of their bytes and then of their ties.
func TestTextSort(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	texts, tie := make([][]byte, 3000), make([]uint32, 3000)
	for i := range texts {
		text := []byte("the same beginning"[:chance.IntN(19)])
		for range chance.IntN(4) {
			text = append(text, []string{"\x00", "a", "\xff", "and what comes after it", "\x00\x00\x00\x00\x00\x00\x00\x00"}[chance.IntN(5)]...)
		}
		texts[i], tie[i] = text, uint32(i)
	}
	chance.Shuffle(len(tie), func(i, j int) { tie[i], tie[j] = tie[j], tie[i] })
	keys := make([]textKey, len(texts))
	for i := range keys {
		keys[i] = textKey{headOf(texts[i]), uint32(i)}
	}
	by := textSort{tie: tie, text: func(rank uint32) []byte { return texts[rank] }}
	by.sort(keys, 0)
	if !slices.IsSortedFunc(keys, func(a, b textKey) int {
		return cmp.Or(bytes.Compare(texts[a.rank], texts[b.rank]), cmp.Compare(tie[a.rank], tie[b.rank]))
	}) {
		t.Error("not in order")
	}
	slices.SortFunc(keys, func(a, b textKey) int { return cmp.Compare(a.rank, b.rank) })
	for i, k := range keys {
		if k.rank != uint32(i) {
			t.Fatalf("text %d is lost", i)
		}
	}
}
