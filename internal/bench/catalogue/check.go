package main

import (
	"context"
	"errors"
)

// Checked is how many questions were answered rightly, before and after changes,
// and what was wrong with the others.
type Checked struct {
	Asked, Right int
	Wrong        []string `json:",omitempty"`
}

// check draws all works anew and looks at each.
func check(ctx context.Context, j job) (Checked, error) {
	w := j.world()
	var qs asked
	var as answers
	if err := j.load("asked", &qs); err != nil {
		return Checked{}, err
	}
	if err := j.load("answers", &as); err != nil {
		return Checked{}, err
	}
	had, err := loadCensus(j.file("census"), w)
	if err != nil {
		return Checked{}, err
	}
	told("drawing the works that changed")
	c := &court{world: w, changed: changedBy(w, as.Changes), blocked: map[int64]bool{}}
	c.most = c.changed.most(had)
	for _, id := range qs.Blocked {
		c.blocked[id] = true
	}
	for i := range qs.Check {
		q := &qs.Check[i]
		q.Facets = true
		c.then = append(c.then, newTrial(q, as.Then[i], schema().Kinds, c.first))
		c.later = append(c.later, newTrial(q, as.Now[i], schema().Kinds, c.last))
	}
	told("looking at all works for %d questions, before and after %d changes", len(qs.Check), as.Changes)
	if err := c.hear(ctx); err != nil {
		return Checked{}, err
	}
	out := Checked{Asked: len(qs.Check)}
	for i := range qs.Check {
		err := errors.Join(c.then[i].verdict(), c.later[i].verdict())
		if err == nil {
			out.Right++
		} else {
			out.Wrong = append(out.Wrong, err.Error())
		}
	}
	return out, nil
}
