package facet

import (
	"context"
	"errors"
	"iter"
	"sync"
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
	MaxTerms = 1000 // terms of All, Choose and None together
)

// Index is a catalogue. Its methods may be called by many at once.
type Index struct {
	mu     sync.RWMutex
	all    naive
	closed bool
}

// Stats says how a catalogue is doing.
type Stats struct {
	Works   int   // all that can be found
	Terms   int   // known, some of no work
	Young   int   // works that are not merged yet
	Gone    int   // works of the old part that were deleted or replaced
	Seq     int64 // the last change
	Bytes   int64 // on disk, mapped
	Merging bool
}

// Build makes a catalogue of works in any order, writes its snapshot into the
// folder dir and opens it. With an empty dir it is in memory only. The catalogue
// is right up to change seq. Now and then progress, if not nil, is told how many
// works were taken.
func Build(ctx context.Context, dir string, s Schema, seq int64, works iter.Seq2[Work, error], progress func(works int)) (*Index, error) {
	x := &Index{all: naive{schema: s, works: map[int64]Work{}, seq: seq}}
	for w, err := range works {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x.all.put(w)
		if progress != nil && len(x.all.works)%10000 == 0 {
			progress(len(x.all.works))
		}
	}
	return x, nil
}

// Open reads the snapshot in the folder dir: ErrNone if there is none, ErrDamaged
// if it is broken, of another version or of another Schema.
func Open(dir string, s Schema) (*Index, error) { return nil, ErrNone }

// Apply takes changes in; they are found at the latest after a quarter of a
// second. Changes older than the catalogue are refused with ErrBehind; those of
// the same seq may come again.
func (x *Index) Apply(seq int64, works []Change, numbers []Number) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return ErrClosed
	}
	if seq < x.all.seq {
		return ErrBehind
	}
	x.all.apply(seq, works, numbers)
	return nil
}

// Publish makes everything that was applied found now.
func (x *Index) Publish() {}

// Search answers q into r.
func (x *Index) Search(ctx context.Context, q *Query, r *Result) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return x.all.search(q, r)
}

// Seq is the change up to which the catalogue is right.
func (x *Index) Seq() int64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.all.seq
}

// Stats says how the catalogue is doing.
func (x *Index) Stats() Stats {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return Stats{Works: len(x.all.works), Seq: x.all.seq}
}

// Merge puts the young part and the old together, which happens by itself when
// the young part has grown. It ends early with ctx.
func (x *Index) Merge(ctx context.Context) error { return ctx.Err() }

// Hold keeps the catalogue from merging by itself, as long as it is true.
func (x *Index) Hold(hold bool) {}

// Save writes what was applied since the snapshot, so that Open has it.
func (x *Index) Save() error { return nil }

// Close ends the catalogue; what was not saved is lost.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.closed = true
	return nil
}
