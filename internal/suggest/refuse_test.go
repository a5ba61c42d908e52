package suggest_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

func TestEightRefuseAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		library(t, d)
		var id work.ID
		if err := d.QueryRowContext(t.Context(), `SELECT MIN(id) FROM works`).Scan(&id); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				for j := range 5 {
					err := d.Tx(t.Context(), func(tx *db.Tx) error {
						return suggest.Refuse(t.Context(), tx, id, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("FOG %d", (i+j)%6)})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		got, err := suggest.RefusedFor(t.Context(), d, id)
		if err != nil || len(got) != 6 || !got["freeform:fog 3"] {
			t.Error(got, err)
		}
		if none, err := suggest.RefusedFor(t.Context(), d, id+1); err != nil || len(none) != 0 {
			t.Error(none, err)
		}
	})
}

// TestWhatIsHiddenIsNotSuggested has a tag go from sight after the names were read, and
// another come in.
func TestWhatIsHiddenIsNotSuggested(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		library(t, d)
		f := suggest.NewFinder(d, tag.NewNames(d))
		s := story{text: "Odette Quill met Bartholomew Finch. Odette Quill smiled. Bartholomew Finch didn't, and Orla Vane saw it; Orla Vane saw all, said Odette Quill, and Finch nodded."}
		values := func() (out string) {
			for _, x := range s.look(t, f) {
				out += x.Value() + "\n"
			}
			return out
		}
		const all = "fandom:Odette Quill - Various\ncharacter:Odette Quill\ncharacter:Bartholomew Finch\n"
		if got := values(); got != all {
			t.Fatal(got)
		}
		change := func(query string) {
			if err := d.Tx(t.Context(), func(tx *db.Tx) error {
				var ids []work.ID
				ids, err := db.All(t.Context(), tx, db.One[work.ID], query)
				for _, id := range ids {
					if err == nil {
						err = work.SetHidden(t.Context(), tx, id, true)
					}
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		change(`SELECT wt.work_id FROM work_tags wt JOIN tags t ON t.id = wt.tag_id WHERE t.name = 'Bartholomew Finch'`)
		if got := values(); got != "fandom:Odette Quill - Various\ncharacter:Odette Quill\n" {
			t.Error(got)
		}
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := work.Create(t.Context(), tx, prose.Cleaner{}, work.Draft{Title: "W", Language: "en", Posted: true, Creators: []account.PseudID{1},
				Tags: []tag.Named{{Type: tag.Character, Name: "Bartholomew Finch"}}, Chapters: []work.DraftChapter{{Body: "<p>One.</p>"}}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := values(); got != all {
			t.Error(got)
		}
	})
}
