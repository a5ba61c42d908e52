package read_test

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// expect checks that a page has some words and lacks others.
func (a *archive) expect(t *testing.T, v viewer.Viewer, address string, has, lacks []string) {
	t.Helper()
	body := a.get(v, address).Body.String()
	for _, s := range has {
		if !strings.Contains(body, s) {
			t.Errorf("%s for %q has no %q", address, v.Name, s)
		}
	}
	for _, s := range lacks {
		if strings.Contains(body, s) {
			t.Errorf("%s for %q has %q", address, v.Name, s)
		}
	}
}

func TestAMutedWorkSaysSoFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		id := a.post(t, func(w *work.Draft) { w.Rating = work.General })
		masked := a.post(t, func(w *work.Draft) { w.Rating, w.Anonymous = work.General, true })
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO mutes (account_id, other_id, created_at) VALUES ($1, $2, 1)`, int64(a.bea.ID), int64(a.ann.ID))
		})
		if err != nil {
			t.Fatal(err)
		}
		bea := a.bea
		bea.Mutes = true
		const asks, text = "You have muted", "Read it anyway"
		for _, address := range []string{id.Path(), id.Path() + "?view_full_work=true", id.ChapterPath(a.chapter[id]), id.Path() + "/navigate"} {
			a.expect(t, bea, address, []string{asks, text, "muted=show"}, []string{"class=\"userstuff module\""})
			a.expect(t, a.bea, address, nil, []string{asks})
			a.expect(t, viewer.Viewer{}, address, nil, []string{asks})
		}
		a.expect(t, bea, id.Path()+"?muted=show", []string{id.ChapterPath(a.chapter[id]) + "?muted=show"}, []string{asks})
		a.expect(t, bea, id.ChapterPath(a.chapter[id])+"?muted=show", []string{"class=\"userstuff module\""}, []string{asks})
		a.expect(t, bea, masked.Path(), nil, []string{asks})
	})
}

func TestWorksOpenAsTheReaderLikes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		id := a.post(t, func(w *work.Draft) {
			w.Rating = work.General
			w.Tags = []tag.Named{{Type: tag.Fandom, Name: "Harbour Lights"}, {Type: tag.Warning, Name: tag.Death}, {Type: tag.Freeform, Name: "Fog"}}
		})
		entire := a.bea
		entire.Prefs.FullWork = true
		const whole = `class="logged-in reader entire"`
		a.expect(t, entire, id.Path(), []string{whole, "view_full_work=false"}, nil)
		a.expect(t, entire, id.Path()+"?view_full_work=false", nil, []string{whole})
		a.expect(t, a.bea, id.Path(), nil, []string{whole})

		calm := a.bea
		calm.Prefs.HideWarnings, calm.Prefs.HideFreeforms = true, true
		a.expect(t, calm, id.Path(), []string{"Show warnings", "Show other tags", "Warnings are folded away", "Fog"}, nil)
		a.expect(t, a.bea, id.Path(), nil, []string{"Show warnings", "Show other tags"})

		tabs := a.bea
		tabs.Prefs.TitleFormat = "FANDOM: TITLE (AUTHOR)"
		a.expect(t, tabs, id.Path(), []string{"<title>Harbour Lights: The Late Light (ann) · "}, nil)
	})
}

func TestSearchEnginesAreKeptOutForWhoWishes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		id := a.post(t, func(w *work.Draft) { w.Rating = work.General })
		const robots = `<meta name="robots" content="noindex">`
		a.expect(t, viewer.Viewer{}, id.Path(), nil, []string{robots})
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			if err := account.SetPrefs(t.Context(), tx, a.ann.ID, viewer.Prefs{NoIndex: true}); err != nil {
				return err
			}
			return work.Resigned(t.Context(), tx, int64(a.ann.ID))
		})
		if err != nil {
			t.Fatal(err)
		}
		a.expect(t, viewer.Viewer{}, id.Path(), []string{robots}, nil)
	})
}
