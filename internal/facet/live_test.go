package facet

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestReadersWhileThingsChange has readers, eight writers, merges and saves at
// once: each answer must be whole, and in the end all must be right.
func TestReadersWhileThingsChange(t *testing.T) {
	c := newChance(11)
	n := &naive{schema: testSchema(), works: map[int64]Work{}}
	var works []Work
	for i := range 3000 {
		w := c.work(c.id(i))
		n.put(w)
		works = append(works, w)
	}
	tune := usual()
	tune.large, tune.help, tune.few, tune.merge, tune.hands = 1, -1, 10, 300, 3
	x, err := build(t.Context(), t.TempDir(), testSchema(), 1, seqOf(works), nil, tune)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	var seq atomic.Int64
	seq.Store(1)
	var order sync.Mutex // the feed of changes has one
	var done atomic.Bool
	var writers, readers sync.WaitGroup
	for w := range uint64(8) {
		writers.Go(func() {
			c := newChance(11)
			for i := range 60 {
				order.Lock()
				rnd := newChance(w*1000 + uint64(i))
				rnd.least, rnd.apart, rnd.times = c.least, c.apart, c.times
				change(t, rnd, x, n, seq.Add(1), 3000)
				order.Unlock()
			}
		})
	}
	for i := range uint64(4) {
		readers.Go(func() {
			c, r := newChance(100+i), Result{}
			for !done.Load() {
				q := c.query(3000)
				q.Facets = true
				if err := x.Search(t.Context(), q, &r); err != nil {
					t.Error(err)
					return
				}
				if !whole(&r, q) {
					t.Errorf("%s: %+v", show(q), r)
					return
				}
			}
		})
	}
	readers.Go(func() {
		for !done.Load() {
			if err := x.Save(); err != nil {
				t.Error(err)
			}
			if err := x.Merge(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	writers.Wait()
	done.Store(true)
	readers.Wait()
	x.Publish()
	var r Result
	for range 40 {
		same(t, x, n, c.query(3000), &r)
	}
}

// whole tells whether an answer agrees with itself.
func whole(r *Result, q *Query) bool {
	ids := slices.Clone(r.IDs)
	slices.Sort(ids)
	return len(r.IDs) == max(0, min(q.Limit, r.Total-q.Offset)) && len(slices.Compact(ids)) == len(r.IDs)
}

func TestChangesAreFoundWithinAQuarterOfASecond(t *testing.T) {
	x, err := Build(t.Context(), "", testSchema(), 0, seqOf(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for i := range int64(20) {
		w := Work{ID: i, Numbers: make([]uint32, 4), Texts: make([]string, 2)}
		if err := x.Apply(i, []Change{{i, &w}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	applied := time.Now()
	for x.Seq() != 19 {
		if time.Since(applied) > 10*time.Second {
			t.Fatal("what was applied is not found")
		}
		time.Sleep(time.Millisecond)
	}
	t.Log("found after", time.Since(applied))
	if s := x.Stats(); s.Works != 20 {
		t.Errorf("%+v", s)
	}
}

func TestChangesThatAreRefused(t *testing.T) {
	x, err := Build(t.Context(), "", testSchema(), 5, seqOf(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	good := Work{ID: 1, Numbers: make([]uint32, 4), Texts: make([]string, 2)}
	with := func(f func(w *Work)) []Change {
		w := good
		f(&w)
		return []Change{{1, &w}}
	}
	for name, works := range map[string][]Change{
		"another key":      {{2, &good}},
		"few numbers":      with(func(w *Work) { w.Numbers = nil }),
		"few texts":        with(func(w *Work) { w.Texts = nil }),
		"no such kind":     with(func(w *Work) { w.Terms = []Term{{99, 1}} }),
		"two ratings":      with(func(w *Work) { w.Terms = []Term{{kRating, 1}, {kRating, 2}} }),
		"a very long text": with(func(w *Work) { w.Texts = []string{string(make([]byte, MaxText+1)), ""} }),
		"many terms":       with(func(w *Work) { w.Terms = make([]Term, MaxWorkTerms+1) }),
	} {
		if err := x.Apply(6, works, nil); !errors.Is(err, ErrWork) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, column := range []int{nUpdated, nWords, -1, 4} {
		if err := x.Apply(6, nil, []Number{{1, column, 1}}); !errors.Is(err, ErrWork) {
			t.Errorf("number %d: %v", column, err)
		}
	}
	if err := x.Apply(4, nil, nil); !errors.Is(err, ErrBehind) {
		t.Errorf("an old change: %v", err)
	}
	if s := x.Stats(); s.Works != 0 || s.Seq != 5 {
		t.Errorf("%+v", s)
	}
	x.Close()
	if err := x.Apply(7, nil, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := x.Search(t.Context(), &Query{}, new(Result)); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := x.Save(); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := x.Merge(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// many is a catalogue of several chunks.
func many(t testing.TB, works int, tune tuning) *Index {
	t.Helper()
	c := newChance(5)
	c.tags, c.times, c.least, c.apart = 3000, 5000, 1, 1
	x, err := build(t.Context(), "", testSchema(), 0, func(yield func(Work, error) bool) {
		for i := range works {
			if !yield(c.work(int64(i+1)), nil) {
				return
			}
		}
	}, nil, tune)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestSearchingAllocatesNothing(t *testing.T) {
	tune := usual()
	tune.large, tune.hands = 1, 1
	x := many(t, 20_000, tune)
	defer x.Close()
	c := newChance(5)
	c.tags = 3000
	var qs []*Query
	for range 200 {
		q := c.query(1000)
		q.Facets, q.Each, q.Where = true, 10, nil
		qs = append(qs, q)
	}
	var r Result
	ask := func() {
		for _, q := range qs {
			if err := x.Search(context.Background(), q, &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	ask()
	if n := testing.AllocsPerRun(3, ask); n > 2 {
		t.Errorf("%v allocations in %d searches", n, len(qs))
	}
}

func TestASearchThatNobodyWaitsForEnds(t *testing.T) {
	tune := usual()
	tune.large = 1 << 30
	x := many(t, 200_000, tune)
	defer x.Close()
	q := &Query{Facets: true, Each: 10, Limit: 10, None: []Term{{kTag, 1}}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.Search(ctx, q, new(Result)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for after := range 20 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(after)*100*time.Microsecond)
		if err := x.Search(ctx, q, new(Result)); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		cancel()
	}
	var r Result
	if err := x.Search(t.Context(), q, &r); err != nil || r.Total == 0 {
		t.Error(r.Total, err)
	}
}

// More searches at once than there are seats wait for one, but no longer than somebody
// waits for them.
func TestSearchesTakeTurns(t *testing.T) {
	tune := usual()
	tune.seats = 1
	x := many(t, 1000, tune)
	x.seats <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := x.Search(ctx, &Query{}, new(Result)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without a seat: %v", err)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			var r Result
			if err := x.Search(t.Context(), &Query{}, &r); err != nil || r.Total != 1000 {
				t.Errorf("%d works: %v", r.Total, err)
			}
		})
	}
	<-x.seats
	all.Wait()
}

// TestManyChunks compares catalogues of more than one chunk with looking at all.
func TestManyChunks(t *testing.T) {
	for _, large := range []int{1, 1 << 30} {
		t.Run(fmt.Sprint(large), func(t *testing.T) {
			t.Parallel()
			tune := usual()
			tune.large, tune.hottest, tune.help, tune.hands, tune.tracked = large, 700, -1, 2, 500
			tune.merge, tune.shallow = 1<<30, 100
			x := many(t, 140_000, tune)
			defer x.Close()
			c := newChance(5)
			c.tags, c.times, c.least, c.apart = 3000, 5000, 1, 1
			n := &naive{schema: testSchema(), works: map[int64]Work{}}
			for i := range 140_000 {
				n.put(c.work(int64(i + 1)))
			}
			var every []int64
			for i := int64(0); i < 140_000; i += 5 {
				every = append(every, i)
			}
			fifth := NewSet(every)
			var r Result
			for i := range 12 {
				if i == 6 {
					change(t, c, x, n, 1, 140_000)
					x.Publish()
				}
				same(t, x, n, c.query(140_000), &r)
				if i%3 == 0 { // a page far down
					same(t, x, n, &Query{Order: nWords, Reverse: i%2 == 0, Within: fifth, Offset: 5000 + c.IntN(20_000), Limit: 50}, &r)
				}
			}
		})
	}
}
