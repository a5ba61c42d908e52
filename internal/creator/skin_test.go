package creator_test

import (
	"regexp"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/workskin"
)

// Two works of one author loaded /skins/1/SUM.css, the one signed, the other not: the
// number told who had written both, and went on doing so when one was orphaned.
func TestASkinTellsNothingOfItsAuthor(t *testing.T) {
	sheet := regexp.MustCompile(`href="(/[a-z0-9/]*skin[a-z0-9/]*/[0-9a-f]{32}\.css)"`)
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, ann := t.Context(), a.Viewer(archivetest.Ann)
		s := a.Add(archivetest.OpenPlans()[0])
		var skin workskin.ID
		const css = ".sms { color: teal }"
		a.Tx(func(tx *db.Tx) (err error) {
			if skin, _, err = workskin.Save(ctx, tx, ann, 0, workskin.Draft{Title: "Texts", CSS: css}); err != nil {
				return err
			}
			return workskin.Choose(ctx, tx, ann, s.ID, skin)
		})
		worn := func(want bool) {
			t.Helper()
			p := a.Get(archivetest.Guest, s.ID.Path()+"?view_full_work=true")
			m := sheet.FindStringSubmatch(p.Body)
			if m == nil {
				t.Fatal("no sheet")
			}
			if at := m[1]; at[:len(s.ID.Path())] != s.ID.Path() {
				t.Errorf("the sheet is at %s", at)
			}
			if got := a.Get(archivetest.Guest, m[1]); got.Status != 200 {
				t.Errorf("%s: %d", m[1], got.Status)
			}
			now, err := workskin.Of(ctx, a.DB, s.ID)
			if err != nil || (now.ID == skin) != want || (now.Owner == ann.ID) != want {
				t.Errorf("%+v, %v", now, err)
			}
			if got := a.Get(archivetest.Guest, skin.Path()+"/"+now.Sum+".css"); got.Status != 404 {
				t.Errorf("a guest finds the author's skin: %d", got.Status)
			}
		}
		worn(true)
		a.Tx(func(tx *db.Tx) error { return creator.Orphan(ctx, tx, s.ID, ann.ID, false) })
		worn(false)
		// What its author does with the skin afterwards changes nothing in the work.
		a.Tx(func(tx *db.Tx) error {
			_, _, err := workskin.Save(ctx, tx, ann, skin, workskin.Draft{Title: "Texts", CSS: ".sms { color: red }"})
			return err
		})
		worn(false)
	})
}
