package search_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

func tidy(t testing.TB, d *db.DB) {
	t.Helper()
	if err := search.RunTidy(t.Context(), d, slog.New(slog.DiscardHandler)); err != nil {
		t.Error(err)
	}
}

// While eight save, the index is tidied, and who searches finds each text that was saved.
func TestTidyingWhileEightSave(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const writers, rounds = 8, 12
		s := newShelf(d)
		r := rand.New(rand.NewPCG(2, 9))
		for i := range writers {
			s.add(t, story{title: fmt.Sprint("Work ", i), chapters: []string{"Nothing yet."}})
		}
		texts := make([][]string, writers)
		for i := range texts {
			for range rounds {
				texts[i] = append(texts[i], prose(r, 900))
			}
		}
		var saving, tidying sync.WaitGroup
		done := make(chan struct{})
		tidying.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					tidy(t, d)
				}
			}
		})
		for i := range writers {
			title := fmt.Sprint("Work ", i)
			saving.Go(func() {
				for n, text := range texts[i] {
					text += fmt.Sprintf(" the lantern of writer%d on day%d", i, n)
					err := d.Tx(t.Context(), func(tx *db.Tx) error {
						if err := write(t, tx, s.chapters[title][0], text); err != nil {
							return err
						}
						tx.Changed(s.works[title])
						return search.PutChapter(t.Context(), tx, s.works[title], s.chapters[title][0], search.Passages(asHTML(text)))
					})
					if err != nil {
						t.Error(err)
						return
					}
					line := fmt.Sprintf(`"the lantern of writer%d on day%d"`, i, n)
					if got, err := search.Find(t.Context(), d, search.Query{Text: line}); err != nil || len(got.Hits) != 1 || got.Hits[0].Work != s.works[title] {
						t.Errorf("%s: found %v; %v", line, got, err)
					}
				}
			})
		}
		saving.Wait()
		close(done)
		tidying.Wait()
		tidy(t, d)
		for i := range writers {
			for n := range rounds {
				want := 0
				if n == rounds-1 {
					want = 1
				}
				if got, _, _ := s.find(t, search.Query{Text: fmt.Sprintf(`"lantern of writer%d on day%d"`, i, n)}); len(got) != want {
					t.Errorf("day %d of writer %d is found %d times", n, i, len(got))
				}
			}
		}
	})
}

// Runs are merged into few, which find what the many did, and forget what is gone.
func TestRunsAreMerged(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Postgres(t))
	s, r := newShelf(d), rand.New(rand.NewPCG(4, 9))
	for i := range 70 {
		s.add(t, story{title: fmt.Sprint("Work ", i), chapters: []string{prose(r, 1500) + fmt.Sprintf("\n\nThe canary number%d sang of the sea", i)}})
	}
	runs := func() (n int) {
		t.Helper()
		if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM search_runs`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	queries := []string{"canary", `"the canary number7"`, "number69", `"sang of the sea"`, `"of the sea" -number3`, "sea canary of", `"canary" near "sea"`}
	answers := func() (all []string) {
		for _, q := range queries {
			titles, total, hits := s.find(t, search.Query{Text: q, Limit: 100})
			slices.Sort(titles)
			all = append(all, fmt.Sprintln(q, total, titles, len(hits)))
		}
		return all
	}
	if n := runs(); n != 70 {
		t.Fatalf("%d runs of 70 texts", n)
	}
	before := answers()
	tidy(t, d)
	if n := runs(); n > 14 {
		t.Errorf("%d runs are left", n)
	}
	if after := answers(); !slices.Equal(before, after) {
		t.Errorf("other answers after merging:\n%s\nwere\n%s", after, before)
	}
	if err := search.Rebuild(t.Context(), d, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if n := runs(); n > 4 {
		t.Errorf("%d runs after a rebuild", n)
	}
	if after := answers(); !slices.Equal(before, after) {
		t.Errorf("other answers after a rebuild:\n%s\nwere\n%s", after, before)
	}
	tx(t, d, func(tx *db.Tx) error { return tx.Exec(t.Context(), `DELETE FROM works WHERE title = 'Work 7'`) })
	if got, _, _ := s.find(t, search.Query{Text: "number7"}); len(got) != 0 {
		t.Errorf("found what is gone: %q", got)
	}
	if err := search.RunPurge(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	var kept, alive int
	if err := d.QueryRowContext(t.Context(), `SELECT (SELECT SUM(size) FROM search_runs), (SELECT COUNT(*) FROM search_passages)`).Scan(&kept, &alive); err != nil || kept != alive {
		t.Errorf("the words of %d windows are kept, there are %d; %v", kept, alive, err)
	}
}
