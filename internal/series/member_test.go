package series_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/work"
)

// The page of a series listed works of other series among its own, several times, and
// saving it put them in.
func TestASeriesHasNoneOfAnother(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := shelf(t, a)
		one := makeSeries(t, a, anns[0])
		makeSeries(t, a, anns[1], anns[2])
		m, err := series.Manage(t.Context(), a.DB, a.Viewer(archivetest.Ann), one)
		if err != nil || !slices.Equal(m.Works, anns[:1]) {
			t.Errorf("the series has %v, %v; want %v", m.Works, err, anns[:1])
		}
	})
}

func TestPutAndTake(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := shelf(t, a)
		ann, ben := a.Viewer(archivetest.Ann), a.Viewer(archivetest.Ben)
		id := makeSeries(t, a, anns[0], anns[1])
		try := func(f func(ctx context.Context, tx *db.Tx) error) error {
			return a.DB.Tx(t.Context(), func(tx *db.Tx) error { return f(t.Context(), tx) })
		}
		put := func(w work.ID, place int) error {
			return try(func(ctx context.Context, tx *db.Tx) error { return series.Put(ctx, tx, ann, id, w, place) })
		}
		take := func(w work.ID) error {
			return try(func(ctx context.Context, tx *db.Tx) error { return series.Take(ctx, tx, ann, id, w) })
		}
		for _, x := range []struct {
			what string
			do   func() error
			kind fault.Kind // Internal for no fault
			want []work.ID
		}{
			{"put second", func() error { return put(anns[2], 2) }, fault.Internal, []work.ID{anns[0], anns[2], anns[1]}},
			{"put again", func() error { return put(anns[2], 1) }, fault.Internal, []work.ID{anns[0], anns[2], anns[1]}},
			{"put Ben's", func() error { return put(bens, 0) }, fault.Invalid, []work.ID{anns[0], anns[2], anns[1]}},
			{"put by Ben", func() error {
				return try(func(ctx context.Context, tx *db.Tx) error { return series.Put(ctx, tx, ben, id, bens, 0) })
			}, fault.NotFound, []work.ID{anns[0], anns[2], anns[1]}},
			{"take", func() error { return take(anns[0]) }, fault.Internal, []work.ID{anns[2], anns[1]}},
			{"take again", func() error { return take(anns[0]) }, fault.Internal, []work.ID{anns[2], anns[1]}},
			{"take by Ben", func() error {
				return try(func(ctx context.Context, tx *db.Tx) error { return series.Take(ctx, tx, ben, id, anns[2]) })
			}, fault.NotFound, []work.ID{anns[2], anns[1]}},
			{"take the next", func() error { return take(anns[1]) }, fault.Internal, []work.ID{anns[2]}},
			{"take the last", func() error { return take(anns[2]) }, fault.Invalid, []work.ID{anns[2]}},
			{"put far behind", func() error { return put(anns[0], 99) }, fault.Internal, []work.ID{anns[2], anns[0]}},
		} {
			if err := x.do(); (err == nil) != (x.kind == fault.Internal) || err != nil && fault.KindOf(err) != x.kind || !slices.Equal(order(t, a, id), x.want) {
				t.Errorf("%s: %v, %v", x.what, err, order(t, a, id))
			}
		}
	})
}

func TestEightPutAndTakeAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := shelf(t, a)
		ann, id := a.Viewer(archivetest.Ann), makeSeries(t, a, anns[0])
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
					if i%4 == 3 {
						return series.Take(t.Context(), tx, ann, id, anns[0])
					}
					return series.Put(t.Context(), tx, ann, id, anns[1+i%2], 1)
				})
				if err != nil && fault.KindOf(err) != fault.Invalid {
					t.Error(err)
				}
			})
		}
		all.Wait()
		got := order(t, a, id)
		if slices.Contains(got, anns[0]) && len(got) != 3 || len(got) < 2 || !slices.Contains(got, anns[1]) || !slices.Contains(got, anns[2]) {
			t.Errorf("the series is %v", got)
		}
	})
}
