package series_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/work"
)

// shelf is an archive in which Ann has three works and Ben one.
func shelf(t *testing.T, a *archivetest.Archive) (anns []work.ID, bens work.ID) {
	t.Helper()
	for _, p := range archivetest.OpenPlans() {
		s := a.Add(p)
		if p.By == archivetest.Ann {
			anns = append(anns, s.ID)
		} else if bens == 0 {
			bens = s.ID
		}
	}
	return anns, bens
}

// makeSeries makes a series of Ann's works.
func makeSeries(t *testing.T, a *archivetest.Archive, ids ...work.ID) series.ID {
	t.Helper()
	var id series.ID
	a.Tx(func(tx *db.Tx) (err error) {
		id, err = series.Create(t.Context(), tx, prose.Cleaner{}, a.Viewer(archivetest.Ann), series.Details{Title: "Low Water", Works: ids})
		return err
	})
	return id
}

func order(t *testing.T, a *archivetest.Archive, id series.ID) []work.ID {
	t.Helper()
	s, err := series.Get(t.Context(), a.DB, a.Viewer(archivetest.Keeper), id)
	if err != nil {
		t.Fatal(err)
	}
	return s.Works
}

func TestASeriesIsMadeAndPutInOrderByItsPage(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := shelf(t, a)
		p := a.Post(archivetest.Ann, "/series", url.Values{"title": {"  Low   Water "}, "summary": {"A <script>x</script>tale"}, "add": {anns[0].String(), anns[1].String()}})
		to := p.Header.Get("Location")
		if p.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/series/") {
			t.Fatalf("got %d %s", p.Status, p.Body)
		}
		page := a.Get(archivetest.Guest, to)
		if text := archivetest.TextOf(page.Tree()); !strings.Contains(text, "Low Water") || strings.Contains(page.Body, "<script>x") {
			t.Errorf("the series is not told as it was written: %s", text)
		}
		edit := to + "/edit"
		f := func(extra url.Values) url.Values {
			out := url.Values{"title": {"Low Water"}, "seen": {seen(a, edit)}, "in": {anns[0].String(), anns[1].String()}}
			for k, v := range extra {
				out[k] = v
			}
			return out
		}
		var id series.ID
		fmt.Sscanf(to, "/series/%d", &id)
		if p := a.Post(archivetest.Ann, edit, f(url.Values{"down": {anns[0].String()}})); p.Status != http.StatusSeeOther {
			t.Fatalf("a move: %d", p.Status)
		}
		if got := order(t, a, id); !slices.Equal(got, []work.ID{anns[1], anns[0]}) {
			t.Errorf("after a move down: %v", got)
		}
		add := f(url.Values{"add": {anns[2].String()}, "out": {anns[1].String()}, "place-" + anns[0].String(): {"7"}})
		a.Post(archivetest.Ann, edit, add)
		if got := order(t, a, id); !slices.Equal(got, []work.ID{anns[0], anns[2]}) {
			t.Errorf("after one out and one in: %v", got)
		}
		// The same form once more is from an older change: everything comes back, nothing changes.
		if p := a.Post(archivetest.Ann, edit, add); p.Status != http.StatusConflict || !strings.Contains(p.Body, "Low Water") {
			t.Errorf("an old form got %d", p.Status)
		}
		// Somebody else's work can't be taken in, nor somebody else's series changed.
		bad := f(url.Values{"add": {bens.String()}})
		if p := a.Post(archivetest.Ann, edit, bad); p.Status != http.StatusUnprocessableEntity {
			t.Errorf("Ben's work in Ann's series: %d", p.Status)
		}
		if p := a.Post(archivetest.Ben, edit, f(nil)); p.Status != http.StatusNotFound {
			t.Errorf("Ben changes Ann's series: %d", p.Status)
		}
		if got := order(t, a, id); !slices.Equal(got, []work.ID{anns[0], anns[2]}) {
			t.Errorf("after what was refused: %v", got)
		}
	})
}

// seen is the change that a form is made from.
func seen(a *archivetest.Archive, edit string) string {
	for _, n := range a.Get(archivetest.Ann, edit).All("input[name=seen]") {
		return archivetest.Attr(n, "value")
	}
	return ""
}

// A work that is there but not for one's eyes keeps its place between the others.
func TestWhatOneDoesNotSeeKeepsItsPlace(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := shelf(t, a)
		id := makeSeries(t, a, anns...)
		a.Tx(func(tx *db.Tx) error {
			if err := tx.Exec(t.Context(), `UPDATE series_works SET position = position * 10 WHERE series_id = $1`, int64(id)); err != nil {
				return err
			}
			if err := tx.Exec(t.Context(), `INSERT INTO series_works (series_id, work_id, position) VALUES ($1, $2, 15)`, int64(id), int64(bens)); err != nil {
				return err
			}
			return work.SetHidden(t.Context(), tx, bens, true)
		})
		m, err := series.Manage(t.Context(), a.DB, a.Viewer(archivetest.Ann), id)
		if err != nil || slices.Contains(m.Works, bens) {
			t.Fatalf("Ann manages %v, %v", m, err)
		}
		d := m.Details
		d.Works = []work.ID{anns[2], anns[1], anns[0]}
		a.Tx(func(tx *db.Tx) error {
			return series.Change(t.Context(), tx, prose.Cleaner{}, a.Viewer(archivetest.Ann), id, m.Seen, d)
		})
		ids, err := db.All(t.Context(), a.DB, db.One[work.ID], `SELECT work_id FROM series_works WHERE series_id = $1 ORDER BY position`, int64(id))
		if want := []work.ID{anns[2], bens, anns[1], anns[0]}; err != nil || !slices.Equal(ids, want) {
			t.Errorf("in order: %v, want %v (%v)", ids, want, err)
		}
	})
}

func TestEightChangeASeriesAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := shelf(t, a)
		id := makeSeries(t, a, anns...)
		m, err := series.Manage(t.Context(), a.DB, a.Viewer(archivetest.Ann), id)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for i := range 8 {
			all.Go(func() {
				d := m.Details
				d.Title = fmt.Sprintf("Low Water %d", i)
				err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
					return series.Change(t.Context(), tx, prose.Cleaner{}, a.Viewer(archivetest.Ann), id, m.Seen, d)
				})
				if err == nil {
					mu.Lock()
					done++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if done != 1 {
			t.Errorf("%d of eight who began from the same form were told that theirs is saved", done)
		}
	})
}

func TestTakingASeriesApartKeepsItsWorks(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := shelf(t, a)
		id := makeSeries(t, a, anns...)
		at := fmt.Sprintf("/series/%d", id)
		if p := a.Post(archivetest.Ben, at+"/remove", nil); p.Status != http.StatusNotFound {
			t.Errorf("Ben takes it apart: %d", p.Status)
		}
		if p := a.Post(archivetest.Ann, at+"/remove", nil); p.Status != http.StatusSeeOther {
			t.Errorf("Ann takes it apart: %d", p.Status)
		}
		if p := a.Get(archivetest.Guest, at); p.Status != http.StatusNotFound {
			t.Errorf("the series is still there: %d", p.Status)
		}
		if p := a.Get(archivetest.Guest, anns[0].Path()); p.Status != http.StatusOK {
			t.Errorf("a work of it: %d", p.Status)
		}
	})
}
