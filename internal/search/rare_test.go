package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// Whether words count as rare or common, the works that have all of them are the same: those
// in which a look at every word finds them.
func TestRareAndCommonWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, r := newShelf(d), rand.New(rand.NewPCG(6, 6))
		words := strings.Fields("fog lamp sea oar tide gull rope salt moth quay")
		has := map[int64]map[string]bool{}
		for i := range 60 {
			var text []string
			set := map[string]bool{}
			for k, w := range words {
				if r.IntN(k+1) == 0 {
					text, set[w] = append(text, w), true
				}
			}
			title := fmt.Sprint("Number ", i)
			st := story{title: title, chapters: []string{strings.Join(text, " ") + " end"}}
			if w := words[r.IntN(len(words))]; r.IntN(3) == 0 {
				st.tags, set[w] = w, true
			}
			if w := words[r.IntN(len(words))]; r.IntN(3) == 0 {
				st.chapters, set[w] = append(st.chapters, "later "+w), true
			}
			s.add(t, st)
			has[s.works[title]] = set
		}
		for range 60 {
			var asked []string
			for range 1 + r.IntN(4) {
				asked = append(asked, words[r.IntN(len(words))])
			}
			var want []int64
			for id, set := range has {
				if !slices.ContainsFunc(asked, func(w string) bool { return !set[w] }) {
					want = append(want, id)
				}
			}
			slices.Sort(want)
			for _, limits := range [][2]int{{3000, 30_000}, {8, 20}, {0, 25}, {0, 0}} {
				got, err := search.WorksBy(t.Context(), d, strings.Join(asked, " "), limits[0], limits[1])
				slices.Sort(got)
				if err != nil || !slices.Equal(got, want) {
					t.Fatalf("%q with %v: %v, want %v; %v", asked, limits, got, want, err)
				}
			}
		}
	})
}
