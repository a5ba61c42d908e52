package intake

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// mostOthers is how many works of other people are named.
const mostOthers = 3

// others are, for each of the works of an import that wait, the works of other people
// that tell most of the same story, as far as lists show them to whoever looks. Drafts and
// hidden works are never told, nor who wrote one.
func (p *Pages) others(ctx context.Context, i ID, all []found) (map[FoundID][]work.Match, error) {
	ids, stories, err := p.likenesses(ctx, i, all)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	owner := viewer.Viewer{Role: viewer.Member}
	if err := p.Desk.DB.QueryRowContext(ctx, `SELECT account_id FROM imports WHERE id = $1`, int64(i)).Scan(&owner.ID); err != nil {
		return nil, fmt.Errorf("intake: whose import %d is: %w", i, err)
	}
	own := work.EditableBy(owner)
	told, err := work.AlikeEach(ctx, p.Desk.DB, db.And(work.Listed(viewer.From(ctx)), db.Where("NOT ("+own.SQL+")", own.Args...)), stories, mostOthers)
	if err != nil {
		return nil, err
	}
	out := map[FoundID][]work.Match{}
	for n, id := range ids {
		if same := slices.DeleteFunc(told[n], func(m work.Match) bool { return m.Estimate < sameStory }); len(same) > 0 {
			out[id] = same
		}
	}
	return out, nil
}

// likenesses reads those of the works of an import that wait, as they were kept when the
// files were read.
func (p *Pages) likenesses(ctx context.Context, i ID, all []found) ([]FoundID, []work.Likeness, error) {
	var ids []FoundID
	for n := range all {
		if all[n].choosable() {
			ids = append(ids, all[n].ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	in := `(` + db.List(len(ids)) + `)`
	type print struct {
		id FoundID
		n  int64
	}
	prints, err := db.All(ctx, p.Desk.DB, func(r *sql.Rows, x *print) error { return r.Scan(&x.id, &x.n) },
		db.Numbered(`SELECT work_id, print FROM import_prints WHERE import_id = ? AND work_id IN `+in), append([]any{int64(i)}, db.Anys(ids)...)...)
	if err != nil {
		return nil, nil, fmt.Errorf("intake: prints of import %d: %w", i, err)
	}
	of := map[FoundID][]int64{}
	for _, x := range prints {
		of[x.id] = append(of[x.id], x.n)
	}
	type kept struct {
		id   FoundID
		like work.Likeness
	}
	stories, err := db.All(ctx, p.Desk.DB, func(r *sql.Rows, x *kept) error {
		var stored []byte
		if err := r.Scan(&x.id, &stored); err != nil {
			return err
		}
		return x.like.UnmarshalBinary(stored)
	}, db.Numbered(`SELECT id, likeness FROM import_works WHERE id IN `+in), db.Anys(ids)...)
	if err != nil {
		return nil, nil, fmt.Errorf("intake: likenesses of import %d: %w", i, err)
	}
	ids = ids[:0]
	likes := make([]work.Likeness, len(stories))
	for n, x := range stories {
		ids, likes[n] = append(ids, x.id), x.like.FoundBy(of[x.id])
	}
	return ids, likes, nil
}
