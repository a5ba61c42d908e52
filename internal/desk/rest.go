package desk

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// SeriesChange puts works into a series, behind the last, or takes them out.
type SeriesChange struct {
	How   string    `json:"how"` // add, remove
	ID    series.ID `json:"id"`
	Title string    `json:"title"`
}

// CreditChange names somebody in the credits of works, or takes every line with the
// name away.
type CreditChange struct {
	How  string    `json:"how"`            // add, remove
	Role work.Role `json:"role,omitempty"` // of a name that is added
	Name string    `json:"name"`
}

func (s *SeriesChange) check() error {
	if s != nil && s.How != add && s.How != remove {
		return fault.In("series", "That is no choice here. Please choose one from the list.")
	}
	return nil
}

func (c *CreditChange) check() error {
	switch {
	case c == nil:
		return nil
	case c.How != add && c.How != remove:
		return fault.In("credit", "That is no choice here. Please choose one from the list.")
	case c.Name == "":
		return fault.In("credit", "Write whom the credits are to name, or to name no more.")
	case len([]rune(c.Name)) > work.MaxTitle:
		return fault.In("credit", "The name has %d characters; %d is the most.", len([]rune(c.Name)), work.MaxTitle)
	case c.How == add && !slices.Contains(work.Roles(), c.Role):
		return fault.In("credit", "Choose from the list what they did.")
	}
	return nil
}

func (s *SeriesChange) apply(all []Place) []Place {
	switch {
	case s == nil:
		return all
	case s.How == remove:
		return missing(all, []Place{{ID: s.ID}})
	}
	return slices.Concat(all, missing([]Place{{ID: s.ID, Title: s.Title}}, all))
}

func (c *CreditChange) apply(all []work.Credit) []work.Credit {
	if c == nil {
		return all
	}
	named := func(x work.Credit) bool {
		return tag.Key(x.Name) == tag.Key(c.Name) && (c.How == remove || x.Role == c.Role)
	}
	if c.How == remove {
		return slices.DeleteFunc(slices.Clone(all), named)
	}
	if slices.ContainsFunc(all, named) {
		return all
	}
	return slices.Concat(all, []work.Credit{{Role: c.Role, Name: c.Name}})
}

// known fills in what the skin and the series of a change are called, which must be
// v's.
func (c *Changes) known(ctx context.Context, q db.Q, v viewer.Viewer) error {
	if c.Skin != nil && c.Skin.ID != 0 {
		s, err := workskin.Get(ctx, q, v, c.Skin.ID)
		if fault.KindOf(err) == fault.NotFound || err == nil && s.Owner != v.ID {
			return fault.In("skin", "Please choose one of your skins.")
		}
		if err != nil {
			return err
		}
		c.Skin = &Worn{s.ID, s.Title}
	}
	if c.Series == nil {
		return nil
	}
	all, err := series.Own(ctx, q, v.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(n series.Named) bool { return n.ID == c.Series.ID })
	if i < 0 {
		return fault.In("series", "Please choose one of your series.")
	}
	c.Series = &SeriesChange{c.Series.How, all[i].ID, all[i].Title}
	return nil
}

// besides gives what stands beside each of works.
func besides(ctx context.Context, q db.Q, ids []work.ID) (map[work.ID]beside, error) {
	type row struct {
		work work.ID
		beside
	}
	out := make(map[work.ID]beside, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = int64(id)
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		return r.Scan(&x.work, &x.usualBefore, &x.usualAfter, &x.skin.ID, &x.skin.Title)
	}, db.Numbered(`SELECT w.id, w.usual_before, w.usual_after, COALESCE(s.id, 0), COALESCE(s.title, '') FROM works w
		LEFT JOIN skins_of_works o ON o.work_id = w.id LEFT JOIN work_skins s ON s.id = o.skin_id WHERE w.id IN (`+db.List(len(ids))+`)`), args...)
	if err != nil {
		return nil, fmt.Errorf("desk: skins and notes of works: %w", err)
	}
	for _, x := range all {
		out[x.work] = x.beside
	}
	return out, nil
}

// load gives a work that v may edit, with its face.
func load(ctx context.Context, q db.Q, v viewer.Viewer, id work.ID) (*work.Work, Face, error) {
	w, err := work.Editable(ctx, q, v, id)
	if err != nil {
		return nil, Face{}, err
	}
	all, err := besides(ctx, q, []work.ID{id})
	return w, faceOf(w, all[id]), err
}

// write makes a work what a face says; now is what it is. seen is the version that was
// looked at: what changed since is a Conflict.
func write(ctx context.Context, tx *db.Tx, c prose.Cleaner, v viewer.Viewer, w *work.Work, seen int, now, then Face) error {
	x, err := work.ExtrasOf(ctx, tx, w)
	if err != nil {
		return err
	}
	x.Credits, x.UsualBefore, x.UsualAfter = then.Credits, then.UsualBefore, then.UsualAfter
	if err := work.Change(ctx, tx, c, w.ID, seen, then.onto(w.Details()), x); err != nil {
		return err
	}
	if now.Skin.ID != then.Skin.ID {
		if err := workskin.Choose(ctx, tx, v, w.ID, then.Skin.ID); err != nil {
			return err
		}
	}
	for _, p := range missing(now.Series, then.Series) {
		if err := series.Take(ctx, tx, v, p.ID, w.ID); err != nil {
			return err
		}
	}
	for _, p := range missing(then.Series, now.Series) {
		if err := series.Put(ctx, tx, v, p.ID, w.ID, p.Position); err != nil {
			return err
		}
	}
	return nil
}
