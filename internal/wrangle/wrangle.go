// Package wrangle is where people sort tags in: which is canonical, which means the
// same, what belongs to which fandom. The graph itself is package tag's. Here are who
// may change it, the acts and their undoing, the queue of tags that wait, with guesses
// made by a job, and the exchange of whole sets of tags.
package wrangle

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Wrangler is what somebody may sort in. Staff may everything; a member named as a
// wrangler what belongs to their fandoms, or all but media when they have none.
type Wrangler struct {
	viewer.Viewer
	Fandoms []tag.ID
}

// Of gives what v may sort in; who may not is told as by an unknown address.
func Of(ctx context.Context, q db.Q, v viewer.Viewer) (Wrangler, error) {
	w := Wrangler{Viewer: v}
	if v.Staff() {
		return w, nil
	}
	var named bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM wranglers WHERE account_id = $1)`, int64(v.ID)).Scan(&named); err != nil {
		return w, fmt.Errorf("wrangle: who may: %w", err)
	}
	if !named || v.Guest() {
		return w, fault.New(fault.NotFound, "There is no such page here. Tags are sorted in by moderators, keepers and the members whom they named as wranglers.")
	}
	var err error
	w.Fandoms, err = db.All(ctx, q, db.One[tag.ID], `SELECT tag_id FROM wrangler_fandoms WHERE account_id = $1 ORDER BY tag_id`, int64(v.ID))
	if err != nil {
		return w, fmt.Errorf("wrangle: fandoms: %w", err)
	}
	return w, nil
}

// within is the condition that a tag t is in w's care.
func (w Wrangler) within() db.Cond {
	switch {
	case w.Staff():
		return db.Where("TRUE")
	case len(w.Fandoms) == 0:
		return db.Where("t.type <> 'media'")
	}
	list, args := db.List(len(w.Fandoms)), db.Anys(w.Fandoms)
	return db.And(db.Where("t.type <> 'media'"), db.Where(`(t.id IN (`+list+`) OR t.merger_id IN (`+list+`)
		OR EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = COALESCE(t.merger_id, t.id) AND p.parent_id IN (`+list+`))
		OR EXISTS (SELECT 1 FROM work_tags x JOIN work_filters f ON f.work_id = x.work_id WHERE x.tag_id = t.id AND f.tag_id IN (`+list+`)))`,
		slices.Concat(args, args, args, args)...))
}

// mostTags is how many tags one act may be about.
const mostTags = 500

// may makes sure that all these tags are there and in w's care.
func (w Wrangler) may(ctx context.Context, q db.Q, ids []tag.ID) error {
	if len(ids) == 0 {
		return fault.In("tags", "Please choose at least one tag.")
	}
	if len(ids) > mostTags {
		return fault.In("tags", "That is %d tags; at most %d can be changed at once.", len(ids), mostTags)
	}
	in := w.within()
	n, err := db.All(ctx, q, db.One[int], db.Numbered(`SELECT COUNT(*) FROM tags t WHERE t.id IN (`+db.List(len(ids))+`) AND `+in.SQL), append(db.Anys(ids), in.Args...)...)
	if err != nil {
		return fmt.Errorf("wrangle: may: %w", err)
	}
	if n[0] != len(ids) {
		return fault.New(fault.NotFound, "There is no such tag among those that you look after. A moderator or keeper can give you its fandom.")
	}
	return nil
}
