package facet

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// What opening, asking and changing a catalogue can say.
var (
	ErrNone    = errors.New("facet: there is no snapshot")
	ErrDamaged = errors.New("facet: the snapshot cannot be used")
	ErrQuery   = errors.New("facet: the query cannot be answered")
	ErrWork    = errors.New("facet: the work does not fit the schema")
	ErrClosed  = errors.New("facet: the catalogue is closed")
	ErrBehind  = errors.New("facet: the change is older than the catalogue")
)

// Limits of a query.
const (
	MaxLimit = 1000 // works in an answer
	MaxEach  = 50   // counts of a Top kind
	MaxTerms = 1200 // terms of All, Choose and None together; ranges; sets
)

// Index is a catalogue. Its methods may be called by many at once.
type Index struct {
	schema *Schema
	dir    string
	tune   tuning
	seats  chan struct{} // taken by those who search

	mu      sync.Mutex // of what readers take
	view    *view      // nil when closed
	free    []*run
	workers []*worker
	crew    *crew
	live    live
	stands  atomic.Pointer[map[Term]*Set]
	quit    sync.Once
}

// Stats says how a catalogue is doing.
type Stats struct {
	Works   int   // all that can be found
	Terms   int   // known, some of no work
	Young   int   // works that are not merged yet
	Gone    int   // works of the old part that were deleted or replaced
	Parts   int   // segments
	Seq     int64 // the last change that can be found
	Bytes   int64 // of files, mapped
	Merging bool
}

// tuning is from what size on what is done; tests make it small, so that every
// path is taken.
type tuning struct {
	spill   int // words of rows that stay in memory while works come in
	large   int // works of a base, from which on more is kept ready
	merge   int // works changed, from which on they are merged, if they are a share of all
	share   int // of all works, one in so many
	few     int // hits, up to which all their terms are simply sorted
	hottest int // terms that have a counter of their own
	help    int // nanoseconds of toil, from which on a second goroutine is asked
	hands   int // goroutines that build
	ready   int // the counts of a term with one in so many works are kept ready
	worth   int // if there are so many: fewer are counted as quickly
	listed  int // with so many terms of each kind
	price   int // what looking at a chunk for differences costs, in works counted
	tracked int // terms of each kind that the cube counts
	seats   int // searches at once
	shallow int // works of an order, up to which the best are kept in a small room
}

// acquire takes the view for reading.
func (x *Index) acquire() (*view, *run, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.view == nil {
		return nil, nil, ErrClosed
	}
	x.view.refs++
	if n := len(x.free); n > 0 {
		r := x.free[n-1]
		x.free = x.free[:n-1]
		return x.view, r, nil
	}
	return x.view, &run{me: new(worker), few: x.tune.few, index: x, crew: x.crew}, nil
}

// runsKept is how many searches keep their room; what more at once need is let go.
const runsKept = 8

func (x *Index) release(v *view, r *run) {
	x.mu.Lock()
	if r != nil && len(x.free) < runsKept {
		x.free = append(x.free, r)
	}
	v.refs--
	over := v.over()
	x.mu.Unlock()
	if over != nil {
		go over.close() // gigabytes take a moment, and this may be a reader
	}
}

// show makes v what readers get.
func (x *Index) show(v *view) {
	x.mu.Lock()
	if v != nil {
		v.file.hold()
	}
	old := x.view
	x.view = v
	var over *file
	if old != nil {
		old.gone = true
		over = old.over()
	}
	x.mu.Unlock()
	if over != nil {
		over.close()
	}
}

// over ends with a view that nobody reads or will read, and gives its file to be closed
// if no other view holds it.
func (v *view) over() *file {
	if v.gone && v.refs == 0 && v.file.letGo() {
		return v.file
	}
	return nil
}

// Search answers q into r. Up to sixteen for each processor go on at the same time; more
// wait for their turn, or until ctx ends: a large one takes some megabytes.
func (x *Index) Search(ctx context.Context, q *Query, r *Result) error {
	run, err := x.start(ctx, q)
	if err != nil {
		return err
	}
	defer x.end(run)
	return run.search(q, r)
}

// start begins a search; who began it ends it.
func (x *Index) start(ctx context.Context, q *Query) (*run, error) {
	if err := q.check(x.schema); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case x.seats <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	v, r, err := x.acquire()
	if err != nil {
		<-x.seats
		return nil, err
	}
	r.ctx, r.view, r.newest = ctx, v, x.schema.Newest
	r.plan.make(q, v, x.stood())
	return r, nil
}

func (x *Index) end(r *run) {
	v := r.view
	r.ctx, r.view = nil, nil
	x.release(v, r)
	<-x.seats
}

// Seq is the change up to which answers are right.
func (x *Index) Seq() int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.view == nil {
		return 0
	}
	return x.view.seq
}

// Stats says how the catalogue is doing.
func (x *Index) Stats() Stats {
	merging := x.live.isMerging()
	x.mu.Lock()
	defer x.mu.Unlock()
	v := x.view
	if v == nil {
		return Stats{}
	}
	return Stats{
		Works: v.works, Terms: int(v.num.dict.all) + len(v.num.later), Young: v.young(), Gone: v.base().dead.n,
		Parts: len(v.parts), Seq: v.seq, Bytes: v.file.size(), Merging: merging,
	}
}

// Close ends the catalogue; what was not saved is lost. Searches that are on their
// way end first.
func (x *Index) Close() error {
	x.live.close()
	x.show(nil)
	x.quit.Do(func() { close(x.crew.quit) })
	return nil
}

// names are the terms that came after a base was made.
type names struct {
	mu     sync.RWMutex
	number map[Term]uint32
	list   []Term
	choice []uint32
}

// find gives a term's number, if any work ever had it.
func (n *numbering) find(t Term) (uint32, bool) {
	if number, ok := n.dict.find(t); ok {
		return number, true
	}
	n.names.mu.RLock()
	defer n.names.mu.RUnlock()
	number, ok := n.names.number[t]
	return number, ok
}

// add gives a term's number, a new one if need be.
func (n *numbering) add(t Term) uint32 {
	if number, ok := n.find(t); ok {
		return number
	}
	n.names.mu.Lock()
	defer n.names.mu.Unlock()
	number := n.dict.all + uint32(len(n.names.list))
	n.names.list = append(n.names.list, t)
	n.names.number[t] = number
	if n.schema.Kinds[t.Kind].Show == Choice {
		n.names.choice = append(n.names.choice, number)
	}
	return number
}

// now sees the terms that were added so far.
func (n *numbering) now() {
	n.later, n.laterChoices = slices.Clip(n.names.list), slices.Clip(n.names.choice)
}
