package write

import (
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// How often one may save: burst times at once, and once more for each time of every
// that passed. The editor saves three seconds after a keystroke, and at once when its
// page is left or Save is pressed, so no tab comes near; but all tabs of somebody may
// wake up together when the network comes back.
const (
	tabBurst    = 20
	tabEvery    = 2 * time.Second
	writerBurst = 120
	writerEvery = 250 * time.Millisecond
)

// mostTabs is how many tabs of one account are remembered.
const mostTabs = 16

// pace slows down those who save more often than anybody writes. It is in memory, since
// counting must cost less than saving; each server of an archive counts by itself. The
// zero pace is ready.
type pace struct {
	mu      sync.Mutex
	writers map[viewer.ID]*writer
	sweepAt int // when there are so many, those who rest are forgotten
}

// writer is when the buckets of an account and of its tabs are full again.
type writer struct {
	full time.Time
	tabs map[string]time.Time
}

// writes counts one thing that somebody sends to be stored; fault TooMany when that
// is too much.
func (p *pace) writes(id viewer.ID, now time.Time) (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.writer(id, now)
	w.full, err = take(w.full, now, writerBurst, writerEvery)
	return err
}

// saves counts one save of a tab, as writes does.
func (p *pace) saves(id viewer.ID, tab string, now time.Time) (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.writer(id, now)
	w.tabs[tab], err = take(w.tabs[tab], now, tabBurst, tabEvery)
	if len(w.tabs) > mostTabs {
		w.forgetTab()
	}
	return err
}

// take takes one out of the bucket that is full again at a time, and gives that time
// as it is then.
func take(full, now time.Time, burst int, every time.Duration) (time.Time, error) {
	if full.Before(now) {
		full = now
	}
	if wait := full.Add(every).Sub(now) - time.Duration(burst)*every; wait > 0 {
		return full, fault.Later(wait, "You are saving faster than the archive can keep up with. What you typed is still on this page, and can be saved in a few seconds.")
	}
	return full.Add(every), nil
}

// writer is what is known of an account. Those whose buckets are full are forgotten
// from time to time: they are as if they had never come.
func (p *pace) writer(id viewer.ID, now time.Time) *writer {
	if w := p.writers[id]; w != nil {
		return w
	}
	if len(p.writers) >= p.sweepAt {
		for id, w := range p.writers {
			if w.rests(now) {
				delete(p.writers, id)
			}
		}
		p.sweepAt = max(1000, 2*len(p.writers))
	}
	if p.writers == nil {
		p.writers = map[viewer.ID]*writer{}
	}
	w := &writer{tabs: map[string]time.Time{}}
	p.writers[id] = w
	return w
}

// rests reports whether all buckets of w are full.
func (w *writer) rests(now time.Time) bool {
	for _, full := range w.tabs {
		if full.After(now) {
			return false
		}
	}
	return !w.full.After(now)
}

// forgetTab forgets the tab that is nearest to having all it may have.
func (w *writer) forgetTab() {
	var first string
	var soonest time.Time
	for tab, full := range w.tabs {
		if soonest.IsZero() || full.Before(soonest) {
			first, soonest = tab, full
		}
	}
	delete(w.tabs, first)
}
