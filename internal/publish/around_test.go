package publish_test

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/work"
)

// A chapter's title of 5,000 characters was marked as too long and posted so.
func TestLimitsAroundAChapter(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, ann := t.Context(), a.Viewer(archivetest.Ann)
		s := a.Add(archivetest.OpenPlans()[0])
		check := func(title, notes string) (err error) {
			a.Tx(func(tx *db.Tx) error {
				c, e := draft.Open(ctx, tx, s.Chapters[0])
				if e != nil {
					return e
				}
				_, e = draft.Save(ctx, tx, s.Chapters[0], draft.Edit{By: ann.ID, Seen: c.Seen, Title: &title, NotesAfter: &notes})
				if e != nil {
					return e
				}
				w, e := work.Get(ctx, tx, ann, s.ID)
				if e != nil {
					return e
				}
				err = publish.Check(ctx, tx, a.Cleaner(), w, s.Chapters[0])
				return nil
			})
			return err
		}
		if err := check(strings.Repeat("é", 255), strings.Repeat("n", 5000)); err != nil {
			t.Errorf("at the limits: %v", err)
		}
		for _, f := range [][2]string{{strings.Repeat("é", 256), ""}, {"", strings.Repeat("n", 5001)}} {
			if err := check(f[0], f[1]); fault.KindOf(err) != fault.Invalid {
				t.Errorf("over them: %v", err)
			}
		}
	})
}
