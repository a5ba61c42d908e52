package leave_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/leave"
	"github.com/ficstead/ficstead/internal/round"
)

// A work was deleted with the chapters that others had written in it, in a round: they
// got neither a letter nor their text.
func TestWhoWroteAChapterGetsIt(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, ben := t.Context(), a.Viewer(archivetest.Ben)
		s := a.Add(archivetest.OpenPlans()[0])
		a.Post(archivetest.Ann, s.ID.Path()+"/round", url.Values{"open": {"1"}, "who": {"anyone"}, "post": {"once"}, "days": {"7"}})
		turn := func(what string) {
			t.Helper()
			if p := a.Post(archivetest.Ben, s.ID.Path()+"/round/turn", url.Values{"do": {what}}); p.Status != 303 {
				t.Fatalf("%s: %d %s", what, p.Status, p.Text("main"))
			}
		}
		turn("take")
		now, err := round.Now(ctx, a.DB, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		text := "<p>zqben wrote on.</p>"
		a.Tx(func(tx *db.Tx) error {
			c, err := draft.Open(ctx, tx, now.Chapter)
			if err != nil {
				return err
			}
			_, err = draft.Save(ctx, tx, now.Chapter, draft.Edit{By: ben.ID, Seen: c.Seen, Whole: &text})
			return err
		})
		turn("hand")
		a.Tx(func(tx *db.Tx) error {
			return leave.Remover{Blob: a.Blob, Cleaner: a.Cleaner()}.Remove(ctx, tx, a.Viewer(archivetest.Ann), s.ID)
		})
		copies, err := db.All(ctx, a.DB, db.One[int64], `SELECT id FROM last_copies WHERE account_id = $1`, int64(ben.ID))
		if err != nil || len(copies) != 1 {
			t.Fatalf("%v, %v", copies, err)
		}
		if inbox := a.Get(archivetest.Ben, "/inbox"); !strings.Contains(inbox.Text("main"), "was deleted") {
			t.Errorf("no letter: %s", inbox.Text("main"))
		}
		p := a.Get(archivetest.Ben, "/account/copies/"+strconv.FormatInt(copies[0], 10))
		if p.Status != 200 || !strings.Contains(p.Body, "zqben") {
			t.Errorf("%d: his chapter is in it: %v", p.Status, strings.Contains(p.Body, "zqben"))
		}
	})
}
