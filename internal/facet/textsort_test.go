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
	src, works := rows{texts: 1}, make([]uint32, len(texts))
	for rank := range texts { // the first in rank lie last
		src.add(&Work{Texts: []string{string(texts[len(texts)-1-rank])}}, nil)
		works[rank] = uint32(len(texts) - 1 - rank)
	}
	by := textSort{tie: tie}
	keys := by.take(&src, 0, works)
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
