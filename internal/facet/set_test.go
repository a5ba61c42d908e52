package facet

import (
	"slices"
	"testing"
)

// When a catalogue was made anew while the site served, works of people whom a reader
// had muted came back into that reader's lists: their set was remembered for the
// old catalogue's ranks.
func TestASetOfTwoCatalogues(t *testing.T) {
	set := NewSet([]int64{3, 5})
	for _, newest := range [][]int64{{1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1}} {
		var works []Work
		c := newChance(7)
		for i, id := range newest {
			w := c.work(id)
			w.Numbers[testSchema().Newest] = uint32(100 - i)
			works = append(works, w)
		}
		x, err := Build(t.Context(), t.TempDir(), testSchema(), 1, seqOf(works), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		var r Result
		if err := x.Search(t.Context(), &Query{Without: []*Set{set}, Order: Order(testSchema().Newest), Limit: 10}, &r); err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(newest), func(id int64) bool { return id == 3 || id == 5 })
		if !slices.Equal(r.IDs, want) {
			t.Errorf("without 3 and 5 there are %v, want %v", r.IDs, want)
		}
	}
}
