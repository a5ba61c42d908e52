package desk_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/desk"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// whole is a work as its keepers see it, with the skin that it wears.
func whole(t *testing.T, a *archivetest.Archive, id work.ID) (*work.Work, string) {
	t.Helper()
	w, err := work.Get(t.Context(), a.DB, a.Viewer(archivetest.Keeper), id)
	if err != nil {
		t.Fatal(err)
	}
	s, err := workskin.Of(t.Context(), a.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	return w, s.Title
}

// told is what of a work a change of skin, series and credits changes.
func told(t *testing.T, a *archivetest.Archive, id work.ID) string {
	t.Helper()
	w, skin := whole(t, a, id)
	var all []string
	for _, p := range w.Series {
		all = append(all, fmt.Sprintf("%s %d", p.Title, p.Position))
	}
	slices.Sort(all)
	return fmt.Sprintf("%q %v %v", skin, all, w.Credits)
}

func skinOf(t *testing.T, a *archivetest.Archive, who archivetest.Person, title string) (id workskin.ID) {
	t.Helper()
	a.Tx(func(tx *db.Tx) (err error) {
		id, _, err = workskin.Save(t.Context(), tx, a.Viewer(who), 0, workskin.Draft{Title: title, CSS: "p { color: red }"})
		return err
	})
	return id
}

func seriesOf(t *testing.T, a *archivetest.Archive, who archivetest.Person, title string, works ...work.ID) (id series.ID) {
	t.Helper()
	a.Tx(func(tx *db.Tx) (err error) {
		for _, w := range works {
			if id, err = series.Add(t.Context(), tx, title, []account.PseudID{a.Pseud(who, string(who)).ID}, w, 0); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

func TestSkinSeriesAndCreditsOfManyWorks(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := library(a)
		one, two, three := anns[0].ID, anns[1].ID, anns[2].ID
		skin, row := skinOf(t, a, archivetest.Ann, "Letters home"), seriesOf(t, a, archivetest.Ann, "Harbour years", three)
		was := map[work.ID]string{one: told(t, a, one), two: told(t, a, two), three: told(t, a, three), bens.ID: told(t, a, bens.ID)}
		sent := url.Values{"work": {one.String(), two.String(), three.String(), bens.ID.String()}, "skin": {fmt.Sprint(skin)}, "how-series": {"add"}, "series": {fmt.Sprint(row)},
			"how-credit": {"add"}, "credit": {"Ines  Calder"}, "role": {string(work.RoleBeta)}}
		p := a.Post(archivetest.Ann, "/desk/change", sent)
		at := p.Header.Get("Location")
		if p.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		look := archivetest.TextOf(a.Get(archivetest.Ann, at).Tree())
		for _, want := range []string{"Letters home", "Harbour years", "Ines Calder", "Nothing is changed yet"} {
			if !strings.Contains(look, want) {
				t.Errorf("the look says nothing of %q", want)
			}
		}
		for _, id := range []work.ID{one, two, three} {
			if told(t, a, id) != was[id] {
				t.Errorf("a look has changed work %d", id)
			}
		}
		a.Post(archivetest.Ann, at+"/apply", nil)
		for _, id := range []work.ID{one, two, three} {
			w, worn := whole(t, a, id)
			credited := slices.ContainsFunc(w.Credits, func(c work.Credit) bool { return c.Name == "Ines Calder" && c.Role == work.RoleBeta })
			in := slices.ContainsFunc(w.Series, func(x work.Part) bool { return x.Series == int64(row) })
			if worn != "Letters home" || !credited || !in {
				t.Errorf("work %d is %s", id, told(t, a, id))
			}
		}
		if told(t, a, bens.ID) != was[bens.ID] {
			t.Error("Ben's work was changed")
		}
		a.Post(archivetest.Ann, at+"/undo", nil)
		for id, want := range was {
			if got := told(t, a, id); got != want {
				t.Errorf("work %d came back as %s, was %s", id, got, want)
			}
		}
	})
}

func TestTakingOutIsUndoneToTheSamePlace(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := library(a)
		one, two, three := anns[0].ID, anns[1].ID, anns[2].ID
		row := seriesOf(t, a, archivetest.Ann, "Harbour years", one, two, three)
		a.Tx(func(tx *db.Tx) error { return work.AddCredit(t.Context(), tx, two, work.RoleArt, "Ines Calder") })
		was := told(t, a, two)
		p := a.Post(archivetest.Ann, "/desk/change", url.Values{"work": {two.String()}, "how-series": {"remove"}, "series": {fmt.Sprint(row)}, "how-credit": {"remove"}, "credit": {"ines calder"}})
		a.Post(archivetest.Ann, p.Header.Get("Location")+"/apply", nil)
		if got := told(t, a, two); got == was || strings.Contains(got, "Harbour years") || strings.Contains(got, "Calder") {
			t.Fatalf("it is %s", got)
		}
		a.Post(archivetest.Ann, p.Header.Get("Location")+"/undo", nil)
		if got := told(t, a, two); got != was {
			t.Errorf("it came back as %s, was %s", got, was)
		}

		// All of them can't leave: the last stays, and its author is told.
		p = a.Post(archivetest.Ann, "/desk/change", url.Values{"work": {one.String(), two.String(), three.String()}, "how-series": {"remove"}, "series": {fmt.Sprint(row)}, "rating": {"Mature"}})
		a.Post(archivetest.Ann, p.Header.Get("Location")+"/apply", nil)
		if text := archivetest.TextOf(a.Get(archivetest.Ann, p.Header.Get("Location")).Tree()); strings.Count(text, "It is the only work of the series") != 1 {
			t.Errorf("nobody is told: %s", text)
		}
		if got := face(t, a, three).Rating; got == work.Mature && strings.Contains(told(t, a, three), "Harbour years") {
			t.Error("a work is changed by half")
		}
	})
}

func TestOthersSkinsAndSeriesAreNoChoice(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := library(a)
		skin, row := skinOf(t, a, archivetest.Ben, "Storms"), seriesOf(t, a, archivetest.Ben, "Ben's row", bens.ID)
		id := anns[0].ID.String()
		for name, f := range map[string]url.Values{
			"a skin of Ben's": {"skin": {fmt.Sprint(skin)}}, "no skin": {"skin": {"987654"}}, "no number": {"skin": {"x"}},
			"a series of Ben's": {"how-series": {"add"}, "series": {fmt.Sprint(row)}}, "no series": {"how-series": {"remove"}, "series": {""}}, "no way": {"how-series": {"burn"}, "series": {fmt.Sprint(row)}},
			"no name": {"how-credit": {"add"}, "credit": {" "}, "role": {string(work.RoleBeta)}}, "no role": {"how-credit": {"add"}, "credit": {"Ines"}, "role": {"king"}},
			"a long name": {"how-credit": {"remove"}, "credit": {strings.Repeat("x", 256)}},
		} {
			f.Set("work", id)
			if p := a.Post(archivetest.Ann, "/desk/change", f); p.Status != http.StatusUnprocessableEntity || strings.Contains(p.Body, "Storms") || strings.Contains(p.Body, "Ben&#39;s row") {
				t.Errorf("%s: %d", name, p.Status)
			}
		}
	})
}

// Eight changes put two works each into one series, take them out and wear skins, all at
// once: every work is in once, and no place is taken twice.
func TestEightChangeOneSeries(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := library(a)
		v := a.Viewer(archivetest.Ann)
		skin, row := skinOf(t, a, archivetest.Ann, "Letters home"), seriesOf(t, a, archivetest.Ann, "Harbour years", anns[0].ID)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if err := changeOnce(t.Context(), a, v, desk.Changes{Skin: &desk.Worn{ID: skin}, Series: &desk.SeriesChange{How: "add", ID: row}}, anns[1+i%3].ID, anns[1+(i+1)%3].ID); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		m, err := series.Manage(t.Context(), a.DB, v, row)
		if err != nil || len(m.Works) != 4 {
			t.Fatalf("%v, %v", m, err)
		}
		var places int
		if err := a.DB.QueryRowContext(t.Context(), `SELECT COUNT(DISTINCT position) FROM series_works WHERE series_id = $1`, int64(row)).Scan(&places); err != nil || places != 4 {
			t.Errorf("%d places, %v", places, err)
		}
		for i := range 3 {
			if _, worn := whole(t, a, anns[1+i].ID); worn != "Letters home" {
				t.Errorf("work %d wears %q", anns[1+i].ID, worn)
			}
		}
	})
}

func changeOnce(ctx context.Context, a *archivetest.Archive, v viewer.Viewer, c desk.Changes, works ...work.ID) error {
	var id desk.ChangeID
	err := a.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		id, err = desk.Look(ctx, tx, v, c, works)
		return err
	})
	if err != nil {
		return err
	}
	return desk.Apply(ctx, a.DB, prose.Cleaner{}, v, id)
}
