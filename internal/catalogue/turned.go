package catalogue

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/tag"
)

// A change of the tag graph can turn the lists of a few tags by hundreds of thousands
// of works. Their filters are then written anew in batches, for a minute or more; see
// work.RunRefilter. Until the catalogue has taken the last batch in, the works of those
// tags are a set that is read from the tags on works themselves, in a second, and that
// follows what people change meanwhile; the numbers beside other lists are counted by it
// too. The works that are about a relationship are such a set as well. What else follows
// from filters (crossovers, one relationship only) comes with the first batches, which are
// of the works where it does.

// turning is what the catalogue knows of tags whose lists were turned.
type turning struct {
	due   atomic.Bool // there may be something to do
	busy  atomic.Bool // somebody does it
	batch atomic.Int64
	told  time.Time // when caches were told last; of who is busy

	mu      sync.Mutex
	edited  []int64 // works that changed since they were looked at
	looked  time.Time
	lists   map[facet.Term]*turned
	waiting bool // batches were taken in and caches not told
}

// turned is the list of a tag that was turned.
type turned struct {
	id    tag.ID
	about bool  // of works that are about it
	at    int64 // when, as the database has it
	until int64 // the batch with which filters say it again, 0 while they are written
	ids   []int64
	set   *facet.Set
}

const (
	// editsEvery is how often the sets follow what people change.
	editsEvery = 500 * time.Millisecond
	// toldEvery is how often pages that are kept learn of other counts meanwhile.
	toldEvery = 5 * time.Second
	// mergedAt is at which share of the works that changed, or changed away, the catalogue
	// merges while very many change, and leastMerged from how many on: if it merged as
	// soon as usual, it would do so eighty times in a row.
	mergedAt    = 5
	leastMerged = 20_000
	// batchStep is how many works of a batch are taken in while others wait.
	batchStep = 100
)

// began notes with which batch a catalogue begins; no list is told by a set yet.
func (t *turning) began(batch int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lists = nil
	t.batch.Store(batch)
	t.due.Store(true)
}

// noteFeed looks through a part of the change feed. x.step is held.
func (x *Index) noteFeed(works []int64) []int64 {
	t := &x.turning
	if i := slices.Index(works, db.Lists); i >= 0 {
		works = slices.Delete(works, i, i+1)
		t.due.Store(true)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.lists) > 0 || t.busy.Load() {
		t.edited = append(t.edited, works...)
	}
	return works
}

// turn has what is due done by itself; nobody waits for it.
func (x *Index) turn() {
	t := &x.turning
	if !t.due.Load() || !t.busy.CompareAndSwap(false, true) {
		return
	}
	x.runs.Go(func() {
		defer t.busy.Store(false)
		for t.due.Swap(false) && x.life.Err() == nil {
			switch err := x.turnOnce(x.life, x.current()); {
			case errors.Is(err, errMoved):
				continue
			case err != nil && x.life.Err() == nil:
				x.log.ErrorContext(x.life, "lists of tags stay behind", "err", err)
				return // the next who looks tries again
			}
		}
	})
}

// behind asks whether there are batches to be taken in or edits to be followed.
func (x *Index) behind(ctx context.Context) error {
	t := &x.turning
	n, err := lastBatch(ctx, x.reader.db)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if n > t.batch.Load() || len(t.lists) > 0 || t.waiting {
		t.due.Store(true)
	}
	return nil
}

// turnOnce brings the sets up to date and takes one batch in.
func (x *Index) turnOnce(ctx context.Context, at *facet.Index) error {
	t := &x.turning
	fresh, err := x.readTurned(ctx, at)
	if err != nil {
		t.due.Store(true)
		return err
	}
	t.paceMerges(at)
	took, more, err := x.takeBatch(ctx, at)
	if err != nil {
		t.due.Store(true)
		return err
	}
	t.mu.Lock()
	if more || took {
		t.due.Store(true)
	}
	t.waiting = t.waiting || took || fresh
	tell := t.waiting && (fresh || !took || time.Since(t.told) > toldEvery)
	t.waiting = t.waiting && !tell
	t.mu.Unlock()
	if !tell {
		return nil
	}
	t.told = time.Now()
	at.Publish()
	return x.reader.db.Tx(ctx, func(tx *db.Tx) error { tx.Changed(db.Lists); return nil })
}

// paceMerges has the catalogue merge less often while filters are written.
func (t *turning) paceMerges(at *facet.Index) {
	s := at.Stats()
	t.mu.Lock()
	defer t.mu.Unlock()
	writing := false
	for _, l := range t.lists {
		writing = writing || l.until == 0
	}
	at.Hold(writing && s.Young+s.Gone < max(leastMerged, s.Works/mergedAt))
}

// readTurned brings the sets in step with the database, and reports whether lists are
// other than they were.
func (x *Index) readTurned(ctx context.Context, at *facet.Index) (fresh bool, err error) {
	t := &x.turning
	t.mu.Lock()
	edited := t.edited
	if time.Since(t.looked) < editsEvery {
		edited = nil
	} else {
		t.edited, t.looked = nil, time.Now()
	}
	lists := maps.Clone(t.lists)
	t.mu.Unlock()
	all, err := x.turnedLists(ctx, lists)
	if err != nil {
		return false, err
	}
	now := make(map[facet.Term]*turned, len(all))
	later := false // those of works about a tag take longer, and come after the others
	meet := sync.OnceValues(func() ([]int64, error) { return tag.WhereTurnedMeet(ctx, x.reader.db) })
	for _, term := range slices.SortedFunc(maps.Keys(all), func(a, b facet.Term) int { return cmp.Compare(a.Kind, b.Kind) }) {
		is, was := all[term], lists[term]
		switch known := was != nil && was.at == is.at; {
		case known:
			is.ids, is.set = was.ids, was.set
			var other bool
			other, err = is.look(ctx, x.reader.db, edited)
			fresh = fresh || other
		case is.about && fresh:
			if later = true; was == nil {
				continue
			}
			is = was
		default:
			is.ids, err = is.works(ctx, x.reader.db, meet)
			is.set = facet.NewSet(is.ids)
			fresh = true
		}
		if err != nil {
			return false, err
		}
		now[term] = is
	}
	if later {
		t.due.Store(true)
	}
	fresh = fresh || len(now) != len(lists)
	if fresh {
		if err := stand(ctx, at, now); err != nil {
			return false, err
		}
	}
	return fresh, x.onlyIn(ctx, at, func() error {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.lists = now
		return nil
	})
}

// turnedLists gives the lists that are told by sets now, without the sets.
func (x *Index) turnedLists(ctx context.Context, before map[facet.Term]*turned) (map[facet.Term]*turned, error) {
	type row struct {
		id        tag.ID
		at, ended int64
		kind      tag.Type
	}
	rows, err := db.All(ctx, x.reader.db, func(r *sql.Rows, o *row) error { return r.Scan(&o.id, &o.at, &o.ended, &o.kind) },
		`SELECT u.tag_id, u.at, COALESCE(u.ended_at, 0), t.type FROM turned_tags u JOIN tags t ON t.id = u.tag_id`)
	if err != nil {
		return nil, fmt.Errorf("catalogue: turned tags: %w", err)
	}
	last, err := lastBatch(ctx, x.reader.db)
	if err != nil {
		return nil, err
	}
	out := make(map[facet.Term]*turned, len(rows))
	for _, o := range rows {
		terms := []facet.Term{OfTag(tag.Tag{ID: o.id, Type: o.kind})}
		if o.kind == tag.Relationship {
			terms = append(terms, facet.Term{Kind: MainRelation, ID: int64(o.id)})
		}
		for _, term := range terms {
			l := &turned{id: o.id, about: term.Kind == MainRelation, at: o.at}
			if o.ended > 0 {
				l.until = last
				if was := before[term]; was != nil && was.at == o.at && was.until > 0 {
					l.until = was.until
				}
				if x.turning.batch.Load() >= l.until {
					continue
				}
			}
			out[term] = l
		}
	}
	return out, nil
}

// onlyIn does f while nothing else is taken in, unless another catalogue has come in the
// place of at; then what is due is due again.
func (x *Index) onlyIn(ctx context.Context, at *facet.Index, f func() error) error {
	if err := x.hold(ctx); err != nil {
		return err
	}
	defer x.release()
	if x.current() != at {
		return errMoved
	}
	return f()
}

// errMoved says that another catalogue has come in the place of the one asked.
var errMoved = errors.New("catalogue: another is in its place")

// stand has at tell the lists by the sets, which are placed before anybody asks.
func stand(ctx context.Context, at *facet.Index, lists map[facet.Term]*turned) error {
	at.Publish() // what was taken in is what lists go back to
	var r facet.Result
	sets := make(map[facet.Term]*facet.Set, len(lists))
	for term, l := range lists {
		sets[term] = l.set
		if err := at.Search(ctx, &facet.Query{Within: l.set}, &r); err != nil {
			return err
		}
	}
	at.Stand(sets)
	return nil
}

// works gives the works of the list; meet gives those on which turned tags meet.
func (l *turned) works(ctx context.Context, q db.Q, meet func() ([]int64, error)) ([]int64, error) {
	if !l.about {
		return tag.WorksOf(ctx, q, l.id)
	}
	works, err := meet()
	if err != nil {
		return nil, err
	}
	return tag.MainOf(ctx, q, l.id, works)
}

// among gives those of some works that are in the list.
func (l *turned) among(ctx context.Context, q db.Q, works []int64) ([]int64, error) {
	if l.about {
		return tag.MainAmong(ctx, q, l.id, works)
	}
	return tag.Among(ctx, q, l.id, works)
}

// look looks at works that changed, and reports whether the list did.
func (l *turned) look(ctx context.Context, q db.Q, works []int64) (bool, error) {
	if len(works) == 0 {
		return false, nil
	}
	works = slices.Clone(works)
	slices.Sort(works)
	works = slices.Compact(works)
	in, err := l.among(ctx, q, works)
	if err != nil {
		return false, err
	}
	looked := make(map[int64]bool, len(works))
	for _, w := range works {
		looked[w] = true
	}
	var had []int64
	rest := slices.DeleteFunc(slices.Clone(l.ids), func(w int64) bool {
		if looked[w] {
			had = append(had, w)
		}
		return looked[w]
	})
	slices.Sort(had)
	had = slices.Compact(had)
	slices.Sort(in)
	if slices.Equal(had, in) {
		return false, nil
	}
	l.ids = append(rest, in...)
	l.set = facet.NewSet(l.ids)
	return true, nil
}
