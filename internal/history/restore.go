package history

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Restore puts what somebody had read on their list, and gives how many of the works were
// not on it. What is on it stays: of two readings of a work the first is the earlier, and
// the last the later. Doing it twice is harmless. The caller has made sure that the works
// are there.
func Restore(ctx context.Context, tx *db.Tx, who viewer.ID, all []Reading) (fresh int, err error) {
	_, there, err := hold(ctx, tx, who)
	if err != nil || !there || len(all) == 0 {
		return 0, err
	}
	works := make([]work.ID, len(all))
	for i, r := range all {
		works[i] = r.Work
	}
	had, err := some(ctx, tx, who, works)
	if err != nil {
		return 0, err
	}
	for _, r := range all {
		old, was := had[r.Work]
		if was && old.removed.IsZero() {
			r = old.or(r)
		} else {
			fresh++
		}
		had[r.Work] = written{Reading: r}
		if was && old.removed.IsZero() && r == old.Reading {
			continue
		}
		if err := put(ctx, tx, who, r); err != nil {
			return 0, err
		}
	}
	return fresh, nil
}

// or joins two accounts of what may be the same readings.
func (r Reading) or(o Reading) Reading {
	out := r
	if o.Last.After(r.Last) {
		out = o
	}
	out.First = slices.MinFunc([]Reading{r, o}, func(a, b Reading) int { return a.First.Compare(b.First) }).First
	out.Times = max(r.Times, o.Times)
	return out
}
