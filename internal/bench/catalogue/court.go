package main

import (
	"context"

	"github.com/ficstead/ficstead/internal/facet"
)

// docket is trials by the first term that their works must have, so that a work
// is only shown to those which may want it.
type docket struct {
	by   map[facet.Term][]*trial
	rest []*trial
	most []uint32 // of the terms of the work that is looked at
}

func newDocket(trials []*trial) *docket {
	d := &docket{by: map[facet.Term][]*trial{}}
	for _, t := range trials {
		if len(t.All) == 0 {
			d.rest = append(d.rest, t)
		} else {
			d.by[t.All[0]] = append(d.by[t.All[0]], t)
		}
	}
	return d
}

func (d *docket) see(w *facet.Work, most census, blocked map[int64]bool) {
	d.most = d.most[:0]
	for _, k := range w.Terms {
		n := uint32(0)
		if int(k.Kind) < counted {
			n = most[k.ID]
		}
		d.most = append(d.most, n)
	}
	for _, t := range d.rest {
		t.see(w, d.most, blocked)
	}
	for _, k := range w.Terms {
		for _, t := range d.by[k] {
			t.see(w, d.most, blocked)
		}
	}
}

// court shows all works of a world to trials: to some as they were at first, to
// others as changes made them.
type court struct {
	world       *world
	changed     *overlay
	most        census // at least how many works have each tag
	blocked     map[int64]bool
	then, later []*trial
}

// first is a work as it was, or nil.
func (c *court) first(id int64) *facet.Work {
	if n := number(id); n >= 0 && n < c.world.works {
		w := newPen(c.world).one(n)
		return &w
	}
	return nil
}

// last is a work after the changes, or nil.
func (c *court) last(id int64) *facet.Work {
	if w := c.first(id); w != nil {
		return c.changed.now(w)
	}
	if w := c.changed.works[id]; w != nil {
		return c.changed.now(w)
	}
	return nil
}

// hear shows all works to the trials.
func (c *court) hear(ctx context.Context) error {
	then, later := forks(c.then), forks(c.later)
	var was, is [drawers]*docket
	for i := range drawers {
		was[i], is[i] = newDocket(then[i]), newDocket(later[i])
	}
	err := scan(ctx, c.world, func(worker int, works []facet.Work) {
		for i := range works {
			was[worker].see(&works[i], c.most, c.blocked)
			if w := c.changed.now(&works[i]); w != nil {
				is[worker].see(w, c.most, c.blocked)
			}
		}
	})
	if err != nil {
		return err
	}
	c.changed.posted(func(w *facet.Work) { is[0].see(w, c.most, c.blocked) })
	for i := range drawers {
		for n, t := range c.then {
			t.join(then[i][n])
		}
		for n, t := range c.later {
			t.join(later[i][n])
		}
	}
	return nil
}

// forks are the same trials for each goroutine.
func forks(of []*trial) (out [drawers][]*trial) {
	for i := range out {
		for _, t := range of {
			out[i] = append(out[i], t.fork())
		}
	}
	return out
}
