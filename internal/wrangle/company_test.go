package wrangle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// What no spelling tells is told by what like works have in the tag's place: nicknames,
// names in other words, a fandom's other name.
func TestGuessesByCompany(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		w.establish()
		ann, ben := int64(a.Pseud(archivetest.Ann, "Ann").ID), int64(a.Pseud(archivetest.Ben, "Ben").ID)
		f := func(n string) tag.Named { return tag.Named{Type: tag.Fandom, Name: n} }
		c := func(n string) tag.Named { return tag.Named{Type: tag.Character, Name: n} }
		r := func(n string) tag.Named { return tag.Named{Type: tag.Relationship, Name: n} }
		x := func(n string) tag.Named { return tag.Named{Type: tag.Freeform, Name: n} }
		fluff := x("Fluff")
		for i := range 12 {
			w.story(ann, f(harbour), c("Marian Oakes"), c("Tobias Fenn"), r("Marian Oakes/Tobias Fenn"), fluff)
			w.story(ben, f(vell), c("Edmund Vell"), c("Sister Agathe"), r("Edmund Vell & Sister Agathe"))
			w.story(ben, f(ironwood), c("Wren Alderson"), c("Caspian Holt"), r("Caspian Holt/Wren Alderson"), fluff)
			if i%2 == 0 {
				w.story(ben, f(salt), c("Nadia Belova"), c("Ivan Sokolov"), r("Nadia Belova/Ivan Sokolov"))
			}
		}
		for _, k := range []struct {
			given  []tag.Named // the first is what is guessed about
			want   string
			beside bool
		}{
			{[]tag.Named{c("the lighthouse girl"), f(harbour), c("Tobias Fenn"), r("Marian Oakes/Tobias Fenn")}, "Marian Oakes", true},
			{[]tag.Named{r("Zqoak"), f(harbour), c("Marian Oakes"), c("Tobias Fenn")}, "Marian Oakes/Tobias Fenn", true},
			{[]tag.Named{f("Zqschool"), c("Wren Alderson"), c("Caspian Holt")}, "Ironwood Academy", true},
			{[]tag.Named{c("zqnun"), f(vell), c("Edmund Vell")}, "Sister Agathe", true},
			{[]tag.Named{c("Zqnobody"), f(harbour), c("Marian Oakes"), c("Tobias Fenn"), r("Marian Oakes/Tobias Fenn")}, "", false}, // nothing is missing there
			{[]tag.Named{x("Zqmood"), f(vell), c("Edmund Vell")}, "", false},                                                        // like works have nothing of that type
		} {
			subject := w.story(ann, k.given...)
			if err := wrangle.RunGuess(t.Context(), a.DB); err != nil {
				t.Fatal(err)
			}
			got, err := wrangle.GuessesOf(t.Context(), a.DB, subject)
			if err != nil {
				t.Fatal(err)
			}
			var first wrangle.Guess
			for _, g := range got {
				if first = g; g.Why == wrangle.Together {
					break
				}
			}
			if name := first.Tag.Name; name != k.want || k.want != "" && (first.Why != wrangle.Together || first.Works < 6 || (first.Beside != "") != k.beside) {
				t.Errorf("%q: %+v, want %q by company; all are %v", k.given[0].Name, first, k.want, said(got))
			}
			w.drop(subject)
		}
	})
}

// Nobody learns by a guess who wrote an anonymous work, nor what hidden works have.
func TestCompanyKeepsSecrets(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		w.establish()
		ann := int64(a.Pseud(archivetest.Ann, "Ann").ID)
		for _, set := range []string{"anonymous = TRUE", "hidden = TRUE"} {
			for range 8 {
				w.story(ann, tag.Named{Type: tag.Relationship, Name: "Marian Oakes/Tobias Fenn"})
			}
			w.Tx(func(tx *db.Tx) error {
				for _, q := range []string{`UPDATE works SET ` + set + ` WHERE title = 'T'`, `UPDATE work_filters SET audience = (SELECT audience FROM works WHERE id = work_id)`} {
					if err := tx.Exec(t.Context(), q); err != nil {
						return err
					}
				}
				return nil
			})
			subject := w.story(ann, tag.Named{Type: tag.Relationship, Name: "Zqoak"})
			if err := wrangle.RunGuess(t.Context(), a.DB); err != nil {
				t.Fatal(err)
			}
			if got, err := wrangle.GuessesOf(t.Context(), a.DB, subject); err != nil || len(got) > 0 {
				t.Errorf("%s: %v, %v", set, said(got), err)
			}
			w.drop(subject)
		}
	})
}

// story adds a work that has these tags, and gives the first of them.
func (w *world) story(pseud int64, given ...tag.Named) tag.ID {
	w.t.Helper()
	ctx := w.t.Context()
	ids := w.ensure(given...)
	w.Tx(func(tx *db.Tx) error {
		var id int64
		if err := tx.QueryRowContext(ctx, `INSERT INTO works (title, sort_title, language, rating, posted, created_at, updated_at, revised_at, posted_at, clean_version)
			VALUES ('T', 't', 'en', 'Not Rated', TRUE, 1, 1, 1, 1, 1) RETURNING id`).Scan(&id); err != nil {
			return err
		}
		rows := []string{fmt.Sprintf(`INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES (%d, %d, 0, TRUE)`, id, pseud)}
		for i, t := range ids {
			rows = append(rows, fmt.Sprintf(`INSERT INTO work_tags (work_id, tag_id, position) VALUES (%d, %d, %d)`, id, t, i))
		}
		for _, q := range rows {
			if err := tx.Exec(ctx, q); err != nil {
				return fmt.Errorf("%s: %w", strings.Fields(q)[2], err)
			}
		}
		return work.Refilter(ctx, tx, work.ID(id))
	})
	return ids[0]
}

// drop takes a tag away with its works.
func (w *world) drop(id tag.ID) {
	w.t.Helper()
	w.Tx(func(tx *db.Tx) error {
		if err := tx.Exec(w.t.Context(), `DELETE FROM works WHERE id IN (SELECT work_id FROM work_tags WHERE tag_id = $1)`, int64(id)); err != nil {
			return err
		}
		return tx.Exec(w.t.Context(), `DELETE FROM tags WHERE id = $1`, int64(id))
	})
}
