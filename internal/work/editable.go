package work

import (
	"context"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Editable is Get for who may edit the work. Everybody else gets one answer,
// fault NotFound, whatever there is.
func Editable(ctx context.Context, q db.Q, v viewer.Viewer, id ID) (*Work, error) {
	w, err := Get(ctx, q, v, id)
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.SignIn:
		return nil, NotYours()
	}
	if err != nil {
		return nil, err
	}
	if !w.MayEdit(v) {
		return nil, NotYours()
	}
	return w, nil
}

// NotYours is what those are told who ask for a page of a work's creators and are
// none, whether or not there is such a work.
func NotYours() error {
	return fault.New(fault.NotFound, "You have no such work to edit. It may be somebody else's, or the address is mistyped.")
}

// Name is what a work is called in a sentence; one without a title yet is Untitled.
func (w *Work) Name() string {
	if w.Title == "" {
		return "Untitled"
	}
	return w.Title
}

// Sights tells how much of each work v may see; Nothing also of one that does not
// exist. It is for pages that name works beside the one that they show.
func Sights(ctx context.Context, q db.Q, v viewer.Viewer, ids []ID) (map[ID]Sight, error) {
	all, err := load(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[ID]Sight, len(all))
	for i := range all {
		out[all[i].ID] = all[i].Sight(v)
	}
	return out, nil
}
