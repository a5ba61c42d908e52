package search_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

func tx(t testing.TB, d *db.DB, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Tx(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// rows counts what the index has, in every table of it.
func rows(t testing.TB, d *db.DB) int {
	t.Helper()
	tables := []string{"search_entries", "search_passages"}
	if !d.Postgres {
		tables = append(tables, "search_words_docsize", "search_entry_words_docsize")
	}
	sum := 0
	for _, table := range tables {
		var n int
		if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	return sum
}

func TestReplaceAndDrop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := newShelf(d), t.Context()
		s.add(t, library()[0])
		s.add(t, library()[1])
		const title = "The Lamplighter’s Daughter"
		work, chapter := s.works[title], s.chapters[title][0]
		before := rows(t, d)

		tx(t, d, func(tx *db.Tx) error {
			if err := write(t, tx, chapter, "Only otters here."); err != nil {
				return err
			}
			if err := search.PutWork(ctx, tx, search.Entry{Work: work, Title: "Otters", Notes: "Fewer geese."}); err != nil {
				return err
			}
			return search.PutChapter(ctx, tx, work, chapter, []search.Passage{{Anchor: "p1", Text: "Only otters here."}})
		})
		if n := rows(t, d); n != before {
			t.Errorf("%d rows after a replacement, %d before", n, before)
		}
		for text, want := range map[string]int{"otters": 1, "closed on the half light": 0, "lamplighter's": 0, "quill": 0, "burned porridge": 1, "fewer geese": 1, "more geese": 0} {
			if got, _, _ := s.find(t, search.Query{Text: text}); len(got) != want {
				t.Errorf("after the replacement %q finds %q", text, got)
			}
		}

		tx(t, d, func(tx *db.Tx) error { return search.DropChapter(ctx, tx, chapter) })
		if got, _, _ := s.find(t, search.Query{Text: "only otters"}); len(got) != 0 {
			t.Errorf("a dropped chapter is found in %q", got)
		}
		tx(t, d, func(tx *db.Tx) error { return search.DropWork(ctx, tx, work) })
		if got, _, _ := s.find(t, search.Query{Text: "porridge"}); len(got) != 0 {
			t.Errorf("a dropped work is found: %q", got)
		}
		// A work that is deleted without a word takes its index along.
		tx(t, d, func(tx *db.Tx) error { return tx.Exec(ctx, `DELETE FROM works`) })
		if n := rows(t, d); n != 0 {
			t.Errorf("%d rows are left of nothing", n)
		}
	})
}

func TestDraftChapterIsNotFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		s.add(t, library()[0])
		const title = "The Lamplighter’s Daughter"
		put := func() {
			tx(t, d, func(tx *db.Tx) error {
				return search.PutChapter(t.Context(), tx, s.works[title], s.chapters[title][1], search.Passages(asHTML("A secret otter.")))
			})
		}
		tx(t, d, func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE chapters SET posted = FALSE WHERE id = $1`, s.chapters[title][1])
		})
		put()
		for _, text := range []string{"otter", "porridge"} {
			if got, _, _ := s.find(t, search.Query{Text: text}); len(got) != 0 {
				t.Errorf("%q found in a draft", text)
			}
		}
		tx(t, d, func(tx *db.Tx) error { return tx.Exec(t.Context(), `UPDATE chapters SET posted = TRUE`) })
		put()
		if got, _, _ := s.find(t, search.Query{Text: "otter"}); len(got) != 1 {
			t.Error("a posted chapter is not found")
		}
	})
}

// What the condition leaves out is neither shown nor counted.
func TestWithin(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for i := range 30 {
			s.add(t, story{
				title: fmt.Sprintf("Otter %d", i), tags: "otters", restricted: i%3 == 1, draft: i%3 == 2,
				chapters: []string{"An otter sat by the water.", "Another sat."},
			})
		}
		for _, text := range []string{"otter", "an otter sat", `"an otter sat by"`, "another water", "otters another"} {
			for audience, want := range map[int]int{0: 10, 1: 20, 2: 30} {
				got, total, _ := s.find(t, search.Query{Text: text, Within: db.Where("w.audience <= ?", audience), Limit: 100})
				if len(got) != want || total != want {
					t.Errorf("%q for audience %d: %d shown, %d counted, want %d", text, audience, len(got), total, want)
				}
			}
		}
	})
}

// Pages follow each other without gaps or doubles.
func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for i := range 25 {
			text := "A heron stood. The otter swam."
			if i%2 == 0 {
				text = "A heron stood." // the otter is only in the tags
			}
			s.add(t, story{title: fmt.Sprintf("Work %d", i), tags: "otter", chapters: []string{text}})
		}
		var all []string
		for offset := 0; offset < 40; offset += 7 {
			got, total, _ := s.find(t, search.Query{Text: "heron otter", Limit: 7, Offset: offset})
			if total != 25 {
				t.Errorf("total %d at %d", total, offset)
			}
			all = append(all, got...)
		}
		slices.Sort(all)
		if len(all) != 25 || len(slices.Compact(all)) != 25 {
			t.Errorf("the pages have %d works: %q", len(all), all)
		}
		if got, total, _ := s.find(t, search.Query{Text: "heron", Offset: 1 << 40, Limit: -3}); len(got) != 0 || total != 25 {
			t.Errorf("far beyond the end: %q of %d", got, total)
		}
	})
}

func TestMatching(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for _, st := range library() {
			s.add(t, st)
		}
		for text, want := range map[string]int{"fog": 2, "fog porridge": 1, "fog -porridge": 1, `"older than the house"`: 1, "身后": 1, "nothingness": 0, "": len(library()), "-fog": len(library()) - 2} {
			is, err := search.Matching(t.Context(), d, text)
			if err != nil {
				t.Fatal(err)
			}
			c := db.And(is, db.Where("w.audience <= ?", 1))
			got, err := db.All(t.Context(), d, db.One[int64], db.Numbered(`SELECT w.id FROM works w WHERE `+c.SQL), c.Args...)
			if err != nil || len(got) != want {
				t.Errorf("%q: %d works, want %d; %v", text, len(got), want, err)
			}
		}
	})
}

// Eight writers replace the same and other chapters at once; what is left is one
// copy of each.
func TestEightWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := newShelf(d), t.Context()
		s.add(t, library()[0])
		s.add(t, library()[1])
		type target struct{ work, chapter int64 }
		var all []target
		for title, chapters := range s.chapters {
			for _, c := range chapters {
				all = append(all, target{s.works[title], c})
			}
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for j := range 12 {
					to := all[(i*5+j)%len(all)]
					err := d.Tx(ctx, func(tx *db.Tx) error {
						if err := search.PutChapter(ctx, tx, to.work, to.chapter, []search.Passage{{Anchor: "p1", Text: fmt.Sprintf("Writer w%dn%d was here.", i, j)}}); err != nil {
							return err
						}
						return search.PutWork(ctx, tx, search.Entry{Work: to.work, Title: fmt.Sprintf("Title %d", i), Notes: "geese"})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		want, notes := 2*(2+len(all)+2), 2 // entries, chapters and notes, with the words of each
		if d.Postgres {
			want = 2 + len(all) + 2 // words are in the rows of entries, and in runs
		}
		if n := rows(t, d); n != want {
			t.Errorf("%d rows, want %d", n, want)
		}
		var n int
		if err := d.QueryRowContext(ctx, `SELECT COUNT(*) FROM search_passages WHERE chapter_id IS NOT NULL`).Scan(&n); err != nil || n != len(all) {
			t.Errorf("%d passages for %d chapters; %v", n, len(all), err)
		}
		if err := d.QueryRowContext(ctx, `SELECT COUNT(*) FROM search_passages WHERE chapter_id IS NULL`).Scan(&n); err != nil || n != notes {
			t.Errorf("%d passages of notes, want %d; %v", n, notes, err)
		}
		if got, _, _ := s.find(t, search.Query{Text: "was here"}); len(got) != 2 {
			t.Errorf("found %q", got)
		}
	})
}

// A novel in one chapter: a line is found wherever it stands, also over the edge
// of a window, and in one paragraph without end.
func TestLongChapter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var b strings.Builder
		for i := range 10_000 {
			fmt.Fprintf(&b, "Word n%d of the long road went on w%d.\n\n", i, i)
		}
		s := newShelf(d)
		s.add(t, story{title: "Long", chapters: []string{strings.TrimSpace(b.String())}})
		s.add(t, story{title: "Wall", chapters: []string{strings.ReplaceAll(b.String(), "\n\n", " ")}})
		for _, i := range []int{0, 1, 62, 63, 64, 65, 66, 67, 125, 126, 127, 128, 129, 130, 5000, 9998} {
			text := fmt.Sprintf("went on w%d word n%d of the long", i, i+1)
			got, _, hits := s.find(t, search.Query{Text: text})
			if !slices.Equal(got, []string{"Long", "Wall"}) && !slices.Equal(got, []string{"Wall", "Long"}) {
				t.Fatalf("%q finds %q", text, got)
			}
			for j, h := range hits {
				want := "p1"
				if got[j] == "Long" {
					want = fmt.Sprintf("p%d", i+1)
				}
				mark := fmt.Sprintf("[went on w%d. Word n%d of the long]", i, i+1)
				if h.Anchor != want || !strings.Contains(marked(h), mark) {
					t.Errorf("%q in %s: #%s, want #%s: %s", text, got[j], h.Anchor, want, marked(h))
				}
			}
		}
	})
}

func TestRebuild(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := newShelf(d), t.Context()
		for _, st := range library() {
			s.add(t, st)
		}
		const title = "The Lamplighter’s Daughter"
		tx(t, d, func(tx *db.Tx) error {
			for _, query := range []string{
				`INSERT INTO accounts (id, name, name_key, created_at) VALUES (1, 'quill', 'quill', 1)`,
				`INSERT INTO pseuds (id, account_id, name, name_key, created_at) VALUES (1, 1, 'Quillfeather', 'quillfeather', 1)`,
				`INSERT INTO work_creators (work_id, pseud_id, position, approved) SELECT id, 1, 1, TRUE FROM works`,
				`INSERT INTO tags (id, type, name, name_key, created_at) VALUES (1000, 'freeform', 'Hurt/Comfort', 'hurt/comfort', 1)`,
				`INSERT INTO work_tags (work_id, tag_id, position) SELECT id, 1000, 1 FROM works`,
				`UPDATE chapters SET notes_before = '<p>A heron.</p>'`,
				`DELETE FROM search_passages`,
				`DELETE FROM search_entries`,
			} {
				if err := tx.Exec(ctx, query); err != nil {
					return err
				}
			}
			return tx.Exec(ctx, `UPDATE works SET anonymous = TRUE WHERE id = $1`, s.works[title])
		})
		// Stopped after its first step, it goes on from there.
		stopped, stop := context.WithCancelCause(ctx)
		halt := errors.New("enough")
		var first int
		err := search.Rebuild(stopped, d, func(done, _ int) { first = done; stop(halt) })
		if !errors.Is(err, context.Canceled) || first == 0 {
			t.Fatalf("stopped at %d: %v", first, err)
		}
		stamp := func() int64 {
			n, err := db.Stamp(ctx, d)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		last, sum, before := 0, 0, stamp()
		if err := search.Rebuild(ctx, d, func(done, total int) {
			if done <= first && last == 0 {
				t.Errorf("began again at %d, was at %d", done, first)
			}
			last, sum = done, total
		}); err != nil {
			t.Fatal(err)
		}
		// Who searched while the index was made was shown the same until the next change of a work.
		if stamp() <= before {
			t.Error("what was kept of a search is kept after the index was made anew")
		}
		if last != sum || sum != len(library())+len(library())+2 {
			t.Errorf("ended at %d of %d", last, sum)
		}
		for text, want := range map[string]int{
			"wait for me she said": 1, "more geese": 1, "heron": len(library()), "hurt comfort": len(library()), "forgotten the dark": 1, "身后": 1,
			"quillfeather": len(library()) - 1, // not the anonymous one
		} {
			if got, _, _ := s.find(t, search.Query{Text: text}); len(got) != want {
				t.Errorf("%q finds %q", text, got)
			}
		}
		was := rows(t, d)
		if err := search.Rebuild(ctx, d, func(int, int) {}); err != nil || rows(t, d) != was {
			t.Errorf("again: %v, %d rows, were %d", err, rows(t, d), was)
		}
	})
}
