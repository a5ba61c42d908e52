package history

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Recorder gathers in memory what people open, and writes it down now and then. What was
// gathered since the last Flush is lost in a crash.
type Recorder struct {
	// DB takes what is gathered; its clock is the recorder's.
	DB  *db.DB
	Log *slog.Logger

	mu   sync.Mutex
	open map[viewer.ID]map[work.ID]Reading
	n    int // readings in open
	full bool
}

const (
	// maxOpen bounds what is kept in memory: beyond it, what is opened is not noted until
	// the next flush.
	maxOpen = 50_000
	// atOnce is about how many readings one transaction writes.
	atOnce = 200
	// Flushed is how often readings are written down.
	Flushed = 5 * time.Second
)

// Opened notes that v was shown a text to read: a chapter, or with 0 the entire work, which
// has so many chapters for readers. Of guests, and of those who don't want it, nothing is
// noted. Who made the work doesn't read it: the caller leaves them out.
func (c *Recorder) Opened(v viewer.Viewer, id work.ID, chapter work.ChapterID, chapters int) {
	if v.Guest() || v.Prefs.NoHistory {
		return
	}
	now := c.DB.Now().UTC().Truncate(time.Millisecond)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(v.ID, Reading{id, now, now, 1, chapter, chapters})
}

// add joins a reading to those that wait. The caller holds the lock.
func (c *Recorder) add(who viewer.ID, r Reading) {
	old, there := c.open[who][r.Work]
	switch {
	case there:
		r = old.then(r)
	case c.n >= maxOpen:
		c.full = true
		return
	default:
		c.n++
	}
	if c.open == nil {
		c.open = map[viewer.ID]map[work.ID]Reading{}
	}
	if c.open[who] == nil {
		c.open[who] = map[work.ID]Reading{}
	}
	c.open[who][r.Work] = r
}

// Flush writes down what was gathered. What could not be written stays for the next.
func (c *Recorder) Flush(ctx context.Context) error {
	c.mu.Lock()
	open, full := c.open, c.full
	c.open, c.n, c.full = nil, 0, false
	c.mu.Unlock()
	if full {
		c.Log.WarnContext(ctx, "more is read than can be noted in the histories of readers", "most", maxOpen)
	}
	// In one order everywhere, so that two servers never wait for each other.
	people := slices.Sorted(maps.Keys(open))
	for len(people) > 0 {
		n, readings := 0, 0
		for n < len(people) && readings < atOnce {
			readings += len(open[people[n]])
			n++
		}
		err := c.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, who := range people[:n] {
				if err := write(ctx, tx, who, open[who]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			c.back(people, open)
			return err
		}
		people = people[n:]
	}
	return nil
}

// FlushOf writes down what one person opened.
func (c *Recorder) FlushOf(ctx context.Context, who viewer.ID) error {
	c.mu.Lock()
	open := c.open[who]
	delete(c.open, who)
	c.n -= len(open)
	c.mu.Unlock()
	if len(open) == 0 {
		return nil
	}
	err := c.DB.Tx(ctx, func(tx *db.Tx) error { return write(ctx, tx, who, open) })
	if err != nil {
		c.back([]viewer.ID{who}, map[viewer.ID]map[work.ID]Reading{who: open})
	}
	return err
}

// back has what people opened wait again.
func (c *Recorder) back(people []viewer.ID, open map[viewer.ID]map[work.ID]Reading) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, who := range people {
		for _, r := range open[who] {
			c.add(who, r)
		}
	}
}

// Run flushes every now and then until ctx ends, and once more then.
func (c *Recorder) Run(ctx context.Context) {
	job.Flushing(ctx, Flushed, c.Log, "what people read waits to be written", c.Flush)
}
