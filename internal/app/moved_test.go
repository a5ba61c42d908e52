package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// pier is a work of Ann's with a chapter for each word; a word with a question mark is
// a draft.
func pier(t *testing.T, a *archivetest.Archive, title string, posted bool, words ...string) (work.ID, []work.ChapterID) {
	t.Helper()
	d := work.Draft{Title: title, Language: "en", Rating: work.General, Posted: posted, Creators: []account.PseudID{a.Pseud(archivetest.Ann, "Ann").ID},
		Tags: []tag.Named{{Type: tag.Fandom, Name: "Harbour Lights"}, {Type: tag.Warning, Name: tag.NoWarnings}}}
	for _, word := range words {
		word, draft := strings.CutSuffix(word, "?")
		d.Chapters = append(d.Chapters, work.DraftChapter{Title: strings.ToUpper(word), Body: "<p>First of " + word + ".</p><p>Second of " + word + ".</p>", Draft: draft})
	}
	var id work.ID
	a.Tx(func(tx *db.Tx) (err error) {
		id, err = work.Create(a.Context(), tx, a.Cleaner(), d)
		return err
	})
	x, err := work.Get(a.Context(), a.DB, a.Viewer(archivetest.Ann), id)
	if err != nil {
		t.Fatal(err)
	}
	var all []work.ChapterID
	for _, c := range x.Chapters {
		all = append(all, c.ID)
	}
	return id, all
}

// Links to chapters that were moved or joined lead to where they are read now, for
// everyone who may read them there, and for nobody else: to others such an address is
// like one that never was.
func TestLinksToMovedChapters(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		from, c := pier(t, a, "The Pier", true, "anchors", "barnacles", "cormorants", "dredgers", "eels?", "flounders?")
		to, _ := pier(t, a, "The Other Pier", true, "gulls")
		secret, _ := pier(t, a, "A Secret Pier", false, "herring")
		a.Tx(func(tx *db.Tx) error { return work.Merge(ctx, tx, a.Cleaner(), c[0], c[1], true, 0) })
		a.Tx(func(tx *db.Tx) error { return work.MoveChapter(ctx, tx, c[2], to) })
		a.Tx(func(tx *db.Tx) error { return work.MoveChapter(ctx, tx, c[3], secret) })
		a.Tx(func(tx *db.Tx) error { return work.MoveChapter(ctx, tx, c[5], to) })

		in := func(id work.ID, c work.ChapterID) string { return id.ChapterPath(c) }
		own := func(c work.ChapterID) string { return fmt.Sprintf("/chapters/%d", c) }
		everyone := archivetest.People()
		// lead wants that an address leads somewhere, or is none when to is "".
		lead := func(address, to string, who ...archivetest.Person) {
			t.Helper()
			for _, p := range who {
				for range 2 { // once more from the cache
					g := a.Get(p, address)
					if to == "" && g.Status != 404 || to != "" && (g.Status != 302 || g.Header.Get("Location") != to) {
						t.Errorf("%s for %s: %d to %q, want %q", address, p, g.Status, g.Header.Get("Location"), to)
					}
				}
			}
		}
		lead(in(from, c[1]), in(from, c[0]), everyone...)
		lead(own(c[1]), in(from, c[0]), everyone...)
		lead(in(from, c[2]), in(to, c[2]), everyone...)
		lead(own(c[2]), in(to, c[2]), everyone...)
		lead(in(from, c[2])+"?view_adult=true", in(to, c[2])+"?view_adult=true", everyone...)
		others := []archivetest.Person{archivetest.Guest, archivetest.Reader, archivetest.Ben}
		for _, hidden := range []string{in(from, c[3]), own(c[3]), in(from, c[4]), own(c[4]), in(from, c[5]), own(c[5])} {
			lead(hidden, "", others...)
		}
		never := a.Get(archivetest.Guest, in(from, 987654)).Text("main")
		for _, p := range []work.ChapterID{c[3], c[4], c[5]} {
			if got := a.Get(archivetest.Guest, in(from, p)).Text("main"); got != never {
				t.Errorf("a guest is told of a draft: %q, of none %q", got, never)
			}
		}
		lead(in(from, c[3]), in(secret, c[3]), archivetest.Ann)
		lead(own(c[3]), in(secret, c[3]), archivetest.Ann)
		lead(in(from, c[5]), in(to, c[5]), archivetest.Ann)

		// The page that is led to has the text, and so have files of the work; the anchors
		// of a chapter that moved are its own, as links to paragraphs need.
		for address, word := range map[string]string{in(from, c[0]): "Second of barnacles.", in(to, c[2]): fmt.Sprintf(`id="p%d-2"`, c[2])} {
			if p := a.Get(archivetest.Guest, address); p.Status != 200 || !strings.Contains(p.Body, word) {
				t.Errorf("%s is %d without %s", address, p.Status, word)
			}
		}
		file := func(id work.ID) string { return a.Get(archivetest.Guest, fmt.Sprintf("/downloads/%d/x.html", id)).Body }
		if text := file(from); !strings.Contains(text, "barnacles") || strings.Contains(text, "cormorants") || strings.Contains(text, "dredgers") || strings.Contains(text, "eels") {
			t.Error("the file of the first work has not what is in it now")
		}
		if text := file(to); !strings.Contains(text, "cormorants") || strings.Contains(text, "flounders") {
			t.Error("the file of the second work has not what is in it now")
		}

		// What is for members only from now on is led to for members only, also where it was
		// led to before.
		a.Tx(func(tx *db.Tx) error {
			if err := tx.Exec(ctx, `UPDATE works SET restricted = TRUE WHERE id = $1`, int64(to)); err != nil {
				return err
			}
			tx.Changed(int64(to))
			return nil
		})
		lead(in(from, c[2]), "", archivetest.Guest)
		lead(in(from, c[2]), in(to, c[2]), archivetest.Reader, archivetest.Ann)
	})
}
