package search_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// shelved is what a look at every word knows of a work: the words of its windows and those
// of its entry.
type shelved struct {
	windows []string
	entry   string
}

// has reports whether a text, of words between spaces, has all words.
func has(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(" "+text+" ", " "+w+" ") })
}

// matching is the rule in plain words: of words that all stand in more than common windows
// one place must have all; else they may stand anywhere. A word with a minus must stand nowhere.
func matching(all map[int64]shelved, asked []string, common int) (works []int64) {
	var words, none []string
	for _, w := range asked {
		if without, ok := strings.CutPrefix(w, "-"); ok {
			none = append(none, without)
		} else {
			words = append(words, w)
		}
	}
	least := rarest(all, words)
	for id, x := range all {
		places := append(slices.Clone(x.windows), x.entry)
		if whole := strings.Join(places, " "); slices.ContainsFunc(none, func(w string) bool { return has(whole, []string{w}) }) {
			continue
		}
		if least <= common {
			places = []string{strings.Join(places, " ")}
		}
		if slices.ContainsFunc(places, func(text string) bool { return has(text, words) }) {
			works = append(works, id)
		}
	}
	slices.Sort(works)
	return works
}

// rarest is in how many windows that of words stands which is in the fewest.
func rarest(all map[int64]shelved, words []string) int {
	least := 1 << 30
	for _, w := range words {
		n := 0
		for _, x := range all {
			for _, text := range x.windows {
				if has(text, []string{w}) {
					n++
				}
			}
		}
		least = min(least, n)
	}
	return least
}

// Whether words count as common or not, the works that are found are those in which a look
// at every word finds them, in a search as in a list.
func TestRareAndCommonWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, r := newShelf(d), rand.New(rand.NewPCG(6, 6))
		words := strings.Fields("fog lamp sea oar tide gull rope salt moth quay")
		all := map[int64]shelved{}
		for i := range 150 {
			var text []string
			for k, w := range words {
				if r.IntN(k+1) == 0 {
					text = append(text, w)
				}
			}
			title := fmt.Sprint("Number ", i)
			st := story{title: title, chapters: []string{strings.Join(text, " ") + " end"}}
			if r.IntN(3) == 0 {
				st.tags = words[r.IntN(len(words))] + " " + words[r.IntN(len(words))]
			}
			for range r.IntN(3) {
				st.chapters = append(st.chapters, "later "+words[r.IntN(len(words))])
			}
			s.add(t, st)
			all[s.works[title]] = shelved{st.chapters, st.tags}
		}
		for range 100 {
			var asked []string
			for range 1 + r.IntN(4) {
				asked = append(asked, words[r.IntN(len(words))])
			}
			least := rarest(all, asked)
			if r.IntN(3) == 0 {
				asked = append(asked, "-"+words[r.IntN(len(words))])
			}
			for _, common := range []int{10_000, least, least - 1, 0} {
				want := matching(all, asked, common)
				found, listed, err := search.WorksBy(t.Context(), d, strings.Join(asked, " "), common)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.IsSortedFunc(found, func(a, b int64) int { return int(b - a) }) {
					t.Fatalf("%q: %v are not the newest first", asked, found)
				}
				slices.Sort(found)
				if !slices.Equal(found, want) || !slices.Equal(listed, want) {
					t.Fatalf("%q with %d: found %v and listed %v, want %v", asked, common, found, listed, want)
				}
			}
		}
	})
}

// A work whose title has the words was found though its text has the one that must not be there.
func TestTitlesOfWorksWithWordsNotWanted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		s.add(t, story{title: "The Lantern", chapters: []string{"Fog came in from the sea."}})
		s.add(t, story{title: "A Lantern", chapters: []string{"The night was clear."}})
		for _, text := range []string{"lantern -fog", `"lantern" -fog`} {
			if titles, total, _ := s.find(t, search.Query{Text: text}); total != 1 || !slices.Equal(titles, []string{"A Lantern"}) {
				t.Errorf("%s finds %q, %d in all", text, titles, total)
			}
		}
	})
}

// What is found is the same whether its words were looked for before or not, whoever asks.
func TestWordsThatWereLookedFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for _, st := range library() {
			s.add(t, st)
		}
		for _, text := range []string{"lamp", "the", `"the lamp"`, "lamp -fog", "-fog", "daughter lamplighter", `"lamp" near "harbour"`, "the lamp in the house by the sea was", "灯"} {
			sought, err := search.Seek(t.Context(), d, text)
			if err != nil {
				t.Fatal(err)
			}
			for _, within := range []db.Cond{{}, db.Where("w.posted"), db.Where("NOT w.restricted"), db.Where("w.id < ?", 3)} {
				q := search.Query{Text: text, Within: within}
				want, err := search.Find(t.Context(), d, q)
				if err != nil {
					t.Fatal(err)
				}
				q.Sought = sought
				if got, err := search.Find(t.Context(), d, q); err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("%s within %q: %+v, want %+v; %v", text, within.SQL, got, want, err)
				}
			}
		}
	})
}
