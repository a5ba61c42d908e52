package intake

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// mostOthers is how many works of other people are named.
const mostOthers = 3

// others are works of other people that tell most of the same story, as far as lists show
// them to whoever looks. Drafts and hidden works are never told, nor who wrote one.
func (p *Pages) others(ctx context.Context, x *found) ([]work.Match, error) {
	var stored []byte
	owner := viewer.Viewer{Role: viewer.Member}
	err := p.Desk.DB.QueryRowContext(ctx, `SELECT x.likeness, i.account_id FROM import_works x JOIN imports i ON i.id = x.import_id WHERE x.id = $1`, int64(x.ID)).Scan(&stored, &owner.ID)
	if err != nil {
		return nil, fmt.Errorf("intake: likeness of work %d: %w", x.ID, err)
	}
	var l work.Likeness
	if err := l.UnmarshalBinary(stored); err != nil {
		return nil, fmt.Errorf("intake: likeness of work %d: %w", x.ID, err)
	}
	prints, err := db.All(ctx, p.Desk.DB, db.One[int64], `SELECT print FROM import_prints WHERE import_id = $1 AND work_id = $2`, int64(x.Import), int64(x.ID))
	if err != nil {
		return nil, fmt.Errorf("intake: prints of work %d: %w", x.ID, err)
	}
	own := work.EditableBy(owner)
	all, err := work.Alike(ctx, p.Desk.DB, db.And(work.Listed(viewer.From(ctx)), db.Where("NOT ("+own.SQL+")", own.Args...)), l.FoundBy(prints), mostOthers)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(m work.Match) bool { return m.Estimate < sameStory }), nil
}
