package search_test

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// Of words that are everywhere as many works are found as are wanted, each once and each
// with all words in one place, however the index is parted; where there is one part, the newest.
func TestNewestWorksWithCommonWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		var with []int64 // works in which both words are in one place
		for i := range 40 {
			st := story{title: fmt.Sprint("Number ", i), chapters: []string{"fog and lamp", "more lamp in the fog"}}
			if i%4 == 3 { // far from each other
				st.chapters = []string{"fog", "lamp", "fog " + strings.Repeat("sea ", 700) + "lamp"}
			}
			s.add(t, st)
			if i%4 != 3 {
				with = append(with, s.works[st.title])
			}
			if i == 25 {
				if err := search.RunTidy(t.Context(), d, slog.New(slog.DiscardHandler)); err != nil {
					t.Fatal(err)
				}
			}
		}
		slices.Reverse(with)
		look := func(most int) []int64 {
			t.Helper()
			got, err := search.NewestBy(t.Context(), d, "lamp fog", most)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		for _, most := range []int{1, 3, 30, 100} {
			got := look(most)
			if len(got) != min(most, len(with)) {
				t.Errorf("of at most %d: %d works", most, len(got))
			}
			for i, id := range got {
				if !slices.Contains(with, id) || slices.Contains(got[:i], id) {
					t.Errorf("of at most %d: %v, not of %v", most, got, with)
				}
			}
		}
		if err := search.Rebuild(t.Context(), d, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		if got := look(7); !slices.Equal(got, with[:7]) {
			t.Errorf("%v, want the newest of %v", got, with)
		}
	})
}
