// Package catalogue keeps a facet.Index of all works in step with the database:
// every list is asked of it. It knows what works have (schema.go), reads that from
// the tables (read.go), and takes every change in before it answers (keep.go), so that
// what is hidden is gone at once and everybody sees their own change.
//
// It is a projection. What is missing or damaged is made anew from the rows, while
// everything but lists goes on.
package catalogue

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/fault"
)

// Index is the catalogue of an archive. Its methods may be called by many at once.
type Index struct {
	reader reader
	known  *languages
	dir    string
	log    *slog.Logger

	// patience is how long a question waits for the catalogue to be made.
	patience time.Duration
	// all reads every work; tests put something else there.
	all func(context.Context) iter.Seq2[facet.Work, error]

	life context.Context // of what runs by itself
	end  context.CancelFunc
	runs sync.WaitGroup

	mu     sync.Mutex
	at     *facet.Index // nil until it is made
	making *making      // nil unless it is under way
	failed time.Time    // when it could not be made

	// step is held by whoever takes changes in; what follows is theirs.
	step     chan struct{}
	applied  int64 // the last change that was given to at, shown or not
	mark     mark
	counters counters
	home     int // the number of the folder with its snapshot
	refused  int // that of one that could not be used; Run's own

	turning turning
}

// making is a catalogue on its way.
type making struct {
	done      chan struct{}
	works, of atomic.Int64
	begun     time.Time
	told      func(done, of int) // nil when nobody asks
}

// New gives the catalogue of the works in d, which is made, or read from the folder
// dir, when it is first asked for or by Run. With an empty dir it is in memory alone.
func New(d *db.DB, dir string, log *slog.Logger) *Index {
	known := &languages{}
	life, end := context.WithCancel(context.Background())
	from := reader{db: d, known: known}
	return &Index{
		reader: from, all: from.all, known: known, dir: dir, log: log, patience: time.Second,
		life: life, end: end, step: make(chan struct{}, 1), counters: counters{late: map[counter]counted{}},
	}
}

// Search answers q as everything is now. While the catalogue is made it is an
// Unavailable fault that says how far that is.
func (x *Index) Search(ctx context.Context, q *facet.Query, r *facet.Result) error {
	at, err := x.Now(ctx)
	if err != nil {
		return err
	}
	return at.Search(ctx, q, r)
}

// Now is the catalogue with every change up to now, for several questions at once.
// Like Search it may be Unavailable.
func (x *Index) Now(ctx context.Context) (*facet.Index, error) {
	for {
		at, err := x.ready(ctx)
		if err != nil {
			return nil, err
		}
		if err := x.follow(ctx, at); !errors.Is(err, errReplaced) {
			return at, err
		}
	}
}

// Language is the term of works in a language, by its code.
func (x *Index) Language(code string) facet.Term { return x.known.term(code) }

// LanguageOf is the code of a language's key, "" if there is none.
func (x *Index) LanguageOf(id int64) string { return codeOf(id) }

// Close ends the catalogue; Run has ended before.
func (x *Index) Close() error {
	x.end()
	x.runs.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.at == nil {
		return nil
	}
	return x.at.Close()
}

// Stats says how the catalogue is doing, ok if it is made.
func (x *Index) Stats() (s facet.Stats, ok bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.at == nil {
		return s, false
	}
	return x.at.Stats(), true
}

// ready waits a little for the catalogue to be there, and has it made if nobody does.
func (x *Index) ready(ctx context.Context) (*facet.Index, error) {
	x.mu.Lock()
	at, m := x.at, x.making
	if at == nil && m == nil {
		if time.Since(x.failed) < retry {
			x.mu.Unlock()
			return nil, x.unavailable(nil)
		}
		m = x.start()
	}
	x.mu.Unlock()
	if at != nil {
		return at, nil
	}
	wait := time.NewTimer(x.patience)
	defer wait.Stop()
	select {
	case <-m.done:
	case <-wait.C:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.at == nil {
		return nil, x.unavailable(m)
	}
	return x.at, nil
}

// retry is how long a catalogue that could not be made is left alone.
const retry = 5 * time.Second

// unavailable is what people are told while there is no catalogue.
func (x *Index) unavailable(m *making) error {
	const format = "The lists of works are being made ready, which happens now and then after a start. Everything else is open; please come back to this page in a little while."
	if m == nil || m.works.Load() == 0 {
		return &fault.Error{Kind: fault.Unavailable, Wait: retry, Format: format}
	}
	n, of := m.works.Load(), max(m.of.Load(), m.works.Load())
	left := time.Duration(float64(time.Since(m.begun)) * float64(of-n) / float64(n))
	return &fault.Error{Kind: fault.Unavailable, Wait: min(max(left, time.Second), 10*time.Minute),
		Format: "The lists of works are being made ready: %d in a hundred are done. Everything else is open; please come back to this page in a little while.", Args: []any{100 * n / of}}
}
