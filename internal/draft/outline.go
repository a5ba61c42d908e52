package draft

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// Heading is what a list tells of a working copy.
type Heading struct {
	Kind  work.Kind
	Title string
	Words int
}

// Outline gives the headings of a work's chapters in which somebody is writing. The
// caller has made sure that the viewer may edit the work, or shows only the chapters
// that the viewer may edit.
func Outline(ctx context.Context, q db.Q, id work.ID) (map[work.ChapterID]Heading, error) {
	type row struct {
		chapter work.ChapterID
		Heading
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.chapter, &x.Kind, &x.Title, &x.Words) },
		`SELECT d.chapter_id, d.kind, d.title, d.words FROM drafts d JOIN chapters c ON c.id = d.chapter_id WHERE c.work_id = $1 AND d.live`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("working copies of work %d: %w", id, err)
	}
	out := make(map[work.ChapterID]Heading, len(rows))
	for _, x := range rows {
		out[x.chapter] = x.Heading
	}
	return out, nil
}
