package search_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// A rebuilt index is in one part, smaller than it was, and finds the same.
func TestRebuildingMakesTheIndexSmall(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.SQLite(t))
	s, r := newShelf(d), rand.New(rand.NewPCG(5, 5))
	for i := range 40 {
		s.add(t, story{title: fmt.Sprintf("Work %d", i), chapters: []string{prose(r, 1500) + ".\n\nLantern number" + fmt.Sprint(i)}})
	}
	size := func() (n int) {
		t.Helper()
		if err := d.QueryRowContext(t.Context(), `SELECT SUM(LENGTH(block)) FROM search_words_data`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := size()
	if err := search.Rebuild(t.Context(), d, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if after := size(); after >= before*9/10 {
		t.Errorf("%d bytes, were %d", after, before)
	}
	var parts int
	if err := d.QueryRowContext(t.Context(), `SELECT COUNT(DISTINCT segid) FROM search_words_idx`).Scan(&parts); err != nil || parts != 1 {
		t.Errorf("%d parts; %v", parts, err)
	}
	for i := range 40 {
		if got, _, _ := s.find(t, search.Query{Text: fmt.Sprintf(`"lantern number%d"`, i)}); len(got) != 1 || got[0] != fmt.Sprintf("Work %d", i) {
			t.Errorf("number %d is found in %q", i, got)
		}
	}
}
