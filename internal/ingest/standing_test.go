package ingest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// A new version brings a new text. What a file without labels says nothing of
// stays: an anonymous work that was imported again must not be signed by it.
func TestANewVersionKeepsWhatItsFileDoesNotSay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a, ctx := open(t, d), t.Context()
		posted := time.Date(2011, 3, 4, 5, 6, 7, 0, time.UTC)
		var into work.ID
		err := d.Tx(ctx, func(tx *db.Tx) error {
			wren, _, err := account.Place(ctx, tx, "Wren")
			if err != nil {
				return err
			}
			moss, _, err := account.Place(ctx, tx, "Moss")
			if err != nil {
				return err
			}
			into, err = work.Create(ctx, tx, a.Cleaner, work.Draft{Title: "Low Lamp", Summary: "<p>Three nights.</p>", Language: "en", Rating: work.Mature,
				Posted: true, Restricted: true, Anonymous: true, PostedAt: posted, Creators: []account.PseudID{wren.ID, moss.ID},
				Tags:     []tag.Named{{Type: tag.Fandom, Name: "Harbour Lights"}},
				Credits:  []work.Credit{{Role: work.RoleBeta, Name: "Ida"}},
				Chapters: []work.DraftChapter{{Title: "Ebb", Body: "<p>The lamp was out.</p>", PostedAt: posted}}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		text := "The lamp had been out for three nights when she climbed the stair.\n\nNobody would say whose turn it was.\n"
		f := decode.NewFile("final 3.txt", strings.NewReader(text), int64(len(text)))
		title := "Low Lamp, Lit"
		r := a.TakeFile(ctx, f, strings.Repeat("ab", 32), 0, ingest.Options{Into: into, Draft: true, As: "Wren", Corrections: ingest.Corrections{Title: &title}})
		if len(r) != 1 || r[0].Status != ingest.Updated || r[0].Work != int64(into) {
			t.Fatalf("%+v", r)
		}
		w, err := work.Get(ctx, d, viewer.Viewer{Role: viewer.Keeper}, into)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case w.Title != title:
			t.Errorf("title %q is not what was corrected", w.Title)
		case !w.Posted || !w.Restricted || !w.Anonymous || len(w.Creators) != 2 || !w.PostedAt.Equal(posted):
			t.Errorf("who made it or may read it changed: %+v", w)
		case w.Rating != work.Mature || !strings.Contains(w.Summary, "Three nights") || len(w.Tags) != 1 || len(w.Credits) != 1 || w.Credits[0].Name != "Ida":
			t.Errorf("what was told of it changed: %+v", w)
		case len(w.Chapters) != 1 || w.Words < 20:
			t.Errorf("the text did not: %d words", w.Words)
		}
	})
}
