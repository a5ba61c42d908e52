package remember

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Result is a work that was found, as pages show it with its scene.
type Result struct {
	work.Work
	Found
}

// place is the address of the scene: the very paragraph.
func (r Result) place() string {
	if r.Chapter == 0 {
		return r.ID.Path()
	}
	return r.ID.ChapterPath(work.ChapterID(r.Chapter)) + "#" + r.Anchor
}

// Look is Find among the works that lists show to v, joined to the works themselves.
// What ask says of where to look has no effect.
func Look(ctx context.Context, q db.Q, v viewer.Viewer, ask Ask) ([]Result, error) {
	ask.Within = work.Listed(v)
	found, err := Find(ctx, q, ask)
	if err != nil {
		return nil, err
	}
	ids := make([]work.ID, len(found))
	for i, f := range found {
		ids[i] = work.ID(f.Work)
	}
	works, err := work.Load(ctx, q, v, ids)
	if err != nil {
		return nil, err
	}
	var out []Result
	for _, f := range found {
		if i := slices.IndexFunc(works, func(w work.Work) bool { return w.ID == work.ID(f.Work) }); i >= 0 {
			out = append(out, Result{works[i], f})
		}
	}
	return out, nil
}
