package work

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"reflect"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// ExtrasOf gives what its authors chose about a work that Get gave. The caller has
// made sure that the viewer may edit it.
func ExtrasOf(ctx context.Context, q db.Q, w *Work) (Extras, error) {
	x := Extras{Credits: w.Credits, Ornament: w.Ornament}
	for _, g := range w.Gifts {
		if g.Kind == Dedication {
			x.Dedications = append(x.Dedications, g.Name)
		}
	}
	for _, r := range w.Requests {
		x.Requests = append(x.Requests, r.Words)
	}
	for _, t := range w.Tags {
		if weight := w.Weights[t.ID]; weight != "" {
			if x.Weights == nil {
				x.Weights = map[string]Weight{}
			}
			x.Weights[tag.Key(t.Name)] = weight
		}
	}
	if err := q.QueryRowContext(ctx, `SELECT usual_before, usual_after FROM works WHERE id = $1`, int64(w.ID)).Scan(&x.UsualBefore, &x.UsualAfter); err != nil {
		return x, fmt.Errorf("work %d extras: %w", w.ID, err)
	}
	return x, nil
}

// Change is ChangeDetails and what its authors chose besides, as one. Weights of
// relationships that the work does not have mean nothing.
func Change(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, seen int, d Details, x Extras) error {
	if err := x.Check(); err != nil {
		return err
	}
	overtaken, err := changeDetails(ctx, tx, c, id, seen, d)
	if err != nil {
		return err
	}
	if overtaken {
		same, err := sameExtras(ctx, tx, c, id, x)
		if err == nil && !same {
			err = changedSince()
		}
		return err
	}
	return changeExtras(ctx, tx, c, id, x)
}

// changeExtras writes extras that were checked, of a work that is locked.
func changeExtras(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, x Extras) error {
	x.UsualBefore, x.UsualAfter = note(c, x.UsualBefore), note(c, x.UsualAfter)
	w := writer{ctx: ctx, tx: tx, clean: c, id: id, d: &Draft{Credits: x.Credits}}
	for _, step := range []func() error{
		w.credits,
		func() error { return w.dedications(x.Dedications) },
		func() error { return w.answered(x.Requests) },
		func() error { return w.weights(x.Weights) },
		func() error {
			return w.exec("extras", `UPDATE works SET ornament = $2, usual_before = $3, usual_after = $4 WHERE id = $1`,
				int64(id), string(x.Ornament), x.UsualBefore, x.UsualAfter)
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	tx.Changed(int64(id))
	return search.Refresh(ctx, tx, int64(id))
}

// sameExtras reports whether a work's extras are x already, as far as it is kept.
func sameExtras(ctx context.Context, q db.Q, c prose.Cleaner, id ID, x Extras) (bool, error) {
	w, err := Get(ctx, q, viewer.Viewer{Role: viewer.Moderator}, id) // everything there is; nothing of it is shown
	if err != nil {
		return false, err
	}
	now, err := ExtrasOf(ctx, q, w)
	x.UsualBefore, x.UsualAfter = note(c, x.UsualBefore), note(c, x.UsualAfter)
	has := map[string]bool{}
	for _, t := range w.TagsOf(tag.Relationship) {
		has[tag.Key(t.Name)] = true
	}
	x.Weights = maps.Clone(x.Weights)
	maps.DeleteFunc(x.Weights, func(key string, _ Weight) bool { return !has[key] })
	if len(x.Weights) == 0 {
		x.Weights = nil
	}
	return reflect.DeepEqual(now, x), err
}

// dedications puts names in the place of the dedications there are. One to a person
// who is here stays hers while its name stays.
func (w *writer) dedications(names []string) error {
	type row struct {
		name  string
		pseud sql.NullInt64
	}
	old, err := db.All(w.ctx, w.tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.name, &x.pseud) },
		`SELECT name, pseud_id FROM gifts WHERE work_id = $1 AND kind = $2`, int64(w.id), string(Dedication))
	if err != nil {
		return fmt.Errorf("work %d dedications: %w", w.id, err)
	}
	to := map[string]sql.NullInt64{}
	for _, x := range old {
		to[x.name] = x.pseud
	}
	if err := w.exec("dedications", `DELETE FROM gifts WHERE work_id = $1 AND kind = $2`, int64(w.id), string(Dedication)); err != nil {
		return err
	}
	for i, name := range names {
		if err := w.exec("dedication", `INSERT INTO gifts (work_id, position, kind, pseud_id, name) VALUES ($1, $2, $3, $4, $5)`,
			int64(w.id), i, string(Dedication), to[name], name); err != nil {
			return err
		}
	}
	return nil
}

// answered puts the words of requests in the place of those there are. One that
// leads to a prompt still does while its words stay.
func (w *writer) answered(words []string) error {
	type row struct {
		words  string
		prompt sql.NullInt64
	}
	old, err := db.All(w.ctx, w.tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.words, &x.prompt) },
		`SELECT words, prompt_id FROM requests WHERE work_id = $1`, int64(w.id))
	if err != nil {
		return fmt.Errorf("work %d requests: %w", w.id, err)
	}
	to := map[string]sql.NullInt64{}
	for _, x := range old {
		to[x.words] = x.prompt
	}
	if err := w.exec("requests", `DELETE FROM requests WHERE work_id = $1`, int64(w.id)); err != nil {
		return err
	}
	for i, s := range words {
		if err := w.exec("request", `INSERT INTO requests (work_id, position, words, prompt_id) VALUES ($1, $2, $3, $4)`, int64(w.id), i, s, to[s]); err != nil {
			return err
		}
	}
	return nil
}

// weights says what the work's relationships are to it, by tag.Key of their names.
func (w *writer) weights(by map[string]Weight) error {
	if err := w.exec("weights", `UPDATE work_tags SET weight = '' WHERE work_id = $1 AND weight <> ''`, int64(w.id)); err != nil {
		return err
	}
	for key, weight := range by {
		if err := w.exec("weight", `UPDATE work_tags SET weight = $2 WHERE work_id = $1
			AND tag_id IN (SELECT id FROM tags WHERE name_key = $3 AND type = $4)`, int64(w.id), string(weight), key, string(tag.Relationship)); err != nil {
			return err
		}
	}
	return nil
}
