package series_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// add makes a work by Ann and puts it into a series.
func add(t *testing.T, d *db.DB, title string, position int, change func(*work.Draft)) (work.ID, series.ID, viewer.Viewer) {
	t.Helper()
	var id work.ID
	var s series.ID
	var ann viewer.Viewer
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		p, _, err := account.Place(t.Context(), tx, "Ann")
		if err != nil {
			return err
		}
		ann = viewer.Viewer{ID: p.Account, Name: "Ann", Role: viewer.Member}
		draft := work.Draft{Title: "A part", Language: "en", Posted: true, Creators: []account.PseudID{p.ID}, Chapters: []work.DraftChapter{{Body: "<p>four words of text</p>"}}}
		if change != nil {
			change(&draft)
		}
		if id, err = work.Create(t.Context(), tx, prose.Cleaner{}, draft); err != nil {
			return err
		}
		s, err = series.Add(t.Context(), tx, title, draft.Creators, id, position)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, s, ann
}

func TestPartsInOrderAndByTheRule(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		one, s, ann := add(t, d, "Small Hours", 0, nil)
		two, again, _ := add(t, d, " small  HOURS ", 0, func(w *work.Draft) { w.Restricted = true })
		first, _, _ := add(t, d, "Small Hours", 0, func(w *work.Draft) { w.Posted = false })
		if s != again {
			t.Fatalf("two series, %d and %d, of one title", s, again)
		}
		reader := viewer.Viewer{ID: 999, Role: viewer.Member}
		for name, c := range map[string]struct {
			v    viewer.Viewer
			want []work.ID
		}{"guest": {viewer.Viewer{}, []work.ID{one}}, "member": {reader, []work.ID{one, two}}, "author": {ann, []work.ID{one, two}}} {
			got, err := series.Get(ctx, d, c.v, s)
			if err != nil || fmt.Sprint(got.Works) != fmt.Sprint(c.want) || got.Words != 4*len(c.want) {
				t.Errorf("%s sees %+v, %v; want %v (the draft %d is on its author's own page)", name, got, err, c.want, first)
			}
		}
		w, err := work.Get(ctx, d, reader, two)
		if err != nil || len(w.Series) != 1 || w.Series[0].Position != 2 || w.Series[0].Previous != one || w.Series[0].Next != 0 {
			t.Errorf("part: %+v, %v", w.Series, err)
		}
		if w, err = work.Get(ctx, d, viewer.Viewer{}, one); err != nil || w.Series[0].Next != 0 {
			t.Errorf("a guest is led to a work for members: %+v, %v", w.Series, err)
		}
	})
}

func TestSeriesOfHiddenPartsIsNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, s, ann := add(t, d, "Secret", 0, func(w *work.Draft) { w.Restricted, w.Anonymous = true, true })
		if _, err := series.Get(t.Context(), d, viewer.Viewer{}, s); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a guest gets %v", err)
		}
		got, err := series.Get(t.Context(), d, viewer.Viewer{ID: 999, Role: viewer.Member}, s)
		if err != nil || len(got.Creators) != 0 {
			t.Errorf("a series of anonymous works names %v, %v", got, err)
		}
		if got, err = series.Get(t.Context(), d, ann, s); err != nil || len(got.Creators) != 1 {
			t.Errorf("its author sees %v, %v", got, err)
		}
	})
}

func TestEightAddAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var works [8]work.ID
		var ann viewer.Viewer
		for i := range works {
			works[i], _, ann = add(t, d, fmt.Sprint("Own ", i), 0, nil)
		}
		pseuds, err := account.PseudsOf(t.Context(), d, ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, w := range works {
			wg.Go(func() {
				err := d.Tx(t.Context(), func(tx *db.Tx) error {
					_, err := series.Add(t.Context(), tx, "Together", []account.PseudID{pseuds[0].ID}, w, 0)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var all, places, titles int
		err = d.QueryRowContext(t.Context(), `SELECT COUNT(*), COUNT(DISTINCT position), COUNT(DISTINCT series_id) FROM series_works
			WHERE series_id IN (SELECT id FROM series WHERE title = 'Together')`).Scan(&all, &places, &titles)
		if err != nil || all != 8 || places != 8 || titles != 1 {
			t.Errorf("%d works at %d places in %d series, %v", all, places, titles, err)
		}
	})
}

// An anonymous work among signed ones would be told by its neighbours: neither it
// names the series, nor do they lead to it.
func TestASeriesDoesNotNameTheAuthorOfAnAnonymousPart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signed, _, ann := add(t, d, "Small Hours", 0, nil)
		veiled, _, _ := add(t, d, "Small Hours", 0, func(w *work.Draft) { w.Anonymous = true })
		for _, v := range []viewer.Viewer{{}, {ID: 999, Role: viewer.Member}} {
			w, err := work.Get(t.Context(), d, v, veiled)
			if err != nil || len(w.Series) != 0 {
				t.Errorf("%d is told %+v, %v", v.ID, w, err)
			}
			listed, err := work.Load(t.Context(), d, v, []work.ID{veiled})
			if err != nil || len(listed) != 1 || len(listed[0].Series) != 0 {
				t.Errorf("%d is listed %+v, %v", v.ID, listed, err)
			}
			if w, err = work.Get(t.Context(), d, v, signed); err != nil || w.Series[0].Next != 0 {
				t.Errorf("%d is led to it: %+v, %v", v.ID, w.Series, err)
			}
		}
		if w, err := work.Get(t.Context(), d, ann, veiled); err != nil || len(w.Series) != 1 || w.Series[0].Previous != signed {
			t.Errorf("its author sees %+v, %v", w, err)
		}
	})
}
